{
    'name': "Office Supplies: Expiry Dates",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "What expires first is handed out first, and what has expired is not handed out",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_supplies', 'product_expiry'],
    'data': [
        'views/stock_quant_views.xml',
    ],
    'demo': [
        'demo/product.template.csv',
        'demo/office_supply_expiry_demo.xml',
    ],
    'auto_install': True,
}

{
    'name': "Office Assets: Purchase",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "What employees ask for becomes purchase orders, and what is received becomes an acceptance",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_assets', 'office_admin_approval_purchase', 'purchase_stock'],
    'data': [
        'security/office_asset_purchase_groups.xml',
        'views/product_template_views.xml',
        'views/purchase_order_views.xml',
        'views/office_asset_request_views.xml',
        'views/office_asset_acceptance_views.xml',
    ],
    'demo': ['demo/office_asset_purchase_demo.xml'],
    'auto_install': ['office_admin_assets', 'purchase_stock'],
}

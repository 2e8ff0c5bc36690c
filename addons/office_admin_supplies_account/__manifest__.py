{
    'name': "Office Supplies: Cost",
    'version': '19.0.1.1.0',
    'category': 'Administrative Office',
    'summary': "What is handed out costs the department: its account and its analytic distribution",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_supplies', 'stock_account'],
    'data': [
        'security/ir.model.access.csv',
        'security/office_supply_cost_centre_security.xml',
        'views/office_supply_cost_centre_views.xml',
    ],
    'auto_install': True,
}

{
    'name': "Office Supplies: Purchase",
    'version': '19.0.1.2.0',
    'category': 'Administrative Office',
    'summary': "Collection rounds become purchase orders, with alternative quotes above a limit",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': [
        'office_admin_supplies', 'office_admin_approval_purchase', 'purchase_stock', 'purchase_requisition_stock'],
    'data': [
        'security/office_supply_purchase_groups.xml',
        'security/ir.model.access.csv',
        'security/office_supply_quote_waiver_security.xml',
        'data/mail_activity_type_data.xml',
        'wizard/office_supply_quote_waiver_views.xml',
        'views/purchase_order_views.xml',
        'views/office_supply_round_views.xml',
        'views/res_config_settings_views.xml',
        'views/office_supply_purchase_menus.xml',
    ],
    'demo': ['demo/office_supply_purchase_demo.xml'],
    'auto_install': ['office_admin_supplies', 'purchase_stock'],
}

{
    'name': "Office Administration: Approvals of Purchases",
    'version': '19.0.1.2.0',
    'category': 'Administrative Office',
    'summary': "Purchase orders wait for the people of the approval rules, whatever way they were made",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_approval', 'purchase'],
    'data': [
        'data/office_approval_rule_data.xml',
        'views/purchase_order_views.xml',
        'views/res_config_settings_views.xml',
    ],
    'auto_install': True,
}

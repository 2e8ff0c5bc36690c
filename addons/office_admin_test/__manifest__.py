{
    'name': "Office Admin Test",
    'version': '19.0.1.0.0',
    'category': 'Hidden',
    'summary': "A request and a numbered document, as small as they can be: for tests, and to read before writing one",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_approval'],
    'data': [
        'security/office_test_groups.xml',
        'security/ir.model.access.csv',
        'security/office_test_rules.xml',
        'data/office_approval_rule_data.xml',
        'views/office_test_request_views.xml',
        'views/office_test_slip_views.xml',
        'views/office_test_menus.xml',
        'data/office_desk_card_data.xml',
    ],
}

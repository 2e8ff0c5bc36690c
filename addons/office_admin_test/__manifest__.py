{
    'name': "Office Admin Test",
    'version': '19.0.1.0.0',
    'category': 'Hidden',
    'summary': "The smallest request, document, thing, loan and count: for tests, and to read before writing one",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': [
        'office_admin_approval', 'office_admin_count', 'office_admin_custody', 'office_admin_label', 'office_admin_scan'],
    'data': [
        'security/office_test_groups.xml',
        'security/ir.model.access.csv',
        'security/office_test_rules.xml',
        'data/ir_cron_data.xml',
        'data/office_approval_rule_data.xml',
        'views/office_test_request_views.xml',
        'views/office_test_slip_views.xml',
        'views/office_test_thing_views.xml',
        'views/office_test_loan_views.xml',
        'views/office_test_count_views.xml',
        'views/office_test_menus.xml',
        'data/office_desk_card_data.xml',
    ],
}

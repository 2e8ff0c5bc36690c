{
    'name': "Office Administration: Custody",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Things that people hold and give back, of all apps: My Things, return dates, leavers",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_base'],
    'data': [
        'security/ir.model.access.csv',
        'security/office_custody_security.xml',
        'wizard/office_custody_step_views.xml',
        'views/office_custody_mixin_views.xml',
        'views/office_custody_thing_views.xml',
        'views/hr_employee_views.xml',
        'views/res_config_settings_views.xml',
    ],
    'pre_init_hook': 'pre_init_hook',
}

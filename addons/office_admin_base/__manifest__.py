{
    'name': "Office Administration: Foundation",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Positions, document life, numbers and requesters for all office apps",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['mail', 'hr'],
    'data': [
        'security/office_groups.xml',
        'security/ir.model.access.csv',
        'views/res_config_settings_views.xml',
    ],
    'demo': [
        'demo/res_company_demo.xml',
        'demo/hr.department.csv',
        'demo/hr.job.csv',
        'demo/res.users.csv',
        'demo/hr.employee.csv',
        'demo/hr_employee_demo.xml',
        'demo/hr.department-managers.csv',
    ],
}

{
    'name': "Office Administration: Public Pages",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Pages that people from outside open by a link nobody can guess",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_base'],
    'data': [
        'security/ir.model.access.csv',
        'security/office_public_security.xml',
        'views/office_public_templates.xml',
        'views/res_config_settings_views.xml',
    ],
}

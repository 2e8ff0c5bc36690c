{
    'name': "Office Administration: Checklists",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "What has to be done by when and by whom, with photos as proof and a second pair of eyes",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_approval'],
    'data': [
        'security/ir.model.access.csv',
        'security/office_checklist_security.xml',
        'data/ir_cron_data.xml',
        'wizard/office_checklist_step_views.xml',
        'views/office_checklist_task_views.xml',
        'views/office_checklist_views.xml',
        'views/office_checklist_template_views.xml',
    ],
}

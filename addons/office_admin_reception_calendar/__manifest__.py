{
    'name': "Office Reception: Calendar",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "People from outside who are invited to a meeting are expected at the front desk",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_reception', 'calendar'],
    'data': [
        'data/ir_cron_data.xml',
        'views/calendar_event_views.xml',
        'views/office_visit_views.xml',
    ],
    'demo': ['demo/calendar_event_demo.xml'],
    'auto_install': True,
}

{
    'name': "Office Administration: Foundation and Calendar",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Meetings about a secret document are hidden with it",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_base', 'calendar'],
    'data': ['security/calendar_event_security.xml'],
    'auto_install': True,
}

{
    'name': "Office Reception: Attendance",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Who has checked in is in the house",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_reception', 'hr_attendance'],
    'auto_install': True,
}

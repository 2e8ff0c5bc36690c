{
    'name': "Office Administration: Working Time and Time Off",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Time off that was requested before is counted anew when a day becomes an adjusted workday",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_worktime', 'hr_holidays'],
    'auto_install': True,
}

{
    'name': "Office Administration: Approvals and Time Off",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Proposes who decides for somebody whose time off is approved",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_approval', 'hr_holidays'],
    'auto_install': True,
}

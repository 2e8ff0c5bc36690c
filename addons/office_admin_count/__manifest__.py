{
    'name': "Office Administration: Counting",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Blind counts by phone, also without network: a second count by somebody else, and what differs",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_offline', 'office_admin_scan'],
    'data': [
        'security/ir.model.access.csv',
        'security/office_count_security.xml',
        'views/office_count_row_views.xml',
    ],
}

{
    'name': "Office Administration: Labels",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Labels of exact size with a QR code that a phone opens on the thing",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_base', 'office_admin_print'],
    'data': [
        'security/ir.model.access.csv',
        'security/office_label_security.xml',
        'report/office_label_reports.xml',
        'report/office_label_templates.xml',
        'wizard/office_label_print_views.xml',
        'views/office_label_page_templates.xml',
    ],
}

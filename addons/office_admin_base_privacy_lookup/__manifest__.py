{
    'name': "Office Administration: Foundation and Privacy Lookup",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Looking up a person finds no secret document, and deletes nothing of the office",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_base', 'privacy_lookup'],
    'auto_install': True,
}

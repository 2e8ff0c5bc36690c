{
    'name': "Office Administration: Pages without Network",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Pages of a phone that go on working without network, and send later what was said on them, once",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_base'],
    'data': ['views/office_offline_page_templates.xml'],
}

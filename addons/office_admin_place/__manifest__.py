{
    'name': "Office Administration: Places",
    'version': '19.0.1.1.0',
    'category': 'Administrative Office',
    'summary': "Sites, buildings, floors and rooms, for all office apps",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_base'],
    'data': [
        'security/office_place_groups.xml',
        'security/ir.model.access.csv',
        'security/office_place_security.xml',
        'views/office_place_views.xml',
        'views/hr_work_location_views.xml',
        'views/office_place_menus.xml',
    ],
    'demo': [
        'demo/office.place.csv',
    ],
}

{
    'name': "Office Reception",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Guests who are expected, guests who are in the house, and the day of the front desk",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_approval', 'office_admin_place', 'office_admin_public'],
    'data': [
        'security/office_reception_groups.xml',
        'views/office_reception_menus.xml',
    ],
    'application': True,
}

{
    'name': "Office Administration: Scanning",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Codes read by the camera of a phone, a hand scanner or typed, one or many after each other",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['barcodes'],
    'assets': {
        'web.assets_backend': ['office_admin_scan/static/src/**/*'],
    },
}

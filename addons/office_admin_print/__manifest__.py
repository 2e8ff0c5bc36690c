{
    'name': "Office Administration: Exact Print",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "Reports whose pages are as large as they say, to a tenth of a millimetre",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['web'],
    'data': [
        'views/ir_actions_report_views.xml',
    ],
    'assets': {
        'web.assets_backend': ['office_admin_print/static/src/**/*'],
    },
}

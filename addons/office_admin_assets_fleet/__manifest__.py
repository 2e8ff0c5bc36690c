{
    'name': "Office Assets: Fleet",
    'version': '19.0.1.0.0',
    'category': 'Administrative Office',
    'summary': "A car of Fleet has a card in the ledger: code, holder, place, counts and its end",
    'author': "Office Admin",
    'license': 'LGPL-3',
    'depends': ['office_admin_assets', 'fleet'],
    'data': [
        'security/ir.model.access.csv',
        'security/office_asset_register_vehicle_security.xml',
        'wizard/office_asset_register_vehicle_views.xml',
        'views/maintenance_equipment_views.xml',
        'views/fleet_vehicle_views.xml',
    ],
    'demo': ['demo/office_asset_fleet_demo.xml'],
    'auto_install': True,
    'uninstall_hook': 'uninstall_hook',
}

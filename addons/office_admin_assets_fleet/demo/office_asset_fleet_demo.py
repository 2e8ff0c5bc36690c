from odoo import api, models
from odoo.fields import Command

# model, plate, chassis number, purchase value, driver
CARS = [
    ("M7", "浙A·D10237", "LZDM7S2023A004512", 219800, 'driver'),
    ("Y3", "浙A·K55816", "LZDY3E2022A001903", 128600, 'qiang'),
]


class OfficeAssetDemo(models.AbstractModel):
    """Two cars of Fleet in the ledger: of one, who drives it is not who has it."""
    _inherit = 'office.asset.demo'

    @api.model
    def _load_vehicles(self):
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        people = [self.env.ref(f'office_admin_base.demo_user_{name}') for name in ('officer', 'manager')]
        for person in people:
            person.group_ids = [Command.link(self.env.ref('fleet.fleet_group_user').id)]
        category = self.env['maintenance.equipment.category'].create({
            'name': "Vehicles", 'company_id': company.id, 'asset_prefix': 'VH', 'asset_life_months': 48,
            'asset_residual_percent': 5, 'asset_label_size': '70x20'})
        brand = self.env['fleet.vehicle.model.brand'].create({'name': "Zhide"})
        cars = self.env['fleet.vehicle'].create([{
            'model_id': self.env['fleet.vehicle.model'].create({'name': model, 'brand_id': brand.id}).id,
            'company_id': company.id, 'license_plate': plate, 'vin_sn': chassis, 'net_car_value': value,
            'driver_id': self._get_employee(driver).work_contact_id.id, 'manager_id': people[1].id,
        } for model, plate, chassis, value, driver in CARS])
        dialog = self.env['office.asset.register.vehicle'].with_user(people[0])
        dialog.with_context(**cars.with_user(people[0]).action_register_asset()['context']).create({
            'category_id': category.id, 'note': "Before acceptances were kept here",
            'place_id': self._get('place_garage', 'office_admin_place').id}).action_confirm()
        for car, name in zip(cars, ('driver', 'head'), strict=True):
            self._give({name: car.asset_card_ids.with_user(people[0])}, name, name)
        if self.env['res.lang']._get_data(code='zh_CN'):
            category.with_context(lang='zh_CN').name = "车辆"

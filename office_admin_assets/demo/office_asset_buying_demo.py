from odoo import api, models
from odoo.fields import Command


class OfficeAssetDemo(models.AbstractModel):
    """What people ask for just now, what has come, and the standards."""
    _inherit = 'office.asset.demo'

    @api.model
    def _load(self):
        super()._load()
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        self._set_standards()
        approved = self._ask('employee', 'computer', "Laptop 14″", 1, 5999, "For the trainee who begins next month")
        for person in ('head', 'manager'):
            approved.with_user(self._get_user(person)).action_approve()
        self._ask('employee', 'computer', "Laptop 16″", 1, 12999, "Films for the trade fair")
        self._deliver('computer', "Laptop 14″", 2, 5899)

    def _set_standards(self):
        standards = self.env['office.asset.standard'].with_user(self._get_user('manager'))
        for category, cap, months in (('computer', 6500, 0), ('screen', 2000, 60)):
            standards.create({
                'category_id': self._get(f'category_{category}').id, 'price_cap': cap, 'min_age_months': months,
                'rule': "Equipment of offices, No. 7"})

    def _ask(self, person, category, name, quantity, price, note):
        request = self.env['office.asset.request'].with_user(self._get_user(person)).create({
            'note': note, 'line_ids': [Command.create({
                'category_id': self._get(f'category_{category}').id, 'name': name, 'quantity': quantity,
                'price': price})]})
        request.action_submit()
        return request

    def _deliver(self, category, name, quantity, price):
        self.env['office.asset.acceptance'].with_user(self._get_user('officer')).create({
            'note': "Bought in the shop: the vendor of the frame contract had none",
            'place_id': self._get('place_warehouse', 'office_admin_place').id,
            'line_ids': [Command.create({
                'category_id': self._get(f'category_{category}').id, 'name': name, 'brand': "Yunhai",
                'model': "Y14", 'quantity': quantity, 'price': price})]}).action_submit()

    def _get_user(self, name):
        return self.env.ref(f'office_admin_base.demo_user_{name}')

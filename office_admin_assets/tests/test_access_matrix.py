from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests

from .common import OfficeAssetCommon

DIALOGS = ('office.asset.register', 'office.asset.change', 'office.asset.correct')


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeAssetCommon):
    module = 'office_admin_assets'

    def _make_record(self, model, state, user):
        if state == 'held':
            return self._make_held(user).asset_event_ids[0]
        if model in DIALOGS:
            card = self._make_held(user)
            return self._make_new(model, user, res_model=card._name, res_ids=card.ids)
        return super()._make_record(model, state, user)

    def _make_held(self, user):
        """Make a card of the company of ``user`` that they hold."""
        employee = self.env['hr.employee'].search([('user_id', '=', user.id)])
        category = self.category.sudo().copy({'company_id': user.company_id.id})
        card = self.env['maintenance.equipment'].create({
            'name': "Phone", 'category_id': category.id, 'company_id': user.company_id.id,
            'equipment_assign_to': 'employee', 'employee_id': employee.id})
        card._apply('register', card._prepare_registered({'asset_code': f'X-{card.id}'}))
        return card

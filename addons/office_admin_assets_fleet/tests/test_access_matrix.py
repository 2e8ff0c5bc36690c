from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_assets_fleet'

    def _make_record(self, model, state, user):
        brand = self.env['fleet.vehicle.model.brand'].create({'name': "Zhide"})
        car = self.env['fleet.vehicle'].create({
            'model_id': self.env['fleet.vehicle.model'].create({'name': "M7", 'brand_id': brand.id}).id,
            'company_id': user.company_id.id})
        return self._make_new(model, user, res_model=car._name, res_ids=car.ids)

from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_supplies_purchase'

    def _make_record(self, model, state, user):
        if model == 'office.supply.quote.waiver':
            order = self.env['purchase.order'].create(
                {'partner_id': self.company.partner_id.id, 'company_id': self.company.id})
            return self._make_new(model, user, order_id=order.id)
        return super()._make_record(model, state, user)

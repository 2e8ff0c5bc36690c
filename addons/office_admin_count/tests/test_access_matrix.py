import uuid

from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_count'

    def _make_record(self, model, state, user):
        state, _comma, where = state.partition(', ')
        company = self.foreigner.company_id if where else user.company_id
        count = self.env['office.test.count'].create(
            {'company_id': company.id, 'counter_ids': [] if where else user.ids})
        count._write_transition(state, {}, {})
        return self._make_new(
            model, user, res_model=count._name, res_id=count.id, company_id=company.id, client_key=str(uuid.uuid4()))

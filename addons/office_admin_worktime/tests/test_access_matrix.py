from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_worktime'

    def _make_record(self, model, state, user):
        if model == 'office.deadline.pause.begin':
            request = self._submit(user)
            return self._make_new(model, user, res_model=request._name, res_id=request.id)
        return super()._make_record(model, state, user)

from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

from .common import MY_THING, THING


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_custody'

    def _make_new(self, model, user, **values):
        if model != MY_THING:
            return super()._make_new(model, user, **values)
        record = self._make_new(THING, user)
        self.env.flush_all()
        return self.env[model].search([('res_model', '=', THING), ('res_id', '=', record.id)])

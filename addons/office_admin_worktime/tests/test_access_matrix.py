from datetime import timedelta

from odoo import fields
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
        if model == 'office.adjusted.workday':
            today = fields.Date.today()
            saturday = today + timedelta(days=(5 - today.weekday()) % 7)  # only a day that is off can be worked
            return self._make_new(model, user, date=saturday)
        return super()._make_record(model, state, user)

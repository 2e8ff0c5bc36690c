from odoo.tests import tagged

from .access_matrix import RequestMatrixTests
from .common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeTestCommon):
    module = 'office_admin_test'

    def _make_record(self, model, state, user):
        if model == 'office.test.slip':
            slip = self.env[model].with_user(user).create({})
            if state != 'draft':
                slip.action_submit()
            return slip
        return super()._make_record(model, state, user)

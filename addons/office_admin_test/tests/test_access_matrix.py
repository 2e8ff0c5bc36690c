from odoo.tests import tagged

from .access_matrix import SECRET, RequestMatrixTests
from .common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeTestCommon):
    module = 'office_admin_test'

    def _make_record(self, model, state, user):
        match model:
            case 'office.test.slip':
                slip = self.env[model].with_user(user).create({})
                if state != 'draft':
                    slip.action_submit()
                return slip
            case 'office.test.loan' if state == SECRET:
                return self._make_new(model, user, request_id=self._make_request(state, user).id)
        return super()._make_record(model, state, user)

from odoo import fields
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_base'

    def _make_record(self, model, state, user):
        match model:
            case 'office.secrecy.undertaking':  # which nobody issues for himself
                return self.env[model].create({
                    'user_id': user.id, 'company_id': user.company_id.id, 'level': 'secret',
                    'training_date': fields.Date.today(), 'text': "<p>I keep it to myself.</p>"})
            case 'office.secrecy.classify':
                request = self._submit(user)
                return self._make_new(model, user, res_model=request._name, res_id=request.id)
        return super()._make_record(model, state, user)

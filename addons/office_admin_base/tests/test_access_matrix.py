from odoo import fields
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import SECRET, RequestMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeTestCommon):
    module = 'office_admin_base'

    def _make_record(self, model, state, user):
        match model:
            case 'office.secrecy.log' if state == SECRET:
                request = self._make_request(state, user)
                self.env[model].with_user(user)._append(request, 'read')
                return self.env[model].search([('res_model', '=', request._name), ('res_id', '=', request.id)])
            case 'office.secrecy.undertaking':  # which nobody issues for himself
                return self.env[model].create({
                    'user_id': user.id, 'company_id': user.company_id.id, 'level': 'secret',
                    'training_date': fields.Date.today(), 'text': "<p>I keep it to myself.</p>"})
            case 'office.transition.warning':  # of a step that one person did in two roles
                request = self._make_request(state, user).sudo()
                return self.env[model].browse(
                    self.env['office.transition']._append(request, 'done', 'done', None, {request: "The same"}).ids)
            case 'office.secrecy.classify':
                request = self._submit(user)
                return self._make_new(model, user, res_model=request._name, res_id=request.id)
        return super()._make_record(model, state, user)

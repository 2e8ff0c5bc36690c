from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import RequestMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeTestCommon):
    module = 'office_admin_approval'

    def _make_record(self, model, state, user):
        match model:
            case 'office.approval':
                return self._make_request(state, user).sudo().approval_id.sudo(False)
            case 'office.approval.decision':
                request = self._make_request(state, user)
                request.with_user(user).action_reset()
                return request.sudo().approval_ids.decision_ids.sudo(False)
            case 'office.approval.decide':
                approval = self._make_record('office.approval', state, user)
                return self._make_new(model, user, approval_ids=[Command.set(approval.ids)])
            case 'office.approval.rule':
                return self._make_new(
                    model, user, res_model=self.request_model, company_id=user.company_id.id,
                    step_ids=[Command.create({'who': 'superior'})])
            case 'office.approval.rule.step':
                return self._make_record('office.approval.rule', state, user).step_ids
            case 'office.substitution':
                now = fields.Datetime.now()
                return self._make_new(
                    model, user, substitute_id=self.last.id, start=now + timedelta(days=1),
                    stop=now + timedelta(days=2))
        return super()._make_record(model, state, user)

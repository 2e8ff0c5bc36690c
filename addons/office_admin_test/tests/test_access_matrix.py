from odoo.fields import Command
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
        if model == 'office.test.count' and state == 'counting':
            count = self._make_new(model, user, counter_ids=[Command.set(user.ids)])
            count._write_transition(state, {}, {})
            return count
        return super()._make_record(model, state, user)

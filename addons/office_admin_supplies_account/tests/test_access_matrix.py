from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_supplies_account'

    def _make_record(self, model, state, user):
        account = self.env['account.account'].create({
            'name': "Supplies", 'code': 'SUP1', 'account_type': 'expense',
            'company_ids': [Command.set(user.company_id.ids)]})
        return self._make_new(model, user, account_id=account.id)

"""What must stay cannot be deleted, whatever the context of a remote call says."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon, unlink_as


@tagged('post_install', '-at_install')
class TestDeleting(OfficeTestCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user('sup_administrator', 'base.group_system')

    def test_rule_of_secrecy_stays(self):
        rule = next(
            rule for rule in self.env['ir.rule'].search([('groups', '=', False)])
            if (rule.domain_force or '').endswith("cleared', '=', True)]"))
        with self.assertRaisesRegex(UserError, "keeps secrets"):
            unlink_as(self.admin, rule)

    def test_numbered_document_stays(self):
        request = self._create_request()
        request.action_submit()
        for user in (self.user, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                unlink_as(user, request)
        with self.assertRaisesRegex(UserError, "cannot be deleted|has a number"):
            unlink_as(self.env.user, request.sudo())
        self.assertTrue(request.exists())

    def test_draft_of_ones_own_goes(self):
        request = self._create_request()
        request.with_user(self.user).unlink()
        self.assertFalse(request.exists())

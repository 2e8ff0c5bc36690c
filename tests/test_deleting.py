"""What must stay cannot be deleted, whatever the context of a remote call says."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon

# What goes with its parent and has no say of its own.
GOES_ALONG = {
    ('office.adjusted.workday', 'calendar_id'),  # the schedule whose day it is
    ('office.approval.rule.step', 'rule_id'),  # its history is that of the rule
    ('office.supply.cost.centre', 'company_id'), ('office.supply.cost.centre', 'department_id'),
}


@tagged('post_install', '-at_install')
class TestDeleting(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user('sup_administrator', 'base.group_system')

    def _unlink_as(self, user, record):
        """Delete as a remote call does whose context says that a module is being uninstalled."""
        return record.with_user(user).with_context({MODULE_UNINSTALL_FLAG: True}).unlink()

    def test_no_guard_of_ours_is_left_out_when_a_module_is_uninstalled(self):
        found = {
            f'{method.__module__}.{method.__name__}'
            for model in self.env.values() for method in model._ondelete_methods
            if method.__module__.startswith('odoo.addons.office_admin_') and not method._ondelete}
        self.assertFalse(found, "a remote context passes `ondelete(at_uninstall=False)` by: override unlink()")

    def test_no_guard_of_ours_is_passed_by_deleting_what_it_hangs_on(self):
        def guards(model):
            return any(
                'unlink' in vars(cls) for cls in type(model).mro()
                if cls.__module__.startswith('odoo.addons.office_admin_') and '.base_unlink' not in cls.__module__)
        for model in self.env.values():
            if model._transient or model._abstract or not model._name.startswith('office.') or not guards(model):
                continue
            for field in model._fields.values():
                if field.type == 'many2one' and field.store and field.ondelete == 'cascade':
                    with self.subTest(field=str(field)):
                        self.assertTrue(
                            guards(self.env[field.comodel_name]) or (model._name, field.name) in GOES_ALONG,
                            "the database deletes it without asking")

    def test_rule_of_secrecy_stays(self):
        rule = next(
            rule for rule in self.env['ir.rule'].search([('groups', '=', False)])
            if (rule.domain_force or '').endswith("cleared', '=', True)]"))
        with self.assertRaisesRegex(UserError, "keeps secrets"):
            self._unlink_as(self.admin, rule)

    def test_numbered_document_stays(self):
        request = self._create_request()
        request.action_submit()
        for user in (self.user, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._unlink_as(user, request)
        with self.assertRaisesRegex(UserError, "cannot be deleted|has a number"):
            self._unlink_as(self.env.user, request.sudo())
        self.assertTrue(request.exists())

    def test_draft_of_ones_own_goes(self):
        request = self._create_request()
        request.with_user(self.user).unlink()
        self.assertFalse(request.exists())

    def test_begun_substitution_stays(self):
        substitution = self.env['office.substitution'].with_user(self.user).create({
            'substitute_id': self.colleague.id, 'start': '2020-01-01 00:00:00', 'stop': '2099-01-01 00:00:00'})
        with self.assertRaisesRegex(UserError, "has begun"):
            self._unlink_as(self.user, substitution)

    def test_guards_of_odoo_hold_for_remote_calls_too(self):
        """A done transfer of Odoo's own, which its stock users cannot delete."""
        keeper = self._create_user('sup_keeper', 'stock.group_stock_manager')
        location = self.env['stock.warehouse'].search([('company_id', '=', self.company.id)], limit=1).lot_stock_id
        move = self.env['stock.move'].create({
            'product_id': self.paper.id, 'product_uom_qty': 1, 'company_id': self.company.id,
            'location_id': self.env.ref(
                'stock.stock_location_suppliers').id, 'location_dest_id': location.id})
        move._action_confirm()
        move.quantity = 1
        move.picked = True
        move._action_done()
        with self.assertRaises(UserError):
            self._unlink_as(keeper, move)
        self.assertTrue(move.exists())

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestSupplySecurity(OfficeSupplyCommon):
    """What each position sees: each rule, and what it forbids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        cls.draft = self._create_request()
        cls.request = self._create_request()
        cls.request.action_submit()

    def _sees(self, user, request):
        found = self.env['office.supply.request'].with_user(user).search([('id', '=', request.id)])
        line = self.env['office.supply.request.line'].with_user(user).search([('request_id', '=', request.id)])
        self.assertEqual(bool(found), bool(line), "a line is seen with its request")
        self.assertEqual(bool(found), request.with_user(user).has_access('read'))
        return bool(found)

    def test_stranger_sees_nothing(self):
        self.assertFalse(self._sees(self.stranger, self.request))
        self.assertFalse(self._sees(self.colleague, self.request))
        with self.assertRaises(AccessError):
            self.request.with_user(self.stranger).read(['note'])
        model = self.env['office.supply.request'].with_user(self.stranger)
        self.assertEqual(model.search_count([]), 0)
        self.assertEqual(model.name_search(self.request.name), [])
        self.assertEqual(model._read_group([], aggregates=['__count']), [(0,)])

    def test_requester_sees_his_own(self):
        self.assertTrue(self._sees(self.user, self.request))
        self.assertTrue(self._sees(self.user, self.draft))

    def test_approver_sees_what_he_decides(self):
        self.assertTrue(self._sees(self.head, self.request))
        self.assertFalse(self._sees(self.head, self.draft))

    def test_officer_and_auditor_see_all_that_was_submitted(self):
        for user in (self.officer, self.manager, self.auditor):
            self.assertTrue(self._sees(user, self.request))
            self.assertFalse(self._sees(user, self.draft))

    def test_nobody_writes_a_submitted_request(self):
        for user in (self.user, self.head, self.officer, self.manager, self.auditor):
            for operation in ('write', 'unlink'):
                with self.subTest(user=user.login, operation=operation):
                    self.assertFalse(self.request.with_user(user).has_access(operation))
                    self.assertFalse(self.request.line_ids.with_user(user).has_access(operation))

    def test_another_company_sees_nothing(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        for user in (self.officer, self.auditor):
            user.write({'company_ids': [(4, other.id)]})
            model = self.env['office.supply.request'].with_user(user).with_context(allowed_company_ids=other.ids)
            self.assertEqual(model.search_count([]), 0)
            with self.assertRaises(AccessError):
                model.browse(self.request.id).read(['name'])

    def test_all_concerned_may_talk(self):
        for user in (self.user, self.head, self.officer):
            self.request.with_user(user).message_post(body="Hello")
        with self.assertRaises(AccessError):
            self.request.with_user(self.stranger).message_post(body="Hello")

    def test_positions_give_app_rights(self):
        for user, group in (
            (self.user, 'group_user'), (self.officer, 'group_officer'), (self.manager, 'group_manager'),
            (self.auditor, 'group_auditor'),
        ):
            self.assertTrue(user.has_group(f'office_admin_supplies.{group}'))
        self.assertFalse(self.auditor.has_group('office_admin_supplies.group_officer'))
        self.assertFalse(self.user.has_group('stock.group_stock_user'))

    def test_employee_has_no_stock_rights(self):
        for model in ('stock.move', 'stock.picking'):
            self.assertFalse(self.env[model].with_user(self.user).has_access('read'))
        with self.assertRaises(AccessError):
            self.request.read(['picking_ids'])
        with self.assertRaises(AccessError):
            self.env['office.supply.request.hand.out'].with_user(self.user).create({})

    def test_asking_is_switched_in_settings(self):
        settings = self.env['res.config.settings'].create({})
        self.assertTrue(settings.group_supply_user)
        settings.group_supply_user = False
        settings.execute()
        self.env.invalidate_all()
        self.assertFalse(self.env['office.supply.request'].with_user(self.user).has_access('create'))
        self.assertTrue(self.env['office.supply.request'].with_user(self.officer).has_access('create'))

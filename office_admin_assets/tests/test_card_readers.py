from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeAssetCommon


@tagged('post_install', '-at_install')
class TestCardReaders(OfficeAssetCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._create_card(cost=10)
        cls._give(cls.card, cls.user_employee)

    def _get_readers(self, card=None):
        people = self.user | self.colleague | self.head | self.stranger | self.officer | self.manager | self.auditor
        return people.filtered(lambda user: (card or self.card).with_user(user).has_access('read'))

    def test_holder_head_officers_and_auditors_read(self):
        self.assertEqual(
            self._get_readers(), self.user | self.head | self.officer | self.manager | self.auditor)
        keeper = self._create_card(asset_keeper_id=self.stranger_employee.id)
        self.assertEqual(
            self._get_readers(keeper), self.stranger | self.officer | self.manager | self.auditor)

    def test_who_lost_it_reads_it_no_more(self):
        self._give(self.card, self.stranger_employee, 'transfer')
        self.assertEqual(
            self._get_readers(), self.stranger | self.officer | self.manager | self.auditor)
        self.card.sudo().message_subscribe(self.colleague.partner_id.ids)
        self.assertNotIn(self.colleague, self._get_readers(), "Odoo lets followers read; not a card")
        self._give(self.card, self.user_employee, 'transfer')
        self.user_employee.user_id = successor = self._create_user('sup_successor')
        self.assertTrue(self.card.with_user(successor).has_access('read'))
        self.assertNotIn(self.user, self._get_readers())

    def test_heads_see_departments_below(self):
        below = self.env['hr.department'].create(
            {'name': "Below", 'parent_id': self.sales.id, 'company_id': self.company.id})
        shared = self._create_card(equipment_assign_to='department', department_id=below.id)
        self.assertEqual(self._get_readers(shared), self.head | self.officer | self.manager | self.auditor)
        self.sales.manager_id = self.stranger_employee
        self.assertNotIn(self.head, self._get_readers(shared))

    def test_money_is_for_who_keeps_or_audits_the_ledger(self):
        for user in self.user | self.head:
            card = self.card.with_user(user)
            for name in ('cost', 'asset_tax'):
                with self.assertRaises(AccessError):
                    card.read([name])
            with self.assertRaises(AccessError):
                card.search([('cost', '>', 5)])
            event = card.asset_event_ids[0]
            for name in ('old_values', 'new_values', 'changes'):
                with self.assertRaises(AccessError):
                    event.read([name])
        for user in self.officer | self.auditor:
            self.assertEqual(self.card.with_user(user).cost, 10)

    def test_auditors_change_nothing(self):
        with self.assertRaises(AccessError):
            self.card.with_user(self.auditor).asset_brand = "Mine"

    def test_companies_are_apart(self):
        other = self.env['res.company'].create({'name': "Other"})
        officer = self._create_user('sup_other', 'office_admin_base.position_manager')
        officer.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        self.assertFalse(self.card.with_user(officer).has_access('read'))
        self.assertFalse(self.env['office.asset.event'].with_user(officer).search(
            [('equipment_id', '=', self.card.id)]))

    def test_hr_officers_read_and_describe_but_do_not_govern(self):
        """An HR officer is an equipment manager of Odoo; the guide says what that means for a card."""
        hr_user = self._create_user('sup_hr', 'hr.group_hr_user')
        card = self.card.with_user(hr_user)
        self.assertEqual(card.cost, 10)
        card.write({'note': "<p>Scratched</p>", 'warranty_date': '2027-01-01', 'asset_brand': "Acme"})
        for verb in ('move', 'register', 'split', 'merge', 'correct', 'change_set'):
            with self.assertRaises(AccessError):
                getattr(card, f'action_{verb}')()

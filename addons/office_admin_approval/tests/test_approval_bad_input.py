"""Rules that could not work, approvers who are gone, and what nobody may touch."""
from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RULE, ApprovalCommon

APPROVAL = 'office.approval'


@tagged('post_install', '-at_install')
class TestApprovalBadInput(ApprovalCommon):

    def test_rule_without_steps(self):
        with self.assertRaisesRegex(ValidationError, "Test Request: add at least one step"):
            self.rule.step_ids = [Command.clear()]
        with self.assertRaisesRegex(ValidationError, "add at least one step"):
            self.env[RULE].create({'name': "Empty", 'res_model': 'office.test.request'})

    def test_condition_that_is_none(self):
        for condition in ("[('nonsense', '=', 1)]", "hello", "[(", "[('note', 'like')]", "__import__('os')"):
            with self.subTest(condition=condition), self.assertRaisesRegex(
                    ValidationError, "The condition .* of Test Request cannot be used"):
                self.rule.domain = condition
            with self.subTest(condition=condition), self.assertRaisesRegex(ValidationError, "cannot be used"):
                self.rule.step_ids[0].domain = condition

    def test_condition_that_breaks_later(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE office_approval_rule SET domain = %s WHERE id = %s",
                            ["[('gone', '=', 1)]", self.rule.id])
        self.env.invalidate_all()
        request = self._submit()
        self.assertIn("cannot be read any more", request.approval_timeline['note'])
        self._approve(request, self.head)
        self.assertEqual(request.approver_ids, self.manager, "who decides at last looks at it as well")

    def test_field_that_holds_no_user(self):
        for name in ('department_id', 'missing', ''):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, "no field of the document"):
                self._set_steps({'who': 'field', 'user_field': name})

    def test_approver_who_could_never_decide(self):
        portal = self.env['res.users'].create({
            'name': "Portal", 'login': 'sup_portal', 'group_ids': [Command.set(
                self.env.ref('base.group_portal').ids)]})
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreigner = self._create_user('sup_foreigner')
        foreigner.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        archived = self._create_user('sup_archived')
        archived.active = False
        blind = self._create_user('sup_blind')
        self.env.ref('base.group_user').implied_ids -= self.env.ref('office_admin_test.group_user')
        for user, message in ((portal, "is no active internal user"), (archived, "choose the people who approve"),
                              (foreigner, "does not work in Paper Street"), (blind, "may not read documents")):
            with self.subTest(user=user.login), self.assertRaisesRegex(ValidationError, message):
                self._set_steps(self._named(user))

    def test_more_people_than_are_named(self):
        with self.assertRaisesRegex(ValidationError, "3 people have to agree, but only 2 are named"):
            self._set_steps(self._named(self.head, self.boss, quorum='number', quorum_count=3))

    def test_approver_archived_while_it_waits(self):
        request = self._submit()
        self.head.active = False
        self._attend()
        self.assertEqual(request.approver_ids, self.boss, "the next one above")
        self._approve(request, self.boss)
        self.assertEqual(request.state, 'approved')

    def test_approver_of_a_later_step_archived(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        request = self._submit()
        self.manager.active = False
        self._approve(request, self.head)
        self.assertEqual(request.state, 'submitted')
        self.assertEqual(request.approver_ids, self.boss)

    def test_approver_moves_to_another_company(self):
        request = self._submit()
        other = self.env['res.company'].create({'name': "Elsewhere"})
        self.head.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        with self.assertRaises(AccessError):
            self._approve(request, self.head)
        self._attend()
        self.assertEqual(request.approver_ids, self.boss)

    def test_all_of_those_who_are_left_have_agreed(self):
        self._set_steps(self._named(self.head, self.boss, quorum='all'), self._named(self.manager))
        request = self._submit()
        self._approve(request, self.boss)
        self.head.active = False
        self._attend()
        self.assertEqual(request.approver_ids, self.manager, "it goes on")

    def test_decision_for_somebody_who_leaves_stays_his(self):
        self._set_steps(self._named(self.head, self.boss, self.manager, quorum='all'))
        self._substitute(self.head, self.stranger)
        request = self._submit()
        self._approve(request, self.stranger)
        self.head.active = False
        self._attend()
        self._approve(request, self.boss)
        self.assertEqual(request.state, 'submitted', "the manager was not heard")
        self._approve(request, self.manager)
        self.assertEqual(request.state, 'approved')

    def test_decided_seat_stays_decided_when_the_step_goes_on(self):
        self._set_steps(self._named(self.head, self.boss, quorum='all'))
        self._substitute(self.head, self.colleague)
        request = self._submit()
        self._approve(request, self.head)
        self._decide(request, self.boss, 'add', user_id=self.officer.id, when='before')
        self._approve(request, self.officer)
        self.assertEqual(request.approver_ids, self.boss)
        with self.assertRaises(AccessError):
            self._approve(request, self.colleague)

    def test_condition_of_the_wrong_type(self):
        for condition in ("[('note', '>', 3)]", "[('line_ids.quantity', '>', 'abc')]",
                          "[('approval_timeline', '=', 1)]"):
            self._submit(note="x")
            with self.subTest(condition=condition), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.rule.domain = condition

    def test_search_by_the_name_of_the_document(self):
        request, other = self._submit(), self._submit()
        found = self.env[APPROVAL].with_user(self.head).search([('document_name', 'ilike', request.name)])
        self.assertEqual(found.mapped('res_id'), request.ids)
        self.assertTrue(self.env[APPROVAL].with_user(self.head).name_search(other.name))
        self.assertFalse(self.env[APPROVAL].with_user(self.stranger).name_search(other.name))

    def test_dialog_that_is_out_of_date(self):
        request = self._submit()
        action = request.with_user(self.head).action_refuse()
        wizard = self.env['office.approval.decide'].with_user(self.head).with_context(**action['context']).create(
            {'reason': "No"})
        request.with_user(self.user).action_reset()
        request.with_user(self.user).action_submit()
        with self.assertRaises(UserError):
            wizard.action_confirm()
        self.assertEqual(request.state, 'submitted')

    def test_nobody_left_gives_it_back(self):
        request = self._submit()
        (self.head | self.boss | self.manager).active = False
        self._attend()
        self.assertEqual(request.state, 'draft')
        self.assertIn("Nobody is left who could approve this", ' '.join(request.message_ids.mapped('body')))

    def test_currency_without_rate(self):
        currency = self.env['res.currency'].create({'name': 'XTS', 'symbol': 'x'})
        with self.assertRaisesRegex(ValidationError, "there is no exchange rate between"):
            self.rule.currency_id = currency
        self.env['res.currency.rate'].create({'currency_id': currency.id, 'rate': 2, 'company_id': self.company.id})
        self.rule.currency_id = currency
        self.rule.step_ids[1].min_amount = 100  # which is 50 in the currency of the company
        self.assertEqual(len(self._submit(quantity=5).sudo().approval_id.step_ids), 2)
        self.assertEqual(len(self._submit(quantity=4).sudo().approval_id.step_ids), 1)
        self.rule.auto_amount = 1000
        currency.rate_ids.unlink()
        request = self._submit(quantity=1)
        self.assertEqual(request.state, 'submitted', "what cannot be converted is not below any limit")
        self.assertEqual(len(request.sudo().approval_id.step_ids), 2, "and above every one")

    def test_amounts_and_dates_of_a_rule(self):
        for values in ({'min_amount': -1}, {'min_amount': 10, 'max_amount': 5},
                       {'valid_from': date(2026, 2, 1), 'valid_until': date(2026, 1, 1)}):
            with self.subTest(values=values), mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation):
                self.rule.write(values)
                self.env.flush_all()

    def test_document_of_a_removed_app(self):
        request = self._submit()
        approval = request.sudo().approval_id
        self.env.flush_all()
        self.env.cr.execute("UPDATE office_approval SET res_model = 'gone.model' WHERE id = %s", [approval.id])
        self.env.invalidate_all()
        found = self.env[APPROVAL].with_user(self.head).search([('is_mine', '=', True)])
        self.assertIn(approval, found)
        self.assertFalse(found.document_name)
        with self.assertRaisesRegex(UserError, "is gone"):
            found.action_open_document()
        with self.assertRaisesRegex(UserError, "is gone"):
            found.action_approve()
        self._attend()
        self.assertEqual(approval.state, 'cancelled')
        self.assertFalse(self.env[APPROVAL].with_user(self.head).search([('is_mine', '=', True)]))

    def test_engine_records_cannot_be_touched(self):
        request = self._submit()
        approval = request.sudo().approval_id
        for record, values in ((approval, {'state': 'approved'}), (approval.step_ids, {'outcome': 'approved'}),
                               (approval.assignment_ids, {'user_id': self.user.id})):
            with self.assertRaisesRegex(UserError, "made and changed by decisions only"):
                record.sudo().write(values)
            with self.assertRaisesRegex(UserError, "cannot be deleted"):
                record.sudo().unlink()
        self._approve(request, self.head)
        decision = approval.decision_ids
        with self.assertRaises(UserError):
            decision.sudo().write({'user_id': self.user.id})
        with self.assertRaises(UserError):
            decision.sudo().unlink()
        with self.assertRaises(UserError):
            decision.sudo().copy()

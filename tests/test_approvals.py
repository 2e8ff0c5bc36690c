"""Approvals on a real document: which rule, which people, in which order, and how it ends."""
from datetime import date
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from .approval_common import RULE, ApprovalMixin

APPROVAL = 'office.approval'


class ApprovalCommon(ApprovalMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.nobody = cls.env['res.users']

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(self.env.cr, 'commit', self.env.flush_all))


@tagged('post_install', '-at_install')
class TestApprovalRules(ApprovalCommon):

    def test_r10_over_amount_adds_a_step(self):
        small = self._submit(quantity=99)
        self._approve(small, self.head)
        self.assertEqual(small.state, 'approved', "below 1,000 the head alone")
        large = self._submit(quantity=100)
        self._approve(large, self.head)
        self.assertEqual(large.state, 'submitted')
        self.assertEqual(large.approver_ids, self.manager)
        self._approve(large, self.manager)
        self.assertEqual(large.state, 'approved')

    def test_r10_over_quota_adds_a_step_with_a_reason(self):
        self._set_steps(
            {'who': 'superior'},
            self._named(self.manager, domain="[('line_ids.quantity', '>', 5)]", reason_required=True))
        self.assertEqual(len(self._submit(quantity=5).sudo().approval_id.step_ids), 1)
        request = self._create_request(items=[(self.paper, 6)])
        with self.assertRaisesRegex(UserError, r"Draft.*approved by Manager.*Say why you need it, in “Purpose”"):
            request.action_submit()
        self.assertFalse(request.name, "no number is spent")
        request.note = "A new colleague"
        request.action_submit()
        self.assertEqual(len(request.sudo().approval_id.step_ids), 2)

    def test_r84_path_by_amount(self):
        self._set_steps(
            {'who': 'superior'}, self._named(self.manager, min_amount=500), self._named(self.boss, min_amount=5000))
        for quantity, count in ((49, 1), (50, 2), (499, 2), (500, 3)):
            with self.subTest(quantity=quantity):
                request = self._submit(quantity=quantity)
                self.assertEqual(len(request.sudo().approval_id.step_ids), count)
                self.assertFalse(request.sudo().picking_ids, "nothing is booked before the approval")

    def test_r93_change_from_a_date_on(self):
        self.rule.valid_until = date(2026, 6, 30)
        self.rule.copy({'valid_from': date(2026, 7, 1), 'valid_until': False, 'name': "New", 'step_ids': [
            Command.create(self._named(self.manager))]})
        with freeze_time('2026-06-30 08:00:00'):
            june = self._submit(need_date=date(2026, 7, 3))
        with freeze_time('2026-07-01 08:00:00'):
            july = self._submit(need_date=date(2026, 7, 3))
            self.assertEqual(july.approver_ids, self.manager)
            self.assertEqual(june.approver_ids, self.head, "the June request keeps its path")
            self._approve(june, self.head)
        self.assertEqual(june.state, 'approved')

    def test_new_version_from_tomorrow(self):
        with freeze_time('2026-03-02 08:00:00'):
            action = self.rule.action_new_version()
            new = self.env[RULE].browse(action['res_id'])
            self.assertRecordValues(self.rule | new, [
                {'valid_from': False, 'valid_until': date(2026, 3, 2), 'name': self.rule.name},
                {'valid_from': date(2026, 3, 3), 'valid_until': False, 'name': self.rule.name}])
            self.assertEqual(new.step_ids.mapped('who'), self.rule.step_ids.mapped('who'))
        with freeze_time('2026-03-10 08:00:00'), self.assertRaisesRegex(UserError, "is not in force any more"):
            self.rule.action_new_version()

    def test_changes_of_a_rule_are_on_record(self):
        self.rule.step_ids[1].with_user(self.manager).min_amount = 2000
        self._set_steps(self._named(self.manager))
        log = ' '.join(self.rule.message_ids.mapped('body'))
        self.assertRegex(log, "Step changed: Administrative Manager, from .*1,000.* → .*2,000")
        self.assertIn("Step removed: Manager or Head of Department", log)
        self.assertIn("Step added: Manager", log)

    def test_running_approvals_keep_their_snapshot(self):
        request = self._submit()
        self._set_steps(self._named(self.manager))
        self.assertEqual(request.approver_ids, self.head)
        self.rule.unlink()
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved', "the rule was deleted while it ran")

    def test_first_rule_that_fits_decides(self):
        first = self.rule.copy({'sequence': 1, 'domain': "[('note', '=', 'urgent')]", 'name': "Urgent", 'step_ids': [
            Command.create(self._named(self.manager))]})
        self.assertEqual(self._submit(note="urgent").approver_ids, self.manager)
        self.assertEqual(self._submit(note="whenever").approver_ids, self.head)
        first.write({'min_amount': 20, 'max_amount': 60, 'domain': False})
        for quantity, approver in ((1, self.head), (2, self.manager), (5, self.manager), (6, self.head)):
            self.assertEqual(self._submit(quantity=quantity).approver_ids, approver)

    def test_r143_approved_at_once_below_the_limit(self):
        self.rule.auto_amount = 50
        request = self._submit(quantity=4)
        self.assertEqual(request.state, 'approved')
        self.assertRegex(request.approval_timeline['note'], r"below .*50.* nobody has to decide")
        self.assertEqual(self._get_decisions(request), [('automatic', self.env.ref('base.user_root'), self.nobody)])
        self.assertTrue(request.sudo().picking_ids)
        self.assertFalse(self.env['office.deadline'].search(
            [('res_id', '=', request.id), ('kind', '=', 'answer'), ('end_datetime', '=', False)]))
        self.assertEqual(self._submit(quantity=5).state, 'submitted', "50 is not below 50")

    def test_no_rule_goes_to_who_decides_at_last(self):
        self.rule.active = False
        request = self._submit()
        self.assertEqual(request.approver_ids, self.manager)
        self.assertIn("No rule fits", request.approval_timeline['note'])
        self.company.office_fallback_approver_id = self.boss
        self.assertEqual(self._submit().approver_ids, self.boss)

    def test_head_and_manager_and_field(self):
        self._set_steps({'who': 'head'})
        self.assertEqual(self._submit().approver_ids, self.head)
        self.assertEqual(self._submit(self.head).approver_ids, self.boss, "he asks himself, so it goes one up")
        self._set_steps({'who': 'manager'})
        self.user_employee.parent_id = self.officer_employee
        self.assertEqual(self._submit().approver_ids, self.officer)
        self._set_steps({'who': 'field', 'user_field': 'create_uid'})
        self.assertEqual(self._submit().approver_ids, self.head | self.officer, "who made it asks himself: one up")

    def test_position_without_the_one_who_asks(self):
        self._set_steps({'who': 'position', 'group_id': self.env.ref('office_admin_base.position_officer').id})
        second = self._create_user('sup_second', 'office_admin_base.position_officer')
        self.assertEqual(self._submit(self.officer).approver_ids, second)
        self.assertEqual(self._submit().approver_ids, self.officer | second)

    def test_position_by_a_wider_group(self):
        group = self.env['res.groups'].create({'name': "Signers"})
        self.env.ref('office_admin_base.position_officer').implied_ids += group
        self._set_steps({'who': 'position', 'group_id': group.id})
        self.assertEqual(self._submit().approver_ids, self.officer)

    def test_try_the_rules(self):
        self.rule.auto_amount = 20
        request = self._create_request(self.manager, [(self.paper, 100)])
        trial = self.env['office.approval.rule.try'].with_user(self.manager).create(
            {'res_model': request._name, 'document_ref': f'{request._name},{request.id}'})
        self.assertEqual([rule['why'] for rule in trial.rules], ["fits: this rule decides"])
        self.assertIn("Nobody can approve", trial.result['note'], "he is head of his own department")
        self.company.office_fallback_approver_id = self.boss
        trial.invalidate_recordset()
        self.assertEqual([step['label'] for step in trial.result['steps']],
                         ["Manager or Head of Department", "Administrative Manager"])
        self.assertEqual(request.state, 'draft')
        request.line_ids.quantity = 1
        trial.invalidate_recordset()
        self.assertIn("nobody has to decide", trial.result['note'])
        foreign = self._create_request()
        trial.document_ref = f'{request._name},{foreign.id}'
        with self.assertRaises(AccessError):
            trial.result  # noqa: B018 (a draft of somebody else)

    def test_authority_table(self):
        self._set_steps({'who': 'superior'}, {
            'who': 'position', 'min_amount': 1000, 'hours': 8,
            'group_id': self.env.ref('office_admin_base.position_manager').id})
        rule = self.rule.with_user(self.manager)
        [kind] = rule._get_authority_table()
        first, second = kind['rules'][0]['steps']
        self.assertRegex(first['amounts'], "below .*1,000")
        self.assertRegex(second['amounts'], "from .*1,000")
        self.assertEqual((second['who'], second['people'], second['hours']),
                         ("Administrative Manager", "Manager", "8 working hours"))
        report = self.env.ref('office_admin_approval.office_approval_rule_report_authority').with_user(self.auditor)
        html, _type = report._render_qweb_html(report.report_name, rule.ids)
        self.assertIn("Administrative Manager", html.decode())
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(report.report_name, rule.ids)
        self.assertEqual((kind, pdf[:4]), ('pdf', b'%PDF'))

    def test_authority_table_of_the_list(self):
        rules = self.env[RULE].with_user(self.manager)
        chosen = self.rule.with_user(self.manager)
        self.assertEqual(chosen.action_print()['context']['active_ids'], chosen.ids)
        self.assertEqual(rules.action_print()['context']['active_ids'], rules.search([]).ids, "none is chosen: all")

    def test_every_new_company_has_rules(self):
        company = self.env['res.company'].create({'name': "Branch"})
        rules = self.env[RULE].search([('company_id', '=', company.id)])
        self.assertIn('office.supply.request', rules.mapped('res_model'))
        rules.filtered(lambda rule: rule.res_model == 'office.supply.request').unlink()
        before = self.env[RULE].search_count([])
        self.rule.name = "Ours"
        self.env[RULE]._create_defaults(companies=self.company)
        self.assertEqual((self.env[RULE].search_count([]), self.rule.name), (before, "Ours"), "what is there stays")


@tagged('post_install', '-at_install')
class TestConditionsInWords(ApprovalCommon):

    def _say(self, domain):
        return self.rule._get_domain_words(domain)

    def test_conditions_are_said_in_words(self):
        for domain, words in (
                ("[]", False), ("", False), (False, False),
                ("[('is_over_quota', '=', True)]", "Is Over Quota: yes"),
                ("[('is_urgent', '=', True), ('state', 'in', ['draft', 'submitted'])]",
                 "Urgent: yes and Status is Draft or Submitted"),
                ("['|', ('is_urgent', '=', True), '&', ('note', '=', False), ('note', 'ilike', 'x')]",
                 "Urgent: yes or (Purpose is empty and Purpose contains “x”)"),
                ("[('is_urgent', '!=', True)]", "Urgent: no"), ("[('is_urgent', '=', False)]", "Urgent: no"),
                (f"[('department_id', 'child_of', [{self.sales.id}])]", "Department is Sales or below it"),
                ("[('need_date', '>=', '2026-01-31')]", "Needed On is at least 01/31/2026"),
                ("[('need_date', '<', 'today +7d')]", "Needed On is below today +7d"),
                ("[('employee_id.department_id.name', '!=', 'IT')]", "For › Department › Department Name is not IT"),
                ("[('department_id', 'in', [999999999])]", "Department is …")):
            with self.subTest(domain):
                self.assertEqual(self._say(domain), words)

    def test_what_cannot_be_read_stays_as_it_is(self):
        for text in ("[('gone', '=', 1)]", "[('name', '=',", "nonsense"):
            self.assertEqual(self._say(text), text)

    def test_nothing_of_a_domain_is_printed(self):
        self._set_steps({'who': 'superior', 'domain': "[('is_urgent', '=', True)]"},
                        domain="[('is_over_quota', '=', True)]")
        html = self.env['ir.actions.report']._render_qweb_html(
            'office_admin_approval.report_authority_table', self.rule.ids)[0].decode()
        self.assertIn("Is Over Quota: yes", html)
        self.assertIn("Urgent: yes", html)
        self.assertNotIn("is_over_quota", html)
        self.assertNotIn("is_urgent", html)


@tagged('post_install', '-at_install')
class TestApprovalRunning(ApprovalCommon):

    def test_two_steps_one_after_the_other(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        request = self._submit()
        self.assertEqual(request.approver_ids, self.head)
        with self.assertRaisesRegex(AccessError, "is decided by Head, not by you"):
            self._approve(request, self.manager)
        self._approve(request, self.head)
        self.assertEqual(request.approver_ids, self.manager)
        self.assertEqual(self._get_activities(request).user_id, self.manager)
        with self.assertRaisesRegex(AccessError, "is decided by Manager, not by you"):
            self._approve(request, self.head)
        self._approve(request, self.manager)
        self.assertEqual(request.state, 'approved')
        self.assertFalse(self._get_activities(request))
        self.assertEqual(self._get_decisions(request), [
            ('approve', self.head, self.nobody), ('approve', self.manager, self.nobody)])

    def test_everybody_sees_for_whom_it_waits(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        request = self._submit()
        for user in (self.user, self.head, self.manager, self.officer, self.auditor):
            with self.subTest(user=user.login):
                seen = request.with_user(user)
                self.assertIn("Head, since today", seen.approval_summary)
                self.assertIn("then Manager", seen.approval_summary)
                first, second = seen.approval_timeline['steps']
                self.assertEqual((first['status'], second['status']), ('open', 'waiting'))
                self.assertTrue(first['since'])
        self._approve(request, self.head)
        self.assertIn("Manager, since today", request.with_user(self.user).approval_summary)
        [decision] = request.with_user(self.user).approval_timeline['steps'][0]['decisions']
        self.assertEqual(decision['name'], "Head")

    def test_r143_same_person_in_two_steps_decides_once(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager), self._named(self.head))
        request = self._submit()
        self._approve(request, self.head)
        self._approve(request, self.manager)
        self.assertEqual(request.state, 'approved')
        self.assertEqual([verb for verb, _user, _for in self._get_decisions(request)], ['approve'] * 3)
        self.assertIn("Has agreed before", request.approval_timeline['steps'][2]['decisions'][0]['reason'])

    def test_all_and_several(self):
        people = self.head, self.boss, self.manager
        self._set_steps(self._named(*people, quorum='all'))
        request = self._submit()
        for user in people:
            self.assertEqual(request.state, 'submitted')
            self._approve(request, user)
        self.assertEqual(request.state, 'approved')
        self._set_steps(self._named(*people, quorum='number', quorum_count=2))
        request = self._submit()
        self._approve(request, self.boss)
        with self.assertRaisesRegex(AccessError, "You have decided on SUP/.* already; now somebody else"):
            self._approve(request, self.boss)
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved')

    def test_one_refusal_is_enough(self):
        self._set_steps(self._named(self.head, self.boss, quorum='all'))
        request = self._submit()
        self._approve(request, self.head)
        self._decide(request, self.boss, 'refuse', "We have plenty.")
        self.assertRecordValues(request, [{'state': 'refused', 'refuse_reason': "We have plenty."}])
        self.assertEqual(request.approval_timeline['steps'][0]['status'], 'refused')
        with self.assertRaisesRegex(UserError, "is decided already: Refused"):
            self._approve(request, self.boss)

    def test_ask_back(self):
        request = self._submit()
        number = request.name
        with self.assertRaisesRegex(UserError, "Say why"):
            self._decide(request, self.head, 'ask_back', " ")
        self._decide(request, self.head, 'ask_back', "For which project?")
        self.assertRecordValues(request, [{'state': 'draft', 'name': number}])
        self.assertIn("For which project?", request.message_ids[0].body + request.message_ids[1].body)
        message = request.message_ids.filtered(lambda message: "For which project?" in message.body)
        self.assertIn(self.user.partner_id, message.notified_partner_ids)
        self.assertEqual(message.author_id, self.head.partner_id)
        self.assertFalse(request.with_user(self.head).has_access('read'), "a draft is private again")
        self.assertFalse(self._get_activities(request))
        request.with_user(self.user).note = "For Atlas"
        request.with_user(self.user).action_submit()
        self.assertEqual(request.approver_ids, self.head)
        self._approve(request, self.head)
        self.assertEqual([verb for verb, _user, _for in self._get_decisions(request)], ['ask_back', 'approve'])

    def test_take_back(self):
        request = self._submit()
        request.with_user(self.user).action_reset()
        self.assertEqual(self._get_decisions(request), [('withdraw', self.user, self.nobody)])
        self.assertFalse(request.with_user(self.head).has_access('read'))
        request = self._submit()
        self._decide(request, self.head, 'refuse')
        request.with_user(self.user).action_reset()
        self.assertFalse(request.with_user(self.head).has_access('read'), "also after a refusal")

    def test_add_an_approver_before(self):
        request = self._submit()
        self._decide(request, self.head, 'add', "He knows the prices", user_id=self.officer.id, when='before')
        self.assertEqual(request.approver_ids, self.officer)
        with self.assertRaisesRegex(AccessError, "decided by Officer"):
            self._approve(request, self.head)
        self._approve(request, self.officer)
        self.assertEqual(request.approver_ids, self.head)
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved')

    def test_add_an_approver_after(self):
        request = self._submit()
        self._decide(request, self.head, 'add', "Two are better", user_id=self.boss.id, when='after')
        self.assertEqual(request.approver_ids, self.head)
        self._approve(request, self.head)
        self.assertEqual(request.approver_ids, self.boss)
        self.assertTrue(request.with_user(self.boss).has_access('read'))
        self._approve(request, self.boss)
        self.assertEqual(request.state, 'approved')

    def test_every_verb_in_the_wrong_state_and_by_the_wrong_person(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        request = self._submit()
        for verb in ('refuse', 'ask_back', 'add', 'except'):
            for user, message in (
                    (self.officer, "not by you|only who has a later step"), (self.user, "your own request")):
                with self.subTest(verb=verb, user=user.login), self.assertRaisesRegex(AccessError, message):
                    self._decide(request, user, verb, user_id=self.boss.id)
        self._approve(request, self.head)
        self._approve(request, self.manager)
        for verb, user in (
                ('refuse', self.head), ('ask_back', self.head), ('add', self.head), ('except', self.manager)):
            with self.subTest(verb=verb), self.assertRaisesRegex(UserError, "is decided already: Approved"):
                self._decide(request, user, verb, user_id=self.boss.id)
        with self.assertRaisesRegex(UserError, "it has not been submitted"):
            self._create_request(self.head).with_user(self.head).action_approve()

    def test_add_the_wrong_approver(self):
        request = self._submit()
        for user, message in ((self.user, "cannot decide on"), (self.head, "cannot decide on")):
            with self.assertRaisesRegex(UserError, message):
                self._decide(request, self.head, 'add', user_id=user.id, when='after')
        with self.assertRaisesRegex(AccessError, "decided by Head"):
            self._decide(request, self.officer, 'add', user_id=self.boss.id)
        self._decide(request, self.head, 'add', user_id=self.boss.id, when='after')
        with self.assertRaisesRegex(UserError, "decides on SUP/.* anyway"):
            self._decide(request, self.head, 'add', user_id=self.boss.id, when='after')

    def test_r148_approve_out_of_turn(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        request = self._submit()
        self.assertTrue(request.with_user(self.manager).is_my_later_approval)
        self.assertFalse(request.with_user(self.head).is_my_later_approval)
        with self.assertRaisesRegex(AccessError, "only who has a later step can"):
            self._decide(request, self.officer, 'except')
        with self.assertRaisesRegex(UserError, "Say why"):
            self._decide(request, self.manager, 'except', "")
        self._decide(request, self.manager, 'except', "The printer stands still")
        self.assertEqual(request.state, 'approved')
        self.assertEqual(request.approval_timeline['steps'][0]['status'], 'skipped')
        self.assertIn(('except', self.manager, self.nobody), self._get_decisions(request))

    def test_r148_six_exceptions_suggest_to_change_the_rule(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        for number in range(1, 8):
            self._decide(self._submit(), self.manager, 'except', "Urgent")
            todo = self.rule.activity_ids.filtered(lambda activity: activity.user_id == self.manager)
            self.assertEqual(len(todo), int(number >= 6), number)
        self.assertIn("6 exceptions within 30 days", todo.summary)

    def test_decide_many_with_a_list_of_what_was_refused(self):
        draft = self._create_request(self.head)
        mine, own = self._submit(), self._submit(self.head, employee_id=self.head_employee.id)
        done = self._submit()
        self._approve(done, self.head)
        action = (mine | own | done | draft).with_user(self.head).action_approve()
        self.assertEqual(action['params']['title'], "1 of 4 done")
        for text in (draft.display_name, f"{own.name} is your own request", f"{done.name} is decided already"):
            self.assertIn(text, action['params']['message'])
        self.env.invalidate_all()
        self.assertEqual((mine | own).mapped('state'), ['approved', 'submitted'])

    def test_nobody_decides_on_his_own(self):
        self._set_steps(self._named(self.user, self.colleague, self.head))
        request = self._submit(employee_id=self.colleague_employee.id)
        self.assertEqual(request.approver_ids, self.head, "neither who asked nor who gains")
        for user in (self.user, self.colleague):
            with self.assertRaisesRegex(AccessError, "is your own request"):
                self._approve(request, user)

    def test_r111_officer_cannot_approve_what_he_asked_for(self):
        self._set_steps({'who': 'position', 'group_id': self.env.ref('office_admin_base.position_officer').id})
        request = self._submit(self.officer)
        self.assertNotIn(self.officer, request.approver_ids)
        with self.assertRaisesRegex(AccessError, "is your own request"):
            self._approve(request, self.officer)

    def test_r111_whoever_approved_in_some_step_does_not_hand_out(self):
        self._set_steps(self._named(self.officer), self._named(self.manager))
        request = self._submit()
        self._approve(request, self.officer)
        self._approve(request, self.manager)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else: you have already done “Approve”"):
            self._hand_out(request, user=self.officer)

    def test_activities_only_mirror(self):
        request = self._submit()
        activity = self._get_activities(request)
        self.assertRecordValues(activity, [{'user_id': self.head.id, 'create_uid': SUPERUSER_ID}])
        self.assertNotIn(self.head.partner_id, request.message_partner_ids)
        mine = activity.with_user(self.head)
        self.assertFalse(mine.can_write, "so no buttons are shown")
        for act in (mine.action_done, mine.unlink, mine.action_feedback, lambda: mine.write({'user_id': self.boss.id}),
                    mine.action_reschedule_tomorrow, lambda: mine.write({'active': False}),
                    lambda: activity.sudo().unlink()):
            with self.assertRaises(RedirectWarning) as refused:
                act()
            self.assertRegex(refused.exception.args[0], r"SUP/.* waits for a decision: open it")
        self.assertTrue(activity.exists().active)
        with self.assertRaises(RedirectWarning):
            request.sudo().activity_schedule(
                'office_admin_approval.mail_activity_type_approve', user_id=self.boss.id)

    def test_mail_with_a_link_to_the_document(self):
        request = self._submit()
        [message] = self.env['mail.message'].search([
            ('partner_ids', 'in', self.head.partner_id.ids), ('message_type', '=', 'user_notification')])
        self.assertEqual(message.subject, f"{request.name} waits for your decision")
        self.assertIn(f'/mail/view?model={request._name}&amp;res_id={request.id}', message.body)
        self.assertIn("Copy Paper A4 × 5", message.body)

    def test_time_limit_escalates_and_lets_the_boss_decide(self):
        self._set_steps({'who': 'superior', 'hours': 4})
        with freeze_time('2026-03-02 08:00:00'):
            request = self._submit(need_date=date(2026, 3, 9))
            self.assertIn('approval', self.env['office.deadline'].search([
                ('res_id', '=', request.id), ('end_datetime', '=', False)]).mapped('kind'))
        with freeze_time('2026-03-04 14:00:00'):
            self.env['office.deadline']._cron_escalate()
            self.env.invalidate_all()
            self.assertIn(self.boss, request.approver_ids)
            self._approve(request, self.boss)
        self.assertEqual(request.state, 'approved')

    def test_log_of_transitions_names_who_acted_for_whom(self):
        self._substitute(self.head, self.stranger)
        request = self._submit()
        self._approve(request, self.stranger)
        step = self.env['office.transition'].search([('res_id', '=', request.id), ('verb', '=', 'approve')])
        self.assertEqual((step.user_id, step.acting_for_id), (self.stranger, self.head))


@tagged('post_install', '-at_install')
class TestApprovalBadInput(ApprovalCommon):

    def test_rule_without_steps(self):
        with self.assertRaisesRegex(ValidationError, "Supply requests: add at least one step"):
            self.rule.step_ids = [Command.clear()]
        with self.assertRaisesRegex(ValidationError, "add at least one step"):
            self.env[RULE].create({'name': "Empty", 'res_model': 'office.supply.request'})

    def test_condition_that_is_none(self):
        for condition in ("[('nonsense', '=', 1)]", "hello", "[(", "[('note', 'like')]", "__import__('os')"):
            with self.subTest(condition=condition), self.assertRaisesRegex(
                    ValidationError, "The condition .* of Supply requests cannot be used"):
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
        self.env.ref('base.group_user').implied_ids -= self.env.ref('office_admin_supplies.group_user')
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
        wizard = self.env['office.approval.decide'].with_user(self.head).with_context(action['context']).create(
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

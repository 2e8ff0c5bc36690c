"""Approvals on a real document: which people, in which order, and how it ends."""
from datetime import date

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ApprovalCommon


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

    def test_two_steps_of_one_name_say_why_there_are_two(self):
        manager = {'who': 'position', 'group_id': self.env.ref('office_admin_base.position_manager').id}
        self._set_steps(
            {'who': 'superior'}, {**manager, 'min_amount': 10},
            {**manager, 'min_amount': 20, 'domain': "[('note', 'ilike', 'fair')]"})
        request = self._submit(note="For the fair", items=[("Chair", 1, 100)])
        seen = request.with_user(self.head)
        labels = [(step['label'], step['condition']) for step in seen.approval_timeline['steps']]
        self.assertEqual(labels[0], ("Manager or Head of Department", ''))
        name = self.env.ref('office_admin_base.position_manager')._get_role_label()
        self.assertEqual([label for label, _condition in labels[1:]], [name, name])
        self.assertRegex(labels[1][1], r"^from .*10\.00")
        self.assertRegex(labels[2][1], r"^from .*20\.00.*Purpose.*fair")
        self.rule.unlink()
        self.env.invalidate_all()
        self.assertEqual(
            labels, [(step['label'], step['condition']) for step in seen.approval_timeline['steps']],
            "as the rule was when it was submitted")
        self._approve(request, self.head)
        self._approve(request, self.manager)
        self.assertEqual(request.state, 'approved')
        reason = request.approval_timeline['steps'][2]['decisions'][0]['reason']
        self.assertRegex(reason, r"Has agreed before, in “.*from .*10\.00.*”")

    def test_r143_same_person_in_two_steps_decides_once(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager), self._named(self.head))
        request = self._submit()
        self._approve(request, self.head)
        self._approve(request, self.manager)
        self.assertEqual(request.state, 'approved')
        self.assertEqual([verb for verb, _user, _for in self._get_decisions(request)], ['approve'] * 3)
        self.assertIn("Has agreed before", request.approval_timeline['steps'][2]['decisions'][0]['reason'])

    def test_r143_who_decides_once_is_announced_once(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager), self._named(self.manager))
        self.assertEqual(self._submit().approval_summary.count("Manager"), 1)

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
        with self.assertRaisesRegex(AccessError, "You have decided on TST/.* already; now somebody else"):
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

    def test_whose_own_it_was_or_has_become_does_not_decide(self):
        approver = self._create_user('sup_approver')
        self._set_steps(self._named(self.head), self._named(approver))
        request = self._submit(
            employee_id=self.colleague_employee.id, allowed_user_ids=[Command.set(self.colleague.ids)])
        self.assertTrue(request.with_user(approver).is_my_later_approval)
        self.colleague_employee.user_id = approver
        request.invalidate_recordset()
        self.assertFalse(request.with_user(approver).is_my_later_approval)
        for user in approver | self.colleague:
            with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "is your own request"):
                self._approve(request, user)

    def test_who_may_not_approve_such_documents_any_more_does_not_decide(self):
        request = self._submit()
        self.patch(type(request), '_filter_approvers', lambda document, users: users - self.head)
        with self.assertRaisesRegex(AccessError, "your access has changed"):
            self._approve(request)

    def test_add_the_wrong_approver(self):
        request = self._submit()
        for user, message in ((self.user, "cannot decide on"), (self.head, "cannot decide on")):
            with self.assertRaisesRegex(UserError, message):
                self._decide(request, self.head, 'add', user_id=user.id, when='after')
        with self.assertRaisesRegex(AccessError, "decided by Head"):
            self._decide(request, self.officer, 'add', user_id=self.boss.id)
        self._decide(request, self.head, 'add', user_id=self.boss.id, when='after')
        with self.assertRaisesRegex(UserError, "decides on TST/.* anyway"):
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

    def test_r111_whoever_approved_in_some_step_does_not_serve(self):
        self._set_steps(self._named(self.officer), self._named(self.manager))
        request = self._submit()
        self._approve(request, self.officer)
        self._approve(request, self.manager)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else: you have already done “Approve”"):
            self._serve(request, user=self.officer)

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
            self.assertRegex(refused.exception.args[0], r"TST/.* waits for a decision: open it")
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
        self.assertIn("Chair × 5", message.body)

    def test_time_limit_escalates_and_lets_the_boss_decide(self):
        self._set_steps({'who': 'superior', 'hours': 4})
        with freeze_time('2026-03-02 08:00:00'):
            request = self._submit(need_date=date(2026, 3, 9))
            self.assertIn('approval', self.env['office.deadline'].search([
                ('res_model', '=', request._name), ('res_id', '=', request.id), ('end_datetime', '=', False),
            ]).mapped('kind'))
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
        step = self.env['office.transition'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id), ('verb', '=', 'approve')])
        self.assertEqual((step.user_id, step.acting_for_id), (self.stranger, self.head))

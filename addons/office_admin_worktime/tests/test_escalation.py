"""Who is told that a promise ends soon or is late: the right people, at the right time, once."""
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.office_admin_test.models import office_test_request
from odoo.addons.office_admin_test.models.office_test_request import PROMISES

from .promise_common import DEADLINE, PromiseCommon, local


@tagged('post_install', '-at_install')
class TestEscalation(PromiseCommon):

    def test_each_rung_once(self):
        request = self.request  # due on the 3rd at 18:00
        rungs = (
            ((2026, 3, 3, 13, 59), self.env['res.users']),
            ((2026, 3, 3, 14), self.head),              # four working hours before
            ((2026, 3, 3, 18, 0, 1), self.env['res.users']),
            ((2026, 3, 4, 9), self.boss),               # late, and somebody works
            ((2026, 3, 4, 16, 59), self.env['res.users']),
            ((2026, 3, 4, 18), self.manager),           # eight working hours later, which is closing time
            ((2026, 3, 5, 9), self.manager),
        )
        told = []
        for moment, _users in rungs:
            since = self._get_last_message()
            self._escalate(*moment)
            self._escalate(*moment)  # a second run finds nothing to do
            told.append((moment, self._get_told(request, since)))
        self.assertEqual(told[:5], list(rungs[:5]))
        self.assertEqual(told[5][1] | told[6][1], self.manager)
        self.assertEqual(len(told[5][1]) + len(told[6][1]), 1)
        self.assertEqual(request.activity_ids.user_id, self.head | self.manager | self.boss, "all may decide by now")
        self.assertEqual(self._get_promise(request).rung, 3)
        self.assertFalse(self._get_promise(request).check_datetime)

    def test_r147_nobody_is_called_at_night_or_on_a_day_off(self):
        request = self._submit_at(2026, 2, 13, 10)     # due on Saturday the 14th at 18:00, before nine days off
        for moment in ((2026, 2, 14, 20), (2026, 2, 15, 10), (2026, 2, 18, 11), (2026, 2, 24, 7)):
            since = self._get_last_message()
            self._escalate(*moment)
            self.assertFalse(self._get_told(request, since), moment)
        self.assertEqual(self._get_promise(request).outcome, 'missed', "that it is late is noted all the same")
        since = self._get_last_message()
        self._escalate(2026, 2, 24, 9)
        self.assertIn(self.boss, self._get_told(request, since))

    def test_alarm_is_set_for_the_moment(self):
        request = self.request
        job = self.env.ref('office_admin_worktime.ir_cron_escalate')
        alarms = self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)])
        self.assertIn(local(2026, 3, 3, 14), alarms.mapped('call_at'))
        self._submit_at(2026, 3, 2, 10)
        again = self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)])
        self.assertEqual(again, alarms, "one alarm for all that ring together")
        self._escalate(2026, 3, 3, 14)
        self.assertIn(local(2026, 3, 3, 18, 1), self.env['ir.cron.trigger'].search(
            [('cron_id', '=', job.id)]).mapped('call_at'))
        self.assertTrue(request)

    def test_answer_ends_the_escalation(self):
        request = self.request
        self._escalate(2026, 3, 4, 9)
        self.assertIn(self.boss, request.activity_ids.user_id)
        with freeze_time(local(2026, 3, 4, 10)):
            request.with_user(self.head).action_approve()
        self.assertFalse(request.activity_ids)
        since = self._get_last_message()
        self._escalate(2026, 3, 5, 9)
        self.assertNotIn(self.boss, self._get_told(request, since))

    def test_late_service_goes_to_officers_then_their_head(self):
        request = self.request
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()   # due on the 6th at 18:00
        since = self._get_last_message()
        self._escalate(2026, 3, 6, 14)
        self.assertEqual(self._get_told(request, since), self.officer)
        since = self._get_last_message()
        self._escalate(2026, 3, 9, 9)
        self.assertEqual(self._get_told(request, since), self.manager, "the head of the officer's department")

    def test_head_may_read_what_he_is_told_of(self):
        request = self.request
        self.assertFalse(request.with_user(self.boss).has_access('read'))
        self._escalate(2026, 3, 4, 9)
        self.assertTrue(request.with_user(self.boss).has_access('read'))
        self.assertEqual(request.with_user(self.boss).line_ids.name, "Chair")
        self.assertFalse(request.with_user(self.boss).has_access('write'))
        request.with_user(self.user).action_reset()
        self.assertFalse(request.with_user(self.boss).has_access('read'), "a draft is private again")

    def test_head_may_decide_what_is_late(self):
        request = self.request
        with self.assertRaises(AccessError):
            request.with_user(self.boss).action_approve()
        self._escalate(2026, 3, 4, 9)
        request.with_user(self.boss).action_approve()
        self.assertEqual(request.state, 'approved')
        self.assertFalse(request.activity_ids)

    def test_who_may_not_read_the_document_is_passed_over(self):
        request = self.request
        since = self._get_last_message()
        with patch.object(type(request), '_let_read', lambda requests, user: None), \
                patch.object(type(request.sudo().approval_id), '_let_decide_late', lambda approvals, users: None):
            self._escalate(2026, 3, 4, 9)
        self.assertEqual(self._get_told(request, since) - self.head, self.manager)
        self.assertNotIn(self.boss, self._get_late_activities(request).user_id)

    def test_nobody_becomes_a_follower(self):
        request = self.request
        before = request.message_partner_ids
        self._escalate(2026, 3, 6, 10)
        self.assertEqual(request.message_partner_ids, before)

    def test_one_message_for_many_promises(self):
        requests = [self.request, *(self._submit_at(2026, 3, 2, 10) for _number in range(2))]
        since = self._get_last_message()
        self._escalate(2026, 3, 3, 14)
        messages = self.env['mail.message'].search([
            ('id', '>', since), ('message_type', '=', 'user_notification'),
            ('partner_ids', 'in', self.head.partner_id.id)])
        self.assertEqual(len(messages), 1)
        for request in requests:
            self.assertIn(request.name, messages.body)
            self.assertIn(f'/mail/view?model={request._name}&amp;res_id={request.id}', messages.body)

    def test_promise_too_short_for_a_reminder(self):
        self.patch(office_test_request, 'PROMISES', PROMISES | {'answer': (2, 'hours')})
        request = self._submit_at(2026, 3, 2, 10)
        since = self._get_last_message()
        self._escalate(2026, 3, 2, 11)
        self.assertFalse(self._get_told(request, since))

    def test_what_rests_is_not_due_soon(self):
        request = self.request      # due on the 3rd at 18:00
        with freeze_time(local(2026, 3, 3, 15)):
            request.sudo().deadline_id._pause(local(2026, 3, 5, 16, 30), "Waits")
            self.env.invalidate_all()
            self.assertEqual(request.deadline_status, 'paused')
        promise = self._get_promise(request)
        self.assertEqual((promise.due, promise.soon), (local(2026, 3, 5, 18), local(2026, 3, 5, 16, 30)))
        since = self._get_last_message()
        self._escalate(2026, 3, 4, 10)
        self.assertFalse(self._get_told(request, since))
        self._escalate(2026, 3, 5, 16, 30)
        self.assertEqual(self._get_told(request, since), self.head)

    def test_reminder_after_a_standstill_says_that_it_is_late(self):
        request = self.request
        since = self._get_last_message()
        self._escalate(2026, 3, 4, 9)
        subjects = self.env['mail.message'].search([
            ('id', '>', since), ('message_type', '=', 'user_notification')]).mapped('subject')
        self.assertEqual(set(subjects), {f"{request.name} is late"})

    def test_document_that_is_gone(self):
        request = self.request
        promise = self._get_promise(request)
        self.env.flush_all()
        self.env.cr.execute("UPDATE office_deadline SET res_id = 0 WHERE id = %s", [promise.id])
        self.env.invalidate_all()
        self._escalate(2026, 3, 3, 14)
        self.assertEqual(promise.outcome, 'dropped')

    def test_app_that_is_gone(self):
        request = self.request
        promise = self._get_promise(request)
        self.env.flush_all()
        self.env.cr.execute("UPDATE office_deadline SET res_model = 'office.gone' WHERE id = %s", [promise.id])
        self.env.invalidate_all()
        self.calendar.tz = 'Asia/Tokyo'
        with freeze_time(local(2026, 3, 3, 14)):
            self.env[DEADLINE]._cron_recompute()
            self.env[DEADLINE]._cron_escalate()
        self.assertEqual(promise.outcome, 'dropped')

    def test_pause_is_quiet(self):
        request = self.request
        with freeze_time(local(2026, 3, 2, 11)):
            wizard = self.env['office.deadline.pause.begin'].with_user(self.head).create({
                'res_model': request._name, 'res_id': request.id, 'reason': "Waits", 'until': local(2026, 3, 6, 10)})
            wizard.action_confirm()
        since = self._get_last_message()
        for moment in ((2026, 3, 3, 14), (2026, 3, 4, 9), (2026, 3, 5, 12)):
            self._escalate(*moment)
        self.assertFalse(self._get_told(request, since))
        self.assertEqual(request.deadline_datetime, local(2026, 3, 6, 18))
        self.assertEqual(self._get_promise(request).check_datetime, fields.Datetime.to_datetime(local(2026, 3, 6, 14)))

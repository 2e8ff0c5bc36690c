"""Promises on a real document: counted, paused, kept or missed, and escalated to the right people at the right time."""
from datetime import date, datetime, timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin

DEADLINE = 'office.deadline'
LATE = 'office_admin_worktime.mail_activity_type_late'


def local(*moment):
    """A moment in Shanghai as Odoo stores it."""
    return datetime(*moment) - timedelta(hours=8)


class PromiseMixin(OfficeSupplyMixin):
    """A supply room in Shanghai that works from 9:00 to 12:00 and 13:00 to 18:00, with the holidays of 2026."""

    @classmethod
    def _set_up_office(cls, name="Paper Street"):
        super()._set_up_office(name)
        cls.calendar = cls.env['resource.calendar'].create({
            'name': "Office Hours", 'company_id': cls.company.id, 'tz': 'Asia/Shanghai',
            'attendance_ids': [Command.clear()] + [
                Command.create({'name': "Work", 'dayofweek': day, 'hour_from': start, 'hour_to': stop,
                                'day_period': period})
                for day in '01234' for start, stop, period in ((9, 12, 'morning'), (13, 18, 'afternoon'))]})
        cls.company.resource_calendar_id = cls.calendar
        cls.env.user.tz = 'Asia/Shanghai'
        (cls.user | cls.head | cls.officer | cls.manager | cls.colleague).tz = 'Asia/Shanghai'
        cls.env['office.adjusted.workday.load'].with_company(cls.company).create({
            'country_id': cls.env.ref('base.cn').id, 'year': '2026', 'calendar_ids': cls.calendar.ids}).action_confirm()
        cls.boss = cls._create_user('sup_boss')
        cls.head_employee.parent_id = cls._create_employee(cls.boss, cls.office)
        cls.env.flush_all()

    def _submit(self, *moment, **values):
        with freeze_time(local(*moment)):
            request = self._create_request(need_date=values.pop('need_date', date(2026, 3, 3)), **values)
            request.action_submit()
        return request.with_env(self.env)


class PromiseCommon(PromiseMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(self.env.cr, 'commit', self.env.flush_all))

    def _get_promise(self, request, kind='answer'):
        return self.env[DEADLINE].search(
            [('res_model', '=', request._name), ('res_id', '=', request.id), ('kind', '=', kind)], limit=1,
            order='id desc')

    def _escalate(self, *moment):
        with freeze_time(local(*moment)):
            self.env[DEADLINE]._cron_escalate()

    def _get_late_activities(self, request):
        return self.env['mail.activity'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id),
            ('activity_type_id', '=', self.env.ref(LATE).id)])

    def _get_told(self, request, since):
        """The users to whom messages of the escalation were sent since the last message with id ``since``."""
        notifications = self.env['mail.notification'].search([
            ('mail_message_id', '>', since), ('mail_message_id.message_type', '=', 'user_notification')])
        return notifications.res_partner_id.user_ids

    def _get_last_message(self):
        return self.env['mail.message'].search([], order='id desc', limit=1).id


@tagged('post_install', '-at_install')
class TestPromises(PromiseCommon):

    def test_r30_saturday_evening_before_the_spring_festival(self):
        request = self._submit(2026, 2, 14, 17, 30)
        self.assertEqual(request.deadline_datetime, local(2026, 2, 24, 18))
        with freeze_time(local(2026, 2, 24, 18)):
            request.invalidate_recordset()
            self.assertEqual(request.deadline_status, 'due_soon')
            self.env[DEADLINE]._cron_escalate()
            self.assertFalse(self._get_promise(request).outcome)
        self._escalate(2026, 2, 24, 18, 0, 1)
        self.assertEqual(self._get_promise(request).outcome, 'missed')

    def test_received_when_the_office_opens(self):
        self.company.office_deadline_start = 'received'
        request = self._submit(2026, 1, 3, 10)
        self.assertEqual(request.deadline_datetime, local(2026, 1, 5, 18))
        self.company.office_deadline_start = 'submitted'
        self.assertEqual(self._submit(2026, 1, 3, 10).deadline_datetime, local(2026, 1, 4, 18))

    def test_promise_in_hours(self):
        self.company.write({'supply_answer_time': 4, 'supply_answer_rule': 'hours'})
        self.assertEqual(self._submit(2026, 3, 6, 16).deadline_datetime, local(2026, 3, 9, 11))

    def test_answer_in_time(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 3, 17)):
            request.with_user(self.head).action_approve()
        self.assertRecordValues(self._get_promise(request), [
            {'outcome': 'met', 'end_datetime': local(2026, 3, 3, 17), 'check_datetime': False}])

    def test_answer_too_late(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 4, 9)):
            request.with_user(self.head).action_approve()
            self._hand_out(request)
        self.assertEqual(self._get_promise(request).outcome, 'missed')
        self.assertEqual(request.deadline_outcome, 'missed', "one was late")
        self.assertIn("Hand-Out: in time", request.with_user(self.user).deadline_summary)
        refused = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 4, 9)):
            self._refuse(refused, reason="Too late")
            summary = refused.with_user(self.user).deadline_summary
        self.assertIn("Answer: too late, today 9:00", summary.replace("\u202f", " "))

    def test_what_is_taken_back_is_no_promise(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 2, 11)):
            request.with_user(self.user).action_reset()
            self.assertEqual(self._get_promise(request).outcome, 'dropped')
            self.assertFalse(request.deadline_datetime)
        with freeze_time(local(2026, 3, 4, 11)):
            request.with_user(self.user).action_submit()
            self.assertEqual(request.deadline_datetime, local(2026, 3, 5, 18))
            request.with_user(self.user)._cancel_each("Not needed.")
        self.assertEqual(self._get_promise(request).outcome, 'dropped')

    def test_late_stays_late_whatever_becomes_of_it(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 4, 11)):
            request.with_user(self.user)._cancel_each("Not needed.")
        self.assertEqual(self._get_promise(request).outcome, 'missed')

    def test_stored_defaults_do_not_get_into_a_promise(self):
        self.env['ir.default'].with_user(self.head).set(DEADLINE, 'end_datetime', '2026-01-01 00:00:00', True)
        self.env['ir.default'].with_user(self.user).set(DEADLINE, 'outcome', 'met', True)
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 3, 10)):
            self.assertEqual(request.deadline_status, 'on_time')
            request.with_user(self.head).action_approve()
            self.assertEqual(request.deadline_datetime, local(2026, 3, 6, 18))

    def test_goods_on_the_day_on_which_they_are_needed(self):
        for need_date, due in (
                (date(2026, 3, 3), local(2026, 3, 6, 18)),      # three working days, since earlier is no promise
                (date(2026, 3, 20), local(2026, 3, 20, 18)),
                (date(2026, 3, 22), local(2026, 3, 20, 18)),    # on the last working day before a Sunday
                (date(2026, 10, 4), local(2026, 9, 30, 18)),
                (date(1, 1, 1), local(2026, 3, 6, 18))):
            request = self._submit(2026, 3, 2, 10, need_date=need_date)
            with freeze_time(local(2026, 3, 3, 10)):
                request.with_user(self.head).action_approve()
            self.assertEqual(request.deadline_datetime, due, need_date)
        self.company.office_deadline_start = 'received'
        request = self._submit(2026, 3, 2, 10, need_date=date(2026, 3, 20))
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()
        self.assertEqual(request.deadline_datetime, local(2026, 3, 20, 18))

    def test_hand_out_keeps_the_promise(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()
            self._hand_out(request)
        self.assertEqual(request.state, 'done')
        self.assertEqual(self._get_promise(request, 'hand_out').outcome, 'met')
        self.assertEqual(request.deadline_outcome, 'met')
        self.assertIn("Hand-Out: in time", request.with_user(self.user).deadline_summary)

    def test_status_is_what_the_clock_says(self):
        request = self._submit(2026, 3, 2, 10)      # due on the 3rd at 18:00, soon from 14:00 on
        requests = self.env[request._name].with_user(self.user)
        for moment, status in (
                ((2026, 3, 2, 11), 'on_time'), ((2026, 3, 3, 13, 59), 'on_time'), ((2026, 3, 3, 14), 'due_soon'),
                ((2026, 3, 3, 18), 'due_soon'), ((2026, 3, 3, 18, 0, 1), 'late')):
            with freeze_time(local(*moment)):
                self.env.invalidate_all()
                self.assertEqual(request.with_user(self.user).deadline_status, status)
                for other in ('on_time', 'due_soon', 'late', 'paused'):
                    found = requests.search([('deadline_status', '=', other), ('id', '=', request.id)])
                    self.assertEqual(bool(found), other == status, (moment, other))
                    found = requests.search([('deadline_status', '!=', other), ('id', '=', request.id)])
                    self.assertEqual(bool(found), other != status, (moment, other))

    def test_without_promise(self):
        draft = self._create_request()
        self.assertFalse(draft.deadline_status)
        self.assertFalse(draft.deadline_summary)
        self.assertIn(draft, draft.search([('deadline_status', '=', False)]))
        self.assertNotIn(draft, draft.search([('deadline_status', '!=', False)]))

    def test_words(self):
        request = self._submit(2026, 3, 2, 10).with_user(self.user)
        for moment, words in (
                ((2026, 3, 2, 11), "Answer: due tomorrow 6:00 PM, 14 working hours left"),
                ((2026, 3, 3, 12, 30), "Answer: due today 6:00 PM, 5 working hours left"),
                ((2026, 3, 3, 17, 15), "Answer: due today 6:00 PM, 45 working minutes left"),
                ((2026, 3, 3, 20), "Answer: was due today 6:00 PM"),
                ((2026, 3, 4, 11), "Answer: was due yesterday 6:00 PM, 2 working hours late"),
                ((2026, 3, 10, 11), "Answer: was due Tue, Mar 3 6:00 PM, 4 working days late")):
            with freeze_time(local(*moment)):
                self.env.invalidate_all()
                self.assertEqual(request.deadline_summary.replace("\u202f", " "), words)
        with freeze_time(local(2026, 3, 2, 11)):
            self.env.invalidate_all()
            chinese = request.with_context(lang='zh_CN').deadline_summary
        self.assertIn("明天", chinese)

    def test_holiday_of_a_schedule_that_works_until_midnight(self):
        self.calendar.attendance_ids.filtered(lambda line: line.hour_from == 13).hour_to = 24
        request = self._submit(2026, 4, 30, 10)     # before Labour Day, which ends a second before midnight
        self.assertEqual(request.deadline_datetime, local(2026, 5, 6, 23, 59, 59))

    def test_two_promises_show_the_nearest(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 2, 10)):
            request._start_deadline('hand_out', 2, 'hours')
            self.assertEqual(request.deadline_datetime, local(2026, 3, 2, 12))
            request._end_deadline('hand_out')
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 18))

    def test_promise_that_counts_back(self):
        request = self._create_request()
        with freeze_time(local(2026, 9, 1, 10)):
            promise = request._start_deadline('answer', -1, start=local(2026, 9, 21, 10))
        self.assertEqual(promise.due, local(2026, 9, 20, 18))

    def test_deleted_draft_takes_its_promises_along(self):
        request = self._create_request()
        promise = request._start_deadline('answer', 1)
        request.unlink()
        self.assertFalse(promise.exists())

    # Pauses

    def _approve_and_pause(self, until=(2026, 3, 5, 10), user=None):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()  # due on the 6th at 18:00
        with freeze_time(local(2026, 3, 4, 10)):
            self._pause(request, until, user)
        return request

    def _pause(self, request, until, user=None, reason="Waits for the vendor"):
        action = request.with_user(user or self.officer).action_pause_deadline()
        wizard = self.env[action['res_model']].with_user(user or self.officer).with_context(action['context']).create(
            {'reason': reason, 'until': local(*until)})
        wizard.action_confirm()
        self.env.invalidate_all()

    def test_pause_moves_the_promise(self):
        request = self._approve_and_pause()
        self.assertEqual(request.deadline_datetime, local(2026, 3, 9, 18))
        with freeze_time(local(2026, 3, 4, 12)):
            self.env.invalidate_all()
            self.assertEqual(request.deadline_status, 'paused')
            self.assertIn(request, request.search([('deadline_status', '=', 'paused')]))
            self.assertIn("rests until", request.deadline_summary)
            self.assertIn("Waits for the vendor", request.deadline_summary)
        with freeze_time(local(2026, 3, 5, 10)):
            self.env.invalidate_all()
            self.assertEqual(request.deadline_status, 'on_time', "it goes on by itself")

    def test_resume_gives_back_the_time(self):
        request = self._approve_and_pause()
        with freeze_time(local(2026, 3, 4, 11)):
            request.with_user(self.officer).action_resume_deadline()
        self.assertEqual(request.deadline_datetime, local(2026, 3, 6, 18))
        with freeze_time(local(2026, 3, 4, 11)), self.assertRaisesRegex(UserError, "does not rest"):
            request.with_user(self.officer).action_resume_deadline()

    def test_who_may_pause(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 2, 11)):
            for user in (self.user, self.officer):
                with self.assertRaisesRegex(AccessError, "only who has to keep the promise"):
                    self._pause(request, (2026, 3, 4, 10), user)
            self._pause(request, (2026, 3, 4, 10), self.head)
            with self.assertRaises(AccessError):
                request.with_user(self.user).action_resume_deadline()
            with self.assertRaises(AccessError):
                request.with_user(self.stranger).action_resume_deadline()

    def test_draft_has_nothing_to_pause(self):
        draft = self._create_request()
        with self.assertRaisesRegex(UserError, "Nothing is promised for Draft"):
            self._pause(draft, (2099, 1, 1), self.user)
        with self.assertRaisesRegex(UserError, "Nothing is promised for Draft"):
            draft.action_resume_deadline()

    def test_pauses_that_make_no_sense(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 2, 11)):
            for until, reason, message in (
                    ((2026, 3, 2, 11), "Vendor", "a moment in the future"),
                    ((2026, 3, 1), "Vendor", "a moment in the future"),
                    ((2027, 3, 1), "Vendor", "at most 92 days"),
                    ((2026, 3, 4), "  ", "for what SUP/2026/.* waits"),
                    ((2026, 3, 4), "x" * 201, "at most 200 characters")):
                with self.assertRaisesRegex(UserError, message), self.cr.savepoint():
                    self._pause(request, until, self.head, reason)
            self._pause(request, (2026, 3, 4, 10), self.head)
            with self.assertRaisesRegex(UserError, "rests already"):
                self._pause(request, (2026, 3, 5, 10), self.head)
        with freeze_time(local(2026, 3, 12, 11)), self.assertRaisesRegex(UserError, "late or has ended"):
            self._pause(request, (2026, 3, 14, 10), self.head)
        with self.assertRaisesRegex(UserError, "Only documents with a promise"):
            self.env['office.deadline.pause.begin'].with_user(self.user).create(
                {'res_model': 'res.partner', 'res_id': 1, 'reason': "x", 'until': local(2027, 1, 1)})

    # Changes of the working time

    def _recompute(self, *moment):
        with freeze_time(local(*moment)):
            self.env[DEADLINE]._cron_recompute()
            self.env.invalidate_all()

    def test_changed_calendar(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 2, 12)):
            self.env['resource.calendar.leaves'].with_context(default_calendar_id=self.calendar.id).create({
                'name': "Flood", 'date_from': local(2026, 3, 3), 'date_to': local(2026, 3, 4)})
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 18), "not by who changes the calendar")
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 4, 18))
        self._adjusted = self.env['office.adjusted.workday'].create(
            {'calendar_id': self.calendar.id, 'date': date(2026, 3, 7)})
        request = self._submit(2026, 3, 6, 10)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 7, 18))
        self._adjusted.unlink()
        self._recompute(2026, 3, 6, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 9, 18))

    def test_changed_hours_and_time_zone(self):
        request = self._submit(2026, 3, 2, 10)
        self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == '1' and line.hour_from == 13).hour_to = 17
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 17))
        self.calendar.tz = 'Asia/Tokyo'
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 16))

    def test_company_with_another_calendar(self):
        request = self._submit(2026, 3, 2, 10)
        self.company.resource_calendar_id = self.calendar.copy({'tz': 'Asia/Tokyo'})
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 17))
        self.calendar.unlink()
        self.assertTrue(request.exists())

    def test_two_companies_count_with_their_own_calendars(self):
        request = self._submit(2026, 3, 2, 10)
        other = self.env['res.company'].create({'name': "Elsewhere"})
        other.resource_calendar_id.tz = 'Europe/Paris'
        vals = {'res_model': request._name, 'res_id': request.id, 'kind': 'hand_out', 'start': local(2026, 3, 2, 10),
                'amount': 1, 'rule': 'day'}
        with patch.object(type(request), '_get_deadline_company', return_value=other, create=True):
            promise = self.env[DEADLINE].create(vals)
        self.assertEqual((promise.company_id, promise.due), (other, datetime(2026, 3, 3, 16)))

    def test_facts_stay(self):
        request = self._submit(2026, 3, 2, 10)
        self._escalate(2026, 3, 4, 10)
        self.env['resource.calendar.leaves'].with_context(default_calendar_id=self.calendar.id).create({
            'name': "Flood", 'date_from': local(2026, 3, 3), 'date_to': local(2026, 3, 4)})
        self._recompute(2026, 3, 4, 11)
        self.assertRecordValues(self._get_promise(request), [{'outcome': 'missed', 'due': local(2026, 3, 3, 18)}])
        with freeze_time(local(2026, 3, 4, 12)):
            request.with_user(self.head).action_approve()
        promise = self._get_promise(request)
        ended = promise.read(['due', 'outcome', 'end_datetime'])
        self.calendar.tz = 'Asia/Tokyo'
        self._recompute(2026, 3, 4, 13)
        self.assertEqual(promise.read(['due', 'outcome', 'end_datetime']), ended)

    def test_recompute_writes_only_what_changes(self):
        self._submit(2026, 3, 2, 10)
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == '4').unlink()
        self._recompute(2026, 3, 2, 12)
        self.assertFalse(self.env[DEADLINE]._search_outdated())

    def test_calendar_that_is_gone(self):
        request, other = self._submit(2026, 3, 2, 10), self._submit(2026, 3, 2, 10)
        self.company.resource_calendar_id = False
        self.calendar.unlink()
        self._recompute(2026, 3, 2, 12)
        self.assertFalse(self.env[DEADLINE]._search_outdated(), "no endless trying")
        self.assertEqual((request | other).mapped('deadline_datetime'), [local(2026, 3, 3, 18)] * 2)
        self.assertTrue(request.deadline_summary)
        self._escalate(2026, 3, 4, 10)
        self.assertEqual(self._get_promise(request).outcome, 'missed')
        self.company.resource_calendar_id = self.env['resource.calendar'].create(
            {'name': "New", 'company_id': self.company.id})
        third = self._get_promise(other)
        third.outcome = False
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(third.calendar_id, self.company.resource_calendar_id)

    def test_one_bad_promise_does_not_stop_the_others(self):
        requests = [self._submit(2026, 3, 2, 10) for _number in range(3)]
        bad = self._get_promise(requests[1])
        escalate = type(bad)._escalate

        def fail_for_one(promises, now):
            if bad in promises:
                raise ValueError("broken")
            return escalate(promises, now)

        # inside a test a transaction cannot be rolled back
        with patch.object(type(bad), '_escalate', fail_for_one), patch.object(self.env.cr, 'rollback'), \
                self.assertLogs('odoo.addons.office_admin_worktime.models.office_batch_mixin', 'ERROR') as logged:
            self._escalate(2026, 3, 4, 9)
        self.assertEqual(len(logged.output), 1)
        self.assertEqual([self._get_promise(request).outcome for request in requests], ['missed', False, 'missed'])
        self.assertEqual(bad.check_datetime, local(2026, 3, 5, 9))

    # Bad input

    def test_calendar_without_working_time(self):
        empty = self.env['resource.calendar'].create(
            {'name': "Nobody", 'company_id': self.company.id, 'attendance_ids': [Command.clear()]})
        self.company.resource_calendar_id = empty
        request = self._create_request()
        with self.assertRaisesRegex(UserError, "Nobody works in Nobody"):
            request.action_submit()
        self.assertEqual(request.state, 'draft')

    def test_day_that_is_too_far_ahead(self):
        for need_date in (date(9999, 12, 31), date(2199, 1, 1)):
            request = self._create_request(need_date=need_date)
            with self.assertRaisesRegex(UserError, "needed in more than 730 days"):
                request.action_submit()

    def test_schedule_that_lost_its_hours_before_the_approval(self):
        request = self._submit(2026, 3, 2, 10)
        self.calendar.attendance_ids.unlink()
        with self.assertRaisesRegex(UserError, "Nobody works in Office Hours"), self.cr.savepoint():
            request.with_user(self.head).action_approve()

    def test_company_without_calendar(self):
        self.company.resource_calendar_id = False
        with self.assertRaisesRegex(UserError, "Paper Street has no working schedule"):
            self._create_request().action_submit()

    def test_calendar_with_promises_keeps_working_time(self):
        self._submit(2026, 3, 2, 10)
        with self.assertRaisesRegex(ValidationError, "Office Hours needs working time: 1 promises"):
            self.calendar.attendance_ids = [Command.clear()]

    def test_calendar_that_lost_its_hours_keeps_the_dates(self):
        request = self._submit(2026, 3, 2, 10)
        self.calendar.attendance_ids.unlink()  # past the check
        with mute_logger('odoo.addons.office_admin_worktime.models.office_batch_mixin'):
            self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 18))
        self.assertFalse(self.env[DEADLINE]._search_outdated(), "no endless trying")
        self._escalate(2026, 3, 5, 10)
        self.assertEqual(self._get_promise(request).outcome, 'missed')

    def test_amounts_that_make_no_sense(self):
        request = self._create_request()
        for amount, rule in ((0, 'day'), (0.5, 'day'), (5000, 'day'), (0, 'hours'), (9000, 'hours')):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                request._start_deadline('answer', amount, rule)
        for values in ({'supply_answer_time': 0}, {'supply_answer_time': 1.5}, {'supply_hand_out_time': -1},
                       {'supply_answer_time': float('nan')}, {'supply_hand_out_time': 1000},
                       {'office_reminder_hours': -1}, {'office_escalation_hours': 500}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.company.write(values)

    @mute_logger('odoo.sql_db')
    def test_no_promise_ends_before_its_start(self):
        request = self._submit(2026, 3, 2, 10)
        promise = self._get_promise(request)
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            promise.due = local(2026, 3, 1)
            promise.flush_recordset()

    def test_flexible_calendar(self):
        self.company.resource_calendar_id = self.env['resource.calendar'].create({
            'name': "Free", 'company_id': self.company.id, 'schedule_type': 'flexible', 'tz': 'Asia/Shanghai',
            'hours_per_day': 8, 'hours_per_week': 40, 'full_time_required_hours': 40})
        request = self._submit(2026, 3, 6, 10)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 9, 16))

    # Over RPC and by hand

    def test_nobody_touches_promises(self):
        request = self._submit(2026, 3, 2, 10)
        promise = self._get_promise(request)
        administrator = self._create_user('sup_root', 'base.group_system')
        for user in (self.user, self.head, self.officer, self.manager, self.auditor, administrator):
            for attempt in (lambda: promise.with_user(user).read(['due']),  # noqa: B023 (called at once)
                            lambda: promise.with_user(user).write({'due': local(2027, 1, 1)}),  # noqa: B023
                            lambda: promise.with_user(user).unlink(),  # noqa: B023
                            lambda: self.env[DEADLINE].with_user(user).create({}),  # noqa: B023
                            lambda: self.env[DEADLINE].with_user(user).search([])):  # noqa: B023
                with self.assertRaises(AccessError):
                    attempt()
        for values in ({'deadline_datetime': local(2027, 1, 1)}, {'deadline_id': promise.id}, {'deadline_ids': [(5,)]},
                       {'told_user_ids': [(4, self.user.id)]}):
            draft = self._create_request()
            with self.assertRaises(UserError):
                draft.write(values)
            with self.assertRaises(UserError):
                draft.create(values)

    def test_fields_that_would_tell_of_promises_are_hidden(self):
        request = self._submit(2026, 3, 2, 10).with_user(self.user)
        self.assertFalse({'deadline_id', 'deadline_ids'} & request.fields_get().keys())
        with self.assertRaises(AccessError):
            request.read(['deadline_id'])
        with self.assertRaises(AccessError):
            request.search([('deadline_id.start', '>', local(2020, 1, 1))])


@tagged('post_install', '-at_install')
class TestEscalation(PromiseCommon):

    def test_each_rung_once(self):
        request = self._submit(2026, 3, 2, 10)  # due on the 3rd at 18:00
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
        request = self._submit(2026, 2, 13, 10)     # due on Saturday the 14th at 18:00, before nine days off
        for moment in ((2026, 2, 14, 20), (2026, 2, 15, 10), (2026, 2, 18, 11), (2026, 2, 24, 7)):
            since = self._get_last_message()
            self._escalate(*moment)
            self.assertFalse(self._get_told(request, since), moment)
        self.assertEqual(self._get_promise(request).outcome, 'missed', "that it is late is noted all the same")
        since = self._get_last_message()
        self._escalate(2026, 2, 24, 9)
        self.assertIn(self.boss, self._get_told(request, since))

    def test_alarm_is_set_for_the_moment(self):
        request = self._submit(2026, 3, 2, 10)
        job = self.env.ref('office_admin_worktime.ir_cron_escalate')
        alarms = self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)])
        self.assertIn(local(2026, 3, 3, 14), alarms.mapped('call_at'))
        self._submit(2026, 3, 2, 10)
        again = self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)])
        self.assertEqual(again, alarms, "one alarm for all that ring together")
        self._escalate(2026, 3, 3, 14)
        self.assertIn(local(2026, 3, 3, 18, 1), self.env['ir.cron.trigger'].search(
            [('cron_id', '=', job.id)]).mapped('call_at'))
        self.assertTrue(request)

    def test_answer_ends_the_escalation(self):
        request = self._submit(2026, 3, 2, 10)
        self._escalate(2026, 3, 4, 9)
        self.assertIn(self.boss, request.activity_ids.user_id)
        with freeze_time(local(2026, 3, 4, 10)):
            request.with_user(self.head).action_approve()
        self.assertFalse(request.activity_ids)
        since = self._get_last_message()
        self._escalate(2026, 3, 5, 9)
        self.assertNotIn(self.boss, self._get_told(request, since))

    def test_late_hand_out_goes_to_officers_then_their_head(self):
        request = self._submit(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()   # due on the 6th at 18:00
        since = self._get_last_message()
        self._escalate(2026, 3, 6, 14)
        self.assertEqual(self._get_told(request, since), self.officer)
        since = self._get_last_message()
        self._escalate(2026, 3, 9, 9)
        self.assertEqual(self._get_told(request, since), self.manager, "the head of the officer's department")

    def test_head_may_read_what_he_is_told_of(self):
        request = self._submit(2026, 3, 2, 10)
        self.assertFalse(request.with_user(self.boss).has_access('read'))
        self._escalate(2026, 3, 4, 9)
        self.assertTrue(request.with_user(self.boss).has_access('read'))
        self.assertEqual(request.with_user(self.boss).line_ids.product_id, self.paper)
        self.assertFalse(request.with_user(self.boss).has_access('write'))
        request.with_user(self.user).action_reset()
        self.assertFalse(request.with_user(self.boss).has_access('read'), "a draft is private again")

    def test_head_may_decide_what_is_late(self):
        request = self._submit(2026, 3, 2, 10)
        with self.assertRaises(AccessError):
            request.with_user(self.boss).action_approve()
        self._escalate(2026, 3, 4, 9)
        request.with_user(self.boss).action_approve()
        self.assertEqual(request.state, 'approved')
        self.assertFalse(request.activity_ids)

    def test_who_may_not_read_the_document_is_passed_over(self):
        request = self._submit(2026, 3, 2, 10)
        since = self._get_last_message()
        with patch.object(type(request), '_let_read', lambda requests, user: None), \
                patch.object(type(request.sudo().approval_id), '_let_decide_late', lambda approvals, users: None):
            self._escalate(2026, 3, 4, 9)
        self.assertEqual(self._get_told(request, since) - self.head, self.manager)
        self.assertNotIn(self.boss, self._get_late_activities(request).user_id)

    def test_nobody_becomes_a_follower(self):
        request = self._submit(2026, 3, 2, 10)
        before = request.message_partner_ids
        self._escalate(2026, 3, 6, 10)
        self.assertEqual(request.message_partner_ids, before)

    def test_one_message_for_many_promises(self):
        requests = [self._submit(2026, 3, 2, 10) for _number in range(3)]
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
        self.company.write({'supply_answer_time': 2, 'supply_answer_rule': 'hours'})
        request = self._submit(2026, 3, 2, 10)
        since = self._get_last_message()
        self._escalate(2026, 3, 2, 11)
        self.assertFalse(self._get_told(request, since))

    def test_what_rests_is_not_due_soon(self):
        request = self._submit(2026, 3, 2, 10)      # due on the 3rd at 18:00
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
        request = self._submit(2026, 3, 2, 10)
        since = self._get_last_message()
        self._escalate(2026, 3, 4, 9)
        subjects = self.env['mail.message'].search([
            ('id', '>', since), ('message_type', '=', 'user_notification')]).mapped('subject')
        self.assertEqual(set(subjects), {f"{request.name} is late"})

    def test_document_that_is_gone(self):
        request = self._submit(2026, 3, 2, 10)
        promise = self._get_promise(request)
        self.env.flush_all()
        self.env.cr.execute("UPDATE office_deadline SET res_id = 0 WHERE id = %s", [promise.id])
        self.env.invalidate_all()
        self._escalate(2026, 3, 3, 14)
        self.assertEqual(promise.outcome, 'dropped')

    def test_app_that_is_gone(self):
        request = self._submit(2026, 3, 2, 10)
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
        request = self._submit(2026, 3, 2, 10)
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


@tagged('browser')
class PromiseTours(PromiseMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _submit_before_the_spring_festival(self):
        with freeze_time(local(2026, 2, 14, 17, 30)):
            self._create_request()
            self.start_tour('/odoo/supply-requests', 'office_supply_promise', login=self.user.login, timeout=120)
        self.env.invalidate_all()
        request = self.env['office.supply.request'].search([('requester_id', '=', self.user.id)])
        self.assertEqual(request.deadline_datetime, local(2026, 2, 24, 18))

    def _pause_and_resume(self, tour):
        request = self._create_approved(need_date=fields.Date.today())
        self.start_tour('/odoo/supply-hand-outs', tour, login=self.officer.login, timeout=120)
        self.env.invalidate_all()
        self.assertIn(request.deadline_status, ('on_time', 'due_soon'))


@tagged('post_install', '-at_install')
class TestTours(PromiseTours):

    def test_submit_before_the_spring_festival(self):
        self._submit_before_the_spring_festival()

    def test_pause_and_resume(self):
        self._pause_and_resume('office_supply_pause')


@tagged('post_install', '-at_install')
class TestPhoneTours(PromiseTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_submit_before_the_spring_festival(self):
        self._submit_before_the_spring_festival()

    def test_pause_and_resume(self):
        self._pause_and_resume('office_supply_pause_phone')

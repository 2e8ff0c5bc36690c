"""Promises whose working time changes, is gone or makes no sense."""
from datetime import date, datetime
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .promise_common import DEADLINE, PromiseCommon, local


@tagged('post_install', '-at_install')
class TestPromiseChanges(PromiseCommon):

    def _recompute(self, *moment):
        with freeze_time(local(*moment)):
            self.env[DEADLINE]._cron_recompute()
            self.env.invalidate_all()

    def test_changed_calendar(self):
        request = self.request
        with freeze_time(local(2026, 3, 2, 12)):
            self.env['resource.calendar.leaves'].with_context(default_calendar_id=self.calendar.id).create({
                'name': "Flood", 'date_from': local(2026, 3, 3), 'date_to': local(2026, 3, 4)})
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 18), "not by who changes the calendar")
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 4, 18))
        self._adjusted = self.env['office.adjusted.workday'].create(
            {'calendar_id': self.calendar.id, 'date': date(2026, 3, 7)})
        request = self._submit_at(2026, 3, 6, 10)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 7, 18))
        self._adjusted.unlink()
        self._recompute(2026, 3, 6, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 9, 18))

    def test_changed_hours_and_time_zone(self):
        request = self.request
        self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == '1' and line.hour_from == 13).hour_to = 17
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 17))
        self.calendar.tz = 'Asia/Tokyo'
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 16))

    def test_company_with_another_calendar(self):
        request = self.request
        self.company.resource_calendar_id = self.calendar.copy({'tz': 'Asia/Tokyo'})
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 17))
        self.calendar.unlink()
        self.assertTrue(request.exists())

    def test_two_companies_count_with_their_own_calendars(self):
        request = self.request
        other = self.env['res.company'].create({'name': "Elsewhere"})
        other.resource_calendar_id.tz = 'Europe/Paris'
        vals = {'res_model': request._name, 'res_id': request.id, 'kind': 'serve', 'start': local(2026, 3, 2, 10),
                'amount': 1, 'rule': 'day'}
        with patch.object(type(request), '_get_deadline_company', return_value=other, create=True):
            promise = self.env[DEADLINE]._create_as_system([vals])
        self.assertEqual((promise.company_id, promise.due), (other, datetime(2026, 3, 3, 16)))

    def test_facts_stay(self):
        request = self.request
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
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == '4').unlink()
        self._recompute(2026, 3, 2, 12)
        self.assertFalse(self.env[DEADLINE]._search_outdated())

    def test_calendar_that_is_gone(self):
        request, other = self.request, self._submit_at(2026, 3, 2, 10)
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
        third._write_as_system({'outcome': False})
        self._recompute(2026, 3, 2, 12)
        self.assertEqual(third.calendar_id, self.company.resource_calendar_id)

    def test_one_bad_promise_does_not_stop_the_others(self):
        requests = [self.request, *(self._submit_at(2026, 3, 2, 10) for _number in range(2))]
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

    def test_what_another_server_holds_is_looked_at_again(self):
        """A server that was killed may hold its rows for a moment, and the next one must not leave them for a day."""
        promise = self._get_promise(self.request)
        cron = self.env.ref('office_admin_worktime.ir_cron_escalate')

        def get_triggers():
            return self.env['ir.cron.trigger'].search([('cron_id', '=', cron.id)])

        before = get_triggers()
        with patch.object(type(promise), 'try_lock_for_update', lambda promises, **_options: promises.browse()):
            self._escalate(2026, 3, 4, 9)
        self.assertFalse(promise.outcome)
        self.assertEqual((get_triggers() - before).mapped('call_at'), [local(2026, 3, 4, 9, 1)])
        before = get_triggers()
        self._escalate(2026, 3, 4, 9)
        self.assertEqual(promise.outcome, 'missed')
        self.assertNotIn(local(2026, 3, 4, 9, 1), (get_triggers() - before).mapped('call_at'))

    def test_calendar_without_working_time(self):
        empty = self.env['resource.calendar'].create(
            {'name': "Nobody", 'company_id': self.company.id, 'attendance_ids': [Command.clear()]})
        self.company.resource_calendar_id = empty
        request = self._create_request()
        with self.assertRaisesRegex(UserError, "Nobody works in Nobody"):
            request.action_submit()
        self.assertEqual(request.state, 'draft')

    def test_schedule_that_lost_its_hours_before_the_approval(self):
        request = self.request
        self.calendar.attendance_ids.unlink()
        with self.assertRaisesRegex(UserError, "Nobody works in Office Hours"), self.cr.savepoint():
            request.with_user(self.head).action_approve()

    def test_company_without_calendar(self):
        self.company.resource_calendar_id = False
        with self.assertRaisesRegex(UserError, "Paper Street has no working schedule"):
            self._create_request().action_submit()

    def test_calendar_with_promises_keeps_working_time(self):
        with self.assertRaisesRegex(ValidationError, "Office Hours needs working time: 1 promises"):
            self.calendar.attendance_ids = [Command.clear()]

    def test_calendar_that_lost_its_hours_keeps_the_dates(self):
        request = self.request
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
        for values in {'office_reminder_hours': -1}, {'office_escalation_hours': 500}:
            with self.assertRaisesRegex(ValidationError, "is a number from 0 to 200"), self.cr.savepoint():
                self.company.write(values)

    @mute_logger('odoo.sql_db')
    def test_no_promise_ends_before_its_start(self):
        request = self.request
        promise = self._get_promise(request)
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            promise._write_as_system({'due': local(2026, 3, 1)})
            promise.flush_recordset()

    def test_flexible_calendar(self):
        self.company.resource_calendar_id = self.env['resource.calendar'].create({
            'name': "Free", 'company_id': self.company.id, 'schedule_type': 'flexible', 'tz': 'Asia/Shanghai',
            'hours_per_day': 8, 'hours_per_week': 40, 'full_time_required_hours': 40})
        request = self._submit_at(2026, 3, 6, 10)
        self.assertEqual(request.deadline_datetime, local(2026, 3, 9, 16))

"""Promises on a real document: counted, kept or missed, paused, and closed to everybody's hands."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.office_admin_test.models import office_test_request
from odoo.addons.office_admin_test.models.office_test_request import PROMISES

from .promise_common import DEADLINE, PromiseCommon, local


@tagged('post_install', '-at_install')
class TestPromises(PromiseCommon):

    def test_r30_saturday_evening_before_the_spring_festival(self):
        request = self._submit_at(2026, 2, 14, 17, 30)
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
        request = self._submit_at(2026, 1, 3, 10)
        self.assertEqual(request.deadline_datetime, local(2026, 1, 5, 18))
        self.company.office_deadline_start = 'submitted'
        self.assertEqual(self._submit_at(2026, 1, 3, 10).deadline_datetime, local(2026, 1, 4, 18))

    def test_promise_in_hours(self):
        self.patch(office_test_request, 'PROMISES', PROMISES | {'answer': (4, 'hours')})
        self.assertEqual(self._submit_at(2026, 3, 6, 16).deadline_datetime, local(2026, 3, 9, 11))

    def test_promise_by_the_clock_counts_at_night_and_without_a_calendar(self):
        self.patch(office_test_request, 'PROMISES', PROMISES | {'answer': (0.25, 'clock')})
        self.company.resource_calendar_id = False
        last = self._get_last_message()
        request = self._submit_at(2026, 3, 7, 23, 50)  # a Saturday
        promise = self._get_promise(request)
        self.assertRecordValues(promise, [{'due': local(2026, 3, 8, 0, 5), 'rung': 1, 'calendar_id': False}])
        with freeze_time(local(2026, 3, 7, 23, 55)):
            summary = request.with_user(self.user).deadline_summary
        self.assertIn("Answer: due tomorrow 12:05 AM, 10 minutes left", summary.replace("\u202f", " "))
        self._escalate(2026, 3, 8, 0, 5, 1)
        self.assertRecordValues(promise, [{'outcome': 'missed', 'rung': 2}])
        self.assertIn(self.boss, self._get_told(request, last))

    def test_promise_by_the_clock_stays_when_a_schedule_changes(self):
        self.patch(office_test_request, 'PROMISES', PROMISES | {'answer': (0.25, 'clock')})
        promise = self._get_promise(self._submit_at(2026, 3, 7, 23, 50))
        self.calendar.attendance_ids[-1].hour_to = 20
        self.company.resource_calendar_id = self.calendar.copy()
        with freeze_time(local(2026, 3, 7, 23, 51)):
            self.env[DEADLINE]._cron_recompute()
        self.assertEqual(promise.due, local(2026, 3, 8, 0, 5))
        self.assertFalse(promise._search_outdated())

    def test_promise_by_the_clock_rests(self):
        self.patch(office_test_request, 'PROMISES', PROMISES | {'answer': (0.25, 'clock')})
        promise = self._get_promise(self._submit_at(2026, 3, 7, 23, 50))
        with freeze_time(local(2026, 3, 7, 23, 55)):
            promise._pause(local(2026, 3, 8, 0, 25), "The guest is at lunch")
        self.assertEqual(promise.due, local(2026, 3, 8, 0, 35))

    def test_answer_in_time(self):
        request = self.request
        with freeze_time(local(2026, 3, 3, 17)):
            request.with_user(self.head).action_approve()
        self.assertRecordValues(self._get_promise(request), [
            {'outcome': 'met', 'end_datetime': local(2026, 3, 3, 17), 'check_datetime': False}])

    def test_answer_too_late(self):
        request = self.request
        with freeze_time(local(2026, 3, 4, 9)):
            request.with_user(self.head).action_approve()
            self._serve(request)
        self.assertEqual(self._get_promise(request).outcome, 'missed')
        self.assertEqual(request.deadline_outcome, 'missed', "one was late")
        self.assertIn("Service: in time", request.with_user(self.user).deadline_summary)
        refused = self._submit_at(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 4, 9)):
            self._refuse(refused, reason="Too late")
            summary = refused.with_user(self.user).deadline_summary
        self.assertIn("Answer: too late, today 9:00", summary.replace("\u202f", " "))

    def test_what_is_taken_back_is_no_promise(self):
        request = self.request
        with freeze_time(local(2026, 3, 2, 11)):
            request.with_user(self.user).action_reset()
            self.assertEqual(self._get_promise(request).outcome, 'dropped')
            self.assertFalse(request.deadline_datetime)
        with freeze_time(local(2026, 3, 4, 11)):
            request.with_user(self.user).action_submit()
            self.assertEqual(request.deadline_datetime, local(2026, 3, 5, 18))
            request.with_user(self.user)._do_with_reason('cancel', "Not needed.")
        self.assertEqual(self._get_promise(request).outcome, 'dropped')

    def test_late_stays_late_whatever_becomes_of_it(self):
        request = self.request
        with freeze_time(local(2026, 3, 4, 11)):
            request.with_user(self.user)._do_with_reason('cancel', "Not needed.")
        self.assertEqual(self._get_promise(request).outcome, 'missed')

    def test_stored_defaults_do_not_get_into_a_promise(self):
        self.env['ir.default'].with_user(self.head).set(DEADLINE, 'end_datetime', '2026-01-01 00:00:00', True)
        self.env['ir.default'].with_user(self.user).set(DEADLINE, 'outcome', 'met', True)
        request = self._submit_at(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 3, 10)):
            self.assertEqual(request.deadline_status, 'on_time')
            request.with_user(self.head).action_approve()
            self.assertEqual(request.deadline_datetime, local(2026, 3, 6, 18))

    def test_service_keeps_the_promise(self):
        request = self.request
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()
            self._serve(request)
        self.assertEqual(request.state, 'done')
        self.assertEqual(self._get_promise(request, 'serve').outcome, 'met')
        self.assertEqual(request.deadline_outcome, 'met')
        self.assertIn("Service: in time", request.with_user(self.user).deadline_summary)

    def test_status_is_what_the_clock_says(self):
        request = self.request      # due on the 3rd at 18:00, soon from 14:00 on
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
        request = self.request.with_user(self.user)
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
        request = self._submit_at(2026, 4, 30, 10)     # before Labour Day, which ends a second before midnight
        self.assertEqual(request.deadline_datetime, local(2026, 5, 6, 23, 59, 59))

    def test_two_promises_show_the_nearest(self):
        request = self.request
        with freeze_time(local(2026, 3, 2, 10)):
            request._start_deadline('serve', 2, 'hours')
            self.assertEqual(request.deadline_datetime, local(2026, 3, 2, 12))
            request._end_deadline('serve')
        self.assertEqual(request.deadline_datetime, local(2026, 3, 3, 18))

    def test_promise_that_counts_back(self):
        request = self._create_request()
        with freeze_time(local(2026, 9, 1, 10)):
            promise = request._start_deadline('answer', -1, start=local(2026, 9, 21, 10))
        self.assertEqual(promise.due, local(2026, 9, 20, 18))

    def test_promise_gives_way_to_another_of_its_kind(self):
        request = self._create_request()
        first = request._start_deadline('answer', 1)
        second = request._start_deadline('answer', 2)
        self.assertRecordValues(first | second, [{'outcome': 'dropped'}, {'outcome': False}])

    def test_deleted_draft_takes_its_promises_along(self):
        request = self._create_request()
        promise = request._start_deadline('answer', 1)
        request.unlink()
        self.assertFalse(promise.exists())

    def _approve_and_pause(self, until=(2026, 3, 5, 10), user=None):
        request = self.request
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()  # due on the 6th at 18:00
        with freeze_time(local(2026, 3, 4, 10)):
            self._pause(request, until, user)
        return request

    def _pause(self, request, until, user=None, reason="Waits for the vendor"):
        action = request.with_user(user or self.officer).action_pause_deadline()
        wizard = self.env[action['res_model']].with_user(user or self.officer).with_context(**action['context']).create(
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
        request = self.request
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
        request = self.request
        with freeze_time(local(2026, 3, 2, 11)):
            for until, reason, message in (
                    ((2026, 3, 2, 11), "Vendor", "a moment in the future"),
                    ((2026, 3, 1), "Vendor", "a moment in the future"),
                    ((2027, 3, 1), "Vendor", "at most 92 days"),
                    ((2026, 3, 4), "  ", "for what TST/2026/.* waits"),
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

    def test_nobody_touches_promises(self):
        request = self.request
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
        request = self.request.with_user(self.user)
        self.assertFalse({'deadline_id', 'deadline_ids'} & request.fields_get().keys())
        with self.assertRaises(AccessError):
            request.read(['deadline_id'])
        with self.assertRaises(AccessError):
            request.search([('deadline_id.start', '>', local(2020, 1, 1))])

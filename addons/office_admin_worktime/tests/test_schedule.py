from datetime import date
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin

from .promise_common import PromiseMixin, local

SCHEDULE = 'office.test.schedule'


@tagged('post_install', '-at_install')
class TestSchedule(PromiseMixin, OfficeTestMixin, TransactionCase):
    """What comes back by itself, in an office in Shanghai that is closed from October 1 to 7."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _create_schedule(self, today=date(2026, 9, 15), company=None, **values):
        with freeze_time(today):
            return self.env[SCHEDULE].create({
                'name': "Count the keys", 'company_id': (company or self.company).id, **values})

    def _run(self, *moment):
        with (freeze_time(local(*moment)), patch.object(self.env.cr, 'rollback'),
              patch.object(self.env.cr, 'commit', self.env.flush_all)):
            self.env[SCHEDULE]._cron_scheduled()

    def _count(self, company=None):
        return self.env['office.test.slip'].search_count(
            [('company_id', '=', (company or self.company).id), ('state', '=', 'submitted')])

    def test_it_comes_back(self):
        schedule = self._create_schedule(rhythm='monthly', day=31)
        self.assertEqual(schedule.next_date, date(2026, 9, 30))
        self._run(2026, 9, 29, 10)
        self.assertEqual(self._count(), 0)
        for hour in (0, 10):
            self._run(2026, 9, 30, hour)
            self.assertEqual((self._count(), schedule.next_date), (1, date(2026, 11, 2)), "October 31 is a Saturday")
        self._run(2026, 11, 2, 10)
        self.assertEqual((self._count(), schedule.next_date), (2, date(2026, 11, 30)))

    def test_it_waits_for_a_working_day(self):
        schedule = self._create_schedule(rhythm='monthly', day=1)
        self.assertEqual(schedule.next_date, date(2026, 10, 8), "closed until October 7")
        schedule.write({'rhythm': 'weekly', 'weekday': '6'})
        for today, day in ((date(2026, 9, 15), date(2026, 9, 20)), (date(2026, 9, 21), date(2026, 9, 28)),
                           (date(2026, 9, 28), date(2026, 10, 8))):
            self.assertEqual(schedule._get_date_from(today), day, "a Sunday is worked, or it is the next working day")

    def test_holiday_that_is_entered_afterwards(self):
        schedule = self._create_schedule(rhythm='monthly', day=1)
        schedule.next_date = date(2026, 10, 1)  # as nobody had loaded the year
        for day in (1, 2, 7):
            self._run(2026, 10, day, 10)
            self.assertEqual(self._count(), 0)
        self._run(2026, 10, 8, 10)
        self.assertEqual((self._count(), schedule.next_date), (1, date(2026, 11, 2)))

    def test_days_are_those_of_the_company(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        elsewhere.resource_calendar_id.tz = 'America/New_York'
        schedule = self._create_schedule(company=elsewhere, rhythm='monthly', day=1)
        self.assertEqual(schedule.next_date, date(2026, 10, 1), "where people work on that day")
        self._run(2026, 10, 1, 10)
        self.assertEqual(self._count(elsewhere), 0, "it is still September there")
        self._run(2026, 10, 1, 21)
        self.assertEqual(self._count(elsewhere), 1)

    def test_company_where_nobody_works(self):
        self.company.resource_calendar_id.attendance_ids = [Command.clear()]
        schedule = self._create_schedule(rhythm='weekly', weekday='6')
        self.assertEqual(schedule.next_date, date(2026, 9, 20))
        self._run(2026, 9, 20, 10)
        self.assertEqual(self._count(), 1)
        self.company.resource_calendar_id = False
        self.assertEqual(schedule._get_date_from(date(2026, 10, 1)), date(2026, 10, 4))

    def test_one_that_fails_waits_and_stops_no_other(self):
        bad = self._create_schedule(rhythm='weekly', weekday='4', name="Bad")
        good = self._create_schedule(rhythm='weekly', weekday='4')
        plain = self.env.registry[SCHEDULE]._do_scheduled

        def do_scheduled(schedule):
            if schedule == bad:
                raise ValueError("No")
            plain(schedule)

        self.patch(self.env.registry[SCHEDULE], '_do_scheduled', do_scheduled)
        with self.assertLogs('odoo.addons.office_admin_worktime.models.office_batch_mixin', 'ERROR'):
            self._run(2026, 9, 18, 10)
        self.assertEqual((self._count(), good.next_date), (1, date(2026, 9, 28)))
        self.assertEqual(bad.next_date, date(2026, 9, 20), "the Sunday before the holidays is worked")
        self.assertIn("could not be done", bad.problem)
        self._run(2026, 9, 18, 11)
        self.assertEqual(self._count(), 1)

    def test_bad_days(self):
        for values in ({'day': 0}, {'day': 32}, {'rhythm': 'weekly', 'weekday': False}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._create_schedule(**values)

from datetime import date, datetime, timedelta

from pytz import timezone, utc

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import WorktimeCommon

SATURDAY = date(2026, 2, 14)


@tagged('post_install', '-at_install')
class TestAdjustedWorkday(WorktimeCommon):

    def _get_hours(self, first, last, calendar=None, resource=None):
        calendar = calendar or self.calendar
        zone = timezone(calendar.tz)
        start, stop = (
            zone.localize(datetime(day.year, day.month, day.day)) for day in (first, last + timedelta(days=1)))
        if resource:
            return calendar._work_intervals_batch(start, stop, resource)[resource.id]
        return calendar.get_work_hours_count(start, stop)

    def test_hours_are_counted(self):
        self.assertEqual(self._get_hours(SATURDAY, SATURDAY), 0)
        self._adjust(SATURDAY)
        self.assertEqual(self._get_hours(SATURDAY, SATURDAY), 8)
        self.assertEqual(self._get_hours(SATURDAY + timedelta(days=1), SATURDAY + timedelta(days=1)), 0)
        self.assertEqual(self._get_hours(date(2026, 2, 9), date(2026, 2, 15)), 48)

    def test_days_are_counted(self):
        self._adjust(SATURDAY)
        data = self.calendar.get_work_duration_data(datetime(2026, 2, 12, 16), datetime(2026, 2, 16, 16))
        self.assertEqual(data, {'days': 3, 'hours': 24})

    def test_plan_days_and_hours(self):
        self._adjust(SATURDAY)
        friday = datetime(2026, 2, 13, 1)  # 9:00
        self.assertEqual(self.calendar.plan_days(2, friday), self._local(2026, 2, 14, 12))
        self.assertEqual(self.calendar.plan_days(-2, self._local(2026, 2, 16, 18)), self._local(2026, 2, 14, 13))
        self.assertEqual(self.calendar.plan_hours(10, friday), self._local(2026, 2, 14, 11))

    def test_unusual_days(self):
        self._adjust(SATURDAY)
        days = self.calendar._get_unusual_days(datetime(2026, 2, 13), datetime(2026, 2, 16, 12))
        self.assertEqual(days, {
            '2026-02-13': False, '2026-02-14': False, '2026-02-15': True, '2026-02-16': False})

    def test_methods_that_bypass_the_intervals(self):
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == '4' and line.hour_from == 13).hour_to = 16
        self._adjust(SATURDAY, '4')
        self.assertTrue(self.calendar._works_on_date(SATURDAY))
        self.assertFalse(self.calendar._works_on_date(SATURDAY + timedelta(days=1)))
        self.assertEqual(self.calendar._get_hours_for_date(SATURDAY), (9, 16))
        self.assertEqual(self._get_hours(SATURDAY, SATURDAY), 6)

    def test_public_holiday_on_the_same_day_wins(self):
        self._adjust(SATURDAY)
        self._create_holiday("Flood", SATURDAY, SATURDAY)
        self.assertEqual(self._get_hours(SATURDAY, SATURDAY), 0)

    def test_people_in_other_time_zones_work_at_their_own_hours(self):
        self._adjust(SATURDAY)
        here, there = self.env['resource.resource'].create([
            {'name': name, 'tz': tz, 'calendar_id': self.calendar.id, 'company_id': self.company.id}
            for name, tz in (("Here", 'Asia/Shanghai'), ("There", 'Europe/Paris'))])
        start, stop = utc.localize(datetime(2026, 2, 13, 12)), utc.localize(datetime(2026, 2, 15, 12))
        intervals = self.calendar._work_intervals_batch(start, stop, here | there)
        for resource, zone in ((here, 'Asia/Shanghai'), (there, 'Europe/Paris')):
            begin, end, _attendance = next(iter(
                item for item in intervals[resource.id] if item[0].astimezone(timezone(zone)).date() == SATURDAY))
            self.assertEqual((begin.astimezone(timezone(zone)).hour, end.astimezone(timezone(zone)).hour), (9, 12))

    def test_fully_flexible_people_are_left_alone(self):
        self._adjust(SATURDAY)
        resource = self.env['resource.resource'].create(
            {'name': "Free", 'calendar_id': False, 'tz': 'Asia/Shanghai', 'company_id': self.company.id})
        start, stop = utc.localize(datetime(2026, 2, 13, 16)), utc.localize(datetime(2026, 2, 14, 16))
        [(begin, end, _attendance)] = self.calendar._attendance_intervals_batch(start, stop, resource)[resource.id]
        self.assertEqual((begin, end), (start, stop))

    def test_lunch(self):
        self.calendar.attendance_ids = [(0, 0, {
            'name': "Lunch", 'dayofweek': '4', 'hour_from': 12, 'hour_to': 13, 'day_period': 'lunch'})]
        self._adjust(SATURDAY, '4')
        start, stop = utc.localize(datetime(2026, 2, 13, 16)), utc.localize(datetime(2026, 2, 14, 16))
        [(begin, end, lunch)] = self.calendar._attendance_intervals_batch(start, stop, lunch=True)[False]
        self.assertEqual((begin.hour, end.hour, lunch.day_period), (12, 13, 'lunch'))
        self.assertEqual(self._get_hours(SATURDAY, SATURDAY), 8)

    def test_two_week_calendar_takes_the_hours_of_the_same_week(self):
        self.calendar.switch_calendar_type()
        week = str(self.env['resource.calendar.attendance'].get_week_type(SATURDAY))
        self.calendar.attendance_ids.filtered(
            lambda line: line.week_type == week and line.dayofweek == '4' and line.hour_from >= 12).unlink()
        self._adjust(SATURDAY, '4')
        hours = self.calendar.attendance_ids.filtered(lambda line: line.week_type == week and line.dayofweek == '4')
        self.assertEqual(self._get_hours(SATURDAY, SATURDAY), sum(hours.mapped('duration_hours')))

    def test_part_of_the_day(self):
        self._adjust(SATURDAY)
        self.assertEqual(self.calendar.get_work_hours_count(
            self._local(2026, 2, 14, 11), self._local(2026, 2, 14, 14)), 2)

    def test_copy_of_a_schedule_has_its_days(self):
        self._load().action_confirm()
        copy = self.calendar.copy()
        self.assertTrue(copy.global_leave_ids)
        self.assertEqual(sorted(copy.adjusted_workday_ids.mapped('date')),
                         sorted(self.calendar.adjusted_workday_ids.mapped('date')))
        self.assertEqual(set(copy.adjusted_workday_ids.mapped('source')), {'CN/2026'})
        self.assertEqual(self._get_hours(SATURDAY, SATURDAY, copy), 8)

    def test_weekday_is_proposed(self):
        form = Form(self.env['office.adjusted.workday'].with_user(self.manager))
        form.calendar_id = self.calendar
        form.date = SATURDAY
        self.assertEqual(form.dayofweek, '4')
        self.assertEqual(self._adjust(date(2026, 2, 15)).dayofweek, '4')

    # Bad input

    def test_day_that_works_already(self):
        with self.assertRaisesRegex(ValidationError, "Fri, Feb 13, 2026 is a working day of Office Hours already"):
            self._adjust(date(2026, 2, 13), '0')

    def test_day_in_the_past_warns(self):
        form = Form(self.env['office.adjusted.workday'].with_user(self.manager))
        self.assertIn("is over", self.env['office.adjusted.workday'].new(
            {'date': date(2020, 2, 15)})._onchange_date()['warning']['message'])
        self.assertFalse(self.env['office.adjusted.workday'].new(
            {'date': date(2099, 2, 14)})._onchange_date())
        form.calendar_id = self.calendar
        form.date = date(2020, 2, 15)
        self.assertTrue(form.save())

    def test_weekday_on_which_nobody_works(self):
        with self.assertRaisesRegex(ValidationError, "Nobody works on a Sunday in Office Hours"):
            self._adjust(SATURDAY, '6')

    def test_schedule_without_hours(self):
        with self.assertRaisesRegex(ValidationError, "Empty has no working hours"):
            self._adjust(SATURDAY, calendar=self._create_calendar("Empty", days='', company_id=self.company.id))

    def test_flexible_schedule(self):
        flexible = self._create_calendar("Free", company_id=self.company.id, schedule_type='flexible')
        with self.assertRaisesRegex(ValidationError, "Free is flexible"):
            self._adjust(SATURDAY, '4', flexible)

    def test_public_holiday(self):
        self._load().action_confirm()
        with self.assertRaisesRegex(ValidationError, "is a public holiday of Office Hours .Labor Day."):
            self._adjust(date(2026, 5, 2), '4')

    @mute_logger('odoo.sql_db')
    def test_same_day_twice(self):
        self._adjust(SATURDAY)
        with self.assertRaisesRegex(Exception, "office_adjusted_workday_date_uniq"):
            self._adjust(SATURDAY)

    # Rights

    def test_employees_read_and_managers_write(self):
        workday = self._adjust(SATURDAY, user=self.manager)
        self.assertEqual(workday.with_user(self.user).date, SATURDAY)
        for attempt in (lambda: workday.with_user(self.user).write({'date': date(2026, 2, 21)}),
                        lambda: workday.with_user(self.user).unlink(),
                        lambda: self._adjust(date(2026, 2, 28), user=self.user),
                        lambda: self._load(user=self.user)):
            with self.assertRaises(AccessError):
                attempt()

    def test_managers_keep_public_holidays_by_hand(self):
        holidays = self.env['resource.calendar.leaves'].with_context(default_calendar_id=self.calendar.id)
        values = {'name': "Flood", 'date_from': self._local(2026, 3, 3), 'date_to': self._local(2026, 3, 3, 23)}
        with self.assertRaises(AccessError):
            holidays.with_user(self.user).create(values)
        holiday = holidays.with_user(self.manager).create(values)
        holiday.name = "High water"
        with self.assertRaises(AccessError):
            holiday.with_user(self.user).write({'name': "Mine"})
        person = self.env['resource.resource'].create(
            {'name': "Anna", 'calendar_id': self.calendar.id, 'company_id': self.company.id, 'user_id': self.user.id})
        own = self.env['resource.calendar.leaves'].create({
            'name': "Own", 'resource_id': person.id, 'date_from': self._local(2026, 4, 13),
            'date_to': self._local(2026, 4, 14)})
        with self.assertRaises(AccessError):
            own.with_user(self.manager).write({'name': "Hers"})
        with self.assertRaises(AccessError):
            own.with_user(self.user).write({'resource_id': False})
        with self.assertRaises(AccessError):
            holiday.with_user(self.manager).write({'resource_id': person.id})
        other = self.env['res.company'].create({'name': "Elsewhere"})
        with self.assertRaises(AccessError):
            holiday.with_user(self.manager).write({'calendar_id': other.resource_calendar_id.id})

    def test_nobody_forges_where_days_come_from(self):
        person = self.env['resource.resource'].create(
            {'name': "Anna", 'calendar_id': self.calendar.id, 'company_id': self.company.id, 'user_id': self.user.id})
        leave = self.env['resource.calendar.leaves'].with_user(self.user).create({
            'name': "Mine", 'resource_id': person.id, 'office_source': 'XX/2027',
            'date_from': self._local(2027, 3, 3), 'date_to': self._local(2027, 3, 4)})
        leave.write({'office_source': 'XX/2027'})
        self.assertFalse(leave.office_source)
        workday = self.env['office.adjusted.workday'].with_user(self.manager).create(
            {'calendar_id': self.calendar.id, 'date': SATURDAY, 'source': 'XX/2026'})
        workday.source = 'XX/2026'
        self.assertFalse(workday.source)
        administrator = self._create_user('wt_root', 'base.group_system')
        version = self.calendar.worktime_version
        self.calendar.with_user(administrator).worktime_version = 2_000_000_000
        self.assertEqual(self.calendar.worktime_version, version)

    def test_another_company(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        workday = self._adjust(SATURDAY, calendar=other.resource_calendar_id)
        manager = self.env['office.adjusted.workday'].with_user(self.manager)
        self.assertFalse(manager.search([('id', '=', workday.id)]))
        with self.assertRaises(AccessError):
            self._adjust(date(2026, 2, 28), calendar=other.resource_calendar_id, user=self.manager)
        with self.assertRaisesRegex(AccessError, "belongs to another company"):
            self._load(calendars=other.resource_calendar_id).action_confirm()
        own = self._adjust(date(2026, 2, 28), user=self.manager)
        with self.assertRaises(AccessError):
            own.calendar_id = other.resource_calendar_id
        load = self._load(calendars=self._create_calendar("Shared", company_id=False))
        load.company_id = other
        with self.assertRaises(AccessError):
            load.action_confirm()

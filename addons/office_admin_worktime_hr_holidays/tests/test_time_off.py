from datetime import date

from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestTimeOff(TransactionCase):
    """Odoo's own Time Off over adjusted workdays and loaded public holidays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['res.company'].create({'name': "Working Days"})
        cls.calendar = cls.company.resource_calendar_id
        cls.calendar.tz = 'Asia/Shanghai'
        cls.user = new_test_user(
            cls.env, login='off_user', groups='base.group_user', tz='Asia/Shanghai',
            company_id=cls.company.id, company_ids=cls.company.ids)
        cls.employee = cls.env['hr.employee'].create({
            'name': "Anna", 'user_id': cls.user.id, 'company_id': cls.company.id, 'tz': 'Asia/Shanghai',
            'resource_calendar_id': cls.calendar.id, 'date_version': date(2025, 1, 1)})
        cls.kinds = {
            unit: cls.env['hr.leave.type'].create({
                'name': f"Rest by {unit}", 'requires_allocation': False, 'request_unit': unit,
                'leave_validation_type': 'no_validation', 'company_id': cls.company.id})
            for unit in ('day', 'half_day', 'hour')
        }

    def _request(self, first, last, unit='day', **values):
        return self.env['hr.leave'].with_user(self.user).create({
            'employee_id': self.employee.id, 'holiday_status_id': self.kinds[unit].id,
            'request_date_from': first, 'request_date_to': last, **values})

    def _adjust(self, day=date(2026, 2, 14), dayofweek='4'):
        return self.env['office.adjusted.workday'].create(
            {'calendar_id': self.calendar.id, 'date': day, 'dayofweek': dayofweek})

    def test_days_over_an_adjusted_workday(self):
        self._adjust()
        leave = self._request(date(2026, 2, 13), date(2026, 2, 16))
        self.assertRecordValues(leave, [{'number_of_days': 3, 'number_of_hours': 24}])

    def test_half_a_day_and_hours_on_an_adjusted_workday(self):
        self._adjust()
        half = self._request(date(2026, 2, 14), date(2026, 2, 14), 'half_day',
                             request_date_from_period='am', request_date_to_period='am')
        self.assertRecordValues(half, [{'number_of_days': 0.5, 'number_of_hours': 4}])
        hours = self._request(date(2026, 2, 14), date(2026, 2, 14), 'hour', request_hour_from=13, request_hour_to=16)
        self.assertEqual(hours.number_of_hours, 3)

    def test_time_off_requested_before_is_counted_anew(self):
        leave = self._request(date(2026, 2, 13), date(2026, 2, 16))
        self.assertEqual(leave.number_of_days, 2)
        workday = self._adjust()
        self.assertEqual(leave.number_of_days, 3)
        workday.date = date(2026, 2, 21)
        self.assertEqual(leave.number_of_days, 2)
        workday.date = date(2026, 2, 15)
        self.assertEqual(leave.number_of_days, 3)
        workday.unlink()
        self.assertEqual(leave.number_of_days, 2)

    def test_time_off_is_counted_anew_whoever_keeps_the_holidays(self):
        manager = new_test_user(
            self.env, login='off_manager', groups='base.group_user,office_admin_worktime.group_manager',
            tz='Asia/Shanghai', company_id=self.company.id, company_ids=self.company.ids)
        leave = self._request(date(2026, 3, 2), date(2026, 3, 4))
        self.assertEqual(leave.number_of_days, 3)
        self.env['resource.calendar.leaves'].with_user(manager).create({
            'name': "Flood", 'calendar_id': self.calendar.id,
            'date_from': '2026-03-02 16:00:00', 'date_to': '2026-03-03 15:59:59'})
        self.assertEqual(leave.number_of_days, 2)
        self.env['office.adjusted.workday'].with_user(manager).create(
            {'calendar_id': self.calendar.id, 'date': date(2026, 3, 7), 'dayofweek': '1'})
        over_saturday = self._request(date(2026, 3, 6), date(2026, 3, 9))
        self.assertEqual(over_saturday.number_of_days, 3)

    def test_calendar_of_time_off_shows_the_adjusted_workday_as_worked(self):
        self._adjust()
        unusual = self.env['hr.leave'].with_user(self.user).with_company(self.company).get_unusual_days(
            '2026-02-13 00:00:00', '2026-02-16 00:00:00')
        self.assertEqual(unusual, {
            '2026-02-13': False, '2026-02-14': False, '2026-02-15': True, '2026-02-16': False})

    def test_loaded_year_in_time_off(self):
        administrator = new_test_user(
            self.env, login='off_admin', groups='base.group_system', tz='America/New_York',
            company_id=self.company.id, company_ids=self.company.ids)
        load = self.env['office.adjusted.workday.load'].with_user(administrator).create({
            'country_id': self.env.ref('base.cn').id, 'year': '2026', 'calendar_ids': self.calendar.ids})
        load.action_confirm()
        # whoever loads, in whatever time zone: the days are those of the schedule
        leave = self._request(date(2026, 2, 12), date(2026, 2, 24))
        self.assertEqual(leave.number_of_days, 4)  # 12, 13, 14 and 24
        self.assertFalse(any(step.change == 'add' for step in load._get_plan()))

    def test_public_holiday_entered_in_time_off_is_kept(self):
        holiday = self.env['resource.calendar.leaves'].with_company(self.company).create({
            'name': "Golden Week", 'calendar_id': False,
            'date_from': '2026-09-30 16:00:00', 'date_to': '2026-10-07 15:59:59'})
        load = self.env['office.adjusted.workday.load'].with_company(self.company).create({
            'country_id': self.env.ref('base.cn').id, 'year': '2026', 'calendar_ids': self.calendar.ids})
        load.action_confirm()
        self.assertTrue(holiday.exists())
        october = self.env['resource.calendar.leaves'].search([
            ('calendar_id', '=', self.calendar.id), ('date_from', '>=', '2026-09-29'),
            ('date_from', '<', '2026-10-09')])
        self.assertFalse(october)

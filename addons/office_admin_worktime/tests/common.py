from datetime import datetime

from odoo.tests import TransactionCase, new_test_user


class WorktimeCommon(TransactionCase):
    """A company in Shanghai that works from 9:00 to 12:00 and 13:00 to 18:00."""
    # the first page of a tour builds the assets, while its other requests wait: on a busy machine longer than 20 s
    test_cursor_lock_timeout = 100

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['res.company'].create({'name': "Working Days"})
        cls.calendar = cls._create_calendar("Office Hours", company_id=cls.company.id)
        cls.company.resource_calendar_id = cls.calendar
        cls.user = cls._create_user('wt_user')
        cls.manager = cls._create_user('wt_manager', 'office_admin_worktime.group_manager')

    @classmethod
    def _create_user(cls, login, groups='base.group_user', company=None):
        company = company or cls.company
        return new_test_user(
            cls.env, login=login, groups=f'base.group_user,{groups}', tz='Asia/Shanghai', company_id=company.id,
            company_ids=company.ids)

    @classmethod
    def _create_calendar(cls, name, hours=((9, 12), (13, 18)), days='01234', tz='Asia/Shanghai', **values):
        return cls.env['resource.calendar'].create({
            'name': name, 'tz': tz,
            'attendance_ids': [(5, 0, 0)] + [
                (0, 0, {'name': "Work", 'dayofweek': day, 'hour_from': start, 'hour_to': stop,
                        'day_period': 'morning' if stop <= 12 else 'afternoon'})
                for day in days for start, stop in hours],
            **values})

    @classmethod
    def _adjust(cls, day, dayofweek=None, calendar=None, user=None):
        return cls.env['office.adjusted.workday'].with_user(user or cls.env.user).create({
            'calendar_id': (calendar or cls.calendar).id, 'date': day,
            **({'dayofweek': dayofweek} if dayofweek else {})})

    @classmethod
    def _load(cls, country='CN', year=2026, calendars=None, user=None, lang='en_US'):
        return cls.env['office.adjusted.workday.load'].with_user(user or cls.manager).with_context(lang=lang).create({
            'country_id': cls.env['res.country'].search([('code', '=', country)]).id,
            'year': str(year), 'calendar_ids': (calendars or cls.calendar).ids})

    def _create_holiday(self, name, first, last, calendar=None):
        """Make a public holiday by hand, from the morning of a day in Shanghai to the evening of another."""
        # as a default, since Time Off takes the moments for those of the user's time zone otherwise
        return self.env['resource.calendar.leaves'].with_context(
            default_calendar_id=(calendar or self.calendar).id).create({
                'name': name, 'date_from': self._local(first.year, first.month, first.day),
                'date_to': self._local(last.year, last.month, last.day, 23, 59, 59)})

    def _local(self, *moment):
        """Return a moment in Shanghai as Odoo stores it."""
        return datetime(*moment) - (datetime(2026, 1, 1, 8) - datetime(2026, 1, 1))

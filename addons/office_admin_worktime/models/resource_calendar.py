from datetime import date, datetime, time, timedelta
from functools import partial

from markupsafe import Markup
from pytz import timezone, utc

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import format_list
from odoo.tools.date_utils import float_to_time
from odoo.tools.intervals import Intervals

from .. import public_holidays
from ..working_time import NoWorkingTime, Shift, WorkingTime

MIN_SHIFT = timedelta(minutes=1)
"""What is shorter is no working time: holidays end a second before midnight, and some schedules at midnight."""

ACTIVITY_TYPE = 'office_admin_worktime.mail_activity_type_load_year'


class ResourceCalendar(models.Model):
    """Working hours that know days off that are worked, and promises that depend on them."""
    _inherit = 'resource.calendar'

    adjusted_workday_ids = fields.One2many(
        'office.adjusted.workday', 'calendar_id', "Adjusted Workdays", copy=False,
        help="Days off that are worked, for example a Saturday in exchange for a longer holiday.")
    worktime_version = fields.Integer(
        "Version", default=1, readonly=True, copy=False,
        help="Grows with each change of the working time. A promise remembers the version it was counted with.")

    @api.constrains('attendance_ids', 'schedule_type')  # and not hours per day: Odoo switches by way of none
    def _check_promises_have_working_time(self):
        for calendar in self:
            # sudo: users have no access to promises
            promises = self.env['office.deadline'].sudo().search_count(
                [('calendar_id', '=', calendar.id), ('end_datetime', '=', False)])
            if promises and not calendar._has_working_time():
                raise ValidationError(self.env._(
                    "%(calendar)s needs working time: %(count)s promises are still counted with it.",
                    calendar=calendar.name, count=promises))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_version(vals) for vals in vals_list])

    def copy(self, default=None):
        copies = super().copy(default)
        for calendar, copy in zip(self, copies, strict=True):
            # not by copy=True: the days need the hours of the copy, which come after them;
            # sudo: that the days were loaded comes along as well
            copy.sudo().adjusted_workday_ids = [
                Command.create({
                    'date': workday.date, 'dayofweek': workday.dayofweek, 'name': workday.name,
                    'source': workday.source})
                for workday in calendar.adjusted_workday_ids
                if copy._has_attendance(workday.date, workday.dayofweek)
            ]
        return copies

    def write(self, vals):
        zones = {calendar: calendar.tz for calendar in self}
        result = super().write(self._without_version(vals))
        if 'tz' in vals:
            self.env.registry.clear_cache()  # _get_calendar_tz of companies
        moved = self.filtered(lambda calendar: calendar.tz != zones[calendar])
        for calendar in moved:
            # sudo: who sets up a calendar need not have the right on time off
            calendar.sudo().leave_ids._move_to_time_zone(zones[calendar], calendar.tz)
        if vals.keys() & {'attendance_ids', 'attendance_ids_1st_week', 'attendance_ids_2nd_week', 'tz', 'schedule_type',
                          'flexible_hours', 'two_weeks_calendar', 'hours_per_day', 'full_time_required_hours'}:
            self._mark_changed()
        return result

    def action_load_year(self):
        return self.env['ir.actions.act_window']._for_xml_id(
            'office_admin_worktime.office_adjusted_workday_load_action') | {
                'context': {'default_calendar_ids': self.ids}}

    def _without_version(self, vals):
        """Only a change of the working time counts as one."""
        return vals if self.env.su else {name: value for name, value in vals.items() if name != 'worktime_version'}

    def _mark_changed(self):
        """Let the open promises be counted anew, by a scheduled action and not by who changes the calendar."""
        calendars_sudo = self.sudo().exists()  # sudo: who adds a holiday need not have the right to write schedules
        for calendar in calendars_sudo:
            calendar.worktime_version += 1
        self.env['office.deadline'].sudo()._recompute_soon(calendars_sudo)

    def _attendance_intervals_batch(self, start_dt, end_dt, resources=None, domain=None, tz=None, lunch=False):
        result = super()._attendance_intervals_batch(start_dt, end_dt, resources, domain, tz, lunch)
        workdays = self.env['office.adjusted.workday'] if self.flexible_hours else self._get_adjusted_workdays(
            start_dt.date() - timedelta(days=1), end_dt.date() + timedelta(days=1))
        if not workdays:
            return result
        attendances = self.attendance_ids.filtered_domain(domain or []).filtered(
            lambda attendance: not attendance.display_type and (attendance.day_period == 'lunch') == lunch)
        calendars = resources._get_calendar_at(start_dt, tz) if resources else {}
        adjusted = {}  # by time zone, since people in the same zone share their intervals
        for resource_id, intervals in result.items():
            resource = self.env['resource.resource'].browse(resource_id)
            if resource and (not calendars.get(resource) or calendars[resource].flexible_hours):
                continue  # works when he likes
            zone = tz or timezone((resource or self).tz)
            if zone not in adjusted:
                adjusted[zone] = self._adjust_intervals(intervals, start_dt, end_dt, workdays, attendances, zone)
            result[resource_id] = adjusted[zone]
        return result

    def _adjust_intervals(self, intervals, start_dt, end_dt, workdays, attendances, zone):
        """Return ``intervals`` with those of ``workdays`` replaced by what is worked on their weekday.

        The attendances themselves stay in the third place: days are counted by their durations.
        """
        start_dt, end_dt = start_dt.astimezone(zone), end_dt.astimezone(zone)
        dates = set(workdays.mapped('date'))
        items = [item for item in intervals if item[0].date() not in dates]
        for workday in workdays:
            for attendance in self._get_attendances_of(workday.date, workday.dayofweek, attendances):
                start, stop = (
                    zone.localize(datetime.combine(workday.date, float_to_time(hour)))
                    for hour in (attendance.hour_from, attendance.hour_to))
                items.append((max(start_dt, start), min(end_dt, stop), attendance))
        return Intervals(items, keep_distinct=True)

    def _works_on_date(self, date):
        return super()._works_on_date(self._get_date_with_same_hours(date))

    def _get_hours_for_date(self, target_date, day_period=None):
        return super()._get_hours_for_date(self._get_date_with_same_hours(target_date), day_period)

    def _get_date_with_same_hours(self, date):
        """Return the day of the same week like which an adjusted workday is worked, else ``date`` itself."""
        if not date or self.flexible_hours:
            return date
        workday = self._get_adjusted_workdays(date, date)
        return date + timedelta(days=int(workday.dayofweek) - date.weekday()) if workday else date

    def _get_adjusted_workdays(self, first, last):
        # sudo: like the hours of a schedule they are no secret, and the server counts with them for everybody;
        # by the field and not by a search, since planning asks for every two weeks of a year
        return self.sudo().adjusted_workday_ids.filtered(
            lambda workday: workday.date and first <= workday.date <= last)

    def _get_working_time(self, company):
        """Return the working time of this calendar without the public holidays of ``company``, to count promises with.

        :rtype: WorkingTime
        """
        self.ensure_one()
        # sudo: a promise is counted in the same way for everybody
        return WorkingTime(partial(self.sudo()._fetch_shifts, company), timezone(self.tz))

    def _fetch_shifts(self, company, first, last):
        """Return the shifts of the days from ``first`` to ``last``, ascending."""
        zone = timezone(self.tz)
        # without an adjustment at the edges that are not asked for
        start, stop = (zone.localize(datetime.combine(day, time())) for day in (first, last + timedelta(days=1)))
        intervals = self._work_intervals_batch(start, stop, tz=zone, domain=[
            ('time_type', '=', 'leave'), ('company_id', 'in', [company.id, False])])[False]
        return [
            Shift(begin.date(), begin.astimezone(utc).replace(tzinfo=None), end.astimezone(utc).replace(tzinfo=None))
            for begin, end, _attendance in intervals
            if end - begin >= MIN_SHIFT
        ]

    def _get_no_working_time_error(self):
        return UserError(self.env._(
            "Nobody works in %(calendar)s, so no promise can be counted with it. Enter its working hours in "
            "Working Schedules.", calendar=self.name))

    def _has_working_time(self):
        try:
            self._get_working_time(self.company_id or self.env.company).receive(fields.Datetime.now())
        except NoWorkingTime:
            return False
        return True

    def _has_attendance(self, date, dayofweek):
        """Whether people work on that weekday in the week of ``date``, holidays and adjustments aside."""
        return bool(self._get_attendances_of(date, dayofweek, self._get_global_attendances()))

    def _get_attendances_of(self, date, dayofweek, attendances):
        week_type = self.two_weeks_calendar and str(attendances.get_week_type(date))
        return attendances.filtered(lambda attendance: attendance.dayofweek == dayofweek and (
            not week_type or attendance.week_type == week_type))

    def _get_holiday(self, date):
        """Return the public holidays that cover noon of ``date``."""
        noon = timezone(self.tz).localize(datetime.combine(date, time(12))).astimezone(utc).replace(tzinfo=None)
        # sudo: public holidays are for everybody
        return self.env['resource.calendar.leaves'].sudo().search([
            ('resource_id', '=', False), ('calendar_id', 'in', (self.id, False)), ('time_type', '=', 'leave'),
            ('company_id', 'in', (self.company_id.id or self.env.company.id, False)),
            ('date_from', '<=', noon), ('date_to', '>=', noon)], limit=1)

    def _get_neighbouring_workday(self, date):
        """Return the weekday on which people work that lies nearest to ``date`` in its week, or nothing."""
        worked = [day for day in range(7) if self and self._has_attendance(date, str(day))]
        return str(min(worked, key=lambda day: abs(day - date.weekday()))) if worked else False

    # The public holidays of a year: they are loaded, and from December on somebody asks for those of the next one

    @api.model
    def _cron_warn_of_missing_year(self):
        """From December on, remind those who keep the working days of the next year, each once."""
        days = self.env['res.company']._get_by_office_today()
        for year in sorted({today.year + 1 for today, _companies in days if today.month == 12}):
            for user, calendars in self._get_missing_years(year).items():
                calendars._remind_of_year(user, year)

    @api.model
    def _get_missing_years(self, year):
        """Return ``{user: calendars}``: who should load ``year`` into which schedules of companies."""
        missing = {}
        for calendar, companies in self.env['res.company'].search([]).grouped('resource_calendar_id').items():
            if calendar and calendar._is_missing_year(companies, year):
                for user in self._get_working_day_keepers(companies):
                    missing[user] = missing.get(user, self.browse()) | calendar
        return missing

    def _is_missing_year(self, companies, year):
        """Whether nobody has entered the public holidays of ``year``, or the adjusted workdays that belong to them."""
        self.ensure_one()
        leaves = self.env['resource.calendar.leaves'].search([
            ('resource_id', '=', False), ('calendar_id', 'in', (self.id, False)),
            ('company_id', 'in', [*companies.ids, False]),
            ('date_from', '<=', datetime(year, 12, 31)), ('date_to', '>=', datetime(year, 1, 2))])
        has_workdays = any(workday.date.year == year for workday in self.adjusted_workday_ids)
        if not leaves or has_workdays or self.flexible_hours:
            return not leaves
        countries = {leave.office_source.split('/')[0].split('-')[0] for leave in leaves if leave.office_source}
        return public_holidays.is_available() and any(
            public_holidays.adjusts_workdays(country, year) for country in countries)

    def _remind_of_year(self, user, year):
        """Give ``user`` a to-do, unless he has had it."""
        deadline = date(year - 1, 12, 31)
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not kind or self.env['mail.activity'].with_context(active_test=False).search_count(
                [('activity_type_id', '=', kind.id), ('user_id', '=', user.id), ('date_deadline', '=', deadline)]):
            return
        env = self.with_context(lang=user.lang).env
        self.env['mail.activity'].create({
            'activity_type_id': kind.id,
            'user_id': user.id,
            'date_deadline': deadline,
            'summary': env._("Load the working days of %(year)s", year=year),
            'note': Markup('<p>%s <a href="/odoo/adjusted-workdays">%s</a></p>') % (
                env._("Public holidays or adjusted workdays of %(year)s are missing in %(calendars)s.", year=year,
                      calendars=format_list(env, self.mapped('name'))),
                env._("Load them")),
        })

    @api.model
    def _unlink_year_reminders(self, year):
        """Remove the to-dos that have served: no schedule of their users misses ``year`` any more."""
        # sudo: they may have been given to somebody else
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        reminders_sudo = kind and self.env['mail.activity'].sudo().search([
            ('activity_type_id', '=', kind.id), ('date_deadline', '=', date(year - 1, 12, 31))])
        if reminders_sudo:
            missing = self.sudo()._get_missing_years(year)
            reminders_sudo.filtered(lambda reminder: reminder.user_id not in missing).unlink()

    @api.model
    def _get_working_day_keepers(self, companies):
        """Hook: the users who keep the working days of companies; administrators if nobody does."""
        for group in ('office_admin_worktime.group_manager', 'base.group_system'):
            users = self.env.ref(group).all_user_ids.filtered(
                lambda user: user.active and user.company_ids & companies and user.id != SUPERUSER_ID)
            if users:
                return users
        return self.env['res.users']

"""What has to change in a working schedule so that it has the public holidays and adjusted workdays of a list."""
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from pytz import timezone, utc


class Step(NamedTuple):
    """One day, or days in a row, and what is to be done with it in one schedule."""

    change: str
    kind: str
    first: date
    last: date
    name: str
    weekday: str
    note: str
    calendar: Any
    record: Any


def to_utc(zone, day, hour):
    """Return the moment of a time of day in ``zone`` as Odoo stores it."""
    return zone.localize(datetime.combine(day, hour)).astimezone(utc).replace(tzinfo=None)


class Planner:
    """What has to change in one schedule so that it has the days of a list."""

    def __init__(self, load, calendar):
        self.env = load.env
        self.calendar = calendar
        self.year = load._get_year()
        company = calendar.company_id or load.company_id
        zone = timezone(calendar.tz)
        first, last = (to_utc(zone, day, time()) for day in (date(self.year, 1, 1), date(self.year + 1, 1, 1)))
        # sudo: public holidays and schedules are for everybody
        leaves_sudo = self.env['resource.calendar.leaves'].sudo().search([
            ('resource_id', '=', False), ('calendar_id', 'in', (calendar.id, False)),
            ('company_id', 'in', (company.id, False)), ('date_from', '<', last), ('date_to', '>=', first)])
        self.days = {leave: self._get_days(leave, zone) for leave in leaves_sudo}
        self.loaded = leaves_sudo.filtered(
            lambda leave: leave.calendar_id and (leave.office_source or '').endswith(f'/{self.year}'))
        self.by_hand = {day: leave for leave in leaves_sudo - self.loaded for day in self.days[leave]}
        workdays_sudo = self.env['office.adjusted.workday'].sudo().search([
            ('calendar_id', '=', calendar.id), ('date', '>=', date(self.year, 1, 1)),
            ('date', '<=', date(self.year, 12, 31))])
        self.workdays = {workday.date: workday for workday in workdays_sudo}
        self.steps = []

    def plan(self, holidays, workdays):
        """Return the steps for the days of the list."""
        kept = self.env['resource.calendar.leaves']
        for holiday in holidays:
            kept |= self._plan_holiday(holiday)
        for leave in self.loaded - kept:
            self._add('remove', 'holiday', self.days[leave][0], self.days[leave][-1], leave.name, record=leave)
        for workday in workdays:
            self._plan_workday(workday)
        listed = {workday.day for workday in workdays}
        for day, workday in self.workdays.items():
            if workday.source and day not in listed:
                self._add('remove', 'workday', day, day, workday.name, workday.dayofweek, record=workday)
        return self.steps

    def _plan_holiday(self, holiday):
        """Plan what is missing of a holiday and return what is there of it."""
        days = [holiday.first + timedelta(days=n) for n in range((holiday.last - holiday.first).days + 1)]
        kept = self.env['resource.calendar.leaves']
        run = []
        for day in [*days, None]:
            own = self.workdays.get(day)
            if day and day not in self.by_hand and not (own and not own.source):
                run.append(day)
                continue
            if run:
                kept |= self._plan_run(run, holiday.name)
                run = []
            if day in self.by_hand:
                self._add('keep', 'holiday', day, day, self.by_hand[day].name or holiday.name,
                          note=self.env._("Entered by hand"))
            elif day:
                self._add('skip', 'holiday', day, day, holiday.name,
                          note=self.env._("Is an adjusted workday entered by hand"))
        return kept

    def _plan_run(self, days, name):
        same = self.loaded.filtered(lambda leave: self.days[leave] == days)[:1]
        self._add('keep' if same else 'add', 'holiday', days[0], days[-1], same.name or name)
        return same

    def _plan_workday(self, workday):
        day, calendar = workday.day, self.calendar
        existing = self.workdays.get(day)
        if existing:
            self._add('keep', 'workday', day, day, existing.name, existing.dayofweek)
            return
        weekday = str(workday.weekday) if workday.weekday is not None else False
        if not weekday or not calendar._has_attendance(day, weekday):
            weekday = calendar._get_neighbouring_workday(day)
        if calendar.flexible_hours:
            note = self.env._("The schedule is flexible")
        elif not weekday:
            note = self.env._("The schedule has no working hours")
        elif calendar._has_attendance(day, str(day.weekday())):
            note = self.env._("Is a working day already")
        elif day in self.by_hand:
            note = self.env._("Is a public holiday entered by hand")
        else:
            note = False
        self._add('skip' if note else 'add', 'workday', day, day, False, weekday, note=note)

    def _add(self, change, kind, first, last, name, weekday=False, note=False, record=None):
        self.steps.append(Step(change, kind, first, last, name, weekday, note, self.calendar, record))

    @staticmethod
    def _get_days(leave, zone):
        """The days that a holiday touches; Odoo refuses another one on them."""
        first, last = (utc.localize(moment).astimezone(zone).date() for moment in (leave.date_from, leave.date_to))
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

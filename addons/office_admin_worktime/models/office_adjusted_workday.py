from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import babel_locale_parse, format_date


class OfficeAdjustedWorkday(models.Model):
    """A day off that is worked in a calendar (调休), with the hours of another weekday."""
    _name = 'office.adjusted.workday'
    _description = 'Adjusted Workday'
    _order = 'date desc, calendar_id'
    _rec_name = 'date'

    name = fields.Char("Reason", translate=True)
    date = fields.Date(required=True)
    calendar_id = fields.Many2one(
        'resource.calendar', "Working Schedule", required=True, index=True, ondelete='cascade',
        default=lambda self: self.env.company.resource_calendar_id)
    company_id = fields.Many2one(related='calendar_id.company_id', store=True, index='btree_not_null')
    dayofweek = fields.Selection(
        lambda self: self.env['resource.calendar.attendance']._fields['dayofweek']._description_selection(self.env),
        "Worked As", compute='_compute_dayofweek', store=True, readonly=False, precompute=True,
        help="The weekday whose working hours hold on this date.")
    source = fields.Char(
        "Loaded From", readonly=True, copy=False, help="Country and year of the list from which the day was loaded.")

    _date_uniq = models.UniqueIndex(
        '(calendar_id, date)', "This date is an adjusted workday of the working schedule already.")

    @api.depends('date', 'calendar_id')
    def _compute_display_name(self):
        for workday in self:
            workday.display_name = f"{format_date(self.env, workday.date)} ({workday.calendar_id.name})"

    @api.depends('date', 'calendar_id')
    def _compute_dayofweek(self):
        for workday in self:
            if not workday.dayofweek and workday.date:
                workday.dayofweek = workday.calendar_id._get_neighbouring_workday(workday.date)

    @api.onchange('date')
    def _onchange_date(self):
        if self.date and self.date < (self.calendar_id.company_id or self.env.company)._get_office_today():
            return {'warning': {
                'title': self.env._("In the past"),
                'message': self.env._(
                    "%(date)s is over. What was already counted with it, like promises that have ended, stays as it "
                    "is.", date=format_date(self.env, self.date)),
            }}

    @api.constrains('date', 'calendar_id', 'dayofweek')
    def _check_date(self):
        for workday in self:
            calendar = workday.calendar_id
            values = {
                'date': format_skeleton('yMMMEEEEd', workday.date, locale=babel_locale_parse(self.env.lang)),
                'calendar': calendar.name,
            }
            if calendar.flexible_hours:
                raise ValidationError(self.env._(
                    "%(calendar)s is flexible: its people choose their days themselves. Adjusted workdays belong to "
                    "schedules with fixed hours.", **values))
            if calendar._has_attendance(workday.date, str(workday.date.weekday())):
                raise ValidationError(self.env._(
                    "%(date)s is a working day of %(calendar)s already. Choose a day that is off.", **values))
            if not calendar._get_global_attendances():
                raise ValidationError(self.env._(
                    "%(calendar)s has no working hours. Enter them before you adjust its days.", **values))
            if not workday.dayofweek:
                raise ValidationError(self.env._(
                    "Say which weekday's hours hold on %(date)s in %(calendar)s.", **values))
            if not calendar._has_attendance(workday.date, workday.dayofweek):
                raise ValidationError(self.env._(
                    "Nobody works on a %(weekday)s in %(calendar)s, so %(date)s cannot be worked like one. Choose "
                    "another weekday.",
                    weekday=dict(self._fields['dayofweek']._description_selection(self.env)).get(
                        workday.dayofweek),
                    **values))
            if holiday := calendar._get_holiday(workday.date):
                raise ValidationError(self.env._(
                    "%(date)s is a public holiday of %(calendar)s (%(holiday)s). Remove the holiday first.",
                    holiday=holiday.name or self.env._("without a name"), **values))

    @api.model_create_multi
    def create(self, vals_list):
        workdays = super().create([self._without_source(vals) for vals in vals_list])
        self._after_change(workdays._get_places())
        return workdays

    def write(self, vals):
        vals = self._without_source(vals)
        if not vals.keys() & {'date', 'calendar_id', 'dayofweek'}:
            return super().write(vals)
        before = self._get_places()
        result = super().write(vals)
        self.check_access('write')  # of the company to whose schedule it has come, too
        self._after_change(before | self._get_places())
        return result

    def unlink(self):
        before = self._get_places()
        result = super().unlink()
        self._after_change(before)
        return result

    def _without_source(self, vals):
        """Only loading marks a day as loaded."""
        return vals if self.env.su else {name: value for name, value in vals.items() if name != 'source'}

    def _get_places(self):
        return {(workday.calendar_id, workday.date) for workday in self}

    @api.model
    def _after_change(self, places):
        """Hook: what follows when days of working schedules change.

        :param set places: ``(calendar, date)`` pairs
        """
        self.env['resource.calendar'].union(*(calendar for calendar, _date in places))._mark_changed()

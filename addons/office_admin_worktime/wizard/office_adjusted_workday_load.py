import unicodedata
from datetime import time

from pytz import timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

from .. import public_holidays
from .year_plan import Planner, to_utc

CHANGES = [('add', "Add"), ('keep', "Is There"), ('remove', "Remove"), ('skip', "Leave Out")]


class OfficeAdjustedWorkdayLoad(models.TransientModel):
    """Load the public holidays and adjusted workdays of a country and year into working schedules.

    What was loaded before gives way to the present list, what was entered by hand stays. Loading twice changes
    nothing.
    """
    _name = 'office.adjusted.workday.load'
    _description = 'Load Public Holidays and Adjusted Workdays'

    def _default_calendar_ids(self):
        company = self.env.company
        return self.env.context.get('default_calendar_ids') or (
            company.resource_calendar_id | self.env['resource.calendar'].search([('company_id', '=', company.id)]))

    def _default_year(self):
        today = self.env.company._get_office_today()
        return today.year + (today.month >= 11)  # lists are published about November

    company_id = fields.Many2one('res.company', required=True, readonly=True, default=lambda self: self.env.company)
    country_id = fields.Many2one('res.country', default=lambda self: self.env.company.country_id)
    part = fields.Selection(
        '_selection_part', "Part of the Country", compute='_compute_part', store=True, readonly=False, precompute=True,
        help="Where public holidays differ between parts of the country.")
    offered_parts = fields.Json(compute='_compute_offered_parts')
    year = fields.Char(required=True, default=lambda self: str(self._default_year()))
    calendar_ids = fields.Many2many(
        'resource.calendar', string="Working Schedules", required=True,
        default=lambda self: self._default_calendar_ids(), domain="[('company_id', 'in', (company_id, False))]")
    message = fields.Text(compute='_compute_line_ids', store=True, precompute=True)
    has_changes = fields.Boolean(compute='_compute_line_ids', store=True, precompute=True)
    has_workdays = fields.Boolean(compute='_compute_line_ids', store=True, precompute=True)
    has_several = fields.Boolean(compute='_compute_has_several')
    line_ids = fields.One2many(
        'office.adjusted.workday.load.line', 'load_id', "What Will Change", compute='_compute_line_ids', store=True,
        precompute=True)

    @api.model
    def _selection_part(self):
        return [(f'{country}-{part}', name) for (country, part), name in public_holidays.get_all_parts().items()]

    @api.depends('country_id')
    def _compute_part(self):
        for load in self:
            if not load.part or load.part not in load._get_offered_parts():
                load.part = load._get_part_of_company()

    @api.depends('country_id')
    def _compute_offered_parts(self):
        for load in self:
            load.offered_parts = load._get_offered_parts()

    @api.depends('country_id', 'part', 'year', 'calendar_ids')
    def _compute_line_ids(self):
        for load in self:
            plan = []
            load.message = False
            try:
                plan = load._get_plan()
            except UserError as error:
                load.message = str(error)
            else:
                load.message = load._get_advice(plan)
            load.has_changes = any(step.change in ('add', 'remove') for step in plan)
            load.has_workdays = any(step.kind == 'workday' for step in plan)
            load.line_ids = [Command.clear()] + [
                Command.create(values) for values in load._prepare_line_values(plan)]

    @api.depends('calendar_ids')
    def _compute_has_several(self):
        for load in self:
            load.has_several = len(load.calendar_ids) > 1

    @api.model
    def _prepare_line_values(self, plan):
        """Return the values of preview lines; the same change in several schedules is one line."""
        calendars = {}
        for step in plan:
            calendars.setdefault(step._replace(calendar=None, record=None), []).append(step.calendar.id)
        return [
            {
                'change': step.change,
                'kind': step.kind,
                'date_from': step.first,
                'date_to': step.last,
                'name': step.name,
                'dayofweek': step.weekday,
                'note': step.note,
                'calendar_ids': [Command.set(ids)],
            }
            for step, ids in sorted(calendars.items(), key=lambda item: (item[0].first, item[0].change))
        ]

    def action_confirm(self):
        """Do what the preview says, as it is true now.

        :raise UserError: the list is not known, or a schedule belongs to another company; nothing is changed then
        """
        self.ensure_one()
        plan = self._get_plan()
        # sudo: what follows from a holiday touches more than who loads it may see, like time off that was requested
        plan_sudo = [step._replace(calendar=step.calendar.sudo(), record=step.record and step.record.sudo())
                     for step in plan]
        for step in plan_sudo:
            if step.change == 'remove':
                step.record.unlink()
        for calendar in self.calendar_ids.sudo():
            added = [step for step in plan_sudo if step.change == 'add' and step.calendar == calendar]
            self._add_holidays(calendar, [step for step in added if step.kind == 'holiday'])
            self._add_workdays(calendar, [step for step in added if step.kind == 'workday'])
        self.calendar_ids._unlink_year_reminders(self._get_year())
        return self._get_done_notification(plan)

    def _add_holidays(self, calendar, steps):
        # Time Off takes the moments of a holiday for those of the user's own time zone if they are made together with
        # the name of a schedule; as a default the schedule comes after that
        leaves = self.env['resource.calendar.leaves'].sudo().with_company(self.company_id).with_context(
            default_calendar_id=calendar.id, default_resource_id=False)
        zone = timezone(calendar.tz)
        leaves.create([
            {
                'name': step.name,
                'date_from': to_utc(zone, step.first, time()),
                'date_to': to_utc(zone, step.last, time(23, 59, 59)),
                'office_source': self._get_source(),
            }
            for step in steps
        ])

    def _add_workdays(self, calendar, steps):
        self.env['office.adjusted.workday'].sudo().create([
            {
                'calendar_id': calendar.id,
                'date': step.first,
                'dayofweek': step.weekday,
                'name': step.name,
                'source': self._get_source(),
            }
            for step in steps
        ])

    def _get_done_notification(self, plan):
        added, removed = (sum(step.change == change for step in plan) for change in ('add', 'remove'))
        text = self.env._("%(added)s entries added, %(removed)s removed.", added=added, removed=removed)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': text if added or removed else self.env._("Everything is there already."),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    def _get_offered_parts(self):
        country = self.country_id.code
        return [f'{country}-{part}' for part in public_holidays.get_part_names(country)] if country else []

    def _get_part_of_company(self):
        """Return the part that the company's address means, or False."""
        company = self.company_id
        if not self.country_id or company.country_id != self.country_id:
            return False
        part = public_holidays.find_part(
            self.country_id.code, company.state_id.code or '', company.state_id.name or '', company.city or '')
        return part and f'{self.country_id.code}-{part}'

    def _get_source(self):
        """Return the mark of what was loaded: country, part and year."""
        return f'{self.part or self.country_id.code}/{self._get_year()}'

    def _get_year(self):
        """:raise UserError: the year is no number of four digits"""
        year = unicodedata.normalize('NFKC', self.year or '').strip()  # from a Chinese keyboard, too
        if not (year.isdecimal() and len(year) == 4 and year.isascii() and int(year) > 1900):
            raise UserError(self.env._("Enter the year with four digits, for example %(year)s.",
                                       year=self._default_year()))
        return int(year)

    def _load_list(self):
        """Return what the list of country and year says.

        :raise UserError: nobody knows it
        """
        year = self._get_year()
        if not public_holidays.is_available():
            raise UserError(self.env._(
                "The Python package “holidays” is not installed on the server, so no list can be loaded. Ask an "
                "administrator to install it, or enter the days by hand."))
        if not self.country_id:
            raise UserError(self.env._("Choose the country whose public holidays hold."))
        if self.part and self.part not in self._get_offered_parts():
            raise UserError(self.env._(
                "%(part)s is no part of %(country)s. Choose another part, or leave it empty for the whole country.",
                part=dict(self._selection_part()).get(self.part, self.part), country=self.country_id.name))
        part = self.part and self.part.removeprefix(f'{self.country_id.code}-')
        try:
            return public_holidays.load(self.country_id.code, year, part, self.env.lang)
        except public_holidays.UnknownYear as error:
            raise UserError(self.env._(
                "The public holidays of %(country)s are not known for %(year)s. Enter them by hand.",
                country=self.country_id.name, year=year)) from error

    def _check_companies(self):
        foreign = self.calendar_ids.filtered(
            lambda calendar: calendar.company_id and calendar.company_id not in self.env.companies)
        if foreign or self.company_id not in self.env.companies:
            raise AccessError(self.env._(
                "%(calendars)s belongs to another company.",
                calendars=format_list(self.env, (foreign or self.company_id).mapped('display_name'))))

    def _get_advice(self, plan):
        """Say what is odd with the list, if something is."""
        year = self._get_year()
        has_workdays = any(step.kind == 'workday' and step.change != 'remove' for step in plan)
        if not has_workdays and public_holidays.adjusts_workdays(self.country_id.code, year):
            return self.env._(
                "This list has no adjusted workdays yet, though other years have. They are published late in the year "
                "before: load %(year)s again then.", year=year)
        return False

    def _get_plan(self):
        """Compare the list with what each schedule has.

        :return: steps, those of one schedule after the other
        :raise UserError: the list is not known, or a schedule belongs to another company
        """
        self._check_companies()
        listed = self._load_list()
        steps = []
        for calendar in self.calendar_ids._origin:
            steps += Planner(self, calendar).plan(*listed)
        return steps


class OfficeAdjustedWorkdayLoadLine(models.TransientModel):
    """A line of the preview: what loading will do with a day, or days in a row."""
    _name = 'office.adjusted.workday.load.line'
    _description = 'Change of Public Holidays or Adjusted Workdays'

    load_id = fields.Many2one('office.adjusted.workday.load', required=True, ondelete='cascade', index=True)
    change = fields.Selection(CHANGES, required=True)
    kind = fields.Selection([('holiday', "Public Holiday"), ('workday', "Adjusted Workday")], required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    name = fields.Char()
    dayofweek = fields.Selection(
        lambda self: self.env['resource.calendar.attendance']._fields['dayofweek']._description_selection(self.env),
        "Worked As")
    note = fields.Char()
    calendar_ids = fields.Many2many('resource.calendar', string="Working Schedules")

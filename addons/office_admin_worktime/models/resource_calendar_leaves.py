from pytz import timezone, utc

from odoo import api, fields, models


class ResourceCalendarLeaves(models.Model):
    _inherit = 'resource.calendar.leaves'

    office_source = fields.Char(
        "Loaded From", readonly=True, help="Country and year of the list from which the public holiday was loaded.")

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create([self._without_source(vals) for vals in vals_list])
        leaves._mark_calendars_changed()
        return leaves

    def write(self, vals):
        vals = self._without_source(vals)
        is_change = bool(
            vals.keys() & {'date_from', 'date_to', 'calendar_id', 'company_id', 'resource_id', 'time_type'})
        if is_change:
            self._mark_calendars_changed()
        result = super().write(vals)
        if is_change:
            # Odoo looks only at what it was before: nobody may make his own time off a holiday for all, or another's
            self.check_access('write')
            self._mark_calendars_changed()
        return result

    def _without_source(self, vals):
        """Only loading marks a holiday as loaded."""
        return vals if self.env.su else {name: value for name, value in vals.items() if name != 'office_source'}

    def unlink(self):
        self._mark_calendars_changed()
        return super().unlink()

    def _mark_calendars_changed(self):
        """Only holidays for all touch the promises of an office, and not the time off of one person."""
        public = self.filtered(lambda leave: not leave.resource_id)
        calendars = public.calendar_id
        if companies := public.filtered(lambda leave: not leave.calendar_id).company_id:
            calendars |= self.env['resource.calendar'].sudo().search([('company_id', 'in', [*companies.ids, False])])
        calendars._mark_changed()

    def _copy_leave_vals(self):
        return super()._copy_leave_vals() | {'office_source': self.office_source}

    def _move_to_time_zone(self, old, new):
        """Keep loaded holidays on their days when the calendar moves to another time zone."""
        def move(moment):
            local = utc.localize(moment).astimezone(timezone(old)).replace(tzinfo=None)
            return timezone(new).localize(local).astimezone(utc).replace(tzinfo=None)

        loaded = self.filtered('office_source').sorted('date_from')
        # never onto a neighbour that has not moved yet: two holidays must not overlap
        is_later = bool(loaded) and move(loaded[0].date_from) > loaded[0].date_from
        for leave in reversed(loaded) if is_later else loaded:
            leave.write({'date_from': move(leave.date_from), 'date_to': move(leave.date_to)})

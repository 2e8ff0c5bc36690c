from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    _inherit = 'resource.calendar.attendance'

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._mark_changed()
        return attendances

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'dayofweek', 'hour_from', 'hour_to', 'day_period', 'week_type', 'display_type',
                          'calendar_id', 'duration_hours'}:
            self.calendar_id._mark_changed()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars._mark_changed()
        return result

from odoo import models

from ..following import following


class CalendarAttendee(models.Model):
    """Who declines is not expected at the front desk any more."""
    _inherit = 'calendar.attendee'

    def write(self, vals):
        with following(self.env) as changes:
            if 'state' in vals:
                changes.event_ids.update(self.event_id._get_visited_ids())
            return super().write(vals)

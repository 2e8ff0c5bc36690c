from odoo import api, models


class CalendarEvent(models.Model):
    """A meeting that was planned from a document bears its number and note: hidden with it from who is not cleared."""
    _name = 'calendar.event'
    _inherit = ['calendar.event', 'office.secrecy.attached.mixin']

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        self._mask_display_name()

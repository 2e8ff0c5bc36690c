from odoo import api, fields, models


class OfficeVisitGuest(models.Model):
    """A guest may be a copy of somebody who is invited to a meeting; nothing leads from the guest to the contact."""
    _inherit = 'office.visit.guest'

    is_attendee = fields.Boolean(
        "Invited to the Meeting", readonly=True, copy=False,
        help="Kept to know who does not come any more when the attendees of the meeting change.")

    @api.depends('is_attendee')
    def _compute_has_calendar_file(self):
        super()._compute_has_calendar_file()
        # sudo: a parameter of Odoo's calendar
        is_silent = self.env['ir.config_parameter'].sudo().get_param('calendar.block_mail')
        if not is_silent:  # else Odoo brings the meeting into the calendar of its attendees, and they have it once
            self.filtered('is_attendee').has_calendar_file = False

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'is_attendee'}

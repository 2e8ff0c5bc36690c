from odoo import api, fields, models


class OfficeVisitGuest(models.Model):
    """A guest may be a copy of somebody who is invited to a meeting; nothing leads from the guest to the contact."""
    _inherit = 'office.visit.guest'

    is_attendee = fields.Boolean(
        "Invited to the Meeting", readonly=True, copy=False,
        help="Kept to know who does not come any more when the attendees of the meeting change.")

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'is_attendee'}

from odoo import fields, models


class OfficeClosingReason(models.TransientModel):
    """Why the data of a visit need not be held any more, or why a guest does not get what they asked for."""
    _inherit = 'office.closing.reason'

    verb = fields.Selection(
        selection_add=[('lift', "Lift the Hold"), ('refuse', "Refuse")],
        ondelete={'lift': 'cascade', 'refuse': 'cascade'})

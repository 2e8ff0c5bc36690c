from odoo import fields, models


class OfficeClosingReason(models.TransientModel):
    """Who keeps the watch list says by what they saw who a guest is."""
    _inherit = 'office.closing.reason'

    verb = fields.Selection(
        selection_add=[('recognise', "It Is This Person"), ('dismiss', "Somebody Else")],
        ondelete={'recognise': 'cascade', 'dismiss': 'cascade'})

from odoo import fields, models


class OfficeClosingReason(models.TransientModel):
    """What has become of a found thing that nobody has got back."""
    _inherit = 'office.closing.reason'

    verb = fields.Selection(
        selection_add=[
            ('drop_claim', "Not Theirs"), ('give_away', "Given Away"), ('destroy', "Destroyed")],
        ondelete={'drop_claim': 'cascade', 'give_away': 'cascade', 'destroy': 'cascade'})

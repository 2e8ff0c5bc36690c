from odoo import fields, models


class OfficeClosingReason(models.TransientModel):
    _inherit = 'office.closing.reason'

    verb = fields.Selection(
        selection_add=[('waive', "Let In Without Papers"), ('withdraw', "Withdraw")],
        ondelete={'waive': 'cascade', 'withdraw': 'cascade'})

from odoo import fields, models


class OfficeClosingReason(models.TransientModel):
    """What has become of a thing of the front desk."""
    _inherit = 'office.closing.reason'

    verb = fields.Selection(selection_add=[('lose', "Lost")], ondelete={'lose': 'cascade'})

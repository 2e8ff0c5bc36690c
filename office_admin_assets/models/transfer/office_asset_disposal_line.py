from odoo import api, fields, models


class OfficeAssetDisposalLine(models.Model):
    """What the other company has not taken stays here."""
    _inherit = 'office.asset.disposal.line'

    refuse_reason = fields.Char("Not Taken Because", readonly=True, copy=False)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'refuse_reason'}

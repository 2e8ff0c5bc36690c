from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    asset_repair_percent = fields.Float(related='company_id.asset_repair_percent', readonly=False)
    asset_repair_limit = fields.Integer(related='company_id.asset_repair_limit', readonly=False)

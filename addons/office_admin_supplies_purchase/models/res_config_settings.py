from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    supply_quote_limit = fields.Monetary(
        related='company_id.supply_quote_limit', currency_field='company_currency_id', readonly=False)
    supply_quote_count = fields.Integer(related='company_id.supply_quote_count', readonly=False)

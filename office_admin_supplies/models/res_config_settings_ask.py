from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    supply_urgent_time = fields.Float(related='company_id.supply_urgent_time', readonly=False)
    supply_urgent_rule = fields.Selection(related='company_id.supply_urgent_rule', readonly=False, required=True)
    supply_split_days = fields.Integer(related='company_id.supply_split_days', readonly=False)
    supply_split_amount = fields.Monetary(
        related='company_id.supply_split_amount', readonly=False, currency_field='supply_currency_id')
    supply_currency_id = fields.Many2one(related='company_id.currency_id', string="Currency of Supplies")

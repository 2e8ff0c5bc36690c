from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of advice, warnings and reports."""
    _inherit = 'res.config.settings'

    supply_currency_id = fields.Many2one(related='company_id.currency_id', string="Currency of Supplies")
    supply_level_a = fields.Float(related='company_id.supply_level_a', readonly=False)
    supply_level_b = fields.Float(related='company_id.supply_level_b', readonly=False)
    supply_level_c = fields.Float(related='company_id.supply_level_c', readonly=False)
    supply_review_days = fields.Integer(related='company_id.supply_review_days', readonly=False)
    supply_lead_days = fields.Integer(related='company_id.supply_lead_days', readonly=False)
    supply_order_cost = fields.Monetary(
        related='company_id.supply_order_cost', readonly=False, currency_field='supply_currency_id')
    supply_holding_rate = fields.Float(related='company_id.supply_holding_rate', readonly=False)
    supply_stocked_months = fields.Integer(related='company_id.supply_stocked_months', readonly=False)
    supply_slow_days = fields.Integer(related='company_id.supply_slow_days', readonly=False)
    supply_buyer_id = fields.Many2one(related='company_id.supply_buyer_id', readonly=False)
    supply_orderpoint_trigger = fields.Selection(
        related='company_id.supply_orderpoint_trigger', readonly=False, required=True)

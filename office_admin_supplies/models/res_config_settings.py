from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    group_supply_user = fields.Boolean(
        "Every Employee Can Ask for Supplies", implied_group='office_admin_supplies.group_user')
    supply_currency_id = fields.Many2one(related='company_id.currency_id', string="Currency of Supplies")
    supply_answer_time = fields.Float(related='company_id.supply_answer_time', readonly=False)
    supply_answer_rule = fields.Selection(related='company_id.supply_answer_rule', readonly=False, required=True)
    supply_hand_out_time = fields.Float(related='company_id.supply_hand_out_time', readonly=False)
    supply_hand_out_rule = fields.Selection(related='company_id.supply_hand_out_rule', readonly=False, required=True)
    supply_urgent_time = fields.Float(related='company_id.supply_urgent_time', readonly=False)
    supply_urgent_rule = fields.Selection(related='company_id.supply_urgent_rule', readonly=False, required=True)
    supply_evasion_days = fields.Integer(related='company_id.supply_evasion_days', readonly=False)
    supply_evasion_amount = fields.Monetary(
        related='company_id.supply_evasion_amount', readonly=False, currency_field='supply_currency_id')
    supply_receipt_way = fields.Selection(related='company_id.supply_receipt_way', readonly=False, required=True)
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
    supply_price_tolerance = fields.Float(related='company_id.supply_price_tolerance', readonly=False)
    supply_buyer_not_receiver = fields.Boolean(related='company_id.supply_buyer_not_receiver', readonly=False)
    supply_count_second = fields.Boolean(related='company_id.supply_count_second', readonly=False)
    supply_count_tolerance = fields.Monetary(
        related='company_id.supply_count_tolerance', readonly=False, currency_field='supply_currency_id')

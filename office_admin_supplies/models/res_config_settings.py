from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    group_supply_user = fields.Boolean(
        "Every Employee Can Ask for Supplies", implied_group='office_admin_supplies.group_user')
    supply_signature_required = fields.Boolean(related='company_id.supply_signature_required', readonly=False)
    supply_answer_time = fields.Float(related='company_id.supply_answer_time', readonly=False)
    supply_answer_rule = fields.Selection(related='company_id.supply_answer_rule', readonly=False, required=True)
    supply_hand_out_time = fields.Float(related='company_id.supply_hand_out_time', readonly=False)
    supply_hand_out_rule = fields.Selection(related='company_id.supply_hand_out_rule', readonly=False, required=True)

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    asset_reminder_days = fields.Integer(related='company_id.asset_reminder_days', readonly=False)
    asset_confirm_days = fields.Integer(related='company_id.asset_confirm_days', readonly=False)
    asset_agreement = fields.Text(related='company_id.asset_agreement', readonly=False)
    asset_repair_percent = fields.Float(related='company_id.asset_repair_percent', readonly=False)
    asset_repair_limit = fields.Integer(related='company_id.asset_repair_limit', readonly=False)
    asset_responsible_id = fields.Many2one(related='company_id.asset_responsible_id', readonly=False)
    asset_count_months = fields.Integer(related='company_id.asset_count_months', readonly=False)
    asset_count_holds = fields.Boolean(related='company_id.asset_count_holds', readonly=False)

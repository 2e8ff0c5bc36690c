from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    asset_reminder_days = fields.Integer(related='company_id.asset_reminder_days', readonly=False)
    asset_confirm_days = fields.Integer(related='company_id.asset_confirm_days', readonly=False)
    asset_agreement = fields.Text(
        "What Receivers Sign", compute='_compute_asset_agreement', inverse='_inverse_asset_agreement')
    asset_repair_percent = fields.Float(related='company_id.asset_repair_percent', readonly=False)
    asset_repair_limit = fields.Integer(related='company_id.asset_repair_limit', readonly=False)
    asset_responsible_id = fields.Many2one(related='company_id.asset_responsible_id', readonly=False)
    asset_count_months = fields.Integer(related='company_id.asset_count_months', readonly=False)
    asset_count_holds = fields.Boolean(related='company_id.asset_count_holds', readonly=False)

    @api.depends('company_id')
    def _compute_asset_agreement(self):
        for settings in self:
            settings.asset_agreement = settings.company_id._get_asset_agreement()

    def _inverse_asset_agreement(self):
        for settings in self:
            if settings.asset_agreement != settings.company_id._get_asset_agreement():
                settings.company_id.asset_agreement = settings.asset_agreement

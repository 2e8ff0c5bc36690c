from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_evasion_days = fields.Integer(related='company_id.office_evasion_days', readonly=False)
    office_evasion_amount = fields.Monetary(
        related='company_id.office_evasion_amount', readonly=False, currency_field='office_evasion_currency_id')
    office_evasion_currency_id = fields.Many2one(related='company_id.currency_id', string="Currency of Split Orders")

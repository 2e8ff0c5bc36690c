from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_split_days = fields.Integer(related='company_id.office_split_days', readonly=False)
    office_split_amount = fields.Monetary(
        related='company_id.office_split_amount', readonly=False, currency_field='office_split_currency_id')
    office_split_currency_id = fields.Many2one(related='company_id.currency_id', string="Currency of Split Orders")

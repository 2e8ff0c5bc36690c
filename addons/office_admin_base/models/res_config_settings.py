from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_segregation = fields.Selection(related='company_id.office_segregation', readonly=False, required=True)
    office_secrecy_log_level = fields.Selection(
        related='company_id.office_secrecy_log_level', readonly=False, required=True)
    office_undertaking_months = fields.Integer(related='company_id.office_undertaking_months', readonly=False)
    office_undertaking_text = fields.Html(related='company_id.office_undertaking_text', readonly=False)

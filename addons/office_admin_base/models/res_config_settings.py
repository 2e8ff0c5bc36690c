from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_segregation = fields.Selection(related='company_id.office_segregation', readonly=False, required=True)

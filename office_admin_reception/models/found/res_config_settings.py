from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_found_keep_days = fields.Integer(related='company_id.office_found_keep_days', readonly=False)

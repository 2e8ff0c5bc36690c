from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_split_days = fields.Integer(related='company_id.office_split_days', readonly=False)

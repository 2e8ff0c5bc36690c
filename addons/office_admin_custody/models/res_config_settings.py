from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_leaver_check = fields.Selection(related='company_id.office_leaver_check', readonly=False)
    office_leaver_days = fields.Integer(related='company_id.office_leaver_days', readonly=False)

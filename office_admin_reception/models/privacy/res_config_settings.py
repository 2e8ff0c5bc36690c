from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_visit_keep_days = fields.Integer(related='company_id.office_visit_keep_days', readonly=False)
    office_visit_request_days = fields.Integer(related='company_id.office_visit_request_days', readonly=False)

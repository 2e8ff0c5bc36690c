from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_visit_answer_minutes = fields.Integer(related='company_id.office_visit_answer_minutes', readonly=False)
    office_visit_miss_hours = fields.Integer(related='company_id.office_visit_miss_hours', readonly=False)
    office_visit_wifi = fields.Text(related='company_id.office_visit_wifi', readonly=False)
    office_visit_welcome = fields.Text(related='company_id.office_visit_welcome', readonly=False)
    office_visit_notice = fields.Text(related='company_id.office_visit_notice', readonly=False)

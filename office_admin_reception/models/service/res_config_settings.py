from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_visit_feedback = fields.Boolean(related='company_id.office_visit_feedback', readonly=False)

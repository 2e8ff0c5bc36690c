from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_fallback_approver_id = fields.Many2one(related='company_id.office_fallback_approver_id', readonly=False)
    office_absence_hours = fields.Float(related='company_id.office_absence_hours', readonly=False)

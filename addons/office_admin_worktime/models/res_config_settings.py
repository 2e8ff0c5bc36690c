from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_deadline_start = fields.Selection(
        related='company_id.office_deadline_start', readonly=False, required=True)
    office_reminder_hours = fields.Float(related='company_id.office_reminder_hours', readonly=False)
    office_escalation_hours = fields.Float(related='company_id.office_escalation_hours', readonly=False)

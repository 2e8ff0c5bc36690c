from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_segregation = fields.Selection(related='company_id.office_segregation', readonly=False, required=True)
    office_secrecy_log_level = fields.Selection(
        related='company_id.office_secrecy_log_level', readonly=False, required=True)
    office_undertaking_months = fields.Integer(related='company_id.office_undertaking_months', readonly=False)
    office_undertaking_text = fields.Html(related='company_id.office_undertaking_text', readonly=False)
    office_confirm_days = fields.Integer(related='company_id.office_confirm_days', readonly=False)
    office_first_steps_hidden = fields.Boolean(related='company_id.office_first_steps_hidden', readonly=False)
    office_first_steps_left = fields.Integer("First Steps Left", compute='_compute_office_first_steps_left')

    @api.depends('company_id')
    def _compute_office_first_steps_left(self):
        for settings in self:
            steps = settings.company_id.sudo()._get_office_first_steps()  # sudo: counts only
            settings.office_first_steps_left = sum(not step['is_done'] for step in steps)

    def action_hide_office_first_steps(self):
        self.company_id.office_first_steps_hidden = True

from odoo import api, fields, models
from odoo.tools import format_list


class OfficeEmergencyCall(models.Model):
    """Who was called in an emergency, when, and who answered. Written by code only, and never deleted."""
    _name = 'office.emergency.call'
    _description = 'Call in an Emergency'
    _inherit = ['office.workflow.line.mixin']
    _order = 'emergency_id, call_datetime, id'
    _rec_name = 'name'
    _workflow_parent_field = 'emergency_id'
    _is_of_system = True

    emergency_id = fields.Many2one('office.emergency', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='emergency_id.company_id', store=True, precompute=True, index=True)
    name = fields.Char("Called", required=True, readonly=True)
    user_ids = fields.Many2many('res.users', string="People", readonly=True)
    people = fields.Char("Names", compute='_compute_people', compute_sudo=True)
    minutes = fields.Integer("Answer Within (minutes)", readonly=True)
    call_datetime = fields.Datetime("Called On", required=True, readonly=True)
    answer_datetime = fields.Datetime("Answered On", readonly=True)
    answer_user_id = fields.Many2one('res.users', "Answered By", readonly=True)

    @api.depends('user_ids')
    @api.depends_context('lang')
    def _compute_people(self):
        for call in self:
            call.people = format_list(self.env, call.user_ids.mapped('name'))

    def _get_minutes(self):
        """Return after how many minutes since the call for help these people were called, and answered; else None."""
        begin = self.emergency_id.raise_datetime
        return tuple(moment and (moment - begin).total_seconds() / 60 for moment in (
            self.call_datetime, self.answer_datetime or None))

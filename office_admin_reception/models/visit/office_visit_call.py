from odoo import api, fields, models

from odoo.addons.office_admin_base.models.office_role_rules import CHANGE

ROLES = [('host', "Host"), ('substitute', "Substitute"), ('desk', "Front Desk")]


class OfficeVisitCall(models.Model):
    """Who was told that guests had arrived, when, and when they answered. Written by code only, and never deleted."""
    _name = 'office.visit.call'
    _description = 'Call of a Host'
    _inherit = ['office.workflow.line.mixin']
    _order = 'told_datetime, id'
    _workflow_parent_field = 'visit_id'
    _is_of_system = True

    visit_id = fields.Many2one('office.visit', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='visit_id.company_id', store=True, precompute=True, index=True)
    user_id = fields.Many2one(
        'res.users', readonly=True, index=True, ondelete='restrict', help="Empty where the whole front desk was told.")
    role = fields.Selection(ROLES, required=True, readonly=True)
    told_datetime = fields.Datetime("Told On", required=True, readonly=True)
    answered_datetime = fields.Datetime("Answered On", readonly=True)

    @api.model
    def _get_record_rules(self):
        return {name: rule for name, rule in super()._get_record_rules().items() if rule.mode != CHANGE}

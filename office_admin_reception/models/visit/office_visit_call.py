from odoo import fields, models

ROLES = [('host', "Host"), ('substitute', "Substitute"), ('desk', "Front Desk")]


class OfficeVisitCall(models.Model):
    """Who was told that guests had arrived, when, and when they answered. Written by code only, and never deleted."""
    _name = 'office.visit.call'
    _description = 'Call of a Host'
    _inherit = ['office.visit.fact.mixin']
    _order = 'told_datetime, id'

    user_id = fields.Many2one(
        'res.users', readonly=True, index=True, ondelete='restrict', help="Empty where the whole front desk was told.")
    role = fields.Selection(ROLES, required=True, readonly=True)
    told_datetime = fields.Datetime("Told On", required=True, readonly=True)
    answered_datetime = fields.Datetime("Answered On", readonly=True)

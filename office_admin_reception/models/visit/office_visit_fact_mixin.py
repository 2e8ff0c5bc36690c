from odoo import fields, models


class OfficeVisitFactMixin(models.AbstractModel):
    """What happened in a visit, and when. Written by code only; whoever may read the visit reads it."""
    _name = 'office.visit.fact.mixin'
    _description = 'Fact of a Visit'
    _inherit = ['office.workflow.line.mixin']
    _workflow_parent_field = 'visit_id'
    _is_of_system = True

    visit_id = fields.Many2one('office.visit', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='visit_id.company_id', store=True, precompute=True, index=True)

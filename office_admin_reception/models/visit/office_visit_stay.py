from odoo import fields, models

from .office_visit_guest import BY


class OfficeVisitStay(models.Model):
    """From when until when a guest was in the house: one row for each time they came. Written by code only."""
    _name = 'office.visit.stay'
    _description = 'Stay of a Guest'
    _inherit = ['office.visit.fact.mixin']
    _order = 'in_datetime desc, id desc'

    guest_id = fields.Many2one('office.visit.guest', required=True, readonly=True, index=True, ondelete='cascade')
    organisation = fields.Char(related='guest_id.organisation')
    employee_id = fields.Many2one(related='visit_id.employee_id')
    place_id = fields.Many2one('office.place', readonly=True, index='btree_not_null', ondelete='restrict')
    in_datetime = fields.Datetime("Came On", required=True, readonly=True)
    in_by = fields.Selection(BY, "Signed In By", required=True, readonly=True)
    out_datetime = fields.Datetime("Went On", readonly=True)
    out_by = fields.Selection(BY, "Signed Out By", readonly=True)

    _in_idx = models.Index("(in_datetime DESC, id DESC)")
    _open_idx = models.Index("(company_id, in_datetime) WHERE out_datetime IS NULL")
    _open_uniq = models.UniqueIndex("(guest_id) WHERE out_datetime IS NULL", "A guest is in the house once.")

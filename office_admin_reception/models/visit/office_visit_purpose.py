from odoo import fields, models


class OfficeVisitPurpose(models.Model):
    """Why guests come."""
    _name = 'office.visit.purpose'
    _description = 'Purpose of Visits'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one('res.company', index=True, help="Empty for a purpose of all companies.")
    active = fields.Boolean(default=True)

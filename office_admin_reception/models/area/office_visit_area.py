from odoo import fields, models


class OfficeVisitArea(models.Model):
    """A part of the house to which guests go, and whether somebody has to be with them there."""
    _name = 'office.visit.area'
    _description = 'Area for Guests'
    _order = 'sequence, name, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        'res.company', index=True, default=lambda self: self.env.company, help="Empty for an area of all companies.")
    place_id = fields.Many2one(
        'office.place', index='btree_not_null', check_company=True, ondelete='restrict',
        help="Where it is, so that guests there are looked for on the right floor.")
    needs_escort = fields.Boolean(
        "To Be Escorted", help="The host fetches guests who go there, and stays with them. Their badges say so.")
    note = fields.Text(help="What guests there have to know or wear. For example: safety shoes, no photos.")
    active = fields.Boolean(default=True)

from odoo import fields, models


class OfficeVisitLoan(models.Model):
    """What a guest was lent, from when until when. Written by code only.

    It is not made of ``office.custody.mixin``, which is for employees: a guest has no *My Things*, leaves no company,
    and gives back at the end of the visit, by the clock.
    """
    _name = 'office.visit.loan'
    _description = 'Thing Lent to a Guest'
    _inherit = ['office.visit.fact.mixin']
    _order = 'begin_datetime desc, id desc'

    guest_id = fields.Many2one('office.visit.guest', required=True, readonly=True, index=True, ondelete='cascade')
    thing_id = fields.Many2one('office.desk.thing', required=True, readonly=True, index=True, ondelete='restrict')
    begin_datetime = fields.Datetime("Lent On", required=True, readonly=True)
    end_datetime = fields.Datetime("Ended On", readonly=True)
    is_lost = fields.Boolean("Lost", readonly=True)
    note = fields.Char(
        "What Happened", readonly=True, help="Kept to know why a thing of the front desk did not come back.")

    _open_uniq = models.UniqueIndex("(thing_id) WHERE end_datetime IS NULL", "A guest holds this thing already.")

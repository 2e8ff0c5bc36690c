from odoo import fields, models


class OfficeVisitPurpose(models.Model):
    _inherit = 'office.visit.purpose'

    area_ids = fields.Many2many(
        'office.visit.area', string="Areas",
        help="Where guests with this purpose go, unless the visit says something else.")

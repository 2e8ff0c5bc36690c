from odoo import fields, models


class OfficeVisitPurpose(models.Model):
    _inherit = 'office.visit.purpose'

    is_contractor = fields.Boolean(
        "Contractors", help="Guests with this purpose come to work in the house.")

from math import inf

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_evasion_days = fields.Integer(
        "Add Up Orders of (days)", default=7, required=True,
        help="Orders to one vendor within so many days count together for the limits of the approval rules, so that "
             "a large one cannot be split. 0: each counts alone.")

    office_evasion_amount = fields.Monetary(
        "Limit of Split Orders", default=5000,
        help="Orders to one vendor or of one product within these days that are together above it, and each alone not, "
             "are marked as a possible split. 0: none is.")

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {'office_evasion_days': (0, 365), 'office_evasion_amount': (0, inf)}

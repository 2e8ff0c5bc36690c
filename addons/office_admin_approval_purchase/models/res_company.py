from odoo import api, fields, models
from odoo.exceptions import ValidationError


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

    @api.constrains('office_evasion_amount')
    def _check_office_evasion_amount(self):
        for company in self:
            if not company.office_evasion_amount >= 0:
                raise ValidationError(self.env._(
                    "%(company)s: the limit of split orders is zero or more.", company=company.name))

    @api.constrains('office_evasion_days')
    def _check_office_evasion_days(self):
        for company in self:
            if not 0 <= company.office_evasion_days <= 365:
                raise ValidationError(self.env._(
                    "%(company)s: add up orders of zero to 365 days.", company=company.name))

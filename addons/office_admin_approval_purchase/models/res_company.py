from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_split_days = fields.Integer(
        "Add Up Orders of (days)", default=7, required=True,
        help="Orders to one vendor within so many days count together for the limits of the approval rules, so that "
             "a large one cannot be split. 0: each counts alone.")

    @api.constrains('office_split_days')
    def _check_office_split_days(self):
        for company in self:
            if not 0 <= company.office_split_days <= 365:
                raise ValidationError(self.env._(
                    "%(company)s: add up orders of zero to 365 days.", company=company.name))

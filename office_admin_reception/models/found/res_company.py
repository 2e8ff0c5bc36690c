from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_DAYS = 1095


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_found_keep_days = fields.Integer(
        "Found Things Are Kept (days)", default=90,
        help="So many days after a thing was found it is given back only; then it may be given away or destroyed.")

    @api.constrains('office_found_keep_days')
    def _check_office_found_keep_days(self):
        for company in self:
            if not 1 <= company.office_found_keep_days <= MAX_DAYS:
                raise ValidationError(self.env._(
                    "%(company)s: found things are kept 1 to %(max)s days.", company=company.name, max=MAX_DAYS))

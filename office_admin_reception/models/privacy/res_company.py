from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_KEEP_DAYS = 3650
MAX_REQUEST_DAYS = 60


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_visit_keep_days = fields.Integer(
        "Personal Data of Guests Is Kept (days)", default=90,
        help="So many days after a visit has ended, what names its guests is made unreadable. A purpose may have a "
             "period of its own.")
    office_visit_request_days = fields.Integer(
        "Requests of Guests Are Answered Within (working days)", default=15,
        help="So many working days after somebody has asked for a copy, a correction or the deletion of their data.")

    @api.constrains('office_visit_keep_days', 'office_visit_request_days')
    def _check_office_visit_days(self):
        for company in self:
            if not 1 <= company.office_visit_keep_days <= MAX_KEEP_DAYS:
                raise ValidationError(self.env._(
                    "%(company)s: personal data of guests is kept 1 to %(max)s days.", company=company.name,
                    max=MAX_KEEP_DAYS))
            if not 1 <= company.office_visit_request_days <= MAX_REQUEST_DAYS:
                raise ValidationError(self.env._(
                    "%(company)s: requests of guests are answered within 1 to %(max)s working days.",
                    company=company.name, max=MAX_REQUEST_DAYS))

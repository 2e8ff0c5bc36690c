from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_MINUTES = 240


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_visit_answer_minutes = fields.Integer(
        "Host Answers Within (minutes)", default=5,
        help="So many minutes after a guest has arrived, whoever stands in for the host is called, and after as many "
             "again the front desk. Minutes of the clock, also at weekends.")

    @api.constrains('office_visit_answer_minutes')
    def _check_office_visit_answer_minutes(self):
        for company in self:
            if not 1 <= company.office_visit_answer_minutes <= MAX_MINUTES:
                raise ValidationError(self.env._(
                    "%(company)s: hosts answer within 1 to %(max)s minutes.", company=company.name, max=MAX_MINUTES))

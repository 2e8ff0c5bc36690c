from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_DAYS = 250


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_leaver_days = fields.Integer(
        "Things of Leavers Within", default=5,
        help="Working days within which what somebody holds is taken back when they leave.")

    office_leaver_check = fields.Selection(
        [('warn', "Let Them Go, and Take It Back"), ('refuse', "Take It Back First")], "Leavers Who Hold Things",
        required=True, default='warn',
        help="Whether an employee can be archived, or moved to another company, while they hold something.")

    @api.constrains('office_leaver_days')
    def _check_office_leaver_days(self):
        for company in self:
            if not 1 <= company.office_leaver_days <= MAX_DAYS:
                raise ValidationError(self.env._(
                    "%(company)s: things of leavers are taken back within 1 to %(max)s working days.",
                    company=company.name, max=MAX_DAYS))

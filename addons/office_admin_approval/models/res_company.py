from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_fallback_approver_id = fields.Many2one(
        'res.users', "Decides at Last", domain=[('share', '=', False)],
        help="Who approves when nobody else can: a rule that fits nobody, a department without a head, a manager "
             "who asks himself. Without a name, the administrative managers.")
    office_absence_hours = fields.Float(
        "Wait for Short Absences (working hours)", default=2.0, required=True,
        help="Who is on leave for so many working hours or more counts as away: his substitute decides, or the next "
             "one above.")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: who makes companies need not set approvals up
        self.env['office.approval.rule'].sudo()._create_defaults(companies=companies)
        return companies

    @api.constrains('office_fallback_approver_id', 'office_absence_hours')
    def _check_office_approval(self):
        for company in self:
            user = company.office_fallback_approver_id
            if user and (not user.active or user.share or company not in user.company_ids):
                raise ValidationError(self.env._(
                    "%(user)s does not work in %(company)s and cannot decide there at last.",
                    user=user.name, company=company.name))
            if not 0 <= company.office_absence_hours <= 1000:
                raise ValidationError(self.env._(
                    "%(company)s: wait for absences of zero to 1000 working hours.", company=company.name))

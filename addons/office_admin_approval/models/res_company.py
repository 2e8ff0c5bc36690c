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

    def _get_office_first_steps(self):
        alone = self._get_people_without_approver()
        rules = self.env['office.approval.rule'].search([('company_id', 'in', [False, self.id])])
        return super()._get_office_first_steps() + [{
            'key': 'approval_rules',
            'label': self.env._("Approval rules"),
            'sentence': self._join_names(alone, self.env._(
                "Nobody could approve what they ask for. Name a manager, or let small amounts be approved at once:"))
            or self.env._("The approval rules (%(count)s) say who approves what, from which amount on. Look whether "
                          "they fit, and try them.", count=len(rules)),
            'is_done': bool(rules) and not alone,
            'action': 'office_admin_approval.office_approval_rule_action',
            'group': 'office_admin_approval.group_manager',
        }]

    def _get_people_without_approver(self):
        """Return the employees whose requests nobody could approve: no one above them, and no one at last."""
        last = self.office_fallback_approver_id | self.env.ref(
            'office_admin_base.position_manager')._get_people(self)
        employees = self.env['hr.employee'].search([('company_id', '=', self.id), ('user_id', '!=', False)])
        return employees.filtered(lambda employee: not any(
            (users - employee.user_id)._filtered_working(self) for users in (
                last, *(level.user_id for level in employee._get_superior_levels()))))

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {'office_absence_hours': (0, 1000)}

    @api.constrains('office_fallback_approver_id')
    def _check_office_approval(self):
        for company in self:
            user = company.office_fallback_approver_id
            if user and not user._filtered_working(company):
                raise ValidationError(self.env._(
                    "%(user)s does not work in %(company)s and cannot decide there at last.",
                    user=user.name, company=company.name))

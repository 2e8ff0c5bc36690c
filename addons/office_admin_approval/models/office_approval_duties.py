from odoo import api, models
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_duties import Role


class OfficeApprovalMixin(models.AbstractModel):
    """The duties of approvers, as the rules are now."""
    _inherit = 'office.approval.mixin'

    @api.model
    def _get_approval_duties(self, company, **values):
        """Return one row for each step of each rule in force: its amounts, its role and its time limit.

        :param values: what all rows have in common, see ``office.rights._prepare_duty``
        """
        rules = self.env['office.approval.rule']._get_candidates(
            self._name, company, self._get_approval_day(company))
        duties = [duty for rule in rules for duty in rule._get_duties(company, values)]
        if self._is_approval_always_needed() and not any(rule._fits_all() for rule in rules):
            duties.append(self.env['office.rights']._prepare_duty(company, **values | {
                'condition': self.env._("No rule fits"), 'accountable': self._get_last_role(company)}))
        return duties

    @api.model
    def _get_deciding_users(self, company):
        """Return the people of ``company`` who decide on such documents by the rules in force, whoever asks."""
        rules = self.env['office.approval.rule']._get_candidates(
            self._name, company, self._get_approval_day(company))
        users = self._get_last_role(company).users
        for step in rules.step_ids:
            users |= step._get_role(company).users or step._get_line_users(company)
        return users

    @api.model
    def _get_last_role(self, company):
        """Return who decides when nobody else can."""
        user = company.sudo().office_fallback_approver_id
        if user:
            return Role(company._fields['office_fallback_approver_id']._description_string(self.env), user)
        group = self.env.ref('office_admin_base.position_manager')
        return Role(group._get_role_label(), group._get_people(company))


class OfficeApprovalRule(models.Model):
    _inherit = 'office.approval.rule'

    def _fits_all(self):
        """Whether every document of its kind falls under this rule."""
        return not (self.min_amount or self.max_amount or self._get_authority_row()['domain'])

    def _get_duties(self, company, values):
        """Return what this rule asks of whom: what passes at once, then its steps."""
        duties = []
        if self.auto_amount:
            group = self.env.ref('office_admin_base.position_manager')
            duties.append(self.env['office.rights']._prepare_duty(company, **values | {
                'condition': self.env._("%(rule)s: below %(amount)s at once, without a decision",
                                        rule=self.name, amount=self._format(self.auto_amount)),
                'accountable': Role(group._get_role_label(), group._get_people(company)), 'excluded': []}))
        return duties + [step._get_duty(company, values) for step in self.step_ids]


class OfficeApprovalRuleStep(models.Model):
    _inherit = 'office.approval.rule.step'

    def _get_duty(self, company, values):
        rule, words = self.rule_id, self._get_authority_row()
        amounts = rule._get_range_words(max(self.min_amount, rule.min_amount, rule.auto_amount), rule.max_amount)
        limits = [amounts, words['quorum'], rule._get_authority_row()['domain'], words['domain']]
        row = {
            'condition': self.env._("%(rule)s: %(limits)s", rule=rule.name, limits=format_list(
                self.env, [limit for limit in limits if limit])),
            'accountable': self._get_role(company),
        }
        if self.hours:
            row['limit'] = words['hours']
        return self.env['office.rights']._prepare_duty(company, **values | row)

    def _get_line_users(self, company):
        """Return who leads anybody in ``company``, for steps that depend on who asks."""
        if self.who == 'field':
            return self.env.ref('base.group_user')._get_people(company)
        employees_sudo = self.env['hr.employee'].sudo().search([('company_id', '=', company.id)])  # sudo: HR data
        leaders = employees_sudo.parent_id | employees_sudo.department_id.manager_id
        return leaders.user_id._filtered_working(company)

    def _get_role(self, company):
        match self.who:
            case 'position':
                users = self.group_id._get_people(company)
            case 'users':
                users = self.user_ids
            case _:
                users = None
        return Role(self._get_who_label(self.user_ids), users)


class OfficeApprovalRequestMixin(models.AbstractModel):
    _inherit = 'office.approval.request.mixin'

    @api.model
    def _get_verb_duties(self, verb, company):
        if verb != 'approve':
            return super()._get_verb_duties(verb, company)
        states = dict(self._fields['state']._description_selection(self.env))
        origins, target, _who = self._get_transitions()[verb]
        return self._get_approval_duties(
            company, label=self._get_verb_label(verb), origins=[states[origin] for origin in origins],
            target=states[target], informed=self._get_verb_informed(verb), excluded=self._get_verb_excluded(verb),
            limit=self._get_verb_time_limit(verb, company))

    @api.model
    def _get_verb_holders(self, verb, company):
        users = super()._get_verb_holders(verb, company)
        return users | self._get_deciding_users(company) if verb in ('approve', 'refuse') else users

    @api.model
    def _get_engine_roles(self, verb, company):
        if verb in ('approve', 'refuse'):
            return [Role(self.env._("Approver whose turn it is"))]
        return super()._get_engine_roles(verb, company)

    @api.model
    def _get_verb_informed(self, verb):
        informed = super()._get_verb_informed(verb)
        return informed + ([self.env._("who approves")] if verb == 'submit' else [])


class OfficeRights(models.AbstractModel):
    _inherit = 'office.rights'

    @api.model
    def _get_document_models(self):
        """Also documents of Odoo's own apps that wait for our rules, such as purchase orders."""
        rules = self.env['office.approval.rule']
        names = {*super()._get_document_models(), *(name for name, _label in rules._selection_res_model())}
        return sorted(names, key=self._get_document_label)

    @api.model
    def _get_document_duties(self, name, company):
        if hasattr(self.env[name], '_get_duties'):
            return super()._get_document_duties(name, company)
        return self.env[name]._get_approval_duties(
            company, label=self.env._("Approve"), excluded=[self.env._("who asked")])

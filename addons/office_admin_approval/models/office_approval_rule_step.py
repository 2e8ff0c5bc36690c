from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_duties import Role

MAX_HOURS = 2000


class OfficeApprovalRuleStep(models.Model):
    """One step of an approval rule: who has to agree, after the steps before it."""
    _name = 'office.approval.rule.step'
    _description = 'Step of an Approval Rule'
    _inherit = ['office.approval.who.mixin']
    _order = 'rule_id, sequence, id'
    _rec_name = 'who'

    rule_id = fields.Many2one('office.approval.rule', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rule_id.company_id', store=True)
    currency_id = fields.Many2one(related='rule_id.currency_id')
    user_ids = fields.Many2many(
        # as text, for screens only: Odoo would look for steps with each new user, before their rights are complete
        'res.users', string="Named People", domain="[('share', '=', False)]")
    min_amount = fields.Monetary("From Amount", help="The step falls away below this amount. 0: it is always there.")
    domain = fields.Char(
        "Only Documents", help="The step falls away for documents that do not meet it. Empty: for none.")
    res_model = fields.Selection(related='rule_id.res_model')
    reason_required = fields.Boolean(
        "Ask for a Reason", help="Who asks has to say why before he can submit a document that needs this step.")

    _numbers_check = models.Constraint(
        f'CHECK(min_amount >= 0 AND hours >= 0 AND hours <= {MAX_HOURS})',
        f"A step needs an amount of zero or more and a time limit of at most {MAX_HOURS} working hours.")
    _count_check = models.Constraint(
        "CHECK(quorum != 'number' OR quorum_count > 1)", "Several of them are at least two.")

    @api.constrains('who', 'group_id', 'user_ids', 'quorum', 'quorum_count')
    def _check_who(self):
        for step in self:
            rule = step.rule_id.name
            if step.who == 'position' and not step.group_id:
                raise ValidationError(self.env._("%(rule)s: choose the position that approves.", rule=rule))
            if step.who == 'users':
                if not step.user_ids:
                    raise ValidationError(self.env._("%(rule)s: choose the people who approve.", rule=rule))
                step._check_users()
                if step.quorum == 'number' and step.quorum_count > len(step.user_ids):
                    raise ValidationError(self.env._(
                        "%(rule)s: %(count)s people have to agree, but only %(number)s are named.",
                        rule=rule, count=step.quorum_count, number=len(step.user_ids)))

    @api.constrains('who', 'user_field')
    def _check_user_field(self):
        for step in self.filtered(lambda step: step.who == 'field'):
            field = self.env[step.rule_id.res_model]._fields.get(step.user_field or '')
            if not field or field.comodel_name != 'res.users' or field.type not in ('many2one', 'many2many'):
                raise ValidationError(self.env._(
                    "%(rule)s: “%(field)s” is no field of the document that holds users.",
                    rule=step.rule_id.name, field=step.user_field or ''))

    @api.constrains('domain')
    def _check_domain(self):
        for step in self:
            step.rule_id._check_condition(step.domain)

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        for step in steps:
            step.rule_id._message_log(body=self.env._("Step added: %(step)s", step=step._get_words()))
        return steps

    def write(self, vals):
        before = {step: step._get_words() for step in self}
        result = super().write(vals)
        for step, words in before.items():
            if words != step._get_words():
                step.rule_id._message_log(body=self.env._(
                    "Step changed: %(before)s → %(after)s", before=words, after=step._get_words()))
        return result

    def unlink(self):
        for step in self:
            step.rule_id._message_log(body=self.env._("Step removed: %(step)s", step=step._get_words()))
        return super().unlink()

    def _check_users(self):
        """Find people who could never decide while the rule is saved, and not when a document waits for them."""
        model = self.env[self.rule_id.res_model]
        for user in self.user_ids:
            values = {'rule': self.rule_id.name, 'user': user.name}
            if not user._filtered_working(None):
                raise ValidationError(self.env._(
                    "%(rule)s: %(user)s is no active internal user and cannot approve.", **values))
            if not user._filtered_working(self.rule_id.company_id):
                raise ValidationError(self.env._(
                    "%(rule)s: %(user)s does not work in %(company)s and cannot approve its documents.",
                    company=self.rule_id.company_id.name, **values))
            if not model.with_user(user).has_access('read'):
                raise ValidationError(self.env._(
                    "%(rule)s: %(user)s may not read documents of this kind. Give the right first, or name somebody "
                    "else.", **values))

    def _get_words(self):
        """Say in one line what the step asks for: “Manager (all of them), from 1,000, 8 working hours”."""
        row = self._get_authority_row()
        who = f"{row['who']} ({row['quorum']})" if row['quorum'] else row['who']
        return ', '.join(filter(None, (who, row['amounts'], row['domain'], row['hours'])))

    def _get_who_model(self):
        return self.env.get(self.rule_id.res_model)

    def _applies_to(self, documents, amounts):
        """Return those of ``documents``, all of one rule, that need this step.

        :param dict amounts: ``{document: amount}`` in the currency of the rule, see ``_get_amount``
        """
        dear = documents.filtered(
            lambda document: not self.min_amount
            or amounts[document] is not None and amounts[document] >= self.min_amount)
        return self.rule_id._filtered_by_condition(dear, self.domain)

    def _get_authority_row(self):
        rule = self.rule_id
        # up to the next step that is only asked from some amount on, this one is the last word
        later = [step.min_amount for step in rule.step_ids if step.min_amount > self.min_amount]
        return {
            'who': self._get_who_label(self.user_ids),
            'quorum': self._get_quorum_label(),
            'people': self._get_people_words(),
            'amounts': rule._get_range_words(
                max(self.min_amount, rule.min_amount), min(later) if later else rule.max_amount),
            'domain': rule._get_domain_words(self.domain),
            'hours': self.env._("%(hours)g working hours", hours=self.hours) if self.hours else '',
        }

    def _get_people_words(self):
        """Name who holds the position or is named today; managers and heads depend on who asks."""
        match self.who:
            case 'position':
                users = self.group_id._get_people(self.company_id)
            case 'users':
                users = self.user_ids._filtered_working(self.company_id)
            case _:
                return self.env._("depends on who asks")
        return format_list(self.env, users.mapped('name')) or self.env._("nobody: whoever decides at last")

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

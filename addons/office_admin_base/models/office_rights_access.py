from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, format_list
from odoo.tools.safe_eval import safe_eval

from .office_rights_explain import Reason
from .office_secrecy_mixin import RESTRICTED


class OfficeRights(models.AbstractModel):
    """Why a person may see, make, change or delete a document: rights of his groups, record rules, secrecy."""
    _inherit = 'office.rights'

    @api.model
    def _explain_access(self, asked, operation):
        """Hook: reasons of Odoo's own access rights and record rules, and of the secrecy of the document."""
        user = asked.env.user
        if not user.active:
            return [Reason('against', self.env._("%(user)s is archived and cannot log in.", user=user.name),
                           self.env._("An administrator can unarchive the user."))]
        reasons = [self._explain_model(asked, operation)]
        if asked and operation != 'create':
            reasons += self._explain_company(asked)
            reasons += self._explain_secrecy(asked)
            reasons += self._explain_rules(asked, operation)
        return reasons

    @api.model
    def _explain_model(self, asked, operation):
        """Say by which group the person has the right on documents of this kind at all."""
        user = asked.env.user
        # sudo: access rights are not for everybody; callers have checked to whom they are shown
        lines = self.env['ir.model.access'].sudo().search([
            ('model_id.model', '=', asked._name), (f'perm_{operation}', '=', True), ('group_id', '!=', False)])
        if held := lines.group_id & user.sudo().all_group_ids:
            return self._explain_group(min(held, key=lambda group: len(group._get_chain(user))), user)
        if not lines:
            return Reason('against', self.env._("Nobody has this right, whatever his position."))
        return self._explain_missing_groups(lines.group_id, user)

    @api.model
    def _explain_company(self, asked):
        company = asked.sudo().company_id
        if not company or company in asked.env.user.sudo().company_ids:
            return []
        return [Reason('against', self.env._("It belongs to %(company)s, and %(user)s does not work there.",
                                             company=company.name, user=asked.env.user.name),
                       self.env._("An administrator can allow the company in the form of the user."))]

    @api.model
    def _explain_secrecy(self, asked):
        """Say whether the person is cleared for a restricted document."""
        if 'secrecy_level' not in asked._fields or asked.sudo().secrecy_level not in RESTRICTED:
            return []
        user, document_sudo = asked.env.user, asked.sudo()
        values = {
            'user': user.name,
            'level': dict(asked._fields['secrecy_level']._description_selection(self.env))[document_sudo.secrecy_level]}
        if not document_sudo._filter_sworn(user):
            return [Reason('against', self.env._(
                "It is “%(level)s”, and %(user)s has no valid undertaking for this level.", **values), self.env._(
                "The administrative manager can issue an undertaking, which %(user)s signs.", user=user.name))]
        if not document_sudo.is_cleared:
            return [Reason('against', self.env._(
                "It is “%(level)s”, and %(user)s is neither concerned nor named under People Allowed.", **values),
                self.env._("Who may change its secrecy can name %(user)s.", user=user.name))]
        until = self.env['office.secrecy.undertaking'].sudo().search([  # sudo: the asker may read the document himself
            ('user_id', '=', user.id), ('company_id', '=', document_sudo.company_id.id), ('status', '=', 'valid')],
            order='end_date desc', limit=1).end_date
        return [Reason('for', self.env._(
            "It is “%(level)s”; %(user)s is concerned or named, and has signed an undertaking until %(date)s.",
            date=format_date(self.env, until), **values))]

    @api.model
    def _explain_rules(self, asked, operation):
        """Name the record rules that let the person through, or stop him."""
        rules = asked.env['ir.rule']
        if stopping := rules._get_failing(asked, operation).sudo():
            return [Reason('against', self.env._(
                "It is none of the documents that the rights of %(user)s open for this: %(rules)s.",
                user=asked.env.user.name, rules=self._get_rule_names(stopping)))]
        letting = rules._get_rules(asked._name, operation).sudo().filtered(
            lambda rule: rule.groups and self._lets(rule, asked))
        if not letting:
            return []
        return [Reason('for', self.env._("Opened by: %(rules)s.", rules=self._get_rule_names(letting)))]

    @api.model
    def _lets(self, rule, asked):
        """Whether the domain of ``rule`` alone includes the document."""
        domain = safe_eval(rule.domain_force or '[]', rule.with_user(asked.env.user)._eval_context())
        # sudo: one rule is tried, and not all of them
        return bool(asked.sudo().search_count(Domain(domain) & Domain('id', '=', asked.id)))

    @api.model
    def _get_rule_names(self, rules):
        return format_list(self.env, [f'“{rule.name}”' for rule in rules])

from odoo import api, models
from odoo.tools import format_list

from .office_workflow_verbs import CONCERNED, GAIN, REQUESTER


class OfficeWorkflowMixin(models.AbstractModel):
    """Who could do which verbs, for the question who holds two roles that should be separate."""
    _inherit = 'office.workflow.mixin'

    @api.model
    def _get_verb_holders(self, verb, company):
        """Hook: the people of ``company`` who could do ``verb`` with one document or another."""
        if verb == GAIN:
            return self.env.ref('base.group_user')._get_people(company)
        who = self._get_transitions()[verb][2]
        users = self.env['res.users'].union(*(
            role.users for role in self._get_verb_roles(verb, company) if role.users is not None))
        if {REQUESTER, CONCERNED} & set(who if isinstance(who, tuple) else (who,)):
            users |= self.env.ref('base.group_user')._get_people(company)
        return users

    @api.model
    def _is_never_both(self, verbs):
        """Hook: whether no setting lets one person do all of ``verbs``, an exclusive set."""
        return False


class OfficeRequesterMixin(models.AbstractModel):
    _inherit = 'office.requester.mixin'

    @api.model
    def _is_never_both(self, verbs):
        by_requester = {verb for verb in verbs - {GAIN} if self._get_transitions()[verb][2] == REQUESTER}
        closed = verbs & self._get_verbs_closed_to_beneficiary()
        return super()._is_never_both(verbs) or bool(by_requester and closed)


class OfficeRights(models.AbstractModel):
    """Which people hold two roles that should be separate, now."""
    _inherit = 'office.rights'

    @api.model
    def _get_pages(self):
        return super()._get_pages() | {
            'segregation': ('office_admin_base.page_segregation', self._get_segregation)}

    @api.model
    def _get_segregation(self, company):
        """Return the values of the page: each pair of separate steps and who could do both."""
        warnings = self.env['office.transition.warning']
        return {
            'company': company,
            'setting': company.sudo().office_segregation,  # sudo: settings
            'pairs': [
                self._get_pair(name, verbs, company)
                for name in self.env.registry.descendants(['office.workflow.mixin'], '_inherit')
                if not self.env[name]._abstract for verbs in self.env[name]._get_exclusive_verbs()],
            'warning_count': warnings.search_count([('company_id', '=', company.id)])
            if warnings.has_access('read') else None,
        }

    @api.model
    def _get_pair(self, name, verbs, company):
        model = self.env[name]
        holders = [model._get_verb_holders(verb, company) for verb in verbs]
        both = holders[0].filtered(lambda user: all(user in users for users in holders))
        is_never = model._is_never_both(verbs)
        order = list(model._get_verb_labels())
        labels = [model._get_verb_label(verb) for verb in sorted(verbs, key=order.index)]
        return {
            'document': self._get_document_label(name),
            'steps': format_list(self.env, [f'“{label}”' for label in labels]),
            'is_never': is_never,
            'count': 0 if is_never else len(both),
            'people': format_list(self.env, both.sudo().sorted('name').mapped('name')) if both and not is_never else '',
        }

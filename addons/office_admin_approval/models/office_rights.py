from odoo import api, models
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_rights import Reason

VERBS = ('approve', 'refuse')


class OfficeRights(models.AbstractModel):
    """Why a person may decide on a document: by which step and in whose place."""
    _inherit = 'office.rights'

    @api.model
    def _is_decision(self, asked, verb):
        return verb in VERBS and 'approval_ids' in asked._fields

    @api.model
    def _get_document_verbs(self, name):
        verbs = super()._get_document_verbs(name)
        if 'approval_ids' not in self.env[name]._fields:
            return verbs
        return {'approve': self.env._("Approve"), 'refuse': self.env._("Refuse")} | verbs

    @api.model
    def _ask_server(self, asked, question):
        super_question = 'read' if self._is_decision(asked, question) else question
        super()._ask_server(asked, super_question)
        if asked and super_question != question:
            asked._get_latest_approvals()._check_can_decide(question)

    @api.model
    def _get_general_verdict(self, asked, verb):
        return 'depends' if self._is_decision(asked, verb) else super()._get_general_verdict(asked, verb)

    @api.model
    def _explain_verb(self, asked, verb):
        if not self._is_decision(asked, verb):
            return super()._explain_verb(asked, verb)
        if not asked:
            return [Reason('note', self.env._(
                "Who decides follows from the approval rules and from who asks; who asks never decides."))]
        approval_sudo = asked.sudo().approval_id  # sudo: approvals are not for everybody; the asker reads the document
        if approval_sudo.state != 'submitted':
            return [Reason('against', self.env._("It does not wait for a decision now."))]
        return self._explain_seat(asked, approval_sudo)

    @api.model
    def _explain_seat(self, asked, approval_sudo):
        """Say by which step the person decides, in whose place, or who does instead."""
        user, step = asked.env.user, approval_sudo.step_id
        if user in approval_sudo._get_closed_users(asked.sudo()):
            return [Reason('against', self.env._(
                "%(user)s asked for it or gains from it, and nobody decides on his own request.", user=user.name))]
        approval = approval_sudo.with_user(user).sudo()
        if seat := approval._get_my_seats().get(approval):
            reasons = [Reason('for', self.env._(
                "It waits in the step “%(step)s”, and %(user)s is one of those who decide there.",
                step=step._get_label(), user=user.name))]
            if acting_for := approval._get_acting_for(seat):
                reasons = [Reason('for', self.env._(
                    "It waits in the step “%(step)s” for %(other)s, for whom %(user)s stands in now.",
                    step=step._get_label(), other=acting_for.name, user=user.name))]
            origins = dict(seat._fields['origin']._description_selection(self.env))
            if seat.origin in ('up', 'fallback', 'absence', 'late', 'added'):
                reasons.append(Reason('note', self.env._("Asked as: %(origin)s.", origin=origins[seat.origin])))
            return reasons
        people = approval_sudo._get_deciders().get(approval_sudo, self.env['res.users'])
        return [Reason('against', self.env._(
            "It waits in the step “%(step)s” for %(people)s.", step=step._get_label(), people=format_list(
                self.env, people.mapped('name'), 'or') or self.env._("nobody")), self.env._(
            "One of them can ask %(user)s to decide as well (Add Approver) or name a substitute. What is submitted "
            "from now on follows the approval rules.", user=user.name))]

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

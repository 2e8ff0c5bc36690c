from odoo import api, fields, models

from odoo.addons.office_admin_base.models.office_workflow_duties import Role
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE


class OfficeApprovalRequestMixin(models.AbstractModel):
    """A request whose life goes on when the approval engine says so: submit asks, the last decision approves."""
    _name = 'office.approval.request.mixin'
    _description = 'Request to Approve'
    _inherit = ['office.approval.mixin', 'office.requester.mixin']

    refuse_reason = fields.Text("Reason for Refusal", readonly=True, copy=False)

    @api.depends('approval_ids.assignment_ids.is_open')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    def action_approve(self):
        return self.action_approval_approve()

    def action_refuse(self):
        return self.action_approval_refuse()

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        # before it has a number, so that no sentence names one that it does not get; sudo: rules and people
        approvals = self.env['office.approval']
        approvals._make_plans(self.sudo(), approvals._get_submitter())

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for document in self:
                prepared[document]['refuse_reason'] = False
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'submit':
            self._start_approval()
        elif verb in ('reset', 'cancel'):
            self._cancel_approval(is_draft=verb == 'reset')

    @api.model
    def _get_card_verbs(self):
        return [*super()._get_card_verbs(), 'approve', 'refuse']

    def _filter_allowed(self, verb):
        match verb:  # the engine does it when who decides has decided
            case 'approve':
                return self.filtered('is_my_approval')._filter_approvable()
            case 'refuse':
                return self.filtered('is_my_approval')
        return super()._filter_allowed(verb)

    def _get_own_steps(self, verbs):
        steps = super()._get_own_steps(verbs)
        if 'approve' in verbs:  # in whichever step of it
            # sudo: users have no access to decisions
            decisions = self.env['office.approval.decision'].sudo().search([
                ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('verb', 'in', ('approve', 'except')),
                ('approval_id.is_disclosed', '=', True),
                '|', ('user_id', '=', self.env.uid), ('acting_for_id', '=', self.env.uid)])
            steps += [(decision.res_id, 'approve') for decision in decisions]
        return steps

    def _after_approved(self):
        super()._after_approved()
        # sudo: users have no access to decisions; all at once, so that they are fetched together
        acting_for_by_id = {
            approval.res_id: approval.decision_ids[:1].acting_for_id for approval in self.sudo().approval_id}
        for acting_for, documents in self.grouped(lambda document: acting_for_by_id[document.id]).items():
            documents._transition('approve', by=ENGINE, acting_for=acting_for)

    def _after_refused(self, reason):
        super()._after_refused(reason)
        self._transition('refuse', {'refuse_reason': reason}, by=ENGINE)

    def _after_asked_back(self, question):
        super()._after_asked_back(question)
        self._transition('reset', by=ENGINE)

    def _get_approval_requester(self):
        self.ensure_one()
        return self.requester_id

    def _get_approval_employee(self):
        self.ensure_one()
        return self.employee_id

    def _get_approval_excluded_users(self):
        return super()._get_approval_excluded_users() | self._get_beneficiary_users()

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

    def _may_wait_for_approval(self):
        return self.state in self._get_transitions()['approve'][0]

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'approval_ids', 'approval_id', 'approver_ids', 'refuse_reason'}

    @api.model
    def _get_transitions(self):
        """The verbs of the engine; an app says in its own table where they lead to."""
        return super()._get_transitions() | {
            'approve': (('submitted',), 'approved', ENGINE),
            'refuse': (('submitted',), 'refused', ENGINE),
        }

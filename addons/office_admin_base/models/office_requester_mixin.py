from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from .office_workflow_states import ENDED, OPEN, OWNED
from .office_workflow_verbs import GAIN, REQUESTER

NEWS_DAYS = 14  # so long a refused request stays on the page of who asked


class OfficeRequesterMixin(models.AbstractModel):
    """A document that somebody asks for: who typed it, for whom it is, and which department bears it.

    Right for a plain employee, who may not read the HR data of his colleagues.
    """
    _name = 'office.requester.mixin'
    _description = 'Requested Office Document'
    _inherit = 'office.workflow.mixin'

    requester_id = fields.Many2one(
        'res.users', "Requested By", required=True, readonly=True, copy=False, default=lambda self: self.env.user)
    employee_id = fields.Many2one(
        'hr.employee', "For", index=True, check_company=True, ondelete='restrict',
        default=lambda self: self.env.user.employee_id,
        help="Who will use it. Neither this person nor who asked can approve the request.")
    department_id = fields.Many2one(
        'hr.department', compute='_compute_department_id', store=True, precompute=True, index=True,
        help="The department of the employee when the request was submitted; it stays when the employee moves.")

    # for the page of who has asked for little, or nothing yet, among very many: the latest first
    _requester_idx = models.Index("(requester_id, id)")

    @api.depends('employee_id')  # and not of its department: reports of last year do not move with people
    def _compute_department_id(self):
        for document in self:
            # sudo: a plain employee may not read the department of a colleague; of another company he shall not
            employee_sudo = document.employee_id.sudo()
            is_known = self.env.uid == SUPERUSER_ID or employee_sudo.company_id in self.env.user.company_ids
            document.department_id = employee_sudo.department_id if is_known else False

    def action_ask_again(self):
        """Ask for the same once more: a draft of the one who asks now, opened.

        For himself, unless the old one was his: then for the same person.
        """
        self.ensure_one()
        self.check_access('read')
        default = {}
        if self.requester_id != self.env.user:
            default['employee_id'] = self.env.user.with_company(self.company_id).employee_id.id
        return self.copy(default)._get_form_action()

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        if unknown := self.filtered(lambda document: not document.employee_id):
            raise UserError(self.env._(
                "Say for whom %(documents)s is. If you cannot choose yourself, you have no employee record in "
                "%(companies)s: ask HR to link one to your user.",
                documents=unknown._get_names(), companies=format_list(self.env, unknown.company_id.mapped('name'))))

    def _check_who(self, verb, who, by):
        super()._check_who(verb, who, by)
        if own := self._filter_closed(verb):
            raise AccessError(self.env._(
                "%(documents)s is your own request. “%(verb)s” is up to somebody else.",
                documents=own._get_names(), verb=self._get_verb_label(verb)))

    def _get_closed_users(self, verb):
        closed = super()._get_closed_users(verb)
        return closed | self._get_beneficiary_users() if verb in self._get_verbs_closed_to_beneficiary() else closed

    def _get_beneficiary_users(self):
        """The users who gain from the document: who asked and for whom it is."""
        # sudo: the user of a colleague is HR data
        return self.sudo().requester_id | self.sudo().employee_id.user_id

    @api.model
    def _get_beneficiary_domain(self):
        """Return the domain of documents from which the current user gains, for record rules.

        It names his employees by a query, which PostgreSQL runs once; no list can be opened with it.
        """
        # sudo: the user of an employee is HR data
        employees = self.env['hr.employee'].sudo().with_context(active_test=False)
        return Domain('requester_id', '=', self.env.uid) | Domain(
            'employee_id', 'in', employees._search([('user_id', '=', self.env.uid)]))

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        return rules | {
            name: rules[name]._replace(domain=rules[name].domain.replace('create_uid', 'requester_id'))
            for name in ('own', 'own_draft')}

    @api.model
    def _get_again_domain(self):
        return Domain('requester_id', '=', self.env.uid) & Domain('state', 'not in', self._get_initial_states())

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for document in self:
                department = document.employee_id.department_id
                if department != document.department_id:  # the employee moved while it was a draft
                    prepared[document]['department_id'] = department.id
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'submit':
            # sudo: the user of a colleague is HR data, and he shall hear of what is for him
            for users, documents in self.sudo().grouped(lambda document: document.employee_id.user_id).items():
                documents.message_subscribe(users.partner_id.ids)
        elif verb == 'reset':
            for document in self.sudo():  # the next submit may be for somebody else
                gone = document.employee_id.user_id - document.requester_id
                document.message_unsubscribe(gone.partner_id.ids)

    def _prepare_transition_log_values(self):
        return super()._prepare_transition_log_values() | {'department_id': self.department_id.id}

    @api.model
    def _get_verb_informed(self, verb):
        informed = super()._get_verb_informed(verb)
        return informed + ([self.env._("for whom it is")] if verb in ('submit', 'cancel', 'reset') else [
            self.env._("who asked"), self.env._("for whom it is")])

    @api.model
    def _get_verb_excluded(self, verb):
        closed = verb in self._get_verbs_closed_to_beneficiary()
        return super()._get_verb_excluded(verb) + (
            [self.env._("who asked"), self.env._("for whom it is")] if closed else [])

    @api.model
    def _get_verbs_closed_to_beneficiary(self):
        """Hook: verbs that neither who asked nor who gains may do, whatever other rights they have."""
        return {'approve', 'refuse'}

    @api.model
    def _is_never_both(self, verbs):
        by_requester = {verb for verb in verbs - {GAIN} if self._get_transitions()[verb][2] == REQUESTER}
        closed = verbs & self._get_verbs_closed_to_beneficiary()
        return super()._is_never_both(verbs) or bool(by_requester and closed)

    @api.model
    def _get_desk_domains(self):
        is_open = Domain('state', 'in', self._get_states_of(OPEN, OWNED))
        is_news = Domain('state', '=', 'refused') & Domain(
            'write_date', '>=', fields.Datetime.now() - timedelta(days=NEWS_DAYS))
        return super()._get_desk_domains() | {
            'mine': Domain('requester_id', '=', self.env.uid) & (is_open | is_news)}

    def _get_desk_buttons(self, section):
        buttons = super()._get_desk_buttons(section)
        if section == 'mine' and self.state in self._get_states_of(ENDED):
            buttons.append({'name': 'action_ask_again', 'label': self.env._("Ask Again"), 'is_primary': False})
        return buttons

    def _get_requester(self):
        self.ensure_one()
        return self.requester_id

    def _get_concerned_users(self):
        return self._get_beneficiary_users()

    @api.model
    def _get_concerned_domain(self):
        return Domain('requester_id', '=', self.env.uid) | Domain('employee_id.user_id', '=', self.env.uid)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'requester_id', 'department_id'}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'employee_id'}

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from odoo.addons.office_admin_base.each import do_each
from odoo.addons.office_admin_base.models.office_workflow_states import OWNED
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE, GAIN, REQUESTER

ANSWER = 'answer'
"""Kind of the promise to decide on what was submitted."""


class ReadersField(fields.Many2many):
    """People in a relation of its own for each model, where the default one is that of the people allowed."""

    def setup_nonrelated(self, model):
        self.relation = self.relation or f'{model._table}_told_rel'
        super().setup_nonrelated(model)


class OfficeRequestMixin(models.AbstractModel):
    """Somebody asks for something: it is submitted, approved, served by an officer, and confirmed by who gets it.

    The whole contract in the one right order. An app says what is its own: its groups by ``_role_prefix``, the letters
    of its number by ``_number_code``, what is asked for by ``item_summary``, how long serving may take by
    ``_get_promised_time``, what it costs by the hooks of approvals. What is served in one step is served by ``_serve``;
    else the app names another ``_serve_verb``, and when all has been served, calls ``_transition('done', by=ENGINE)``.
    """
    _name = 'office.request.mixin'
    _description = 'Request'
    # secrecy first, since it hides what the others would show; the workflow last, since they amend its hooks
    _inherit = [
        'office.secrecy.mixin', 'office.approval.request.mixin', 'office.closing.mixin', 'office.hand.over.mixin',
        'office.number.mixin', 'office.workflow.mixin']

    _serve_verb = 'serve'
    """The verb by which an officer serves, and the kind of the promise to have served."""

    _manager_amount = None
    """In the currency of the company: by its first rule, from here on the administrative manager approves as well."""

    note = fields.Text("Purpose")
    item_summary = fields.Char("What Is Asked For", compute='_compute_item_summary', compute_sudo=True)
    submit_datetime = fields.Datetime("Submitted On", readonly=True, copy=False)
    serve_datetime = fields.Datetime("Served On", readonly=True, copy=False)
    told_user_ids = ReadersField(
        'res.users', string="Told That It Is Late", readonly=True, copy=False,
        help="Heads of the people who are late with this request. For that reason they may read it.")
    # sorted after “state”, at which Odoo thus looks first, and which is enough for officers
    takes_part = fields.Boolean(
        "I Take Part", compute='_compute_takes_part', search='_search_takes_part', compute_sudo=True)
    is_my_request = fields.Boolean(compute='_compute_is_my_request')
    can_pause = fields.Boolean(compute='_compute_can_pause', compute_sudo=True)

    def _compute_item_summary(self):
        """Hook: what is asked for, in one line; a field that is related to one of the app will do as well."""
        raise NotImplementedError

    @api.depends('state', 'requester_id', 'employee_id', 'allowed_user_ids', 'told_user_ids', 'approval_ids.state')
    @api.depends_context('uid')
    def _compute_takes_part(self):
        mine = self.filtered(lambda request: request.requester_id == self.env.user)
        if others := self - mine:
            mine |= others.search(Domain('id', 'in', others._origin.ids) & self._search_takes_part('in', [True]))
        for request in self:
            request.takes_part = request._origin in mine._origin

    def _search_takes_part(self, operator, value):
        """Find what I asked for, what is for me, what I decide, what I am allowed to see, what I was told is late."""
        if operator != 'in':
            return NotImplemented
        mine = self._get_beneficiary_domain()
        if self._is_for_all_submitted():
            return mine
        is_allowed = Domain('state', '!=', 'draft') & Domain('allowed_user_ids', 'in', self.env.uid)
        return mine | Domain('is_approver', '=', True) | is_allowed | Domain('told_user_ids', 'in', self.env.uid)

    @api.model
    def _is_for_all_submitted(self):
        """Say whether the user has a rule that lets them read all that was submitted.

        The others who take part in it may not read drafts either. So there is nothing left that they could add, and
        asking for it in vain would lead PostgreSQL to the wrong index.
        """
        return self._has_role('officer') or self._has_role('auditor')

    @api.depends('requester_id')
    @api.depends_context('uid')
    def _compute_is_my_request(self):
        for request in self:
            request.is_my_request = request.requester_id == self.env.user

    @api.depends('requester_id', 'employee_id')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    @api.depends('deadline_id', 'deadline_ids.status')
    @api.depends_context('uid')
    def _compute_can_pause(self):
        for request in self:
            request.can_pause = request.deadline_status in ('on_time', 'due_soon', 'paused') and (
                request.sudo(False)._is_deadline_pauser(request.deadline_id.kind))

    def action_submit(self):
        return self._transition_each('submit')

    def action_reset(self):
        return self._transition_each('reset')

    def action_serve(self):
        self._check_serve_verb()
        return do_each(self, lambda requests: requests._check_transition('serve'), lambda requests: requests._serve())

    def _check_serve_verb(self):
        """:raise UserError: such requests are served by a verb of their own, which knows what that takes"""
        if self._serve_verb != 'serve':
            raise UserError(self.env._("%(requests)s: use “%(verb)s”.", requests=self._get_names(),
                                       verb=self._get_verb_label(self._serve_verb)))

    def _serve(self):
        """Hook: give what was asked for, in one step; nothing is left to do but to be confirmed."""
        self._transition('serve')
        self._transition('done', by=ENGINE)

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        for request in self.sudo().filtered(lambda request: request._is_restricted()):  # sudo: groups of others
            officers = request.allowed_user_ids & request._get_role_users('officer', request.company_id)
            if not request._filter_sworn(officers - request._get_beneficiary_users()):
                raise UserError(self.env._(
                    "Nobody who may see %(request)s could serve it. Add somebody with the right “%(right)s” and a "
                    "valid undertaking to the people allowed.", request=request.display_name,
                    right=self.env.ref(self._get_officer_group()).sudo().full_name))

    def _filter_served(self):
        """Hook: those of these requests of which something was served: they are closed, and not cancelled any more."""
        return self.filtered('serve_datetime')

    def _filter_allowed(self, verb):
        requests = super()._filter_allowed(verb)
        match verb:
            case 'done':
                return requests._filter_served()
            case 'cancel':
                return requests - requests._filter_served()
        return requests

    def _check_can_done(self, by=None):
        if unserved := self - self._filter_served():
            raise UserError(self.env._(
                "%(requests)s was not served yet. Serve it, or cancel it.", requests=unserved._get_names()))

    def _check_can_cancel(self, by=None):
        if served := self._filter_served():
            raise UserError(self.env._(
                "%(requests)s was served and cannot be cancelled. Close it instead.", requests=served._get_names()))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for request in self:
            if verb == 'submit':
                prepared[request]['submit_datetime'] = fields.Datetime.now()
            elif verb == self._serve_verb:
                prepared[request]['serve_datetime'] = fields.Datetime.now()
            elif verb == 'reset':
                prepared[request]['told_user_ids'] = [Command.clear()]  # what is a draft again is private again
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'submit':
                # what was approved at once has its answer; what waits for something else, nobody can answer yet
                self.filtered(lambda request: request.state == 'submitted')._filter_approvable()._start_promise(ANSWER)
            case 'approve' | 'reopen':
                self._end_deadline(ANSWER)
                self._start_promise(self._serve_verb)
            case 'refuse':
                self._end_deadline(ANSWER)
            case 'done':
                self._end_deadline(self._serve_verb)
            case 'reset' | 'cancel':
                self._end_deadline(ANSWER, self._serve_verb, outcome='dropped')

    def _after_approvable(self):
        super()._after_approvable()
        self.filtered(lambda request: request.state == 'submitted')._start_promise(ANSWER)

    def _start_promise(self, kind):
        """Promise to have answered or served by the time that :meth:`_get_promised_time` says.

        :param str kind: :data:`ANSWER` or ``_serve_verb``
        """
        for (company, is_urgent), requests in self.grouped(
                lambda request: (request.company_id, request._is_urgent())).items():
            amount, rule = self._get_promised_time(kind, company, is_urgent)
            requests._start_deadline(kind, amount, rule, requests._get_promise_starts(kind, amount, rule))

    def _get_promise_starts(self, kind, amount, rule):
        """Hook: ``{request: datetime}``, from when on the time of a promise counts; None is now.

        :param str kind: :data:`ANSWER` or ``_serve_verb``
        :param float amount: working days or hours, as ``rule`` says
        """
        return None

    def _is_urgent(self):
        """Hook: whether this request is served in another time than others."""
        return False

    @api.model
    def _get_promised_time(self, kind, company, is_urgent=False):
        """Hook: how long a step may take.

        :param str kind: :data:`ANSWER` or ``_serve_verb``
        :return: ``(amount, rule)``, see ``_start_deadline``: so many working days or hours
        """
        raise NotImplementedError

    def _after_classified(self):
        super()._after_classified()
        # sudo: whoever changes the secrecy need not be of those who serve
        for request_sudo in self.sudo().filtered(lambda request: request.state in request._get_states_of(OWNED)):
            request_sudo._release(request_sudo.owner_id | request_sudo.hand_over_to_id)

    @api.model
    def _get_states(self):
        states = super()._get_states()
        return states | {'approved': states['approved']._replace(queue='officer')}

    @api.model
    def _get_transitions(self):
        """The verbs of a request, beside those of its mixins: approve and refuse, confirm and reopen."""
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', REQUESTER),
            self._serve_verb: (('approved',), 'approved', officer),
            'done': (('approved',), 'done', (officer, ENGINE)),
            'cancel': (('draft', 'submitted', 'approved'), 'cancelled', (CONCERNED, officer)),
            'reset': (('submitted', 'refused'), 'draft', (REQUESTER, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'serve': self.env._("Serve")}

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'approve'}, {'approve', self._serve_verb}, {GAIN, self._serve_verb})

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'note', 'secrecy_level', 'allowed_user_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'submit_datetime', 'serve_datetime', 'told_user_ids'}

    def _get_approval_summary(self):
        return self.item_summary or ''

    def _get_approval_reason(self):
        return self.note

    def _get_approval_reason_label(self):
        return self._fields['note']._description_string(self.env)

    @api.model
    def _get_default_approval_rules(self):
        steps = [Command.create({'sequence': 10, 'who': 'superior'})]
        if self._manager_amount is not None:
            steps.append(Command.create({
                'sequence': 20, 'who': 'position', 'min_amount': self._manager_amount,
                'group_id': self.env.ref('office_admin_base.position_manager').id}))
        return [{'name': self.env['ir.model']._get(self._name).name, 'step_ids': steps}]

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {
            ANSWER: self.env._("Answer"), self._serve_verb: self.env._("Service")}

    @api.model
    def _get_approval_deadline_kinds(self):
        return super()._get_approval_deadline_kinds() | {ANSWER}

    @api.model
    def _get_owner_verbs(self):
        return (*super()._get_owner_verbs(), self._serve_verb)

    def _get_deadline_holders(self, kind):
        if kind != self._serve_verb:
            return super()._get_deadline_holders(kind)
        if owner := self._filtered_of_company(self.owner_id):
            return owner
        officers = self._get_role_users('officer', self._get_deadline_company())
        return officers - self._get_deadline_managers() or officers

    def _is_deadline_pauser(self, kind):
        """Say whether the current user is one of those who have to keep a promise, and may let it rest."""
        if kind in self._get_approval_deadline_kinds():
            return self.is_my_approval
        return self._has_role('officer')

    def _check_can_pause_deadline(self, kind):
        if not self._is_deadline_pauser(kind):
            raise AccessError(self.env._(
                "%(document)s: only who has to keep the promise may let it rest.", document=self.display_name))

    def _let_read(self, user):
        super()._let_read(user)
        self._write_as_system({'told_user_ids': [Command.link(user.id)]})

    @api.model
    def _get_begin_field(self):
        return 'submit_datetime'

    @api.model
    def _get_secrecy_concerned_domain(self):
        return super()._get_secrecy_concerned_domain() | self._get_beneficiary_domain() | Domain(
            'is_approver', '=', True)

    @api.model
    def _get_duty_domain(self):
        return super()._get_duty_domain() | self._get_queue_domain()

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        own = rules.pop('own')
        return rules | {'concerned': own._replace(
            words="read what I asked for, what is for me, what I decide, and what I was told is late",
            domain="[('{of}takes_part', '=', True)]")}

    @api.model
    def _get_verb_time_limit(self, verb, company):
        kind = {'approve': ANSWER, 'refuse': ANSWER, 'done': self._serve_verb}.get(verb, verb)
        if kind not in (ANSWER, self._serve_verb):
            return super()._get_verb_time_limit(verb, company)
        return company._get_time_words(*self._get_promised_time(kind, company))

    def _get_desk_who(self):
        return super()._get_desk_who() or (self._get_server_name() if self._get_states()[self.state].queue else '')

    @api.model
    def _get_server_name(self):
        """Hook: in a word, who serves."""
        return self.env._("Office")

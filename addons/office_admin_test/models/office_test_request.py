from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from odoo.addons.office_admin_base.each import do_each
from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE, GAIN, REQUESTER

OFFICER = 'office_admin_test.group_officer'
MANAGER = 'office_admin_test.group_manager'

LARGE_AMOUNT = 1000
PROMISES = {'answer': (1, 'day'), 'serve': (3, 'day'), 'urgent': (4, 'hours')}
"""How long each step may take, in working time; what is urgent is served in another time. An app has settings."""


class OfficeTestRequest(models.Model):
    """The smallest request with all that a request has, and nothing of its own.

    It is submitted, approved, served by an officer, and confirmed by who gets it; or it is refused or cancelled. First
    comes what happens, in the order of its life; from the table of verbs on, what only answers the mixins.
    """
    _name = 'office.test.request'
    _description = 'Test Request'
    # secrecy first, since it hides what the others would show; the workflow last, since they amend its hooks
    _inherit = [
        'office.secrecy.mixin', 'office.approval.request.mixin', 'office.closing.mixin', 'office.hand.over.mixin',
        'office.number.mixin', 'office.workflow.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True

    need_date = fields.Date(
        "Needed On", required=True, copy=False,
        default=lambda self: fields.Date.add(self.env.company._get_office_today(), days=7))
    is_urgent = fields.Boolean("Urgent", copy=False)
    note = fields.Text("Purpose")
    line_ids = fields.One2many('office.test.request.line', 'request_id', "Items", copy=True)
    item_summary = fields.Char("Items Asked For", compute='_compute_item_summary', compute_sudo=True)
    submit_datetime = fields.Datetime("Submitted On", readonly=True, copy=False)
    serve_datetime = fields.Datetime("Served On", readonly=True, copy=False)
    refuse_reason = fields.Text("Reason for Refusal", readonly=True, copy=False)
    told_user_ids = fields.Many2many(
        'res.users', 'office_test_request_told_rel', string="Told That It Is Late", readonly=True, copy=False,
        help="Heads of the people who are late with this request. For that reason they may read it.")
    takes_part = fields.Boolean(
        "I Take Part", compute='_compute_takes_part', search='_search_takes_part', compute_sudo=True)
    is_my_request = fields.Boolean(compute='_compute_is_my_request')
    can_cancel = fields.Boolean(compute='_compute_is_my_request')
    can_pause = fields.Boolean(compute='_compute_can_pause', compute_sudo=True)

    @api.depends('line_ids.name', 'line_ids.quantity')
    def _compute_item_summary(self):
        for request in self:
            request.item_summary = ' · '.join(f"{line.name} × {line.quantity:g}" for line in request.line_ids)

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
        is_allowed = Domain('state', '!=', 'draft') & Domain('allowed_user_ids', 'in', self.env.uid)
        return self._get_beneficiary_domain() | Domain('is_approver', '=', True) | is_allowed | Domain(
            'told_user_ids', 'in', self.env.uid)

    @api.depends('requester_id', 'employee_id')
    @api.depends_context('uid')
    def _compute_is_my_request(self):
        is_officer = self.env.user.has_group(OFFICER)
        for request in self:
            request.is_my_request = request.requester_id == self.env.user
            request.can_cancel = is_officer or self.env.user in request._get_beneficiary_users()

    @api.depends('deadline_id', 'deadline_ids.status')
    @api.depends_context('uid')
    def _compute_can_pause(self):
        for request in self:
            request.can_pause = request.deadline_status in ('on_time', 'due_soon', 'paused') and (
                request.sudo(False)._is_deadline_pauser(request.deadline_id.kind))

    def action_submit(self):
        return self._transition_each('submit')

    def _check_can_submit(self):
        super()._check_can_submit()
        if empty := self.filtered(lambda request: not request.line_ids):
            raise UserError(self.env._(
                "Add at least one item to %(requests)s before you submit.", requests=empty._get_names()))
        for request in self.sudo().filtered(lambda request: request.secrecy_level in RESTRICTED):  # sudo: groups
            officers = request.allowed_user_ids.filtered(lambda user: user.has_group(OFFICER))
            if not request._filter_sworn(officers - request._get_beneficiary_users()):
                raise UserError(self.env._(
                    "Nobody who may see %(request)s could serve it. Add an officer with a valid undertaking to the "
                    "people allowed.", request=request.display_name))

    def action_serve(self):
        return do_each(self, lambda requests: requests._check_transition('serve'), lambda requests: requests._serve())

    def _serve(self):
        """Give what was asked for; nothing is left to do but to be confirmed."""
        self._transition('serve', {'serve_datetime': fields.Datetime.now()})
        self._transition('done', by=ENGINE)

    def _check_can_done(self):
        if unserved := self.filtered(lambda request: not request.serve_datetime):
            raise UserError(self.env._(
                "%(requests)s was not served yet. Serve it, or cancel it.", requests=unserved._get_names()))

    def _check_can_cancel(self):
        if served := self.filtered('serve_datetime'):
            raise UserError(self.env._(
                "%(requests)s was served and cannot be cancelled. Close it instead.", requests=served._get_names()))

    def action_reset(self):
        return self._transition_each('reset')

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for request in self:
            if verb == 'submit':
                prepared[request].update({'submit_datetime': fields.Datetime.now(), 'refuse_reason': False})
            elif verb == 'reset':
                prepared[request]['told_user_ids'] = [Command.clear()]  # what is a draft again is private again
        return prepared

    def _prepare_refusal_values(self, reason):
        return super()._prepare_refusal_values(reason) | {'refuse_reason': reason}

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'submit':
                # what was approved at once has its answer
                self.filtered(lambda request: request.state == 'submitted')._start_deadline(
                    'answer', *PROMISES['answer'])
            case 'approve' | 'reopen':
                self._end_deadline('answer')
                for is_urgent, requests in self.grouped('is_urgent').items():
                    requests._start_deadline('serve', *PROMISES['urgent' if is_urgent else 'serve'])
            case 'refuse':
                self._end_deadline('answer')
            case 'done':
                self._end_deadline('serve')
            case 'reset' | 'cancel':
                self._end_deadline('answer', 'serve', outcome='dropped')

    def _after_classified(self):
        super()._after_classified()
        # sudo: whoever changes the secrecy need not be of those who serve
        for request_sudo in self.sudo().filtered(lambda request: request.state in request._get_owned_states()):
            request_sudo._release(request_sudo.owner_id | request_sudo.hand_over_to_id)

    @api.model
    def _get_transitions(self):
        """The verbs that this model adds to those of its mixins: approve and refuse, confirm and reopen."""
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', REQUESTER),
            'serve': (('approved',), 'approved', OFFICER),
            'done': (('approved',), 'done', (OFFICER, ENGINE)),
            'cancel': (('draft', 'submitted', 'approved'), 'cancelled', (CONCERNED, OFFICER)),
            'reset': (('submitted', 'refused'), 'draft', (REQUESTER, ENGINE)),
        }

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'approve'}, {'approve', 'serve'}, {GAIN, 'serve'})

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'need_date', 'is_urgent', 'note', 'line_ids', 'secrecy_level', 'allowed_user_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'submit_datetime', 'serve_datetime', 'refuse_reason', 'told_user_ids'}

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'serve': self.env._("Serve")}

    @api.model
    def _get_number_code(self):
        return 'TST'

    @api.model
    def _get_default_approval_rules(self):
        return [{
            'name': self.env._("Test requests"),
            'step_ids': [
                Command.create({'sequence': 10, 'who': 'superior'}),
                Command.create({
                    'sequence': 20, 'who': 'position', 'min_amount': LARGE_AMOUNT,
                    'group_id': self.env.ref('office_admin_base.position_manager').id}),
            ],
        }]

    def _get_approval_amounts(self):
        return {
            request: (sum(request.line_ids.mapped('amount')), request.company_id.currency_id) for request in self}

    def _get_approval_summary(self):
        return self.item_summary

    def _get_approval_reason(self):
        return self.note

    def _get_approval_reason_label(self):
        return self._fields['note']._description_string(self.env)

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {'answer': self.env._("Answer"), 'serve': self.env._("Service")}

    @api.model
    def _get_approval_deadline_kinds(self):
        return super()._get_approval_deadline_kinds() | {'answer'}

    def _get_deadline_holders(self, kind):
        if kind != 'serve':
            return super()._get_deadline_holders(kind)
        if owner := self._filtered_of_company(self.owner_id):
            return owner
        # sudo: who has which right is not for everybody
        officers = self._filtered_of_company(self.env.ref(OFFICER).sudo().all_user_ids)
        return officers - self._get_deadline_managers() or officers

    def _get_deadline_managers(self):
        return self._filtered_of_company(self.env.ref(MANAGER).sudo().all_user_ids)  # sudo: as above

    def _is_deadline_pauser(self, kind):
        if kind in self._get_approval_deadline_kinds():
            return self.is_my_approval
        return self.env.user.has_group(OFFICER)

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
    def _get_officer_group(self):
        return OFFICER

    @api.model
    def _get_classifier_group(self):
        return MANAGER

    @api.model
    def _get_secrecy_concerned_domain(self):
        return super()._get_secrecy_concerned_domain() | self._get_beneficiary_domain() | Domain(
            'is_approver', '=', True)

    @api.model
    def _get_desk_domains(self):
        domains = super()._get_desk_domains()
        queue = self._get_queue_domain()
        return domains if queue.is_false() else domains | {'queue': queue}

    @api.model
    def _get_queue_domain(self):
        return Domain('state', '=', 'approved') if self.env.user.has_group(OFFICER) else Domain.FALSE

    @api.model
    def _get_duty_domain(self):
        return super()._get_duty_domain() | self._get_queue_domain()

    def _get_desk_who(self):
        return super()._get_desk_who() or (self.env._("Office") if self.state == 'approved' else '')

    @api.model
    def _get_queue_group(self, verb):
        return OFFICER if verb in ('approve', 'serve', 'done', 'cancel') else super()._get_queue_group(verb)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_role_rules import READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, REQUESTER

KINDS = [
    ('hand_out', "Hand-Out"), ('loan', "Loan"), ('transfer', "Transfer"), ('give_back', "Return"),
    ('keep', "Temporary Keeping")]

EVENTS = {
    'hand_out': ('hand_out', 'in_use'), 'loan': ('lend', 'lent'), 'transfer': ('transfer', 'in_use'),
    'give_back': ('give_back', 'in_stock'), 'keep': ('keep', None)}
"""What each kind of slip is called in the time line, and the status of the cards afterwards, if it is another one."""

FROM_STOCK, OF_HOLDERS = ('hand_out', 'loan'), ('transfer', 'give_back', 'keep')

FOR_A_TIME = ('loan', 'keep')

RECEIVE = 'receive'
"""The promise that who receives says so."""

PARTIES = (
    'giver_id', 'giver_department_id.manager_id', 'employee_id', 'keeper_id', 'department_id.manager_id',
    'giver_id.parent_id', 'giver_id.department_id.manager_id', 'employee_id.parent_id',
    'employee_id.department_id.manager_id')
"""Who sees a slip, once it has left its writer."""

TASK = 'mail.mail_activity_data_todo'


class OfficeAssetSlip(models.Model):
    """Things go from one hand to another, and who receives them confirms it.

    Until then the cards are in this document, and in no other; nothing changes on them. Whoever refuses says why, and
    the things stay where they are. A holder starts a transfer or a return of what they have, an officer any slip.
    """
    _name = 'office.asset.slip'
    _description = 'Asset Slip'
    _inherit = [
        'office.asset.scan.mixin', 'office.receipt.mixin', 'office.number.mixin', 'office.deadline.mixin',
        'office.asset.document.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_assets.group_'
    _number_code = 'ASL'

    kind = fields.Selection(
        KINDS, required=True, default=lambda self: 'hand_out' if self._has_role('officer') else 'transfer')
    allowed_kinds = fields.Json(compute='_compute_allowed_kinds', help="The kinds that the reader may write.")
    giver_id = fields.Many2one(
        'hr.employee', "From", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    giver_department_id = fields.Many2one(
        'hr.department', "From Department", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    employee_id = fields.Many2one(
        'hr.employee', "To", index='btree_not_null', check_company=True, ondelete='restrict')
    department_id = fields.Many2one(
        'hr.department', "To Department", index='btree_not_null', check_company=True, ondelete='restrict',
        help="For things that a department uses, and nobody holds by name.")
    keeper_id = fields.Many2one(
        'hr.employee', index='btree_not_null', check_company=True, ondelete='restrict',
        help="Who looks after it for the department, and confirms in place of its manager.")
    place_id = fields.Many2one(
        'office.place', "Comes To", check_company=True, ondelete='restrict',
        help="Where the things stand afterwards. Empty if they stay where they are, or go with who receives them.")
    due_date = fields.Date("Give Back By")
    note = fields.Char("Why")
    line_ids = fields.One2many('office.asset.slip.line', 'slip_id', "Things", copy=False)
    request_ids = fields.Many2many('office.asset.request', string="Asked For By", compute='_compute_request_ids')
    repair_id = fields.Many2one(
        'maintenance.request', "Meanwhile in Repair", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    item_summary = fields.Char("Things in Short", compute='_compute_item_summary', compute_sudo=True)
    party_name = fields.Char("Receiver", compute='_compute_party_name', compute_sudo=True)
    agreed_datetime = fields.Datetime(
        "Giver Agreed On", readonly=True, copy=False, help="When who has the things said that they go.")
    agreement = fields.Text("What Was Signed", readonly=True, copy=False)
    refuse_reason = fields.Char("Why Refused", readonly=True, copy=False)

    _waiting_idx = models.Index("(deadline_datetime, id) WHERE state = 'submitted'")

    @api.depends_context('uid')
    def _compute_allowed_kinds(self):
        self.allowed_kinds = [kind for kind, _label in KINDS if kind in OF_HOLDERS or self._has_role('officer')]

    @api.depends('line_ids.equipment_id')
    def _compute_item_summary(self):
        for slip in self:
            slip.item_summary = format_list(self.env, slip.line_ids[:3].equipment_id.mapped('display_name') + (
                [self.env._("%(count)s more", count=len(slip.line_ids) - 3)] if len(slip.line_ids) > 3 else []))

    @api.depends('line_ids.request_line_id')
    def _compute_request_ids(self):
        for slip in self:
            requests = slip.sudo().line_ids.request_line_id.request_id.sudo(False)
            slip.request_ids = requests._filtered_access('read')

    @api.depends('kind', 'employee_id', 'department_id')
    @api.depends_context('lang')
    def _compute_party_name(self):
        for slip in self:
            slip.party_name = self.env._("Office") if slip.kind == 'give_back' else (
                slip.employee_id.name or slip.department_id.name)

    @api.depends('agreed_datetime')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    @api.depends('agreed_datetime')
    @api.depends_context('uid')
    def _compute_card_verbs(self):
        super()._compute_card_verbs()

    def action_submit(self):
        return self._transition_each('submit')

    def action_agree(self):
        return self._transition_each('agree', {'agreed_datetime': fields.Datetime.now()})

    def action_done(self):
        """Open the dialog in which the receiver confirms, with a signature and the condition of each thing."""
        self._check_can_begin('done')
        return self._open_dialog('office.asset.slip.answer', self.env._("Confirm Receipt"), 'done')

    def action_refuse(self):
        self._check_can_begin('refuse')
        return self._open_dialog('office.asset.slip.answer', self.env._("Refuse"), 'refuse')

    def action_cancel(self):
        return self._transition_each('cancel')

    # What the answers do

    def _receive(self, name, signature, said):
        """Confirm that these things were received.

        :param str name: who has them now, or has taken them back
        :param bytes signature: image, base64; not needed by an officer who takes things back
        :param dict said: ``{line: (condition, note)}`` of lines in whose condition something was noticed
        :raise UserError: somebody else has to confirm it, or the signature is missing
        """
        self.ensure_one()
        self._check_transition('done')
        if not (name or '').strip() or not (signature or self.kind == 'give_back'):
            raise UserError(self.env._("%(slip)s: sign, and write the name.", slip=self.display_name))
        if strange := said.keys() - set(self.line_ids):
            raise UserError(self.env._(
                "%(slip)s has changed. Open it again.", slip=(self | next(iter(strange)).slip_id)[:1].display_name))
        for line, (condition, note) in said.items():
            line._write_as_system({'received_condition': condition, 'received_note': note})
        self._write_receipt(name, signature)
        self._transition('done', {'agreement': self._get_agreement()})
        self._complete_receipt()

    def _get_agreement(self):
        """Return what who receives these things signs, or False."""
        return self.kind != 'give_back' and self.company_id.sudo()._get_asset_agreement()  # sudo: settings

    def _refuse_each(self, reason):
        """Refuse those of these slips that can be; the things stay with who has them.

        :return: as ``do_each``
        """
        return self._transition_each('refuse', {'refuse_reason': reason})

    def _change_cards(self):
        """Write onto the cards what the slip says."""
        for slip_sudo in self.sudo():  # sudo: who receives need not read the cards yet
            event, _state = EVENTS[slip_sudo.kind]
            values = slip_sudo._prepare_card()
            by_card = dict.fromkeys(slip_sudo._get_cards(), values)
            for line in slip_sudo.line_ids:
                if condition := line.received_condition or line.condition:
                    by_card[line.equipment_id] = values | {'asset_condition': condition}
            self.env['maintenance.equipment']._apply_each(
                event, by_card, self.browse(slip_sudo.id), slip_sudo.note)

    def _prepare_card(self):
        """Return what the cards say of who has them now; who keeps them meanwhile does not take the holder's place."""
        place = {'place_id': self.place_id.id} if self.place_id else {}
        if self.kind == 'keep':
            return {'asset_deputy_id': self.employee_id.id, 'asset_deputy_until': self.due_date, **place}
        _event, state = EVENTS[self.kind]
        return {
            'employee_id': self.employee_id.id, 'department_id': self.department_id.id, 'asset_state': state,
            **({'asset_keeper_id': self.keeper_id.id} if self.keeper_id else {}), **place}

    def _get_cards(self):
        """Add the parts of sets, which who has the set has as well."""
        cards = super()._get_cards()
        parts = cards._get_with_parts() - cards

        def get_holder(card):
            return card.employee_id, card.department_id

        holders = {get_holder(card) for card in cards}
        return cards | parts.filtered(lambda card: get_holder(card) in holders and card.asset_state != 'ended')

    # What must hold before a verb

    def _check_cards(self):
        super()._check_cards()
        slip_sudo = self.sudo()  # sudo: employees, and the parts of sets
        if message := slip_sudo._get_card_fault(slip_sudo._get_cards()) or slip_sudo._get_receiver_fault():
            raise UserError(message)
        self._check_maker(slip_sudo._get_holder())

    def _get_scan_fault(self, card, code):
        return super()._get_scan_fault(card, code) or card._get_claim_fault() or self.sudo()._get_card_fault(
            (self._get_scanned() | card).sudo())  # sudo: employees

    def _get_card_fault(self, cards):
        """Return why ``cards``, as superuser, cannot be on this slip together, or False."""
        words = {'slip': self.display_name}
        held = cards.filtered(lambda card: card.employee_id or card.department_id)
        if self.kind in FROM_STOCK:
            if held:
                return self.env._(
                    "%(cards)s is in somebody's hands. Write a transfer, or let it come back first.",
                    cards=held._get_names())
        elif free := cards - held:
            return self.env._("Nobody has %(cards)s. Write a hand-out.", cards=free._get_names())
        elif len({(card.employee_id, card.department_id) for card in cards}) > 1:
            return self.env._("%(slip)s: the things have several holders. Write a slip for each of them.", **words)
        if away := cards.filtered(lambda card: card.asset_state == 'repair'):
            return self.env._("%(cards)s is in repair. Wait until it is back.", cards=away._get_names())
        if self.kind == 'keep' and (kept := cards.filtered('asset_deputy_id')):
            return self.env._(
                "%(cards)s is kept by %(person)s already. Say first that it is back with its holder.",
                cards=kept._get_names(), person=kept[0].asset_deputy_id.name)
        if self.kind == 'transfer' and (lent := cards.filtered(lambda card: card.asset_state == 'lent')):
            return self.env._(
                "%(cards)s is lent. Let it come back first, or renew the loan.", cards=lent._get_names())
        return False

    def _get_receiver_fault(self):
        """Return what is wrong with who is to receive the things, or False."""
        words = {'slip': self.display_name}
        if self.kind == 'give_back':
            return False
        if bool(self.employee_id) == bool(self.department_id):
            return self.env._("%(slip)s: say who gets it, a person or a department.", **words)
        people = self.employee_id | self.keeper_id
        if gone := people.filtered(lambda person: not person.active):
            return self.env._(
                "%(slip)s: %(people)s has left. Choose somebody who is there.", people=gone[:1].name, **words)
        if not self.department_id.active and self.department_id:
            return self.env._("%(slip)s: %(department)s is archived.", department=self.department_id.name, **words)
        if strange := (people.company_id | self.department_id.company_id) - self.company_id:
            return self.env._(
                "%(slip)s: things of %(company)s stay there, and do not go to %(other)s.",
                company=self.company_id.name, other=strange[:1].name, **words)
        if (self.employee_id, self.department_id) == self._get_holder():
            return self.env._("%(slip)s: %(person)s has it already.", person=self.party_name, **words)
        if self.kind == 'loan' and not (self.employee_id and self.due_date):
            return self.env._("%(slip)s: a loan is for a person, until a day. Say both.", **words)
        if self.kind == 'keep' and not (self.employee_id and self.due_date):
            return self.env._("%(slip)s: say who keeps it meanwhile, and until when.", **words)
        if self.kind in FOR_A_TIME and self.due_date < self.company_id._get_office_today():
            return self.env._("%(slip)s: the day on which it is given back has passed.", **words)
        return False

    def _check_maker(self, holder):
        """Check that the user may write this slip.

        :param tuple holder: employee and department that have the things, as superuser
        """
        employee, department = holder
        if not self._has_role('officer'):
            if self.kind not in OF_HOLDERS or self.env.user not in employee.user_id | department.manager_id.user_id:
                raise AccessError(self.env._(
                    "%(slip)s: you can pass on or bring back what you hold yourself. For everything else, ask the "
                    "office.", slip=self.display_name))
        elif self.kind in FROM_STOCK and self._is_strict() and self.env.user in self.sudo()._get_receivers():
            raise AccessError(self.env._(
                "%(slip)s is for yourself. Let another officer hand it to you.", slip=self.display_name))

    def _is_strict(self):
        return self.sudo().company_id.office_segregation == 'refuse'  # sudo: settings

    def _get_holder(self):
        """Return the employee and the department that have the things of this slip now, as superuser."""
        cards_sudo = self.sudo().line_ids.equipment_id[:1]
        return cards_sudo.employee_id, cards_sudo.department_id

    def _check_can_agree(self, by=None):
        if agreed := self.filtered('agreed_datetime'):
            raise UserError(self.env._("%(slips)s: that was said already.", slips=agreed._get_names()))
        self._check_party('agree')

    def _check_can_done(self, by=None):
        self._check_party('done')
        for slip_sudo in self.sudo():  # sudo: who receives need not read the cards yet
            if not slip_sudo.agreed_datetime:
                raise UserError(self.env._(
                    "%(slip)s: %(people)s has to say first that the things go.", slip=slip_sudo.display_name,
                    people=format_list(self.env, slip_sudo._get_givers().mapped('name'))))
            given = slip_sudo.giver_id, slip_sudo.giver_department_id
            if any((card.employee_id, card.department_id) != given for card in slip_sudo._get_cards()):
                raise UserError(self.env._(
                    "%(slip)s: somebody else has these things now. Cancel it, and write a new one.",
                    slip=slip_sudo.display_name))

    def _check_can_refuse(self, by=None):
        self._check_party('refuse')

    def _check_party(self, verb):
        """:raise AccessError: ``verb`` of one of these is not up to the user"""
        for slip in self - self._filter_party(verb):
            people = slip.sudo()._get_actors(verb) or self.env.ref(self._get_officer_group())._get_people(
                slip.sudo().company_id)  # sudo: users of colleagues
            raise AccessError(self.env._(
                "“%(verb)s” of %(slip)s is up to %(people)s.", verb=self._get_verb_label(verb), slip=slip.display_name,
                people=format_list(self.env, people[:5].mapped('name'), 'or') or self.env._("nobody any more")))

    def _filter_party(self, verb):
        """Return those of these slips of which ``verb`` is up to the user."""
        return self.filtered(lambda slip: slip._is_party(verb))

    def _is_party(self, verb):
        slip_sudo, user = self.sudo(), self.env.user  # sudo: users of colleagues
        if actors := slip_sudo._get_actors(verb):
            return user in actors
        # nobody of those whom it concerns has a user, or it comes back: it is confirmed at the office
        return verb != 'agree' and self._has_role('officer') and not (
            self.kind == 'give_back' and self._is_strict() and user in slip_sudo._get_givers())

    def _get_actors(self, verb):
        """Return the users to whom ``verb`` is up; none if it is the office's."""
        if verb == 'agree':
            return self._get_givers()
        is_refused_by_giver = verb == 'refuse' and not self.agreed_datetime
        return self._get_receivers() | self._get_givers() if is_refused_by_giver else self._get_receivers()

    def _get_waited(self):
        """Return the users who have to do something next; none if it is the office."""
        return self._get_actors('done') if self.agreed_datetime else self._get_actors('agree')

    def _filter_allowed(self, verb):
        slips = super()._filter_allowed(verb)
        match verb:
            case 'done':
                return slips.filtered('agreed_datetime')._filter_party(verb)
            case 'agree':
                return slips.filtered(lambda slip: not slip.agreed_datetime)._filter_party(verb)
            case 'refuse':
                return slips._filter_party(verb)
        return slips

    # What the verbs cause

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for slip, values in prepared.items():
                employee, department = slip._get_holder()
                values.update(giver_id=employee.id, giver_department_id=department.id)
                givers = slip._get_users_of(employee, department)
                if slip.kind != 'transfer' or not givers or self.env.user in givers:
                    values['agreed_datetime'] = fields.Datetime.now()
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'submit' | 'agree':
                self._promise_receipt()
            case _:
                if verb == 'done':
                    self._change_cards()
                self._end_deadline(RECEIVE, outcome='met' if verb in ('done', 'refuse') else 'dropped')
                self.sudo().activity_unlink([TASK])  # sudo: activities of others
                if verb == 'refuse':
                    self._tell_refused()
                self._let_go_on(verb)

    def _let_go_on(self, verb):
        """Let the requests and repairs for which these slips were written know what has become of the things."""
        slips_sudo = self.sudo()  # sudo: who receives reads neither
        if verb == 'done':
            slips_sudo.line_ids.request_line_id.request_id._go_on()
        else:
            slips_sudo.line_ids._take_back()
            slips_sudo.repair_id._drop_substitute()

    def _promise_receipt(self):
        """Promise that who has to answer does, and ask them."""
        for company, slips in self.grouped('company_id').items():
            slips._start_deadline(RECEIVE, company.sudo().asset_confirm_days, 'day')  # sudo: settings
        slips_sudo = self.sudo()  # sudo: tasks of others
        slips_sudo.activity_unlink([TASK])
        for slip_sudo in slips_sudo:
            for user in slip_sudo._get_waited() or slip_sudo._get_deadline_holders(RECEIVE)[:1]:
                slip_sudo.activity_schedule(
                    TASK, user_id=user.id, date_deadline=slip_sudo.deadline_datetime.date(),
                    summary=slip_sudo.with_context(lang=user.lang).env._(
                        "Confirm: %(things)s", things=slip_sudo.item_summary))

    def _tell_refused(self):
        for slip_sudo in self.sudo():  # sudo: nobody has write access; the author stays the user
            slip_sudo.message_post(
                body=self.env._("Refused: %(reason)s The things stay where they are.", reason=slip_sudo.refuse_reason),
                partner_ids=(slip_sudo._get_givers() | slip_sudo.create_uid).partner_id.ids,
                message_type='comment', subtype_xmlid='mail.mt_note')

    # The people of a slip

    def _get_users_of(self, employee, department):
        users = employee.user_id or department.manager_id.user_id
        return users.filtered('active')

    def _get_givers(self):
        """Return the users who have the things; called as superuser."""
        return self._get_users_of(self.giver_id, self.giver_department_id)

    def _get_receivers(self):
        """Return the users who receive the things; called as superuser."""
        if self.kind == 'give_back':
            return self.env['res.users']
        return self._get_users_of(self.employee_id or self.keeper_id, self.department_id)

    def _get_signing_name(self):
        """Return the name of who signs that they have received these things, as far as it is known."""
        slip_sudo = self.sudo()  # sudo: a colleague
        person = slip_sudo.employee_id or slip_sudo.keeper_id or slip_sudo.department_id.manager_id
        is_other = self._is_party('done') and not slip_sudo._get_receivers() and self.kind != 'give_back'
        return person.name if is_other else self.env.user.name

    def _get_concerned_users(self):
        users = self.env['res.users']
        for slip in self:
            users |= slip._get_givers() | slip._get_receivers()
        return users

    @api.model
    def _get_giver_domain(self):
        mine = ('user_id', '=', self.env.uid)
        return Domain('giver_id', 'any', [mine]) | Domain('giver_department_id.manager_id', 'any', [mine])

    @api.model
    def _get_receiver_domain(self):
        mine = ('user_id', '=', self.env.uid)
        return Domain('kind', '!=', 'give_back') & (
            Domain('employee_id', 'any', [mine]) | Domain('keeper_id', 'any', [mine])
            | Domain('keeper_id', '=', False) & Domain('department_id.manager_id', 'any', [mine]))

    @api.model
    def _get_concerned_domain(self):
        return self._get_giver_domain() | self._get_receiver_domain()

    def _open_receipt(self):
        """Let a receiver who has no user sign at once, on the device of the officer; else say who confirms."""
        self.ensure_one()
        if 'done' in self.allowed_verbs:
            return self.action_done()
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
            'type': 'success',
            'message': self.env._(
                "%(slip)s waits for %(person)s, who confirms on My Office.", slip=self.display_name,
                person=self.party_name),
            'next': {'type': 'ir.actions.act_window_close'}}}

    def _is_receipt_shown(self):
        return self._has_role('officer') or self._has_role('auditor') or (
            self.env.user in self._get_concerned_users() | self.create_uid)

    # Promises and My Office

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {RECEIVE: self.env._("Confirm Receipt")}

    def _get_deadline_holders(self, kind):
        slip_sudo = self.sudo()  # sudo: users of colleagues
        return slip_sudo._get_waited() or (
            self._get_role_users('officer', self._get_deadline_company()) - slip_sudo._get_givers())

    def _get_escalation_users(self, rung, kind):
        users = super()._get_escalation_users(rung, kind)
        # on the day who has to confirm hears of it once more, beside their head
        return users | self._get_deadline_holders(kind) if rung == 'head' else users

    @api.model
    def _get_desk_domains(self):
        waiting = Domain('state', '=', 'submitted')
        return super()._get_desk_domains() | {
            'confirm': waiting & (
                Domain('agreed_datetime', '=', False) & self._get_giver_domain()
                | Domain('agreed_datetime', '!=', False) & self._get_receiver_domain()),
            'mine': waiting & Domain('create_uid', '=', self.env.uid)}

    @api.model
    def _get_queue_domain(self):
        if not self._has_role('officer'):
            return super()._get_queue_domain()
        return Domain('state', '=', 'submitted') & (
            Domain('kind', '=', 'give_back') | Domain('employee_id', 'any', [('user_id', '=', False)]))

    @api.model
    def _get_queue_group(self, verb):
        return self._get_officer_group()

    @api.model
    def _get_desk_verbs(self, section):
        return ['done', 'agree', 'refuse'] if section in ('confirm', 'queue') else super()._get_desk_verbs(section)

    @api.model
    def _get_card_verbs(self):
        return ['done', 'agree']

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.item_summary}

    def _get_desk_who(self):
        if self.state != 'submitted':
            return ''
        return self.party_name if self.agreed_datetime else self.sudo().giver_id.name  # sudo: a colleague

    # The table of verbs

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'submitted': State(self.env._("To Confirm"), OPEN, 'info'),
            'done': State(self.env._("Received"), ENDED, 'success'),
            'refused': State(self.env._("Refused"), ENDED, 'danger'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', REQUESTER),
            'agree': (('submitted',), 'submitted', CONCERNED),
            'done': (('submitted',), 'done', (CONCERNED, officer)),
            'refuse': (('submitted',), 'refused', (CONCERNED, officer)),
            'cancel': (('draft', 'submitted'), 'cancelled', (REQUESTER, officer)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'submit': self.env._("Hand Over"), 'agree': self.env._("I Hand It Over"),
            'done': self.env._("Confirm Receipt"), 'refuse': self.env._("Refuse")}

    @api.model
    def _get_verb_time_limit(self, verb, company):
        if verb != 'done':
            return super()._get_verb_time_limit(verb, company)
        return self.env._("%(days)s working days", days=company.sudo().asset_confirm_days)

    @api.model
    def _get_record_rules(self):
        mine = ', '.join(f"('{{of}}{link}.user_id', '=', user.id)" for link in PARTIES)
        ors = "'|', " * (len(PARTIES) - 1)
        begun = f"('{{of}}state', 'not in', {self._get_initial_states()!r})"
        return super()._get_record_rules() | {
            'party': RecordRule(
                "read what I give or receive, or somebody whose head I am",
                f"[{begun}, {ors}{mine}]", 'user', READ),
        }

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'kind', 'employee_id', 'department_id', 'keeper_id', 'place_id', 'due_date', 'note', 'line_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'giver_id', 'giver_department_id', 'agreed_datetime', 'agreement', 'refuse_reason', 'repair_id'}

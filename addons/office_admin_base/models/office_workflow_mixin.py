from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list, ormcache

from ..each import do_each
from .office_role_rules import CHANGE, READ, RecordRule
from .office_workflow_duties import Role
from .office_workflow_states import ENDED, OPEN, OWNED, State
from .office_workflow_verbs import CONCERNED, ENGINE, GAIN, REQUESTER


class OfficeWorkflowMixin(models.AbstractModel):
    """A document with a life: it changes its state only by the verbs of one table.

    Who may do them when, what they write, which buttons there are, and who answers for what: all of it is read from
    that table, and from what the states mean. In ``_inherit`` it stands last, behind the other mixins that amend its
    hooks.
    """
    _name = 'office.workflow.mixin'
    _description = 'Office Document'
    _inherit = ['office.history.mixin', 'mail.activity.mixin', 'office.desk.mixin', 'office.role.mixin']
    _mail_post_access = 'read'  # after submit nobody has write access, but all concerned may talk

    state = fields.Selection(
        '_selection_state', string="Status", required=True, readonly=True, copy=False, index=True, tracking=True,
        default=lambda self: self._get_initial_states()[0],
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    allowed_verbs = fields.Json(
        compute='_compute_allowed_verbs', help="What the reader may do now: to read, and the verbs of the table.")

    # asked for alone, since a page has many cards
    card_verbs = fields.Json(
        compute='_compute_card_verbs',
        help="Of what the reader may do now, that for which cards and rows have buttons.")

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        allowed = self._get_allowed_verbs(self._get_transitions())
        for document in self:
            document.allowed_verbs = allowed[document]

    @api.depends('allowed_verbs')
    @api.depends_context('uid')
    def _compute_card_verbs(self):
        allowed = self._get_allowed_verbs(self._get_card_verbs())
        for document in self:
            document.card_verbs = allowed[document]

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a document that the user may not see
        begun = self.filtered(lambda document: document.state not in document._get_initial_states())
        if begun:
            raise UserError(self.env._(
                "%(documents)s cannot be deleted any more. Cancel it instead, so that its history stays.",
                documents=begun._get_names()))
        return super().unlink()

    def message_new(self, msg_dict, custom_values=None):
        custom_values = {
            name: value for name, value in (custom_values or {}).items() if name not in self._get_system_fields()}
        # without the subject, which would become the name and so the number; apps that receive mail put it elsewhere
        return super().message_new({**msg_dict, 'subject': ''}, custom_values)

    # What may be written, by whomever

    def _check_by_hand(self, names):
        self.check_access('read')  # so that no refusal names a document that the user may not see
        super()._check_by_hand(names)
        self._check_not_of_system(names & self._get_create_only_fields())
        self._check_not_locked(names)

    def _check_not_locked(self, names):
        """:raise UserError: if one of ``names`` of fields may not be written in the state of a record"""
        states_by_field = self._get_field_states()
        if not (names := names & states_by_field.keys()):
            return
        for state, documents in self.grouped('state').items():
            if locked := {name for name in names if state not in states_by_field[name]}:
                raise UserError(self.env._(
                    "%(fields)s cannot be changed in %(documents)s any more. %(way_out)s",
                    fields=self._get_labels(locked), documents=documents._get_names(),
                    way_out=self._get_unlocking_words(set.intersection(*(
                        set(states_by_field[name]) for name in locked)))))

    @api.model
    def _get_unlocking_words(self, states):
        """Return a sentence on how to change what may be written in ``states`` only."""
        if states <= set(self._get_initial_states()):
            return self.env._("It would have to go back to draft first.")
        labels = [meaning.label for state, meaning in self._get_states().items() if state in states]
        return self.env._("That is possible in the status %(states)s.", states=format_list(self.env, labels, 'or'))

    @api.model
    def _get_field_states(self):
        """Hook: ``{field: states in which people may write it}``; what is not named is open as long as its document is.

        Who may write it at all is up to the record rules, as ever.
        """
        return dict.fromkeys(self._get_draft_only_fields(), self._get_initial_states())

    @api.model
    @ormcache('self._name')
    def _get_attached_fields(self):
        """Return the names of what stands beside a document by a link of its own: messages, promises, transfers.

        Each is made where it belongs, and would be made, moved or deleted from here without the checks of that place.
        """
        return frozenset(
            name for name, field in self._fields.items()
            if field.type == 'one2many' and field.inverse_name
            and self.env[field.comodel_name]._fields[field.inverse_name].type == 'many2one_reference')

    @api.model
    def _get_draft_only_fields(self):
        """Hook: names of fields that people write in the initial states only; see :meth:`_get_field_states`."""
        return set()

    @api.model
    def _get_create_only_fields(self):
        """Hook: names of fields that are given when the document is made and never change."""
        return {'company_id'}

    @api.model
    def _get_system_fields(self):
        return (super()._get_system_fields() | ({'state', 'active'} & self._fields.keys())
                | self._get_computed_fields() | self._get_attached_fields())

    # What the states mean

    @api.model
    def _get_states(self):
        """Hook: ``{state: State}``, all states in the order of life; a model with other ones answers alone."""
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'submitted': State(self.env._("Submitted"), OPEN, 'info'),
            'approved': State(self.env._("Approved"), OWNED, 'primary', is_reopened=True),
            'refused': State(self.env._("Refused"), ENDED, 'danger'),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _selection_state(self):
        return [(state, meaning.label) for state, meaning in self._get_states().items()]

    @api.model
    @ormcache('self._name', 'kinds')
    def _get_states_of(self, *kinds):
        """Return the states of these kinds."""
        return tuple(state for state, meaning in self._get_states().items() if meaning.kind in kinds)

    @api.model
    @ormcache('self._name')
    def _get_initial_states(self):
        """Return the states that a document may be made in, the default first."""
        return tuple(state for state, meaning in self._get_states().items() if meaning.is_initial)

    @api.model
    def _get_reopen_state(self):
        """Return the state in which a document is that was opened again."""
        return next(state for state, meaning in self._get_states().items() if meaning.is_reopened)

    @api.model
    def _get_state_colour(self, state):
        return self._get_states()[state].colour

    @api.model
    def _get_queue_domain(self):
        """Hook: the domain of what waits for the current user by a role that they hold."""
        states = self._get_states()
        roles = {role for role in {meaning.queue for meaning in states.values()} - {None} if self._has_role(role)}
        queued = [state for state, meaning in states.items() if meaning.queue in roles]
        return Domain('state', 'in', queued) if queued else Domain.FALSE

    @api.model
    def _get_queue_group(self, verb):
        """Hook: the external id of the group whose open work changes by ``verb``, or None."""
        origins, target, _who = self._get_transitions()[verb]
        states = self._get_states()
        role = next((states[state].queue for state in (target, *origins) if states[state].queue), None)
        return role and self._get_role_group(role)

    @api.model
    def _get_record_rules(self):
        begun = f"[('{{of}}state', 'not in', {self._get_initial_states()!r})]"
        return super()._get_record_rules() | {
            'company': RecordRule("companies of the user", "[('company_id', 'in', company_ids)]"),
            'own': RecordRule("read my own", "[('{of}create_uid', '=', user.id)]", 'user', READ),
            'own_draft': RecordRule(
                "change my own drafts",
                f"[('{{of}}create_uid', '=', user.id), ('{{of}}state', 'in', {self._get_initial_states()!r})]",
                'user', CHANGE),
            'officer': RecordRule("officers read what was submitted", begun, 'officer', READ),
            'auditor': RecordRule("auditors read what was submitted", begun, 'auditor', READ),
        }

    @api.model
    def _get_guard_fields(self):
        return super()._get_guard_fields() | {'company_id'}

    # The verbs: who may do them when, and what they write

    @api.model
    def _get_transitions(self):
        """Hook: ``{verb: (origin states, target state, who)}``, the life of the document in one table.

        ``who`` is the external id of a group, ``REQUESTER``, ``CONCERNED``, ``ENGINE``, or a tuple of these.
        """
        return {}

    @api.model
    def _get_verb_labels(self):
        """Hook: ``{verb: what its button says}``; call super and add."""
        return {
            'submit': self.env._("Submit"),
            'approve': self.env._("Approve"),
            'refuse': self.env._("Refuse"),
            'done': self.env._("Close"),
            'cancel': self.env._("Cancel"),
            'reset': self.env._("Back to Draft"),
            GAIN: self.env._("Have It"),
        }

    @api.model
    def _get_verb_label(self, verb):
        return self._get_verb_labels().get(verb, verb)

    def _transition(self, verb, values=None, by=None, acting_for=None):
        """Move all records along ``verb``, or none; the only writer of ``state``.

        :param str verb: a key of :meth:`_get_transitions`
        :param dict values: written together with the new state, for example the reason of a refusal
        :param by: ``ENGINE`` when our own code moves the document and has itself checked who asked for it
        :param acting_for: the user in whose place the current user decides
        :raise AccessError: the user may not read a record, lacks the right of ``verb``,
            or has done something before that the same person may not also do
        :raise UserError: a record is in a state that ``verb`` does not leave, or something is missing
        """
        documents = self.union()  # without duplicates
        if not documents:
            return
        warnings = documents._check_transition(verb, by)
        target = self._get_transitions()[verb][1]
        documents_sudo = documents.sudo()  # sudo: after submit nobody has write access; the author stays the user
        prepared = documents_sudo._prepare_transition_values(verb)
        self.env['office.transition']._append(documents_sudo, verb, target, acting_for, warnings)
        documents_sudo._write_transition(target, values or {}, prepared)
        for document_sudo, warning in warnings.items():
            document_sudo._message_log(body=warning)
        documents._after_transition(verb)
        documents._tell_concerned(verb)

    def _write_transition(self, target, values, prepared):
        """Write state and values, in one go for all records with nothing of their own."""
        plain = self.filtered(lambda document: not prepared.get(document))
        plain._write_as_system({**values, 'state': target})
        for document in self - plain:
            document._write_as_system({**values, **prepared[document], 'state': target})

    def _transition_each(self, verb, values=None, by=None):
        """Move those records along ``verb`` that can be moved, as buttons on lists do; else as :meth:`_transition`.

        :return: True if all were moved, else a notification that lists who was refused and why
        :raise UserError: or a subclass, if no record could be moved
        """
        return do_each(
            self, lambda documents: documents._check_transition(verb, by),
            lambda documents: documents._transition(verb, values, by))

    def _ask_reason(self, verb, title):
        """Return the dialog in which somebody says why they do ``verb``, see :meth:`_do_with_reason`."""
        self._check_can_begin(verb)
        return self._open_dialog('office.closing.reason', title, verb)

    def _check_can_begin(self, verb):
        """Refuse before a dialog opens what would be refused after it; of many documents, some may do."""
        if len(self) == 1:
            self._check_transition(verb)
        self.check_access('read')

    def _open_dialog(self, model, title, verb=None):
        """Return a dialog about these documents, of a model with ``office.document.wizard.mixin``."""
        return self.env[model]._open_about(self, title, **{'verb': verb} if verb else {})

    def _do_with_reason(self, verb, reason):
        """Do ``verb`` with those of these documents with which it can be done, and keep why.

        :param str verb: one of :meth:`_get_reason_fields`
        :param str reason: why
        :return: as :meth:`_transition_each`
        :raise UserError: ``verb`` is not done with a reason, or is of another kind of document
        """
        if verb not in self._get_reason_fields() or verb not in self._get_transitions():
            raise UserError(self.env._("Open the document and use its buttons."))
        return self._transition_each(verb, {self._get_reason_fields()[verb]: reason})

    @api.model
    def _get_reason_fields(self):
        """Hook: ``{verb: field that keeps the reason}``, of the verbs for which :meth:`_ask_reason` asks why."""
        return {}

    def _check_transition(self, verb, by=None):
        """Check all that must hold before ``verb``: read access, origin, who, and what the document needs.

        :return: ``{record: reason}`` for what is let pass with a warning
        """
        origins, _target, who = self._get_transitions()[verb]
        self.check_access('read')
        self._check_origin(verb, origins)
        self._check_who(verb, who, by)
        warnings = self._get_exclusive_warnings(verb)
        if check := getattr(self, f'_check_can_{verb}', None):
            check(by)
        return warnings

    def _check_origin(self, verb, origins):
        wrong = self.filtered(lambda document: document.state not in origins)
        for state, documents in wrong.grouped('state').items():
            raise UserError(self.env._(
                "“%(verb)s” is not possible for %(documents)s: its status is “%(state)s”.",
                verb=self._get_verb_label(verb), documents=documents._get_names(),
                state=dict(self._fields['state']._description_selection(self.env))[state]))

    def _check_who(self, verb, who, by):
        """:raise AccessError: unless the user is one of those whom the table of verbs names"""
        allowed = who if isinstance(who, tuple) else (who,)
        if by == ENGINE and ENGINE in allowed:
            return
        if foreign := self._filter_foreign(allowed):
            raise AccessError(foreign._get_wrong_person_message(verb, allowed, self._get_group_names(allowed)))

    @api.model
    def _get_group_names(self, who):
        """Return the external ids of the groups in ``who``, an entry of the table of verbs."""
        people = (REQUESTER, CONCERNED, ENGINE)
        return [name for name in (who if isinstance(who, tuple) else (who,)) if name not in people]

    @api.model
    def _get_own_groups(self, who):
        """Return those of :meth:`_get_group_names` that the user holds."""
        return [name for name in self._get_group_names(who) if self.env.user.has_group(name)]

    def _get_verb_users(self, allowed):
        """Return the people whom ``REQUESTER`` and ``CONCERNED`` among ``allowed`` mean for this document."""
        users = self.env['res.users']
        if REQUESTER in allowed:
            users |= self._get_requester()
        return users | self._get_concerned_users() if CONCERNED in allowed else users

    def _get_wrong_person_message(self, verb, allowed, groups):
        values = {'verb': self._get_verb_label(verb), 'documents': self._get_names()}
        values['rights'] = format_list(self.env, [self.env.ref(group).sudo().full_name for group in groups], 'or')
        people = self.env['res.users'].union(*(document._get_verb_users(allowed) for document in self.sudo()))
        values['people'] = format_list(self.env, people.mapped('name'))
        by_requester = bool(people)
        if CONCERNED in allowed and not groups:
            return self.env._("“%(verb)s” for %(documents)s is up to those for whom it is: %(people)s.", **values)
        if groups and by_requester:
            return self.env._(
                "“%(verb)s” for %(documents)s is up to who asked (%(people)s) or needs the right “%(rights)s”.",
                **values)
        if groups:
            return self.env._(
                "“%(verb)s” for %(documents)s needs the right “%(rights)s”. An administrator can give it to you.",
                **values)
        if by_requester:
            return self.env._("“%(verb)s” for %(documents)s is up to who asked: %(people)s.", **values)
        return self.env._("“%(verb)s” for %(documents)s follows from a decision and is no button of its own.", **values)

    @api.model
    def _get_exclusive_verbs(self):
        """Hook: sets of verbs that one person may not both do on the same document; ``GAIN`` stands for having it."""
        return ()

    def _get_exclusive_warnings(self, verb):
        """Look in the log whether the user did before what the same person may not also do.

        :return: ``{record: reason}`` where the company lets it pass with a warning
        :raise AccessError: where it does not
        """
        others = self._get_verbs_beside(verb)
        if not others or self.env.uid == SUPERUSER_ID:
            return {}
        warnings = {}
        for document_id, other in self._get_own_steps(others):
            document_sudo = self.sudo().browse(document_id)
            values = {
                'verb': self._get_verb_label(verb), 'other': self._get_verb_label(other),
                'document': document_sudo.display_name, 'user': self.env.user.name}
            if document_sudo.company_id.office_segregation == 'refuse':
                raise AccessError(self.env._(
                    "“%(verb)s” of %(document)s must be done by somebody else: it is your own.", **values,
                ) if other == GAIN else self.env._(
                    "“%(verb)s” of %(document)s must be done by somebody else: you have already done “%(other)s”.",
                    **values))
            warnings[document_sudo] = self.env._(
                "“%(verb)s” of %(document)s must be done by somebody else than %(user)s, whose own it is.", **values,
            ) if other == GAIN else self.env._(
                "“%(verb)s” and “%(other)s” of %(document)s must be done by two different people, "
                "and %(user)s has done both.", **values)
        return warnings

    @api.model
    def _get_verbs_beside(self, verb):
        """Return the verbs that who does ``verb`` may not also do on the same document."""
        return list({other for pair in self._get_exclusive_verbs() if verb in pair for other in pair} - {verb})

    def _get_own_steps(self, verbs):
        """Hook: ``[(document id, verb)]``, what the user has done of ``verbs`` with these documents."""
        # sudo: users have no access to the log
        steps = self.env['office.transition'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('verb', 'in', verbs),
            '|', ('user_id', '=', self.env.uid), ('acting_for_id', '=', self.env.uid),
        ])
        own = self.sudo().filtered(lambda document: self.env.user in document._get_gaining_users()) \
            if GAIN in verbs else self.browse()  # sudo: for whom a document is can be HR data
        return [(step.res_id, step.verb) for step in steps] + [(document.id, GAIN) for document in own]

    def _check_can_submit(self, by=None):
        """Hook: raise what is missing before ``submit``; each verb may have such a ``_check_can_<verb>``.

        :param by: as for :meth:`_transition`: ``ENGINE`` if our own code moves the document, and not the user
        """

    def _prepare_transition_values(self, verb):
        """Hook: ``{record: values}`` to be written together with the new state."""
        return {document: {} for document in self}

    def _prepare_transition_log_values(self):
        """Hook: values of the row that is appended to ``office.transition``."""
        self.ensure_one()
        return {'company_id': self.company_id.id}

    def _after_transition(self, verb):
        """Hook: what follows from ``verb``: activities, messages, stock."""

    def _tell_concerned(self, verb):
        """Let the pages of those whom ``verb`` concerns show what is new."""
        documents_sudo = self.sudo()  # sudo: the people of a document; they are told nothing but that something changed
        for document_sudo in documents_sudo:
            self._tell_desks(document_sudo._get_desk_users())
        group = self._get_queue_group(verb)
        if group and not all(document._is_restricted() for document in documents_sudo):
            self._tell_desks(self.env.ref(group))

    # The people of a document

    def _get_requester(self):
        """Hook: the user who asked, to whom ``REQUESTER`` refers."""
        self.ensure_one()
        return self.create_uid

    def _get_concerned_users(self):
        """Hook: who asked and those for whom it is, to whom ``CONCERNED`` refers."""
        return self._get_requester()

    def _get_gaining_users(self):
        """Hook: those whose own this document is, to whom ``GAIN`` refers."""
        return self._get_concerned_users()

    def _get_closed_users(self, verb):
        """Hook: the users who may not do ``verb`` with this document, whatever their rights."""
        return self.env['res.users']

    @api.model
    def _get_concerned_domain(self):
        """Hook: the domain of documents that concern the current user as :meth:`_get_concerned_users` says."""
        return Domain('create_uid', '=', self.env.uid)

    # What the current user may do now; what is missing before a verb hides no button: who presses it is told

    def _get_allowed_verbs(self, verbs):
        """Return ``{document: list}``, what the user may do of ``verbs``."""
        # never empty, which Odoo would not tell from unknown
        allowed = {document: ['read'] for document in self}
        for verb in verbs:
            for document in self._filter_allowed(verb):
                allowed[document].append(verb)
        return allowed

    @api.model
    def _get_card_verbs(self):
        """Hook: the verbs for which cards and the rows of lists have buttons."""
        return []

    def _filter_allowed(self, verb):
        """Hook: those of these documents with which the current user may do ``verb`` now, if nothing is missing."""
        origins, _target, who = self._get_transitions()[verb]
        documents = self.filtered(lambda document: document.state in origins)
        documents -= documents._filter_foreign(who)
        documents -= documents._filter_closed(verb)
        return documents - documents._filter_done_before(verb)

    def _filter_foreign(self, who):
        """Return those of these documents for which ``who``, an entry of the table of verbs, is not the user."""
        allowed = who if isinstance(who, tuple) else (who,)
        if self._get_own_groups(allowed):
            return self.browse()
        return self.filtered(lambda document: self.env.user not in document._get_verb_users(allowed))

    def _filter_closed(self, verb):
        """Return those of these documents with which the user may not do ``verb``, whatever their rights."""
        documents_sudo = self.sudo()  # sudo: for whom a document is can be HR data
        return documents_sudo.filtered(
            lambda document: self.env.user in document._get_closed_users(verb)).sudo(False)

    def _filter_done_before(self, verb):
        """Return those of which the user has done what the same person may not also do, where it is refused."""
        others = self._get_verbs_beside(verb)
        if not others or self.env.uid == SUPERUSER_ID:
            return self.browse()
        # sudo: settings
        strict = self.filtered(lambda document: document.company_id.sudo().office_segregation == 'refuse')
        if not strict:
            return self.browse()
        return self.browse({document_id for document_id, _other in strict._get_own_steps(others)}) & self

    # My Office

    @api.model
    def _get_desk_domains(self):
        domains = super()._get_desk_domains()
        queue = self._get_queue_domain()
        return domains if queue.is_false() else domains | {'queue': queue}

    def _get_desk_users(self):
        return super()._get_desk_users() | self._get_concerned_users()

    def _prepare_desk_rows(self, section):
        rows = super()._prepare_desk_rows(section)
        verbs = self._get_desk_verbs(section)
        for verb in verbs:
            allowed = self._filter_allowed(verb)
            for document, row in zip(self, rows, strict=True):
                if document in allowed:
                    row['buttons'].append({
                        'name': f'action_{verb}', 'label': self._get_verb_label(verb), 'is_primary': verb == verbs[0]})
        return rows

    @api.model
    def _get_desk_verbs(self, section):
        """Hook: the verbs that have a button in a section of My Office; the first of them is the one to press."""
        return []

    # Duties: for each verb who answers for it, who may do it, who hears of it and within what time

    @api.model
    def _get_duties(self, company):
        """Return the steps of this kind of document, as they are in ``company`` now, in the order of life.

        :return: dicts, see ``office.rights._prepare_duty``
        """
        transitions = self._get_transitions()
        states = [state for state, _label in self._fields['state']._description_selection(self.env)]
        verbs = sorted(transitions, key=lambda verb: max(map(states.index, transitions[verb][0])))
        return [duty for verb in verbs for duty in self._get_verb_duties(verb, company)]

    @api.model
    def _prepare_verb_duty(self, verb, company, **values):
        """Return what the table says of ``verb``.

        :param values: what is known better, see ``office.rights._prepare_duty``
        """
        origins, target, _who = self._get_transitions()[verb]
        states = dict(self._fields['state']._description_selection(self.env))
        return self.env['office.rights']._prepare_duty(company, **{
            'label': self._get_verb_label(verb),
            'origins': [states[origin] for origin in origins],
            'target': states[target],
            'accountable': self._get_verb_accountable(verb, company),
            'responsible': self._get_verb_roles(verb, company),
            'consulted': self._get_verb_consulted(verb),
            'informed': self._get_verb_informed(verb),
            'excluded': self._get_verb_excluded(verb),
            'limit': self._get_verb_time_limit(verb, company),
            **values,
        })

    @api.model
    def _get_verb_roles(self, verb, company):
        """Return the roles that may do ``verb`` in ``company``, in the order of the table."""
        who = self._get_transitions()[verb][2]
        roles = []
        for name in who if isinstance(who, tuple) else (who,):
            if name == REQUESTER:
                roles.append(Role(self.env._("Who asked")))
            elif name == CONCERNED:
                roles.append(Role(self.env._("For whom it is")))
            elif name == ENGINE:
                roles += self._get_engine_roles(verb, company)
            else:
                group = self.env.ref(name)
                roles.append(Role(group._get_role_label(), group._get_people(company)))
        return roles

    @api.model
    def _get_verb_accountable(self, verb, company):
        """Hook: the one role that answers for ``verb``; by default the first that the table names."""
        return self._get_verb_roles(verb, company)[0]

    @api.model
    def _get_engine_roles(self, verb, company):
        """Hook: the roles on whose decision our code does ``verb``, if people know it as theirs."""
        who = self._get_transitions()[verb][2]
        return [] if isinstance(who, tuple) else [Role(self.env._("Nobody by hand: it follows from a decision"))]

    @api.model
    def _get_verb_duties(self, verb, company):
        """Hook: the rows of ``verb`` in the table of responsibilities, each with one accountable role."""
        return [self._prepare_verb_duty(verb, company)]

    @api.model
    def _get_verb_time_limit(self, verb, company):
        """Hook: within what time ``verb`` is promised in ``company``, for people to read; empty for no promise."""
        return ''

    @api.model
    def _get_verb_consulted(self, verb):
        """Hook: names of those who are asked for their view before ``verb``."""
        return []

    @api.model
    def _get_verb_informed(self, verb):
        """Hook: names of those who hear of ``verb``."""
        return []

    @api.model
    def _get_verb_excluded(self, verb):
        """Hook: names of those who may not do ``verb`` although they hold the role."""
        others = set().union(*(pair for pair in self._get_exclusive_verbs() if verb in pair)) - {verb}
        return [
            self.env._("for whom it is") if other == GAIN else
            self.env._("who has done “%(verb)s” with it", verb=self._get_verb_label(other)) for other in sorted(others)]

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

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..each import do_each

REQUESTER = 'requester'
"""``who`` of a verb: the person who made the document."""

CONCERNED = 'concerned'
"""``who`` of a verb: the person who made the document and those for whom it is."""

ENGINE = 'engine'
"""``who`` of a verb: only our own code, for example when the last approver has decided."""

GAIN = 'gain'
"""In a set of exclusive verbs: what those do, without any verb, for whom the document is."""


class OfficeWorkflowMixin(models.AbstractModel):
    """The verbs of a document: who may do them when, and what they write."""
    _inherit = 'office.workflow.mixin'

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
        context = {'default_res_model': self._name, 'default_res_ids': self.ids}
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': model,
            'view_mode': 'form',
            'target': 'new',
            'context': context | {'default_verb': verb} if verb else context,
        }

    def _do_with_reason(self, verb, reason):
        """Hook: do what somebody wanted to do in the dialog of :meth:`_ask_reason`.

        :param str reason: why
        :return: as :meth:`_transition_each`
        """
        raise UserError(self.env._("Open the document and use its buttons."))

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

    @api.model
    def _get_verb_label(self, verb):
        return self._get_verb_labels().get(verb, verb)

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
    def _get_transitions(self):
        """Hook: ``{verb: (origin states, target state, who)}``, the life of the document in one table.

        ``who`` is the external id of a group, ``REQUESTER``, ``CONCERNED``, ``ENGINE``, or a tuple of these.
        """
        return {}

    @api.model
    def _get_exclusive_verbs(self):
        """Hook: sets of verbs that one person may not both do on the same document; ``GAIN`` stands for having it."""
        return ()

    def _check_can_submit(self, by=None):
        """Hook: raise what is missing before ``submit``; each verb may have such a ``_check_can_<verb>``.

        :param by: as for :meth:`_transition`: ``ENGINE`` if our own code moves the document, and not the user
        """

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

    @api.model
    def _get_concerned_domain(self):
        """Hook: the domain of documents that concern the current user as :meth:`_get_concerned_users` says."""
        return Domain('create_uid', '=', self.env.uid)

    def _prepare_transition_values(self, verb):
        """Hook: ``{record: values}`` to be written together with the new state."""
        return {document: {} for document in self}

    def _prepare_transition_log_values(self):
        """Hook: values of the row that is appended to ``office.transition``."""
        self.ensure_one()
        return {'company_id': self.company_id.id}

    def _tell_concerned(self, verb):
        """Let the pages of those whom ``verb`` concerns show what is new."""
        documents_sudo = self.sudo()  # sudo: the people of a document; they are told nothing but that something changed
        for document_sudo in documents_sudo:
            self._tell_desks(document_sudo._get_desk_users())
        group = self._get_queue_group(verb)
        if group and not all(document._is_restricted() for document in documents_sudo):
            self._tell_desks(self.env.ref(group))

    def _get_desk_users(self):
        return super()._get_desk_users() | self._get_concerned_users()

    def _get_closed_users(self, verb):
        """Hook: the users who may not do ``verb`` with this document, whatever their rights."""
        return self.env['res.users']

    def _after_transition(self, verb):
        """Hook: what follows from ``verb``: activities, messages, stock."""

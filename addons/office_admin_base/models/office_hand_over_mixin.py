from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..each import do_each
from .office_workflow_states import OWNED

ACTIVITY_TYPE = 'office_admin_base.mail_activity_type_hand_over'
MAX_PASSES = 2
"""How often a document is passed on among colleagues; the next time the manager decides who answers for it."""


class OfficeHandOverMixin(models.AbstractModel):
    """A document for which one person answers at any time: who passes it on answers until the other one accepts.

    In ``_inherit`` it stands before ``office.workflow.mixin``.
    """
    _name = 'office.hand.over.mixin'
    _description = 'Document with an Accountable Person'
    _inherit = ['office.deadline.mixin', 'office.workflow.mixin']

    owner_id = fields.Many2one(
        'res.users', "Accountable", readonly=True, copy=False, index=True,
        help="Who answers for it, at any time one person: also for what was handed over and is not accepted yet.")
    hand_over_to_id = fields.Many2one(
        'res.users', "Handed To", readonly=True, copy=False, index='btree_not_null',
        help="Who has been asked to take it over and has not answered yet.")
    hand_over_count = fields.Integer("Times Handed Over", readonly=True, copy=False)
    is_owner_undecided = fields.Boolean(
        "Manager Decides", readonly=True, copy=False,
        help="It was handed over too often, or who answered for it is gone: the manager decides who answers for it.")
    hand_over_history = fields.Html(compute='_compute_hand_over_history', compute_sudo=True, sanitize=False)
    can_hand_over = fields.Boolean(compute='_compute_can_hand_over')
    can_answer_hand_over = fields.Boolean(compute='_compute_can_answer_hand_over')
    can_decide_owner = fields.Boolean(compute='_compute_can_hand_over')

    _undecided_idx = models.Index("(owner_id) WHERE is_owner_undecided IS TRUE")

    @api.depends('owner_id', 'hand_over_to_id', 'state')
    @api.depends_context('uid')
    def _compute_can_hand_over(self):
        for document in self:
            is_open = document.state in document._get_states_of(OWNED)
            is_manager = is_open and document._is_hand_over_manager()
            document.can_hand_over = is_open and bool(document.owner_id) and (
                is_manager or document.owner_id == self.env.user)
            document.can_decide_owner = is_manager

    @api.depends('hand_over_to_id', 'state')
    @api.depends_context('uid')
    def _compute_can_answer_hand_over(self):
        states, user = self._get_states_of(OWNED), self.env.user
        for document in self:
            document.can_answer_hand_over = document.hand_over_to_id == user and document.state in states

    @api.depends('owner_id', 'hand_over_to_id', 'hand_over_count')
    @api.depends_context('lang', 'tz')
    def _compute_hand_over_history(self):
        steps_by_id = self.env['office.hand.over'].search(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids)]).grouped('res_id')
        for document in self:
            steps = steps_by_id.get(document._origin.id)
            document.hand_over_history = document._render_hand_overs(steps) if steps else False

    def action_hand_over(self):
        self._check_can_hand_over()
        return self._open_dialog('office.hand.over.pass', self.env._("Hand Over"), 'pass')

    def action_accept_hand_over(self):
        return do_each(self, lambda documents: documents._check_can_answer(),
                       lambda documents: documents._accept_hand_over())

    def action_return_hand_over(self):
        self._check_can_answer()
        return self._open_dialog('office.hand.over.pass', self.env._("Return"), 'return')

    def action_withdraw_hand_over(self):
        self._withdraw_hand_over()
        return True

    def action_decide_owner(self):
        self._check_can_decide()
        return self._open_dialog('office.hand.over.pass', self.env._("Decide Who Answers for It"), 'decide')

    # Passing on, accepting and returning

    def _hand_over(self, user, note):
        """Ask ``user`` to answer for these documents; who does it now goes on until the other one has accepted.

        What was passed on :data:`MAX_PASSES` times goes to the manager instead, who decides.

        :param str note: why, and what has to be known
        :raise AccessError: the current user does not answer for a document and is no manager
        :raise UserError: it waits for an answer already, or ``user`` cannot answer for it
        """
        self._check_can_hand_over()
        for document in self:
            if document._is_up_to_manager():
                document._move_to_manager(document._get_deciding_manager(), note, document.hand_over_count + 1)
            else:
                document._offer(user, note)

    def _offer(self, user, note):
        self._check_addressee(user)
        self.env['office.hand.over']._append(self, 'waiting', user, note)
        self._write_as_system({'hand_over_to_id': user.id})
        self._remove_hand_over_activities()
        self._tell_of_hand_over(user, lambda env: env._("Accept or return what was handed to you"))
        self._log_hand_over(self.env._(
            "%(owner)s hands over to %(person)s: %(note)s", owner=self.owner_id.name, person=user.name, note=note))

    def _move_to_manager(self, manager, reason, count=None):
        """Let ``manager`` answer for this document, and decide who will."""
        owner = self.owner_id
        self.env['office.hand.over']._append(self, 'to_manager', manager, reason)
        self._write_as_system({
            'owner_id': manager.id, 'hand_over_to_id': False, 'is_owner_undecided': True,
            'hand_over_count': self.hand_over_count if count is None else count})
        self._remove_hand_over_activities()
        self._tell_of_hand_over(manager, lambda env: env._("Decide who answers for it: %(reason)s", reason=reason))
        self._log_hand_over(self.env._(
            "From %(owner)s to the manager, %(manager)s, who decides who answers for it: %(reason)s",
            owner=owner.name or "–", manager=manager.name, reason=reason))

    def _accept_hand_over(self):
        """Answer for these documents from now on.

        :raise AccessError: they were handed to somebody else
        :raise UserError: they do not wait for an answer
        """
        self._check_can_answer()
        for document in self:
            document._check_addressee(self.env.user)
            self.env['office.hand.over']._answer(document, 'accepted')
            document._write_as_system({
                'owner_id': self.env.uid, 'hand_over_to_id': False, 'is_owner_undecided': False,
                'hand_over_count': document.hand_over_count + 1})
            document._remove_hand_over_activities()
            document._log_hand_over(self.env._("%(person)s has accepted.", person=self.env.user.name))

    def _return_hand_over(self, reason):
        """Give these documents back to who answers for them.

        :param str reason: why
        :raise AccessError: they were handed to somebody else
        :raise UserError: they do not wait for an answer
        """
        self._check_can_answer()
        for document in self:
            self.env['office.hand.over']._answer(document, 'returned', reason)
            document._write_as_system({'hand_over_to_id': False, 'hand_over_count': document.hand_over_count + 1})
            document._remove_hand_over_activities()
            document._tell_of_hand_over(document.owner_id, lambda env: env._("Came back to you: see why"))
            document._log_hand_over(self.env._(
                "%(person)s has returned it: %(reason)s", person=self.env.user.name, reason=reason))

    def _withdraw_hand_over(self):
        """Take back what waits for the answer of somebody else.

        :raise AccessError: the user neither answers for it nor is a manager
        """
        self._check_is_owner()
        if idle := self.filtered(lambda document: not document.hand_over_to_id):
            raise UserError(self.env._("%(documents)s waits for nobody's answer.", documents=idle._get_names()))
        for document in self:
            document._drop_hand_over(False)
            document._log_hand_over(self.env._("%(person)s has taken it back.", person=self.env.user.name))

    def _drop_hand_over(self, note):
        """Nobody is asked any more to take over these documents."""
        if waiting := self.filtered('hand_over_to_id'):
            self.env['office.hand.over']._answer(waiting, 'withdrawn', note)
            waiting._write_as_system({'hand_over_to_id': False})
            waiting._remove_hand_over_activities()

    def _decide_owner(self, user, reason):
        """Say, as a manager, who answers for these documents; it needs no acceptance.

        :param str reason: why
        :raise AccessError: the current user is no manager
        :raise UserError: ``user`` cannot answer for it
        """
        self._check_can_decide()
        for document in self:
            document._check_addressee(user, is_decided=True)
            document._drop_hand_over(self.env._("The manager has decided."))
            self.env['office.hand.over']._append(document, 'decided', user, reason)
            document._write_as_system({'owner_id': user.id, 'is_owner_undecided': False})
            document._remove_hand_over_activities()
            if user != self.env.user:
                document._tell_of_hand_over(user, lambda env: env._("You answer for it now"))
            document._log_hand_over(self.env._(
                "%(manager)s has decided that %(person)s answers for it: %(reason)s",
                manager=self.env.user.name, person=user.name, reason=reason))

    def _tell_of_hand_over(self, user, get_summary):
        # sudo: nobody else may give activities to others without writing the document
        self.sudo()._schedule_quietly(ACTIVITY_TYPE, {user: self.sudo()}, get_summary)

    def _remove_hand_over_activities(self):
        # sudo: the activities of others
        self.sudo().activity_unlink([ACTIVITY_TYPE], only_automated=False)

    def _log_hand_over(self, body):
        self.sudo()._message_log(body=body)  # sudo: nobody has write access; the author stays the user

    def _render_hand_overs(self, steps):
        labels = dict(steps._fields['outcome']._description_selection(self.env))
        rows = Markup().join(
            Markup('<li class="mb-2"><div><strong>%s</strong> → <strong>%s</strong> '
                   '<span class="badge text-bg-light">%s</span> <span class="text-muted">%s</span></div>'
                   '<div>%s</div>%s</li>') % (
                step.from_id.name or "–", step.to_id.name, labels[step.outcome],
                format_datetime(self.env, step.answer_datetime or step.datetime, dt_format='short'), step.note,
                Markup('<div class="text-muted">%s: %s</div>') % (step.answer_user_id.name, step.answer_note)
                if step.answer_note else '')
            for step in steps)
        return Markup('<ol class="list-unstyled mb-0">%s</ol>') % rows

    # Who may pass on, answer, and decide who answers, and when

    def _is_up_to_manager(self):
        """Say whether this document was passed on so often that the next time a manager decides."""
        return self.hand_over_count >= MAX_PASSES and not self._is_hand_over_manager()

    def _is_hand_over_manager(self):
        return self.env.user in self._get_deadline_managers() and bool(self._filter_owners(self.env.user))

    def _check_is_owned(self):
        """:raise UserError: nobody answers for one of these documents in its status"""
        self.check_access('read')
        closed = self.filtered(
            lambda document: document.state not in document._get_states_of(OWNED) or not document.owner_id)
        if closed:
            raise UserError(self.env._(
                "%(documents)s cannot be handed over: it is not yet in hand, or has ended.",
                documents=closed._get_names()))

    def _check_is_owner(self):
        """:raise AccessError: the user neither answers for these documents nor is a manager"""
        self._check_is_owned()
        foreign = self.filtered(
            lambda document: document.owner_id != self.env.user and not document._is_hand_over_manager())
        if foreign:
            raise AccessError(self.env._(
                "%(documents)s can be handed over only by who answers for it (%(people)s) or by a manager.",
                documents=foreign._get_names(), people=', '.join(foreign.sudo().owner_id.mapped('name'))))

    def _check_can_hand_over(self):
        self._check_is_owner()
        if waiting := self.filtered('hand_over_to_id'):
            raise UserError(self.env._(
                "%(documents)s waits for the answer of %(people)s already. Take it back first.",
                documents=waiting._get_names(), people=', '.join(waiting.sudo().hand_over_to_id.mapped('name'))))

    def _check_can_answer(self):
        self._check_is_owned()
        if settled := self.filtered(lambda document: not document.hand_over_to_id):
            raise UserError(self.env._(
                "%(documents)s waits for nobody's answer any more: it was answered or taken back.",
                documents=settled._get_names()))
        if foreign := self.filtered(lambda document: document.hand_over_to_id != self.env.user):
            raise AccessError(self.env._(
                "%(documents)s was handed to %(people)s, and only they can answer.",
                documents=foreign._get_names(), people=', '.join(foreign.sudo().hand_over_to_id.mapped('name'))))

    def _check_can_decide(self):
        self._check_is_owned()
        if foreign := self.filtered(lambda document: not document._is_hand_over_manager()):
            raise AccessError(self.env._(
                "Who answers for %(documents)s is decided by a manager: %(people)s.", documents=foreign._get_names(),
                people=', '.join(foreign[0]._get_hand_over_managers().sudo().mapped('name'))))

    def _check_addressee(self, user, is_decided=False):
        """:raise UserError: ``user`` cannot answer for this document, or does already"""
        if user == self.owner_id and not is_decided:
            raise UserError(self.env._(
                "%(person)s answers for %(document)s already. Choose somebody else.",
                person=user.sudo().name, document=self.display_name))
        if not user or user not in self._get_owner_candidates():
            raise UserError(self.env._(
                "%(person)s cannot answer for %(document)s: choose somebody of %(company)s who does this work and "
                "may see it.", person=user.sudo().name or "–",
                document=self.display_name, company=self.sudo().company_id.name))

    # Who may answer for a document, who does so first, and who if that person is gone

    def _get_owner_candidates(self):
        """Hook: the users who may answer for this document: those who serve and may read it, and the managers."""
        self.ensure_one()
        officers = self.env.ref(self._get_officer_group())._get_people(self.company_id)
        return self._filter_owners(officers | self._get_deadline_managers())

    def _get_hand_over_managers(self):
        """Hook: the users who decide who answers for this document, the one to be asked first in front."""
        self.ensure_one()
        managers = self._filter_owners(self._get_deadline_managers())
        absent = self._get_absent(managers)
        # who installed the system leads the office only where nobody else does
        return managers.sorted(lambda user: (user in absent, user.has_group('base.group_system'), user.id))

    def _get_deciding_manager(self):
        """Return the manager who decides who answers for this document.

        :raise UserError: there is none
        """
        manager = self._get_hand_over_managers()[:1]
        if not manager:
            raise UserError(self.env._(
                "%(document)s was handed over %(count)s times already, so a manager decides, and none may see it. "
                "Ask an administrator to name one, or let a manager see it.",
                document=self.display_name, count=self.hand_over_count))
        return manager

    def _get_default_owner(self, loads=None):
        """Return who answers for this document from the start on: of those who serve, who has least to do.

        For whom it is comes after the others, then managers, then who is away, and last who may not serve after what
        they have done with it; nobody only if nobody is there.

        :param loads: :class:`Counter` of open documents by user id, where one serves for many documents
        """
        loads = self._get_owner_loads() if loads is None else loads
        managers = self._get_deadline_managers()
        officers = self.env.ref(self._get_officer_group())._get_people(self.company_id)
        absent = self._get_absent(officers | managers)
        concerned, closed = self._get_concerned_users(), self.env['res.users']
        for users in (officers - managers - absent, (officers | managers) - absent, absent):
            for user in users.sorted(lambda user: (user in concerned, loads[user.id], user.id)):
                if self._filter_owners(user):  # one after the other, since most often the first one may
                    if self._can_serve(user):
                        return user
                    closed += user
        return closed[:1]

    def _can_serve(self, user):
        """Say whether ``user`` has done nothing with this document after which somebody else has to serve."""
        document = self.with_user(user).sudo()  # sudo: the log says what they have done
        return not any(document._filter_done_before(verb) for verb in self._get_owner_verbs())

    @api.model
    def _get_owner_verbs(self):
        """Hook: the verbs by which who answers for a document serves."""
        return ()

    @api.model
    def _get_owner_loads(self):
        """Return a :class:`Counter` of open documents by the id of who answers for them."""
        return Counter({
            user.id: count for user, count in self.sudo()._read_group(  # sudo: also what is not for the current user
                [('owner_id', '!=', False), ('state', 'in', self._get_states_of(OWNED))], ['owner_id'], ['__count'])})

    def _filter_owners(self, users):
        """Return those of ``users`` who could answer for this document: they work here and may read it."""
        self.ensure_one()
        return self._filter_readers(users._filtered_working(self.company_id).sudo(False))

    def _get_absent(self, users):
        """Hook: those of ``users`` who are away now; known only where an app knows who is."""
        return users.browse()

    def _assign_owners(self):
        """Let somebody answer for those of these documents for which nobody does."""
        documents_sudo = self.sudo().filtered(
            lambda document: document.state in document._get_states_of(OWNED) and not document.owner_id)
        if not documents_sudo:
            return
        loads = self._get_owner_loads()
        found = {}
        for document_sudo in documents_sudo:
            if user := document_sudo._get_default_owner(loads):
                loads[user.id] += 1
                found.setdefault(user, self.browse())
                found[user] |= document_sudo.sudo(False)
        for user, documents in found.items():
            documents._write_as_system({'owner_id': user.id})

    @api.model
    def _release_from(self, users):
        """Let the managers answer for the open documents of those of ``users`` who are gone or may not any more.

        What waits for the answer of such a person goes back to who passed it on.
        """
        names = self.env.registry.descendants(['office.hand.over.mixin'], '_inherit')
        for model in (self.env[name] for name in sorted(names) if not self.env[name]._abstract):
            # sudo: whoever archives people or takes their rights away need not be of the office
            documents_sudo = model.sudo().with_context(active_test=False).search(
                model._get_owned_domain() & (
                    Domain('owner_id', 'in', users.ids) | Domain('hand_over_to_id', 'in', users.ids)))
            for document_sudo in documents_sudo:
                document_sudo._release(users)

    def _release(self, users):
        """Take this document, in superuser mode, from those of ``users`` who cannot answer for it any more."""
        gone = users - (self._get_owner_candidates() if any(users.mapped('active')) else users.browse())
        if self.hand_over_to_id & gone:
            self._drop_hand_over(self.env._("%(person)s cannot take it any more.", person=self.hand_over_to_id.name))
        owner = self.owner_id
        if not owner & gone:
            return
        manager = (self._get_hand_over_managers() - gone)[:1] or self._get_default_owner()
        if not manager:
            return
        self._drop_hand_over(self.env._("It went to the manager."))
        if owner._filtered_working(self.company_id):
            reason = self.env._("%(person)s may not answer for it any more: a right was taken away.", person=owner.name)
        else:
            reason = self.env._("%(person)s has left.", person=owner.name)
        self._move_to_manager(manager, reason)

    # The document and My Office

    def _after_transition(self, verb):
        super()._after_transition(verb)
        origins, target, _who = self._get_transitions()[verb]
        if target in self._get_states_of(OWNED):
            self._assign_owners()
        elif set(origins) & set(self._get_states_of(OWNED)):
            # sudo: also by whom it is hidden from afterwards
            self.sudo()._drop_hand_over(self.env._("It has ended."))
            self._remove_hand_over_activities()

    def _write_as_system(self, values):
        people = self.env['res.users']
        if values.keys() & {'owner_id', 'hand_over_to_id'}:
            people = people.union(*(document._get_desk_users() for document in self.sudo()))  # sudo: to tell them only
        super()._write_as_system(values)
        if people:
            self._tell_desks(people.union(*(document._get_desk_users() for document in self.sudo())))

    def _get_accountable_users(self):
        return self._filtered_of_company(self.owner_id) or super()._get_accountable_users()

    @api.model
    def _get_owned_domain(self):
        """Hook: the domain of open documents, for which somebody has to answer."""
        return Domain('state', 'in', self._get_states_of(OWNED))

    @api.model
    def _get_desk_domains(self):
        is_mine_to_decide = Domain('owner_id', '=', self.env.uid) & Domain('is_owner_undecided', '=', True)
        return super()._get_desk_domains() | {
            'handed': Domain('hand_over_to_id', '=', self.env.uid) | is_mine_to_decide & self._get_owned_domain()}

    def _get_desk_buttons(self, section):
        buttons = super()._get_desk_buttons(section)
        if section == 'handed' and self.hand_over_to_id != self.env.user:
            buttons.append({'name': 'action_decide_owner', 'label': self.env._("Decide"), 'is_primary': True})
        elif section == 'handed':
            buttons += [
                {'name': 'action_accept_hand_over', 'label': self.env._("Accept"), 'is_primary': True},
                {'name': 'action_return_hand_over', 'label': self.env._("Return"), 'is_primary': False}]
        return buttons

    def _get_desk_who(self):
        is_owned = self.state in self._get_states_of(OWNED)
        return is_owned and self.owner_id.sudo().name or super()._get_desk_who()  # sudo: the name of a colleague

    def _get_desk_users(self):
        return super()._get_desk_users() | self.owner_id | self.hand_over_to_id

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'owner_id', 'hand_over_to_id', 'hand_over_count', 'is_owner_undecided'}

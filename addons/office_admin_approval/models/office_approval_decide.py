from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.each import do_each

EXCEPTION_DAYS = 30
EXCEPTION_LIMIT = 6  # so many exceptions from one rule within these days suggest to change it


class OfficeApproval(models.Model):
    """What people decide: each decision is checked on what is true when it is taken, whatever a screen has shown."""
    _inherit = 'office.approval'

    def _decide_each(self, verb, reason=''):
        """Decide on as many of these approvals as the user may.

        :param str verb: ``'approve'``, ``'refuse'``, ``'ask_back'`` or ``'except'``
        :param str reason: needed for all but ``'approve'``
        :return: True if all were decided, else a notification that lists what was refused and why
        :raise UserError: or a subclass, if none could be decided
        """
        if not self:
            raise UserError(self.env._("Nothing is left to decide: it has changed meanwhile. Open the document again."))
        return do_each(
            self.union(), lambda approvals: approvals._check_can_decide(verb),
            lambda approvals: approvals._decide(verb, reason))

    def _decide(self, verb, reason=''):
        """Decide on all of these approvals, or on none; see :meth:`_decide_each`."""
        if not self:
            return
        reason = (reason or '').strip()
        if verb != 'approve' and not reason:
            raise UserError(self.env._("Say why: who asked for %(documents)s will read it.",
                                       documents=self._get_names()))
        self._lock()
        seats = self._check_can_decide(verb)
        approvals_sudo = self.sudo()  # sudo: nobody writes approvals but the engine
        self.env['office.approval.decision']._create_as_system([
            approval._prepare_decision(
                verb, step_id=seats[approval].step_id.id,
                assignment_id=seats[approval].id, reason=reason or False,
                acting_for_id=approval._get_acting_for(seats[approval]).id)
            for approval in approvals_sudo
        ])
        match verb:
            case 'approve':
                self._after_approval(seats)
            case 'except':
                self._pass_over(seats, reason)
            case 'refuse':
                self._finish('refused')
                for documents, _approvals in self._get_documents():
                    documents._after_refused(reason)
            case 'ask_back':
                self._return(reason)

    def _after_approval(self, seats):
        waiting = ended = self.sudo().browse()
        for approval, seat in seats.items():
            seat._close()
            if seat.step_id._end_if_enough():
                ended |= approval
            else:
                waiting |= approval
        ended.sudo(False)._advance()
        waiting._attend()

    def _pass_over(self, seats, reason):
        """Let the steps before the one of the user fall away: he stands above them, and it is recorded."""
        now = fields.Datetime.now()
        for approval, seat in seats.items():
            step = seat.step_id
            before = approval.step_ids.filtered(lambda one, step=step: not one.end_datetime and one != step).filtered(
                lambda one, step=step: (one.sequence, one.id) < (step.sequence, step.id))
            before._write_as_system({'end_datetime': now, 'outcome': 'skipped'})
            before.assignment_ids.filtered('is_open')._write_as_system({'is_open': False})
            approval._open(step)
            step._record_approval(seat, self.env.user, self.env['res.users'], reason)
            document = approval._get_document().sudo()
            document._message_log(body=self.env._(
                "%(user)s has approved out of turn: %(reason)s", user=self.env.user.name, reason=reason))
            if step._end_if_enough():
                approval.sudo(False)._advance()
            else:
                step._promise()
                approval._attend()
        self.sudo()._suggest_change()

    def _suggest_change(self):
        """Put an activity on rules from which exceptions are made again and again."""
        since = fields.Datetime.now() - timedelta(days=EXCEPTION_DAYS)
        for rule in self.rule_id:
            count = self.env['office.approval.decision'].search_count([
                ('rule_id', '=', rule.id), ('verb', '=', 'except'), ('datetime', '>=', since)])
            if count < EXCEPTION_LIMIT or rule.activity_ids:
                continue
            for user in self.env.ref('office_admin_approval.group_manager')._get_people(rule.company_id):
                rule.activity_schedule(
                    'mail.mail_activity_data_todo', user_id=user.id,
                    summary=self.with_context(lang=user.lang).env._(
                        "%(count)s exceptions within %(days)s days: change this rule?",
                        count=count, days=EXCEPTION_DAYS))

    def _check_can_decide(self, verb='approve'):
        """Check that the user may decide on all of these approvals now.

        :return: ``{approval: assignment}``, in superuser mode, by which he does
        :raise AccessError: he asks or gains himself, is none of the people of the step, or may not read a document
        :raise UserError: it is decided already
        """
        approvals_sudo = self.sudo()  # sudo: approvals are not for everybody; who decides is checked here
        for documents, _approvals in self._get_documents():
            documents.check_access('read')
        document_by_approval = approvals_sudo._map_documents()
        approvals_sudo._check_running(document_by_approval)
        own = approvals_sudo.filtered(
            lambda approval: self.env.user in approval._get_closed_users(document_by_approval[approval]))
        if own:
            raise AccessError(self.env._(
                "%(documents)s is your own request. It is up to somebody else to decide.", documents=own._get_names()))
        seats = approvals_sudo._get_later_seats() if verb == 'except' else approvals_sudo._get_my_seats()
        foreign = approvals_sudo.filtered(lambda approval: approval not in seats)
        if foreign:
            raise AccessError(foreign._get_wrong_person_message(verb))
        barred = approvals_sudo.filtered(
            lambda approval: self.env.user not in document_by_approval[approval]._filter_approvers(self.env.user))
        if barred:
            raise AccessError(self.env._(
                "You cannot decide on %(documents)s any more: your access has changed.", documents=barred._get_names()))
        return seats

    def _check_running(self, document_by_approval):
        if self.filtered(lambda approval: approval not in document_by_approval):
            raise UserError(self.env._("The document of this approval is gone: there is nothing to decide."))
        if decided := self.filtered(lambda approval: approval.state != 'submitted')[:1]:
            raise UserError(self.env._(
                "%(document)s is decided already: %(state)s.", document=decided._get_names(),
                state=dict(decided._fields['state']._description_selection(self.env))[decided.state]))

    def _get_closed_users(self, document):
        """Return who never decides on the document: as it was submitted, and as it is now."""
        return self.excluded_user_ids | document._get_approval_excluded_users()

    def _get_my_seats(self):
        """Return ``{approval: assignment}`` by which the user can decide now, in his own right before others'."""
        ids = self.env['office.approval.assignment']._get_waiting_ids(
            'id', SQL("assignment.approval_id = ANY(%s)", self.ids))
        assignments = self.env['office.approval.assignment'].sudo().browse(sorted(ids))
        seats = {}
        for assignment in assignments.sorted(lambda one: (one.user_id != self.env.user, bool(one.seat_id), one.id)):
            seats.setdefault(assignment.approval_id, assignment)
        return seats

    def _get_later_seats(self):
        """Return ``{approval: assignment}`` by which the user could approve before it is his turn."""
        seats = {}
        running = self.filtered(lambda approval: approval.state == 'submitted')
        for approval, document in running._map_documents().items():
            if self.env.user in approval._get_closed_users(document):
                continue
            for step in approval.step_ids.filtered(lambda step: not step.start_datetime):
                if seat := step._get_seats().filtered(lambda one: one.user_id == self.env.user)[:1]:
                    seats[approval] = seat
                    break
        return seats

    def _get_acting_for(self, assignment):
        """Return in whose place the user decides by ``assignment``; nobody if in his own right."""
        user = assignment.user_id
        return user if user != self.env.user else user.browse()

    def _get_wrong_person_message(self, verb):
        deciders = self._get_deciders()
        people = self.env['res.users'].union(*deciders.values())
        values = {'documents': self._get_names(),
                  'people': format_list(self.env, people.sudo().mapped('name'), 'or')}
        if verb == 'except':
            return self.env._(
                "You cannot approve %(documents)s out of turn: only who has a later step can.", **values)
        if any(self.env.user in approval.step_id._get_approvals().user_id for approval in self):
            return self.env._(
                "You have decided on %(documents)s already; now somebody else has to: %(people)s.", **values)
        return self.env._("%(documents)s is decided by %(people)s, not by you.", **values)

    def _add_approver(self, user, is_before, reason):
        """Ask somebody else as well, before or after the user himself.

        :param user: whom to ask
        :param bool is_before: whether he decides first; then the step of the user goes on afterwards
        :param str reason: why he is asked
        :raise UserError: he could not decide
        """
        self.ensure_one()
        reason = (reason or '').strip()
        if not reason:
            raise UserError(self.env._("Say why %(user)s is asked as well.", user=user.name))
        self._lock()
        seat = self._check_can_decide()[self.sudo()]
        approval_sudo, step = self.sudo(), seat.step_id
        document_sudo = approval_sudo._get_document().sudo()
        if user not in document_sudo._filter_approvers(user) or user == self.env.user:
            raise UserError(self.env._(
                "%(user)s cannot decide on %(document)s: he has asked for it, may not read it, or works in another "
                "company.", user=user.name, document=approval_sudo._get_names()))
        if user in approval_sudo.step_ids.filtered(lambda one: not one.end_datetime).assignment_ids.filtered(
                lambda one: not one.is_dropped).user_id:
            raise UserError(self.env._(
                "%(user)s decides on %(document)s anyway.", user=user.name, document=approval_sudo._get_names()))
        approval_sudo._append_decision('add', step_id=step.id, reason=reason,
                                       acting_for_id=self._get_acting_for(seat).id)
        approval_sudo._insert_step(step, user, is_before)
        document_sudo._message_log(body=self.env._(
            "%(user)s has asked %(added)s to decide as well: %(reason)s",
            user=self.env.user.name, added=user.name, reason=reason))
        if is_before:
            self._advance()

    def _insert_step(self, step, user, is_before):
        for index, other in enumerate(self.step_ids, 1):
            other._write_as_system({'sequence': 10 * index})
        added = self.env['office.approval.step']._create_as_system([{
            'approval_id': self.id,
            'sequence': step.sequence + (-5 if is_before else 5),
            'who': 'added',
            'quorum': 'one',
            'hours': step.hours,
        }])
        self.env['office.approval.assignment']._create_as_system([added._prepare_assignment(user, 'added')])
        if is_before:  # his own step waits until the other has decided
            step.assignment_ids.filtered('is_open')._write_as_system({'is_open': False})
            step._write_as_system({'start_datetime': False})
        self.invalidate_recordset(['step_ids', 'assignment_ids'])

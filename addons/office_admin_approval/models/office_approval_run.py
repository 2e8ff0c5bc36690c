from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL


class OfficeApproval(models.Model):
    """How an approval runs: from the submission to the first step, from step to step, to its end."""
    _inherit = 'office.approval'

    @api.model
    def _start(self, documents):
        """Begin the approval of ``documents``; those that need nobody's decision are approved at once.

        :return: the approvals; none for a document that no rule fits and that may pass without
        :raise UserError: nobody could decide, or a reason is missing
        """
        documents_sudo = documents.sudo()  # sudo: rules and people are not for everybody
        submitter = self._get_submitter()
        rules, plans = self._make_plans(documents_sudo, submitter)
        wanted = documents_sudo.filtered(lambda document: document in plans)
        amounts = wanted._get_approval_own_amounts()
        approvals = self._create_as_system([
            {
                **self._prepare_values(document, rules[document], amounts.get(document), submitter),
                'note': self._get_note(document, rules[document], plans[document]),
            }
            for document in wanted
        ])
        self._create_steps(approvals, [plans[document] for document in wanted])
        automatic = approvals.filtered(lambda approval: not approval.step_ids)
        automatic._pass_automatically()
        (approvals - automatic)._advance()
        return approvals

    @api.model
    def _get_submitter(self):
        """Return the user who submits and therefore does not approve; nobody if it is the system."""
        return self.env.user if self.env.uid != SUPERUSER_ID else self.env['res.users']

    @api.model
    def _prepare_values(self, document, rule, money, submitter):
        amount, currency = money or (0, document.company_id.currency_id)
        excluded = document._get_approval_excluded_users() | submitter
        return {
            'res_model': document._name,
            'res_id': document.id,
            'company_id': document.company_id.id,
            'requester_id': document._get_approval_requester().id,
            'excluded_user_ids': [fields.Command.set(excluded.ids)],
            'rule_id': rule.id,
            'rule_name': rule.name,
            'amount': amount,
            'currency_id': currency.id,
            'state': 'submitted',
            'is_disclosed': True,
            'start_datetime': fields.Datetime.now(),
        }

    @api.model
    def _create_steps(self, approvals, plans):
        """Take the snapshot: the steps and who decides in them, as the rules are now."""
        pairs = [(approval, index, step, people) for approval, plan in zip(approvals, plans, strict=True)
                 for index, (step, people) in enumerate(plan, 1)]
        steps = self.env['office.approval.step']._create_as_system([
            {
                'approval_id': approval.id,
                'sequence': 10 * index,
                'who': step.who,
                'group_id': step.group_id.id,
                'user_field': step.user_field,
                'quorum': step.quorum,
                'quorum_count': step.quorum_count,
                'hours': step.hours,
            }
            for approval, index, step, _people in pairs
        ])
        self.env['office.approval.assignment']._create_as_system([
            step._prepare_assignment(user, origin)
            for step, (_approval, _index, _step, people) in zip(steps, pairs, strict=True)
            for user, origin in people.items()
        ])

    def _pass_automatically(self):
        """Approve at once what is below the limit of its rule."""
        if not self:
            return
        for approval in self:
            approval._append_decision('automatic', user=self.env.ref('base.user_root'), reason=self.env._(
                "%(rule)s: below %(limit)s nobody has to decide.", rule=approval.rule_name,
                limit=approval.rule_id.currency_id.format(approval.rule_id.auto_amount)))
        self.with_user(SUPERUSER_ID)._finish('approved')

    def _advance(self):
        """Open the next step of these approvals, and end those that have none left.

        Who has agreed in an earlier step need not agree again: it is recorded for him.
        """
        approvals_sudo = self.sudo()
        waiting = stuck = finished = approvals_sudo.browse()
        pending = approvals_sudo
        document_by_approval = approvals_sudo._map_documents()
        while pending:
            again = approvals_sudo.browse()
            for approval in pending:
                step = approval.step_ids.filtered(lambda step: not step.end_datetime)[:1]
                if not step:
                    finished |= approval
                    continue
                approval._open(step)
                if not step._fill(document_by_approval.get(approval)):
                    stuck |= approval
                elif step._repeat_decisions():
                    again |= approval
                else:
                    waiting |= approval
            pending = again
        waiting.step_id._promise()
        waiting._attend()
        stuck._give_back()
        finished.with_env(self.env)._finish('approved')

    def _open(self, step):
        now = fields.Datetime.now()
        if self.step_id != step:
            self._write_as_system({'step_id': step.id, 'step_datetime': now})
        if not step.start_datetime:
            step._write_as_system({'start_datetime': now})
        decided = step._get_decided_seats()
        step.assignment_ids.filtered(
            lambda one: not one.is_dropped and (one.seat_id or one) not in decided)._write_as_system({'is_open': True})

    def _finish(self, state, verb=None):
        """End these approvals and tell their documents.

        :param str state: ``'approved'``, ``'refused'`` or ``'cancelled'``
        :param str verb: recorded as a decision of the user, if nobody has decided
        """
        if not self:
            return
        approvals_sudo = self.sudo()  # sudo: nobody writes approvals but the engine
        now = fields.Datetime.now()
        if verb:
            for approval in approvals_sudo:
                approval._append_decision(verb)
        open_steps = approvals_sudo.step_ids.filtered(lambda step: not step.end_datetime)
        if state == 'refused':
            current = approvals_sudo.step_id & open_steps
            current._write_as_system({'end_datetime': now, 'outcome': 'refused'})
            open_steps -= current
        open_steps._write_as_system({'end_datetime': now, 'outcome': 'dropped'})
        approvals_sudo.assignment_ids.filtered('is_open')._write_as_system({'is_open': False})
        approvals_sudo._write_as_system({'state': state, 'end_datetime': now})
        approvals_sudo._mirror()
        for documents, _approvals in self._get_documents():
            documents._end_deadline('approval', outcome='dropped' if state == 'cancelled' else 'met')
            if state == 'approved':
                documents._after_approved()

    def _give_back(self):
        """Give documents back for which nobody is left who could decide: nothing waits for ever."""
        for approval in self:
            question = self.env._(
                "Nobody is left who could approve this: everybody concerned has left, lost access, or asked himself. "
                "Ask an administrator to name who decides at last, in Settings, and submit again.")
            approval.with_user(SUPERUSER_ID)._return(question)

    def _return(self, question):
        """Send the document back to who asked."""
        self._finish('cancelled')
        for documents, _approvals in self._get_documents():
            documents._after_asked_back(question)
            for document in documents:
                document.sudo().message_post(
                    body=question, message_type='comment', subtype_xmlid='mail.mt_comment',
                    author_id=self.env.user.partner_id.id,
                    partner_ids=document.sudo()._get_approval_requester().partner_id.ids)

    def _append_decision(self, verb, user=None, **values):
        self.ensure_one()
        return self.env['office.approval.decision']._create_as_system([self._prepare_decision(verb, user, **values)])

    def _prepare_decision(self, verb, user=None, **values):
        return {
            'approval_id': self.id,
            'res_model': self.res_model,
            'res_id': self.res_id,
            'company_id': self.company_id.id,
            'verb': verb,
            'user_id': (user or self.env.user).id,
            'datetime': fields.Datetime.now(),
            **values,
        }

    def _lock(self):
        """Make sure that nobody decides on these approvals at the same moment: the later one is tried again."""
        self.env['office.approval'].flush_model(['version'])
        self.env.execute_query(SQL(
            "UPDATE office_approval SET version = COALESCE(version, 0) + 1 WHERE id IN %s RETURNING id",
            tuple(sorted(self.ids))))


class OfficeApprovalStep(models.Model):
    _inherit = 'office.approval.step'

    def _prepare_assignment(self, user, origin, **values):
        return {
            'step_id': self.id,
            'approval_id': self.approval_id.id,
            'res_model': self.approval_id.res_model,
            'res_id': self.approval_id.res_id,
            'company_id': self.approval_id.company_id.id,
            'user_id': user.id,
            'origin': origin,
            **values,
        }

    def _fill(self, document):
        """Leave out who cannot decide any more, and ask others in their place.

        :param document: in superuser mode; None if it is gone
        :return: False if not enough people are left
        """
        if document is None:
            return False
        there = self.assignment_ids.filtered(lambda one: not one.is_dropped)
        able, decided = document._filter_approvers(there.user_id), self._get_decided_seats()
        gone = there.filtered(lambda one: one.user_id not in able and (one.seat_id or one) not in decided)
        gone._write_as_system({'is_open': False, 'is_dropped': True})
        missing = self._get_needed() - len(self._get_seats())
        for user in document._get_substitute_people(self, gone.user_id) if missing > 0 else ():
            if missing > 0:
                self.env['office.approval.assignment']._create_as_system(
                    [self._prepare_assignment(user, 'fallback', is_open=True)])
                missing -= 1
        return missing <= 0

    def _repeat_decisions(self):
        """Record for people of this step who have agreed in an earlier one that they agree; end it if that is enough.

        :return: whether the step has ended
        """
        earlier = self.approval_id.step_ids.filtered(lambda step: step.end_datetime)._get_approvals()
        decided = self._get_approvals().user_id
        for assignment in self._get_seats().filtered('is_open'):
            decision = earlier.filtered(
                lambda one, user=assignment.user_id, decided=decided:
                user in (one.user_id | one.acting_for_id) and one.user_id not in decided)[:1]
            if decision:
                decided |= decision.user_id
                self._record_approval(assignment, decision.user_id, decision.acting_for_id, self.env._(
                    "Has agreed before, in “%(step)s”", step=decision.step_id._get_label()))
        return self._end_if_enough()

    def _record_approval(self, assignment, user, acting_for, reason=False):
        self.env['office.approval.decision']._create_as_system([self.approval_id._prepare_decision(
            'approve', user, step_id=self.id, assignment_id=assignment.id, acting_for_id=acting_for.id, reason=reason)])
        assignment._close()

    def _end_if_enough(self):
        """End the step if enough different people have agreed.

        :return: whether it has ended
        """
        if len(self._get_approvals().user_id) < self._get_needed():
            return False
        self._write_as_system({'end_datetime': fields.Datetime.now(), 'outcome': 'approved'})
        self.assignment_ids.filtered('is_open')._write_as_system({'is_open': False})
        return True

    def _promise(self):
        """Promise the decisions of these steps within their time limit."""
        for model, steps in self.grouped(lambda step: step.approval_id.res_model).items():
            documents = self.env[model].browse(steps.approval_id.mapped('res_id'))
            documents._end_deadline('approval')
            for hours, limited in steps.filtered('hours').grouped('hours').items():
                self.env[model].browse(limited.approval_id.mapped('res_id'))._start_deadline(
                    'approval', hours, 'hours')


class OfficeApprovalAssignment(models.Model):
    _inherit = 'office.approval.assignment'

    def _close(self):
        """The decision of this person has been taken, by whomever."""
        seat = self.seat_id or self
        seat.step_id.assignment_ids.filtered(
            lambda one: one.is_open and (one.seat_id or one) == seat)._write_as_system({'is_open': False})

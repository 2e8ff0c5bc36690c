from odoo import fields, models


class OfficeApprovalStep(models.Model):
    """One step of a running or past approval, as the rule was when the document was submitted."""
    _name = 'office.approval.step'
    _description = 'Step of an Approval'
    _inherit = ['office.approval.record.mixin', 'office.approval.who.mixin']
    _order = 'approval_id, sequence, id'
    _rec_name = 'who'
    _log_access = False

    approval_id = fields.Many2one('office.approval', required=True, readonly=True, index=True, ondelete='cascade')
    assignment_ids = fields.One2many('office.approval.assignment', 'step_id', readonly=True)
    decision_ids = fields.One2many('office.approval.decision', 'step_id', readonly=True)
    who = fields.Selection(selection_add=[('added', "Added by an Approver"), ('fallback', "Whoever Decides at Last")],
                           ondelete={'added': 'cascade', 'fallback': 'cascade'})
    min_amount = fields.Monetary("From Amount", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True, ondelete='restrict')
    domain = fields.Char("Only Documents", readonly=True)
    start_datetime = fields.Datetime("Waiting Since", readonly=True)
    end_datetime = fields.Datetime("Decided On", readonly=True)
    outcome = fields.Selection([
        ('approved', "Approved"), ('refused', "Refused"), ('skipped', "Passed Over"), ('dropped', "Fallen Away"),
    ], readonly=True)

    _open_idx = models.Index('(approval_id) WHERE start_datetime IS NOT NULL AND end_datetime IS NULL')

    def _get_who_model(self):
        return self.env.get(self.approval_id.res_model)

    def _get_full_label(self):
        """Return who decides, and why if not all documents need it: “Administrative Manager (from 5,000)”."""
        condition = self._get_condition()
        return self.env._("%(step)s (%(condition)s)", step=self._get_label(), condition=condition) if condition else (
            self._get_label())

    def _get_label(self):
        return self._get_who_label(self._get_seats().user_id)

    def _get_condition(self):
        """Say of which documents the rule asked for this step: “from 5,000”; nothing if it did of all."""
        rules = self.env['office.approval.rule']
        amounts = self.min_amount and rules._say_range(self.min_amount, 0, self.currency_id)
        condition = self.domain and rules._say_domain(self.approval_id.res_model, self.domain)
        return ', '.join(filter(None, (amounts, condition)))

    def _get_seats(self):
        """Return the assignments that the quorum counts: those of people in their own right."""
        return self.assignment_ids.filtered(lambda one: not one.seat_id and not one.is_dropped)

    def _get_needed(self):
        """Return how many different people have to agree."""
        seats = len(self._get_seats())
        match self.quorum:
            case 'all':
                return max(seats, 1)
            case 'number':
                return self.quorum_count
        return 1

    def _get_decided_seats(self):
        """Return the seats for which somebody has agreed, in his own right or in the place of who has it."""
        assignments = self._get_approvals().assignment_id
        return assignments.filtered(lambda one: not one.seat_id) | assignments.seat_id

    def _get_approvals(self):
        return self.decision_ids.filtered(lambda decision: decision.verb == 'approve')

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

        Also for those in whose place somebody else has agreed.

        :return: whether the step has ended
        """
        earlier = self.approval_id.step_ids.filtered(lambda step: step.end_datetime)._get_approvals()
        decided = self._get_approvals().user_id
        # first those who have agreed themselves: their own seat is the only one that they can take
        for assignment in self._get_seats().filtered('is_open').sorted(
                lambda seat: (seat.user_id not in earlier.user_id, seat.id)):
            decision = earlier.filtered(
                lambda one, user=assignment.user_id, decided=decided:
                user in one._get_holders() and one.user_id not in decided)[:1]
            if decision:
                decided |= decision.user_id
                self._record_approval(assignment, decision.user_id, decision.acting_for_id, self.env._(
                    "Has agreed before, in “%(step)s”", step=decision.step_id._get_full_label()))
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

    def _stand_in(self, document, away, substitutes):
        """Ask those above where too few of the people who could decide are there."""
        self.ensure_one()
        decided = self._get_approvals().user_id
        seats = self._get_seats().filtered('is_open')
        unmanned = seats.filtered(lambda seat: not self._is_manned(seat, document, away | decided, substitutes))
        needed = self._get_needed()
        if len(seats) - len(unmanned) + len(decided) >= needed:
            return
        # who has a seat of his own cannot make up for another one where several have to agree
        closed = decided | (self._get_seats().user_id if needed > 1 else decided)
        for seat in unmanned:
            for user in document._get_stand_in(seat.user_id, closed):
                self._seat(seat, user, 'absence')
                closed |= user if needed > 1 else closed

    def _is_manned(self, seat, document, missing, substitutes):
        holders = self.assignment_ids.filtered(
            lambda one: one.is_open and (one.seat_id or one) == seat).user_id
        standing_in = self.env['office.substitution']._get_standing_in(
            substitutes, holders, self.approval_id._get_closed_users(document))
        return bool((holders | document._filter_approvers(standing_in)) - missing)

    def _seat(self, seat, user, origin):
        """Let ``user`` decide beside who has ``seat``."""
        self.env['office.approval.assignment']._create_as_system(
            [self._prepare_assignment(user, origin, seat_id=seat.id, is_open=True)])

    def _get_timeline(self, deciders, away, substitutes):
        is_open = bool(self.start_datetime and not self.end_datetime)
        decisions = self.decision_ids.filtered(lambda one: one.verb in ('approve', 'refuse')).sorted('id')
        labels = dict(self._fields['outcome']._description_selection(self.env))
        return {
            'id': self.id,
            'label': self._get_label(),
            'quorum': self._get_quorum_label(),
            'condition': self._get_condition(),
            'status': self.outcome or ('open' if is_open else 'waiting'),
            'outcome': labels.get(self.outcome, False),
            'since': self.approval_id._get_moment(self.start_datetime) if is_open else False,
            'decisions': [decision._get_words() for decision in decisions],
            'people': [
                one._get_words(away, substitutes, deciders)
                for one in self.assignment_ids
                if not one.is_dropped and (one.is_open or not self.start_datetime and not self.end_datetime)],
        }

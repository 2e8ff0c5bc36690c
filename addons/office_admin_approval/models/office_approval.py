import logging
from collections import defaultdict
from datetime import timedelta

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.each import do_each
from odoo.addons.office_admin_base.touch import touch_rows

logger = logging.getLogger(__name__)

BATCH = 200
EXCEPTION_DAYS = 30
EXCEPTION_LIMIT = 6  # so many exceptions from one rule within these days suggest to change it


class OfficeApproval(models.Model):
    """The approval of one document: who has to agree as the rules were when it was submitted.

    People read it to see what waits for them; nobody writes it but the engine. Each decision is checked on what is true
    when it is taken, whatever a screen has shown.
    """
    _name = 'office.approval'
    _description = 'Approval'
    _inherit = ['office.approval.record.mixin', 'office.secrecy.attached.mixin', 'office.desk.mixin']
    _order = 'step_datetime, id'
    _rec_name = 'document_name'
    _log_access = False

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', required=True, readonly=True)
    document_name = fields.Char("Document", compute='_compute_document', search='_search_document_name')
    document_kind = fields.Char("Kind", compute='_compute_document')
    document_summary = fields.Char("What", compute='_compute_document')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    requester_id = fields.Many2one('res.users', "Asked By", required=True, readonly=True, index=True,
                                   ondelete='restrict')
    excluded_user_ids = fields.Many2many(
        'res.users', 'office_approval_excluded_rel', 'approval_id', 'user_id', "Never Approve", readonly=True,
        help="Who asked and who gains from it.")
    rule_id = fields.Many2one('office.approval.rule', readonly=True, index='btree_not_null', ondelete='set null')
    rule_name = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True, ondelete='restrict')
    state = fields.Selection([
        ('submitted', "Submitted"), ('approved', "Approved"), ('refused', "Refused"), ('cancelled', "Cancelled"),
    ], "Status", required=True, readonly=True)
    start_datetime = fields.Datetime("Submitted On", required=True, readonly=True)
    end_datetime = fields.Datetime("Decided On", readonly=True)
    step_id = fields.Many2one('office.approval.step', "Current Step", readonly=True, index='btree_not_null',
                              ondelete='set null')
    step_datetime = fields.Datetime("Waiting Since", readonly=True, help="When the current step began.")
    is_held = fields.Boolean(
        "Waits for Something Else", readonly=True,
        help="What has to come before anybody agrees is not there yet; its approvers hear of it when it is.")
    note = fields.Text(
        readonly=True, translate=True,
        help="What approvers have to know of the document, and an administrator of how the rules were applied.")
    is_disclosed = fields.Boolean(
        readonly=True, default=True, help="Its approvers may read the document; not once it is a draft again.")
    step_ids = fields.One2many('office.approval.step', 'approval_id', readonly=True, groups=fields.NO_ACCESS)
    assignment_ids = fields.One2many(
        'office.approval.assignment', 'approval_id', readonly=True, groups=fields.NO_ACCESS)
    decision_ids = fields.One2many('office.approval.decision', 'approval_id', readonly=True)
    approver_ids = fields.Many2many('res.users', string="Waits For", compute='_compute_approver_ids', compute_sudo=True)
    timeline = fields.Json(compute='_compute_timeline', compute_sudo=True)
    is_mine = fields.Boolean("Waits for Me", compute='_compute_is_mine', search='_search_is_mine')
    can_approve = fields.Boolean(compute='_compute_can_approve')
    is_concerned = fields.Boolean(
        "Concerns Me as an Approver", compute='_compute_is_concerned', search='_search_is_concerned')

    _running_uniq = models.UniqueIndex("(res_model, res_id) WHERE state = 'submitted'")
    _document_idx = models.Index('(res_model, res_id, id)')
    _state_idx = models.Index("(company_id, step_datetime) WHERE state = 'submitted'")

    @api.depends('res_model', 'res_id')
    @api.depends_context('uid', 'lang')
    def _compute_document(self):
        kinds = dict(self.env['office.approval.rule']._selection_res_model())
        self.document_name = self.document_summary = False
        for approval in self:
            approval.document_kind = kinds.get(approval.res_model, False)
        for documents, approvals in self._get_documents():
            readable = documents._filtered_access('read')
            for document, approval in zip(documents, approvals, strict=True):
                if document in readable:
                    approval.document_name = document.display_name
                    approval.document_summary = document.sudo()._get_approval_summary()

    def _search_document_name(self, operator, value):
        if 'not' in operator or '!' in operator:
            return NotImplemented
        return Domain.OR(
            Domain('res_model', '=', model)
            & Domain('res_id', 'in', self.env[model]._search([('display_name', operator, value)]))
            for model, _label in self.env['office.approval.rule']._selection_res_model()
            if self.env[model].has_access('read'))

    @api.depends('assignment_ids.is_open')
    def _compute_approver_ids(self):
        for approval in self:
            approval.approver_ids = approval.assignment_ids.filtered('is_open').user_id

    @api.depends_context('uid', 'lang', 'tz')
    @api.depends('state', 'step_id')
    def _compute_timeline(self):
        timelines = self._get_timelines()
        for approval in self:
            approval.timeline = timelines[approval]

    @api.depends('assignment_ids.is_open')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        mine = self.env['office.approval.assignment']._get_waiting_ids(
            'approval_id', SQL("assignment.approval_id = ANY(%s)", self.ids))
        for approval in self:
            approval.is_mine = approval.id in mine

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('id', 'in', self.env['office.approval.assignment']._get_waiting_sql('approval_id', SQL("TRUE")))

    @api.depends('is_mine')
    @api.depends_context('uid')
    def _compute_can_approve(self):
        approvable = self.filtered('is_mine')._filter_approvable()
        for approval in self:
            approval.can_approve = approval in approvable

    @api.depends('assignment_ids')
    @api.depends_context('uid')
    def _compute_is_concerned(self):
        concerned = self.sudo().search(Domain('id', 'in', self.ids) & self._search_is_concerned('in', [True]))
        for approval in self:
            approval.is_concerned = approval.id in concerned._ids

    def _search_is_concerned(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self.env['office.approval.assignment']._get_concerned_domain('approval_id')

    def action_open_document(self):
        self.ensure_one()
        self.check_access('read')
        document = self.sudo()._get_document()
        if document is None or not document.sudo(False).has_access('read'):
            raise UserError(self.env._("The document of this approval is gone, or not for you."))
        return document._get_form_action()

    def action_approve(self):
        return self._decide_each('approve')

    def action_refuse(self):
        return self._open_decision('refuse')

    def action_ask_back(self):
        return self._open_decision('ask_back')

    def _get_document(self):
        """Return the document, or None if it or its whole app is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _get_documents(self):
        """Return ``[(documents, approvals)]`` by model, of what is still there."""
        pairs = []
        # sudo: who has just decided may not read the approval any more
        for model, approvals in self.sudo().grouped('res_model').items():
            if model not in self.env or 'approval_id' not in self.env[model]._fields:
                continue
            there = set(self.env[model].sudo().browse(approvals.mapped('res_id')).exists().ids)
            approvals = approvals.filtered(lambda approval, there=there: approval.res_id in there)
            pairs.append((self.env[model].browse(approvals.mapped('res_id')), approvals.with_env(self.env)))
        return pairs

    def _filter_approvable(self):
        """Return those of these approvals whose documents wait for nothing else before people agree to them."""
        return self.browse().union(*(
            self._get_approvable(documents, approvals) for documents, approvals in self._get_documents()))

    @api.model
    def _get_approvable(self, documents, approvals):
        approvable = documents.sudo()._filter_approvable()  # sudo: what it waits for need not be for everybody
        return approvals.browse(
            approval.id for document, approval in zip(documents, approvals, strict=True) if document in approvable)

    def _map_documents(self):
        """Return ``{approval: document}`` in superuser mode, of what is still there."""
        return {
            approval: document
            for documents, approvals in self.sudo()._get_documents()
            for document, approval in zip(documents, approvals, strict=True)
        }

    def _get_names(self):
        """Name the documents for a message, the first ten of them."""
        documents = self[:10]._map_documents()
        names = [documents[approval].display_name if approval in documents else self.env._("a removed document")
                 for approval in self.sudo()[:10]]
        return format_list(self.env, names + ["…"] * (len(self) > 10))

    # From the rules to the people: who would have to decide on a document if it were submitted now

    @api.model
    def _make_plans(self, documents, submitter):
        """Find the rule and the people of each document, in superuser mode; nothing is written.

        :return: ``({document: rule}, {document: plan})``, see :meth:`_plan`; no plan where nobody has to decide
        :raise UserError: nobody could decide, or a reason is missing
        """
        rules = self.env['office.approval.rule']._match(documents)
        wanted = documents.filtered(lambda document: rules[document] or document._is_approval_always_needed())
        amounts = wanted._get_approval_amounts()
        plans = {}
        for rule, group in wanted.grouped(lambda document: rules[document]).items():
            days = {company: group._get_approval_day(company) for company in group.company_id}
            plans |= self._plan(rule, group, {
                document: rule._get_amount(amounts.get(document), document.company_id, days[document.company_id])
                for document in group} if rule else {}, submitter)
        return rules, plans

    @api.model
    def _plan(self, rule, documents, amounts, submitter):
        """Return ``{document: [(step, {user: origin})]}`` for documents of one rule; none passes at once.

        :param rule: empty if no rule fits
        :param dict amounts: ``{document: amount}`` in the currency of the rule
        """
        plans = {document: [] for document in documents}
        pending = documents
        if rule.auto_amount:
            pending = documents.filtered(
                lambda document: amounts[document] is None or amounts[document] >= rule.auto_amount)
        for step in rule.step_ids:
            for document in step._applies_to(pending, amounts):
                self._check_reason(document, step)
                plans[document].append((step, self._get_people(document, step, submitter)))
        broken = rule._get_broken()
        for document in pending:
            if broken or not plans[document]:  # better one decision too many
                step = self.env['office.approval.step'].new({'who': 'fallback', 'quorum': 'one'})
                plans[document].append((step, self._get_people(document, step, submitter)))
        return plans

    @api.model
    def _check_reason(self, document, step):
        if step.reason_required and not (document._get_approval_reason() or '').strip():
            raise UserError(self.env._(
                "%(document)s also has to be approved by %(people)s (%(rule)s). Say why you need it, in “%(field)s”.",
                document=document.display_name, people=step._get_who_label(step.user_ids), rule=step.rule_id.name,
                field=document._get_approval_reason_label()))

    @api.model
    def _get_people(self, document, step, submitter):
        """:raise UserError: nobody, or not enough people, could decide"""
        people = document._get_step_people(step, submitter)
        needed = step.quorum_count if step.quorum == 'number' else 1
        if len(people) < needed:
            raise UserError(self.env._(
                "Nobody can approve %(document)s in the step “%(step)s”: %(needed)s are needed, and %(found)s can. "
                "Ask HR to name a manager with a user, or an administrator to choose in Settings who decides at last. "
                "In an office of one person, small amounts can be approved at once: see the approval rules.",
                document=document.display_name, step=step._get_who_label(), needed=needed, found=len(people)))
        return people

    @api.model
    def _get_note(self, document, rule, plan):
        """Say what approvers have to know of the document, and what an administrator has to mend in the rules.

        :param plan: of the document, see :meth:`_plan`
        """
        notes = [document._get_approval_note()] if document._get_approval_note() else []
        if not plan:
            notes.append(rule._get_automatic_words())
        if not rule:
            notes.append(self.env._("No rule fits, so whoever decides at last is asked."))
        notes += [
            self.env._("The condition “%(condition)s” of %(rule)s cannot be read any more.",
                       condition=condition, rule=rule.name)
            for condition in rule._get_broken()
        ]
        notes += [
            self.env._("“%(step)s” has nobody who could decide, so %(people)s is asked.",
                       step=step._get_who_label(), people=format_list(self.env, [user.name for user in people]))
            for step, people in plan if step.who != 'fallback' and 'fallback' in people.values()
        ]
        return '\n'.join(notes) or False

    # From the submission to the first step, from step to step, to the end

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
            self._prepare_values(document, rules[document], amounts.get(document), submitter) for document in wanted])
        approvals._write_notes(rules, plans)
        self._create_steps(approvals, [plans[document] for document in wanted])
        automatic = approvals.filtered(lambda approval: not approval.step_ids)
        automatic._pass_automatically()
        (approvals - automatic)._advance()
        return approvals

    def _write_notes(self, rules, plans):
        """Write what approvers have to know in each language: who reads it may have another one than who submits.

        :param dict rules: ``{document: rule}``
        :param dict plans: ``{document: plan}``
        """
        for approval, document in self._map_documents().items():
            for lang, _name in self.env['res.lang'].get_installed():
                words = self.with_context(lang=lang)
                plan = [(step.with_context(lang=lang), people) for step, people in plans[document]]
                if note := words._get_note(
                        document.with_context(lang=lang), rules[document].with_context(lang=lang), plan):
                    approval.with_context(lang=lang)._write_as_system({'note': note})

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
                'min_amount': step.min_amount,
                'currency_id': step.currency_id.id,
                'domain': step.domain,
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
            approval._append_decision(
                'automatic', user=self.env.ref('base.user_root'), reason=approval.rule_id._get_automatic_words())
        self.with_user(SUPERUSER_ID)._finish('approved')

    def _advance(self):
        """Open the next step of these approvals, and end those that have none left.

        Who has agreed in an earlier step need not agree again: it is recorded for them.
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

    # What people decide

    def _open_decision(self, verb):
        if len(self) == 1:  # before he has written why; of many, those that he may not are listed afterwards
            self._check_can_decide(verb)
        labels = {'refuse': self.env._("Refuse"), 'ask_back': self.env._("Ask Back"),
                  'except': self.env._("Approve out of Turn"), 'add': self.env._("Add an Approver")}
        return {
            'type': 'ir.actions.act_window',
            'name': labels[verb],
            'res_model': 'office.approval.decide',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_verb': verb, 'default_approval_ids': self.ids},
        }

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
        touch_rows(self)
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
        if verb in ('approve', 'except'):
            for documents, _approvals in approvals_sudo._get_documents():
                documents._check_approvable()
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
        touch_rows(self)
        seat = self._check_can_decide('add')[self.sudo()]
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

    # Nothing waits for somebody who is absent: who stands in for whom, and who is told that it is his turn

    def _attend(self):
        """See to it that somebody who is there can decide, and that all who can know of it."""
        document_by_approval = self._map_documents()
        for _place, approvals in self.grouped(lambda approval: (approval.res_model, approval.company_id)).items():
            presence = approvals._get_presence()
            for approval in approvals:
                approval.step_id._stand_in(document_by_approval[approval], *presence)
        self._mirror()

    def _get_presence(self):
        """Return ``(away, substitutes)`` of the current steps of these approvals, all of one company and model.

        :return: users who are away, and the substitutions in force
        """
        users = self.step_id.assignment_ids.filtered('is_open').user_id
        substitutes = self.env['office.substitution']._get_current(self[:1].res_model)
        everybody = users | self.env['office.substitution']._get_standing_in(substitutes, users, users.browse())
        return everybody._get_away(self.company_id[:1]), substitutes

    def _get_deciders(self):
        """Return ``{approval: users who can decide now}``, substitutes included."""
        result = {}
        for model, approvals in self.grouped('res_model').items():
            running = approvals.filtered(lambda approval: approval.state == 'submitted')
            substitutes = self.env['office.substitution']._get_current(model) if running else {}
            for documents, there in running._get_documents():
                for document, approval in zip(documents.sudo(), there, strict=True):
                    holders = approval.assignment_ids.filtered('is_open').user_id
                    standing_in = self.env['office.substitution']._get_standing_in(
                        substitutes, holders, approval._get_closed_users(document))
                    decided = approval.step_id._get_approvals().user_id
                    result[approval] = (holders | document._filter_approvers(standing_in)) - decided
        return result

    def _get_responsible(self):
        """Return who has to keep the time limit: those who may decide, but not who was asked since it has passed."""
        return self.assignment_ids.filtered(lambda one: one.is_open and one.origin != 'late').user_id

    def _let_decide_late(self, users):
        """Let ``users``, who are told that a decision is late, take it as well."""
        running = self.filtered(lambda approval: approval.state == 'submitted')
        for approval, document in running._map_documents().items():
            seats = approval.step_id._get_seats().filtered('is_open')
            if not seats:
                continue
            known = approval.step_id.assignment_ids.user_id
            for user in document._filter_approvers(users - known):
                approval.step_id._seat(seats[:1], user, 'late')
            approval._mirror(is_told=True)

    def _mirror(self, is_told=False):
        """Give an activity to everybody who can decide on these documents now, and take it from everybody else.

        Nobody has one while something else has to come first; when it has come, the document calls this.

        :param bool is_told: those who are new to it hear of it from somewhere else
        """
        deciders = self.sudo()._get_deciders()
        for documents, approvals in self._get_documents():
            held = approvals - self._get_approvable(documents, approvals)
            held.filtered(lambda approval: not approval.is_held)._write_as_system({'is_held': True})
            freed = (approvals - held).filtered('is_held')
            freed._write_as_system({'is_held': False})
            documents.sudo().browse(
                freed.filtered(lambda approval: approval.state == 'submitted').mapped('res_id'))._after_approvable()
            wanted = {document: (deciders.get(approval) if approval not in held else None) or self.env['res.users']
                      for document, approval in zip(documents, approvals, strict=True)}
            new = documents.sudo()._mirror_approvers(wanted)
            if not is_told:
                documents._notify_approvers(new)

    @api.model
    def _attend_at(self, moments=None):
        """Wake the scheduled action up at ``moments``, now if left out."""
        job = self.env.ref('office_admin_approval.ir_cron_attend', raise_if_not_found=False)
        if job:  # not while the module is being installed
            job.sudo()._trigger(at=moments)  # sudo: nobody else has rights on scheduled actions

    @api.model
    def _cron_attend(self):
        """Begin and end substitutions, and look whether the people of waiting steps are there."""
        switched = self.env['office.substitution']._switch()
        changed = Domain('assignment_ids', 'any', [
            ('is_open', '=', True), ('user_id', 'in', (switched | self._get_changed_users()).ids)])
        gone = Domain('res_model', 'not in', [name for name, _label in self.rule_id._selection_res_model()])
        last = 0
        while approvals := self.search(
                Domain('state', '=', 'submitted') & Domain('id', '>', last) & (changed | gone),
                order='id', limit=BATCH):
            last = approvals[-1].id
            approvals.try_lock_for_update()._look_after_each()
            self.env['ir.cron']._commit_progress(len(approvals))
            self.env.invalidate_all()

    @api.model
    def _get_changed_users(self):
        """Return the people of waiting steps who are away now, or cannot decide any more."""
        self._flush_waiting()
        found = self.env.execute_query(SQL(
            """SELECT DISTINCT assignment.user_id, approval.res_model, approval.company_id
                 FROM office_approval_assignment assignment
                 JOIN office_approval approval ON approval.id = assignment.approval_id
                WHERE assignment.is_open"""))
        changed = self.env['res.users']
        users_by_company = defaultdict(self.env['res.users'].browse)
        for user_id, model, company_id in found:
            user, company = self.env['res.users'].browse(user_id), self.env['res.company'].browse(company_id)
            users_by_company[company] |= user
            if not user._filtered_working(company) or (
                    model in self.env and not self.env[model].with_user(user).has_access('read')):
                changed |= user
        return changed.union(*(users._get_away(company) for company, users in users_by_company.items()))

    @api.model
    def _flush_waiting(self):
        self.flush_model(['res_model', 'company_id'])
        self.env['office.approval.assignment'].flush_model(['user_id', 'approval_id', 'is_open'])

    def _look_after_each(self):
        """Look after these approvals in one go, or one by one if that fails, so that none stops the others."""
        try:
            with self.env.cr.savepoint():
                self._look_after()
        except (SerializationFailure, DeadlockDetected):
            raise  # tried again by the next run
        except Exception:
            if len(self) == 1:
                logger.exception("Approval %s is left as it is", self.ids)
                return
            for approval in self:
                approval._look_after_each()

    def _look_after(self):
        """Attend to approvals that wait already, and end those whose document is gone."""
        there = self.browse().union(*(approvals for _documents, approvals in self._get_documents()))
        (self - there)._write_as_system({'state': 'cancelled', 'end_datetime': fields.Datetime.now()})
        (self - there).assignment_ids.filtered('is_open')._write_as_system({'is_open': False})
        advanced = self.browse()
        for approval, document in there._map_documents().items():
            if not approval.step_id._fill(document):
                there -= approval
                approval._give_back()
            elif approval.step_id._end_if_enough():  # those who are left have all agreed
                there -= approval
                advanced |= approval
        advanced._advance()
        there._attend()

    # In words: for whom it waits, since when, what comes next, and how it was decided

    def _get_summaries(self):
        """Return ``{approval: one line}``: for whom it waits and what comes next, or who has decided."""
        deciders = self._get_deciders()
        return {approval: approval._get_summary(deciders) for approval in self}

    def _get_summary(self, deciders):
        match self.state:
            case 'submitted':
                people = deciders.get(self, self.env['res.users'])
                values = {
                    'people': format_list(self.env, people.mapped('name'), 'or') or self.env._("nobody"),
                    'since': self._get_moment(self.step_datetime),
                }
                later = self.step_ids.filtered(lambda step: not step.start_datetime and not step.end_datetime)
                if later:
                    return self.env._("%(people)s, since %(since)s; then %(next)s", next=' → '.join(
                        dict.fromkeys(step._get_label() for step in later)), **values)
                return self.env._("%(people)s, since %(since)s", **values)
            case 'approved' if self.step_ids:
                return self.env._("Approved by %(people)s", people=format_list(
                    self.env, list(dict.fromkeys(self.decision_ids.filtered(
                        lambda decision: decision.verb == 'approve').sorted('id').user_id.mapped('name')))))
            case 'approved':
                return ' · '.join((self.note or self.decision_ids[:1].reason or '').splitlines())
            case 'refused':
                return self.env._("Refused by %(people)s", people=self.decision_ids[:1].user_id.name)
        return False

    def _get_timelines(self):
        """Return ``{approval: what the widget of the document shows}``."""
        deciders = self._get_deciders()
        return {approval: approval._get_timeline(deciders.get(approval, self.env['res.users'])) for approval in self}

    def _get_timeline(self, deciders):
        away, substitutes = self._get_presence() if self.state == 'submitted' else (self.env['res.users'], {})
        automatic = self.decision_ids.filtered(lambda decision: decision.verb == 'automatic')
        return {
            'state': self.state,
            'rule': self.rule_name or False,
            'note': self.note or automatic.reason or False,
            'steps': [step._get_timeline(deciders, away, substitutes) for step in self.step_ids],
            'remarks': [
                decision._get_words() for decision in self.decision_ids.sorted('id')
                if decision.verb in ('ask_back', 'withdraw', 'add')],
        }

    def _get_moment(self, moment):
        timezone = self.env.context.get('tz') or self.env.user.tz or self.company_id._get_office_tz()
        return self.env['office.deadline.mixin'].with_context(tz=timezone)._get_moment_words(moment) if moment else ''

    # My Office

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {
            'decide': Domain('is_mine', '=', True) & Domain('state', '=', 'submitted') & Domain('is_held', '=', False)}

    def _get_desk_key(self):
        return f'{self.res_model},{self.res_id}'

    def _prepare_desk_rows(self, section):
        rows = []
        for documents, approvals in self._get_documents():
            readable = documents._filtered_access('read')
            approvable = self._get_approvable(documents, approvals)
            rows += [
                document._prepare_desk_row(section) | approval._prepare_decision_row(section, approval in approvable)
                for document, approval in zip(documents, approvals, strict=True) if document in readable]
        return rows

    def _prepare_decision_row(self, section, is_approvable):
        return {
            'model': self._name,
            'id': self.id,
            'state': False,  # it waits for a decision, as the section says
            'who': self.requester_id.sudo().name,  # sudo: the name of a colleague of another company
            'buttons': [
                button for button in self._get_desk_buttons(section)
                if is_approvable or button['name'] != 'action_approve'],
        }

    def _get_desk_buttons(self, section):
        return super()._get_desk_buttons(section) + [
            {'name': 'action_approve', 'label': self.env._("Approve"), 'is_primary': True},
            {'name': 'action_refuse', 'label': self.env._("Refuse"), 'is_primary': False},
            {'name': 'action_ask_back', 'label': self.env._("Ask Back"), 'is_primary': False},
        ]

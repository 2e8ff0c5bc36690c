from contextlib import suppress
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.office_admin_worktime.working_time import NoWorkingTime, get_due

from ..each import do_each
from .office_workflow_states import OPEN, OWNED
from .office_workflow_verbs import CONCERNED, ENGINE

CONFIRM_BATCH = 200
LONG_DAYS = 30
REOPENED_TYPE = 'office_admin_base.mail_activity_type_reopened'
LOW_RATING = 2
FOLLOW_UP_DAYS = 1
FOLLOW_UP_TYPE = 'office_admin_base.mail_activity_type_follow_up'


class OfficeClosingMixin(models.AbstractModel):
    """A document that has ended only when those say so for whom it is, or have been silent for some working days.

    They may as well open it again and say what is missing. In ``_inherit`` it stands before ``office.workflow.mixin``.
    """
    _name = 'office.closing.mixin'
    _description = 'Document to Confirm'
    _inherit = ['rating.mixin', 'office.batch.mixin', 'office.deadline.mixin', 'office.workflow.mixin']

    confirmation = fields.Selection(
        [('waiting', "Waiting"), ('confirmed', "Confirmed"), ('automatic', "Automatic")], readonly=True, copy=False,
        index=True,
        help="Whether those for whom it was done have said that all is well. Automatic: they were silent so long that "
             "it counts as confirmed.")
    confirm_until = fields.Datetime(readonly=True, copy=False)
    confirm_datetime = fields.Datetime("Confirmed On", readonly=True, copy=False)
    reopen_count = fields.Integer("Times Reopened", readonly=True, copy=False)
    reopen_reason = fields.Text("What Is Missing", readonly=True, copy=False)
    close_reason = fields.Text(
        "Answer", readonly=True, copy=False, help="What was said when it was closed after it had been reopened.")
    cancel_reason = fields.Text("Reason for Cancelling", readonly=True, copy=False)
    is_open_long = fields.Boolean(compute='_compute_is_open_long', search='_search_is_open_long')
    can_end_follow_up = fields.Boolean(compute='_compute_can_end_follow_up', compute_sudo=True)

    _confirm_idx = models.Index("(confirm_until) WHERE confirmation = 'waiting'")

    @api.depends('state', 'confirmation')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    @api.depends(lambda self: (self._get_begin_field(), 'state', 'confirmation'))
    def _compute_is_open_long(self):
        long = self.filtered_domain(self._get_open_long_domain())
        for document in self:
            document.is_open_long = document in long

    def _search_is_open_long(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_open_long_domain()

    @api.depends('deadline_ids.end_datetime')
    @api.depends_context('uid')
    def _compute_can_end_follow_up(self):
        for document in self:
            document.can_end_follow_up = document._has_follow_up() and document._is_follow_up_user()

    def action_confirm(self):
        self._check_can_begin('confirm')
        return self._open_dialog('office.closing.confirm', self.env._("Confirm"))

    def action_reopen(self):
        return self._ask_reason('reopen', self.env._("What Is Missing?"))

    def action_cancel(self):
        return self._ask_reason('cancel', self.env._("Cancel"))

    def action_done(self):
        """Close; what was reopened is closed with an answer to those who said that something is missing."""
        if self.filtered('reopen_count'):
            return self._ask_reason('done', self.env._("Close Again"))
        return self._transition_each('done')

    def action_follow_up_done(self):
        self._check_can_end_follow_up()
        return self._open_dialog('office.closing.reason', self.env._("Follow-Up Done"), 'follow_up')

    def _do_with_reason(self, verb, reason):
        if verb == 'follow_up':  # no verb of the table: the document stays as it is
            self._end_follow_up(reason)
            return True
        return super()._do_with_reason(verb, reason)

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {
            'cancel': 'cancel_reason', 'reopen': 'reopen_reason', 'done': 'close_reason'}

    def _confirm_each(self, rating=0, comment=''):
        """Say for these documents that all is well, and what is to be thought of the service.

        :param int rating: 1 (very bad) to 5 (very good), 0 for none
        """
        return do_each(self, lambda documents: documents._check_transition('confirm'),
                       lambda documents: documents._confirm(rating, comment))

    def _confirm(self, rating=0, comment=''):
        self._transition('confirm', {'confirmation': 'confirmed', 'confirm_datetime': fields.Datetime.now()})
        self._rate(rating, comment)

    def _check_can_confirm(self, by=None):
        if settled := self.filtered(lambda document: document.confirmation != 'waiting'):
            raise UserError(self.env._(
                "%(documents)s is confirmed already. If something is missing, open it again or ask anew.",
                documents=settled._get_names()))

    def _check_can_reopen(self, by=None):
        for document in self:
            if obstacle := document._get_reopen_obstacle():
                raise UserError(obstacle)

    def _filter_allowed(self, verb):
        documents = super()._filter_allowed(verb)
        match verb:
            case 'confirm':
                return documents.filtered(lambda document: document.confirmation == 'waiting')
            case 'reopen':
                return documents.filtered(lambda document: not document._get_reopen_obstacle())
        return documents

    def _get_reopen_obstacle(self):
        """Hook: say in a sentence why this document, which is done, cannot be opened again; nothing if it can."""
        return ''

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'done':
            for company, documents in self.grouped('company_id').items():
                until = self._get_confirm_until(company)
                for document in documents:
                    prepared[document].update({'confirmation': 'waiting', 'confirm_until': until})
        elif verb == 'reopen':
            for document in self:
                prepared[document].update({
                    'reopen_count': document.reopen_count + 1, 'close_reason': False, 'confirmation': False,
                    'confirm_until': False, 'confirm_datetime': False})
        return prepared

    @api.model
    def _get_confirm_until(self, company):
        """Return until when one may confirm what ends now; days off count where there is no working time."""
        company_sudo = company.sudo()  # sudo: settings
        now, days = fields.Datetime.now(), company_sudo.office_confirm_days
        if calendar := company_sudo.resource_calendar_id:
            with suppress(NoWorkingTime):
                return get_due(calendar._get_working_time(company_sudo), now, days, 'day',
                               company_sudo.office_deadline_start == 'received')
        return now + timedelta(days=days)

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'reopen':
                for document in self.sudo():  # sudo: who asks for it has no write access
                    document._message_log(body=self.env._(
                        "Reopened (%(count)s): %(reason)s", count=document.reopen_count, reason=document.reopen_reason))
                    document._schedule_quietly(
                        REOPENED_TYPE, dict.fromkeys(document._get_accountable_users(), document),
                        lambda env: env._("Opened again: see what is missing"))
            case 'done' | 'cancel':
                for document in self.sudo():  # sudo: as above
                    if document.cancel_reason:
                        document._message_log(body=self.env._("Cancelled: %(reason)s", reason=document.cancel_reason))
                    elif document.close_reason:
                        document._message_log(body=self.env._("Closed again: %(answer)s", answer=document.close_reason))
                # sudo: the activity of the accountable person
                self.sudo().filtered('reopen_count').activity_unlink([REOPENED_TYPE], only_automated=False)

    @api.model
    def _cron_confirm(self):
        """Confirm what nobody has confirmed in time, for all models, in batches."""
        now = fields.Datetime.now()
        names = self.env.registry.descendants(['office.closing.mixin'], '_inherit')
        for model in (self.env[name] for name in sorted(names) if not self.env[name]._abstract):
            model._run_in_batches(
                'office_admin_base.ir_cron_confirm',
                lambda model=model: model.with_context(active_test=False).search(
                    [('confirmation', '=', 'waiting'), ('confirm_until', '<=', now)], order='confirm_until, id',
                    limit=CONFIRM_BATCH),
                model.__class__._confirm_automatically, model.__class__._confirm_tomorrow)

    def _confirm_automatically(self):
        # what was confirmed or opened again in the meantime is left alone
        waiting = self.filtered(lambda document: document.state == 'done' and document.confirmation == 'waiting')
        waiting._transition(
            'confirm', {'confirmation': 'automatic', 'confirm_datetime': fields.Datetime.now()}, by=ENGINE)

    def _confirm_tomorrow(self):
        self._write_as_system({'confirm_until': fields.Datetime.now() + timedelta(days=1)})

    @api.model
    def _get_to_confirm_domain(self):
        """Return the domain of documents that wait for the confirmation of the current user."""
        return Domain('state', '=', 'done') & Domain('confirmation', '=', 'waiting') & self._get_concerned_domain()

    @api.model
    def _get_open_long_domain(self):
        """Return the domain of what was begun more than :data:`LONG_DAYS` days ago and has not ended.

        What is done and not confirmed has not ended.
        """
        began = Domain(self._get_begin_field(), '<', fields.Datetime.now() - timedelta(days=LONG_DAYS))
        return began & (Domain('state', 'in', self._get_states_of(OPEN, OWNED)) | (
            Domain('state', '=', 'done') & Domain('confirmation', '=', 'waiting')))

    @api.model
    def _get_begin_field(self):
        """Hook: the name of the field with the moment from which on somebody waits for the office."""
        return 'create_date'

    @api.model
    def _get_verb_time_limit(self, verb, company):
        if verb != 'confirm':
            return super()._get_verb_time_limit(verb, company)
        # sudo: settings
        return self.env._("%(days)s working days, then by itself", days=company.sudo().office_confirm_days)

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {'confirm': self._get_to_confirm_domain()}

    @api.model
    def _get_card_verbs(self):
        return [*super()._get_card_verbs(), 'confirm', 'reopen']

    @api.model
    def _get_desk_verbs(self, section):
        return ['confirm', 'reopen'] if section == 'confirm' else super()._get_desk_verbs(section)

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'confirm': (('done',), 'done', (CONCERNED, ENGINE)),
            'reopen': (('done',), self._get_reopen_state(), CONCERNED),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'confirm': self.env._("Confirm"), 'reopen': self.env._("Something Is Missing")}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'confirmation', 'confirm_until', 'confirm_datetime', 'reopen_count', 'reopen_reason', 'close_reason',
            'cancel_reason', 'rating_ids'}

    # What they think of the service; whoever is not content is contacted

    def _rate(self, rating, comment):
        """Keep what the current user thinks of the service; a low rating calls for a contact within a working day.

        :param int rating: 1 to 5, 0 for none
        """
        if rating not in range(6):
            raise UserError(self.env._("Rate from 1 (very bad) to 5 (very good)."))
        for document_sudo in self.sudo():  # sudo: who rates has no write access
            if rating:
                self.env['rating.rating']._append(document_sudo, rating, comment)
            if rating and comment:
                body = self.env._("Confirmed, %(rating)s of 5: %(comment)s", rating=rating, comment=comment)
            elif rating:
                body = self.env._("Confirmed, %(rating)s of 5", rating=rating)
            else:
                body = self.env._("Confirmed: %(comment)s", comment=comment) if comment else self.env._("Confirmed")
            document_sudo._message_log(body=body)
        if 0 < rating <= LOW_RATING:
            self._start_follow_up()

    def _start_follow_up(self):
        self._start_deadline('follow_up', FOLLOW_UP_DAYS)
        for document_sudo in self.sudo():  # sudo: activities for others
            document_sudo._schedule_quietly(
                FOLLOW_UP_TYPE, dict.fromkeys(document_sudo._get_follow_up_users(), document_sudo),
                lambda env: env._("Ask what went wrong: the service was rated low"))

    def _end_follow_up(self, note):
        """Record that somebody has talked to those who were not content.

        :param str note: what came out of it
        :raise AccessError: the user does not serve such documents, or it is his own
        :raise UserError: nobody waits for a contact
        """
        self._check_can_end_follow_up()
        self._end_deadline('follow_up')
        for document_sudo in self.sudo():  # sudo: activities of others, and nobody has write access
            document_sudo.activity_unlink([FOLLOW_UP_TYPE], only_automated=False)
            document_sudo._message_log(body=self.env._("Follow-up: %(note)s", note=note))

    def _check_can_end_follow_up(self):
        self.check_access('read')
        if idle := self.filtered(lambda document: not document.sudo()._has_follow_up()):
            raise UserError(self.env._(
                "%(documents)s: nobody waits for a contact.", documents=idle._get_names()))
        if foreign := self.filtered(lambda document: not document._is_follow_up_user()):
            raise AccessError(self.env._(
                "%(documents)s: who was not content is contacted by “%(right)s”, and not by himself.",
                documents=foreign._get_names(), right=self.env.ref(self._get_officer_group()).sudo().full_name))

    def _has_follow_up(self):
        """Say whether somebody waits for a contact; in superuser mode."""
        return any(one.kind == 'follow_up' and not one.end_datetime for one in self.deadline_ids)

    def _is_follow_up_user(self):
        user = self.env.user
        return (user.has_group(self._get_officer_group()) or user in self._get_follow_up_users()) and (
            user not in self._get_concerned_users())

    def _get_follow_up_users(self):
        """Return who has to contact those who were not content: who answers for it, never these people themselves."""
        concerned = self._get_concerned_users()
        return self._get_accountable_users() - concerned or self._get_deadline_managers() - concerned

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {'follow_up': self.env._("Follow-Up")}

    def _get_deadline_holders(self, kind):
        return self._get_follow_up_users() if kind == 'follow_up' else super()._get_deadline_holders(kind)

    def rating_apply(self, *args, **kwargs):
        """Odoo's door for links and tokens, which is closed here."""
        raise UserError(self.env._("Open the document and confirm it: you are asked there how the service was."))

from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED

from ..visit.office_visit_call import ROLES
from ..visit.office_visit_states import STAYING

ANSWER = 'answer'
"""The promise that somebody comes for guests who wait."""

ORDER = [role for role, _label in ROLES]
"""Who is called: each when the one before has not answered in time."""

RECEIVE_ACTIVITY = 'office_admin_reception.mail_activity_type_receive'
CRON = 'office_admin_reception.ir_cron_call'
BATCH = 100


class OfficeVisit(models.Model):
    """Guests have arrived: the host is called, then whoever stands in for the host, then the front desk."""
    _name = 'office.visit'
    _inherit = ['office.visit', 'office.batch.mixin']

    next_call_datetime = fields.Datetime(
        "Next Call", readonly=True, copy=False, help="When the next one is called, if nobody answers.")

    _next_call_idx = models.Index("(next_call_datetime) WHERE next_call_datetime IS NOT NULL")

    def action_pass_on(self):
        """Open the dialog in which the host says who receives the guests."""
        self._check_can_begin('pass_on')
        return self._open_dialog('office.visit.pass.on', self.env._("Somebody Else Receives"))

    def _pass_on(self, employee):
        """Call ``employee`` to receive the guests, in place of who was called before; after them the front desk.

        :raise UserError: they cannot be called by Odoo
        """
        for visit in self:
            visit_sudo = visit.sudo()  # sudo: the user of a colleague
            user = visit_sudo._filter_callable(employee.sudo().user_id)
            words = {'visit': visit.display_name, 'person': employee.name}
            if not user:
                raise UserError(self.env._(
                    "%(visit)s: %(person)s has no user in this company and is not called by Odoo. Call them by phone, "
                    "or choose somebody else.", **words))
            if user in visit_sudo._get_waiting_calls().user_id:
                raise UserError(self.env._("%(visit)s: %(person)s has been called already.", **words))
            visit._transition('pass_on')
            visit_sudo._write_answers(self.env.user)
            visit_sudo._end_calls(self.env.user)
            visit_sudo._call('substitute', user)

    # Who is called, and when

    def _call_next(self):
        """Call who comes next after those who were called; called as superuser."""
        for visit in self:
            called = [ORDER.index(call.role) for call in visit.call_ids]
            for role in ORDER[max(called, default=-1) + 1:]:
                users = visit._get_called(role)
                if users or role == 'desk':
                    visit._call(role, users)
                    break

    def _get_called(self, role):
        """Return the users who are called in ``role``."""
        host = self._filter_callable(self.employee_id.user_id)
        match role:
            case 'host':
                return host
            case 'substitute':
                # whoever is called already would not come for being called once more
                substitutions = self.env['office.substitution']
                users = substitutions._get_standing_in(
                    substitutions._get_current(self._name), self.employee_id.user_id, self.env['res.users'])
                return self._filter_callable(users - self.call_ids.user_id)
        return self._get_role_users('officer', self.company_id)

    def _filter_callable(self, users):
        return users._filtered_working(self.company_id)

    def _call(self, role, users):
        """Note that ``users`` are told in ``role`` that guests wait, tell them, and promise an answer."""
        now = fields.Datetime.now()
        minutes = self.company_id.office_visit_answer_minutes
        following = now + timedelta(minutes=minutes) if role != 'desk' else False
        self.env['office.visit.call']._create_as_system([
            {'visit_id': self.id, 'role': role, 'user_id': user.id, 'told_datetime': now}
            for user in (users if role != 'desk' else [self.env['res.users']])])
        self._write_as_system({'next_call_datetime': following})
        self._start_deadline(ANSWER, minutes / 60, 'clock')
        if following:
            self.env.ref(CRON)._trigger(at=following)
            self._tell_arrival(users)
        else:
            self._show_arrival(users)
        self._tell_desks(users)

    @api.model
    def _cron_call(self):
        """Call the next ones where nobody has answered in time, in batches."""
        self._run_in_batches(CRON, self._search_unanswered, self.__class__._call_next, self.__class__._skip_call)

    def _search_unanswered(self):
        return self.search(
            [('next_call_datetime', '<=', fields.Datetime.now()), ('state', '=', 'arrived')],
            order='next_call_datetime, id', limit=BATCH)

    def _skip_call(self):
        self._write_as_system({'next_call_datetime': fields.Datetime.now() + timedelta(minutes=1)})

    # How they are told

    def _tell_arrival(self, users):
        """Tell ``users`` by mail or in Discuss, on their screen, and by an activity that guests wait for them."""
        self._schedule_quietly(
            RECEIVE_ACTIVITY, self._get_idle(dict.fromkeys(users, self)),
            lambda env: env._("Guests wait: %(guests)s", guests=self.with_env(env)._summarise(
                self._filter_guests('inside').with_env(env))))
        for user in users:
            visit = self.with_context(lang=user.lang)
            words = visit._get_arrival_words()
            body = Markup("<p>%s</p><p>%s</p>") % (
                visit.env._("Come, or say who receives them in your place:"), visit._get_link())
            # the public user of a tablet writes nothing in its own name
            author = SUPERUSER_ID if self.env.user._is_public() else self.env.uid
            visit.with_user(author).sudo().message_notify(
                partner_ids=user.partner_id.ids, subject=words, body=Markup("<p>%s</p>") % words + body)
        self._show_arrival(users)

    def _show_arrival(self, users):
        """Show on the screens of ``users`` that guests wait."""
        for user in users:
            visit = self.with_context(lang=user.lang)
            user._bus_send('simple_notification', {
                'type': 'warning', 'sticky': True, 'title': visit.env._("Guests Wait"),
                'message': visit._get_arrival_words()})

    def _get_arrival_words(self):
        guests = self._filter_guests('inside') or self.guest_ids
        values = {'guests': self._summarise(guests), 'visit': self.display_name, 'host': self.employee_id.name or ''}
        if not self.employee_id:
            return self.env._("%(guests)s waits at the front desk (%(visit)s).", **values)
        if place := self.arrive_place_id or self.place_id:
            return self.env._(
                "%(guests)s waits for %(host)s at %(place)s (%(visit)s).", place=place.display_name, **values)
        return self.env._("%(guests)s waits for %(host)s at the front desk (%(visit)s).", **values)

    def _follow_guests_in(self, guests, place=None):
        # of those who came first somebody is called
        joined = self.filtered(lambda visit: visit.state in STAYING and visit.sudo().call_ids)
        super()._follow_guests_in(guests, place)
        for visit_sudo in joined.sudo():  # sudo: the users of colleagues
            more = guests & visit_sudo.guest_ids.sudo(False)
            for user in visit_sudo._get_hosts():
                words = visit_sudo.with_context(lang=user.lang).env._(
                    "%(guests)s has come too (%(visit)s).", guests=more._get_names(), visit=visit_sudo.display_name)
                user._bus_send('simple_notification', {'type': 'info', 'sticky': True, 'message': words})
                visit_sudo.message_notify(partner_ids=user.partner_id.ids, subject=words, body=words)

    def _get_hosts(self):
        """Return the users who have received the guests or, before that, the host."""
        answered = self.call_ids.filtered('answered_datetime').user_id
        return self._filter_callable(answered or self.employee_id.user_id)

    # Answers

    def _get_waiting_calls(self):
        return self.call_ids.filtered(lambda call: not call.answered_datetime)

    def _write_answers(self, user):
        """Note that ``user`` has answered; where nobody had called them, that they took it on themselves."""
        now = fields.Datetime.now()
        for visit in self:
            calls = visit._get_waiting_calls()
            own = calls.filtered(lambda call: call.user_id == user) or calls.filtered(
                lambda call: call.role == 'desk' and user.has_group(self._get_officer_group()))
            if own:
                own._write_as_system({'answered_datetime': now})
                continue
            role = 'desk' if user.has_group(self._get_officer_group()) else 'host'
            self.env['office.visit.call']._create_as_system([{
                'visit_id': visit.id, 'role': role, 'user_id': user.id, 'told_datetime': now,
                'answered_datetime': now}])

    def _end_calls(self, user=None):
        """Let ``user``, or all who were called, not be asked any more."""
        if user:
            self.activity_ids.filtered(
                lambda activity: activity.user_id == user
                and activity.activity_type_id == self.env.ref(RECEIVE_ACTIVITY, raise_if_not_found=False)).unlink()
        else:
            self.activity_unlink([RECEIVE_ACTIVITY], only_automated=False)
            self._write_as_system({'next_call_datetime': False})

    def _check_can_pass_on(self, by=None):
        self._check_guests()

    def _after_transition(self, verb):
        super()._after_transition(verb)
        visits_sudo = self.sudo()  # sudo: calls, and activities of others
        match verb:
            case 'arrive':
                visits_sudo._call_next()
            case 'receive':
                visits_sudo._write_answers(self.env.user)
                self._end_deadline(ANSWER)
                visits_sudo._end_calls()
            case 'step_out' | 'leave':
                self._end_deadline(ANSWER, outcome='dropped')
                visits_sudo._end_calls()

    # The promise

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {ANSWER: self.env._("Receive the Guests")}

    def _get_deadline_holders(self, kind):
        if any(call.role == 'desk' for call in self.sudo().call_ids):  # sudo: who was called
            return self._get_role_users('officer', self.company_id)
        return self.sudo()._get_waiting_calls().user_id.sudo(False)

    def _get_escalation_people(self, rung, deadline_by_document):
        # until the front desk is called, those who do not answer are followed by the next ones, not by their heads
        called = self.filtered(lambda visit: any(call.role == 'desk' for call in visit.sudo().call_ids))
        return super(OfficeVisit, called)._get_escalation_people(rung, deadline_by_document) if (
            rung != 'holder') else {}

    @api.model
    def _get_verb_time_limit(self, verb, company):
        if verb != 'receive':
            return super()._get_verb_time_limit(verb, company)
        return self.env._("%(minutes)s minutes", minutes=company.sudo().office_visit_answer_minutes)  # sudo: settings

    # The verb, and where its button stands

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'pass_on': (('arrived',), 'arrived', (CONCERNED, self._get_officer_group()))}

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'pass_on': self.env._("Somebody Else Receives")}

    @api.model
    def _get_desk_verbs(self, section):
        verbs = super()._get_desk_verbs(section)
        return [*verbs, 'pass_on'] if section in ('confirm', 'queue') else verbs

    @api.model
    def _get_card_verbs(self):
        return [*super()._get_card_verbs(), 'pass_on']

    @api.model
    def _get_desk_domains(self):
        # whoever has said that somebody else comes is not asked any more
        return super()._get_desk_domains() | {
            'confirm': Domain('state', '=', 'arrived') & self._get_concerned_domain() & ~Domain(
                'call_ids', 'any', [('user_id', '=', self.env.uid), ('answered_datetime', '!=', False)])}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'next_call_datetime'}

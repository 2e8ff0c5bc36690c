from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.models.office_role_rules import READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, REQUESTER

ANSWER = 'answer'
"""Kind of a promise: whoever is called answers."""

TASK = 'mail.mail_activity_data_todo'
JOB = 'office_admin_reception.ir_cron_emergency'
BATCH = 20

MAX_CALLS = 50
"""After so many calls nobody is called any more by Odoo."""

RUNNING = ('raised', 'taken')

STAYS = timedelta(days=1)
"""So long an emergency that has ended stands on the page of whoever has called for help."""


class OfficeEmergency(models.Model):
    """Somebody calls for help: people are called one after the other until one of them takes it, and all is logged.

    A drill is the same, and is called one wherever it is seen.
    """
    _name = 'office.emergency'
    _description = 'Emergency'
    # the workflow last: the others amend its hooks
    _inherit = ['office.batch.mixin', 'office.deadline.mixin', 'office.number.mixin']
    _order = 'raise_datetime desc, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_reception.group_'
    _number_code = 'EMG'
    _numbers = {'raise': 'name'}

    def _default_place_id(self):
        return self.env.user.employee_id.sudo().work_location_id.place_id  # sudo: where somebody works is HR data

    kind_id = fields.Many2one(
        'office.emergency.kind', "What Has Happened", required=True, index=True, check_company=True,
        ondelete='restrict')
    instruction = fields.Text(related='kind_id.instruction')
    place_id = fields.Many2one(
        'office.place', "Where", check_company=True, ondelete='restrict', index='btree_not_null',
        default=lambda self: self._default_place_id(), domain="[('company_id', 'in', (False, company_id))]")
    note = fields.Text("In a Few Words")
    is_drill = fields.Boolean("Drill", help="Everybody is called as in earnest, and reads that it is a drill.")
    raise_datetime = fields.Datetime("Called For Help On", readonly=True, copy=False, index=True)
    take_datetime = fields.Datetime("Taken On", readonly=True, copy=False)
    take_user_id = fields.Many2one('res.users', "Taken By", readonly=True, copy=False)
    end_datetime = fields.Datetime("Ended On", readonly=True, copy=False)
    result = fields.Text("What Was Done", readonly=True, copy=False)
    call_ids = fields.One2many('office.emergency.call', 'emergency_id', "Calls", readonly=True, copy=False)
    call_count = fields.Integer("Number of Calls", compute='_compute_figures', store=True)
    next_datetime = fields.Datetime("Next Call On", readonly=True, copy=False)
    answer_minutes = fields.Float(
        "Minutes Until Taken", compute='_compute_figures', store=True, aggregator='avg', digits=(16, 1))
    end_minutes = fields.Float(
        "Minutes Until Ended", compute='_compute_figures', store=True, aggregator='avg', digits=(16, 1))
    caller_words = fields.Char("Who Comes", compute='_compute_caller_words', compute_sudo=True)

    _next_idx = models.Index("(next_datetime) WHERE state = 'raised'")

    @api.depends('call_ids', 'raise_datetime', 'take_datetime', 'end_datetime')
    def _compute_figures(self):
        for emergency in self:
            begin = emergency.raise_datetime
            emergency.call_count = len(emergency.call_ids)
            for name, end in (('answer_minutes', emergency.take_datetime), ('end_minutes', emergency.end_datetime)):
                emergency[name] = (end - begin).total_seconds() / 60 if begin and end else False

    @api.depends('state', 'take_user_id', 'call_ids.people')
    @api.depends_context('lang')
    def _compute_caller_words(self):
        for emergency in self:
            match emergency.state:
                case 'raised' if emergency.call_ids:
                    words = self.env._("Called now: %(people)s", people=emergency.call_ids[-1].people)
                case 'taken':
                    words = self.env._("%(person)s takes it", person=emergency.take_user_id.name)
                case _:
                    words = False
            emergency.caller_words = words

    @api.depends('kind_id.name', 'is_drill')
    def _compute_display_name(self):
        super()._compute_display_name()
        for emergency in self:
            name = ' '.join(filter(None, (emergency.display_name, emergency.kind_id.name)))
            emergency.display_name = self.env._("DRILL: %(emergency)s", emergency=name) if emergency.is_drill else name

    def action_raise(self):
        return self._transition_each('raise')

    def action_take(self):
        return self._transition_each('take')

    def action_call_on(self):
        return self._transition_each('call_on')

    def action_done(self):
        return self._ask_reason('done', self.env._("Close"))

    def action_cancel(self):
        return self._ask_reason('cancel', self.env._("False Alarm"))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'done': 'result', 'cancel': 'result'}

    # The call chain

    def _call_next(self):
        """Call the next people of the chain, from its beginning again after its end; called as superuser."""
        now = fields.Datetime.now()
        for emergency in self:
            chain = emergency.kind_id._get_chain(emergency.company_id, emergency._get_requester())
            number = len(emergency.call_ids)
            if not chain or number >= MAX_CALLS:
                emergency._write_as_system({'next_datetime': False})
                emergency._message_log(body=self.env._(
                    "Nobody is called any more. Call somebody by phone, and let a manager look at the call chain."))
                continue
            name, users, minutes = chain[number % len(chain)]
            self.env['office.emergency.call']._create_as_system([{
                'emergency_id': emergency.id, 'name': name, 'user_ids': [Command.set(users.ids)], 'minutes': minutes,
                'call_datetime': now}])
            promise = emergency._start_deadline(ANSWER, minutes / 60, 'clock', now)
            emergency._write_as_system({'next_datetime': promise.due})
            emergency._tell(users, lambda env, count=minutes: env._(
                "Press “I Take It”, or somebody else is called in %(count)s minutes.", count=count))
            emergency._schedule_quietly(TASK, dict.fromkeys(users, emergency), lambda env: env._("I Take It"))
            emergency._wake_up()

    def _wake_up(self):
        # sudo: whoever calls for help has no rights on scheduled actions
        self.env.ref(JOB).sudo()._trigger(at=self.next_datetime)

    def _tell(self, users, get_words):
        """Send ``users`` a message, and show it on every page of Odoo that they have open.

        :param get_words: function of an environment in the language of the user
        """
        for user in users:
            emergency = self.with_context(lang=user.lang)
            words = get_words(emergency.env)
            title = emergency._get_title()
            body = Markup("<p><b>%s</b></p><p>%s</p><p>%s</p>") % (title, emergency.note or '', words)
            # superuser: the system calls, in whoever's name it was asked to
            emergency.with_user(SUPERUSER_ID).message_notify(
                partner_ids=user.partner_id.ids, subject=title, body=body)
            is_running = self.state in RUNNING  # what is over covers nothing on a phone until somebody closes it
            user._bus_send('simple_notification', {
                'type': 'danger' if is_running else 'info', 'sticky': is_running, 'title': title, 'message': words})
        self._tell_desks(users)

    def _get_title(self):
        """Say what has happened and where, in one line."""
        values = {'kind': self.kind_id.name, 'place': self.place_id.display_name or self.env._("place not said")}
        if self.is_drill:
            return self.env._("DRILL, no emergency: %(kind)s, %(place)s", **values)
        return self.env._("EMERGENCY: %(kind)s, %(place)s", **values)

    @api.model
    def _cron_call_on(self):
        """Call the next people wherever nobody has answered in time."""
        self._run_in_batches(
            JOB, lambda: self.search(
                [('state', '=', 'raised'), ('next_datetime', '<=', fields.Datetime.now())], limit=BATCH,
                order='next_datetime, id'),
            self.__class__._call_next, self.__class__._put_off)

    def _put_off(self):
        """Try again in a minute."""
        self._write_as_system({'next_datetime': fields.Datetime.add(fields.Datetime.now(), minutes=1)})
        self._wake_up()

    # The table of verbs

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'raised': State(self.env._("Called For Help"), OPEN, 'danger', queue='officer'),
            'taken': State(self.env._("Somebody Takes It"), OPEN, 'warning', queue='officer'),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'cancelled': State(self.env._("False Alarm"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'raise': (('draft',), 'raised', REQUESTER),
            'take': (('raised',), 'taken', (CONCERNED, officer)),
            'call_on': (RUNNING, 'raised', (CONCERNED, officer)),
            'done': (('taken',), 'done', (CONCERNED, officer)),
            'cancel': (RUNNING, 'cancelled', (REQUESTER, CONCERNED, officer)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'raise': self.env._("Call for Help"),
            'take': self.env._("I Take It"),
            'call_on': self.env._("I Cannot Come"),
            'cancel': self.env._("False Alarm"),
        }

    def _check_can_raise(self, by=None):
        if self.filtered('is_drill') and not self._has_role('officer'):
            raise AccessError(self.env._(
                "Drills are begun by “%(right)s”. If it is an emergency, take the mark “Drill” away.",
                right=self.env.ref(self._get_officer_group()).sudo().full_name))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        now = fields.Datetime.now()
        values = {
            'raise': {'raise_datetime': now},
            'take': {'take_datetime': now, 'take_user_id': self.env.uid, 'next_datetime': False},
            'call_on': {'take_datetime': False, 'take_user_id': False},
            'done': {'end_datetime': now},
            'cancel': {'end_datetime': now, 'next_datetime': False},
        }.get(verb, {})
        return {emergency: own | values for emergency, own in prepared.items()}

    def _after_transition(self, verb):
        super()._after_transition(verb)
        emergencies_sudo = self.sudo()  # sudo: whoever calls for help reads nothing of those who are called
        if verb in ('raise', 'call_on'):
            emergencies_sudo._call_next()
            return
        emergencies_sudo._end_deadline(ANSWER, outcome='met' if verb == 'take' else 'dropped')
        emergencies_sudo.activity_unlink([TASK], only_automated=False)
        for emergency_sudo in emergencies_sudo:
            if verb == 'take':
                emergency_sudo._note_answer()
            people = emergency_sudo._get_desk_users() - self.env.user
            emergency_sudo._tell(people, lambda env, verb=verb: self._get_news(env, verb))

    def _note_answer(self):
        """Write down on the last call of the user, or on the last one, that they take it."""
        calls = self.call_ids.filtered(lambda call: self.env.user in call.user_ids) or self.call_ids
        calls[-1:]._write_as_system({'answer_datetime': self.take_datetime, 'answer_user_id': self.env.uid})

    def _get_news(self, env, verb):
        values = {'person': self.env.user.name}
        match verb:
            case 'take':
                return env._("%(person)s takes it. Nobody else is called.", **values)
            case 'done':
                return env._("It is over: %(person)s has closed it.", **values)
        return env._("It was a false alarm, says %(person)s.", **values)

    # The people of an emergency

    def _get_concerned_users(self):
        return self.sudo().call_ids.user_ids  # sudo: who was called

    @api.model
    def _get_concerned_domain(self):
        return Domain('call_ids.user_ids', 'in', self.env.uid)

    def _get_desk_users(self):
        return super()._get_desk_users() | self._get_requester()

    @api.model
    def _get_record_rules(self):
        return super()._get_record_rules() | {
            'called': RecordRule("read where I was called", "[('{of}call_ids.user_ids', 'in', user.id)]", 'user', READ),
        }

    # Promises and My Office

    def _get_number_code(self, field):
        return 'DRL' if self.is_drill else super()._get_number_code(field)

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {ANSWER: self.env._("Answer")}

    def _get_escalation_users(self, rung, kind):
        return self.env['res.users']  # the call chain itself goes on to others

    @api.model
    def _get_desk_domains(self):
        now = fields.Datetime.now()
        own = Domain('create_uid', '=', self.env.uid) & Domain('state', '!=', 'draft')
        return super()._get_desk_domains() | {
            'decide': Domain('state', 'in', RUNNING) & self._get_concerned_domain(),
            'mine': own & (Domain('state', 'in', RUNNING) | Domain('end_datetime', '>', now - STAYS)),
        }

    @api.model
    def _get_desk_verbs(self, section):
        return ['take', 'call_on', 'done'] if section in ('decide', 'queue') else super()._get_desk_verbs(section)

    @api.model
    def _get_card_verbs(self):
        return ['take', 'done']

    @api.model
    def _get_desk_rank(self, section, query):
        return SQL("'-Infinity'") if section in ('decide', 'queue') else super()._get_desk_rank(section, query)

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {
            'is_first': True,
            'what': format_list(self.env, list(filter(None, (self.place_id.display_name, self.note))), 'unit')}

    def _get_desk_who(self):
        return self.caller_words

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'kind_id', 'place_id', 'note', 'is_drill', 'call_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'raise_datetime', 'take_datetime', 'take_user_id', 'end_datetime', 'result', 'call_ids', 'next_datetime'}

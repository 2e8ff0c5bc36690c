from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import escape_psql, format_date

from odoo.addons.office_admin_base.models.office_role_rules import CHANGE, READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE, REQUESTER

from .office_visit_states import HERE, PLANNED, STAYING

FIRST_GUEST = {'guest_name': 'name', 'guest_organisation': 'organisation', 'guest_email': 'email'}
"""What is written of the first guest on the visit itself, and the field of the guest."""


class OfficeVisit(models.Model):
    """Guests are expected, come, wait for their host, are inside, go out and come back, and leave."""
    _name = 'office.visit'
    _description = 'Visit'
    _inherit = ['office.number.mixin', 'office.deadline.mixin', 'office.requester.mixin']
    _order = 'begin_datetime desc, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_reception.group_'
    _number_code = 'VIS'
    _numbers = {'announce': 'name', 'arrive': 'name'}

    def _default_begin_datetime(self):
        now = fields.Datetime.now()
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

    employee_id = fields.Many2one(
        string="Host", help="Whom the guests come to see, and who is called when they arrive.")
    requester_id = fields.Many2one(string="Announced By")
    place_id = fields.Many2one(
        'office.place', "Comes To", compute='_compute_place_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('kind', 'in', ('site', 'building')), ('company_id', 'in', (False, company_id))]",
        help="The site or building at whose front desk the guests arrive.")
    room = fields.Char("Meeting Place", help="Where host and guests meet, for example a room.")
    begin_datetime = fields.Datetime(
        "Comes On", required=True, copy=False, tracking=True, default=lambda self: self._default_begin_datetime())
    end_datetime = fields.Datetime(
        "Until", compute='_compute_end_datetime', store=True, readonly=False, precompute=True, required=True,
        copy=False, tracking=True)
    purpose_id = fields.Many2one(
        'office.visit.purpose', required=True, index=True, check_company=True, ondelete='restrict',
        default=lambda self: self.env['office.visit.purpose'].search(
            [('company_id', 'in', (False, self.env.company.id))], limit=1))
    note_desk = fields.Text("Note to the Front Desk", help="For example: needs a projector, comes by wheelchair.")
    guest_ids = fields.One2many('office.visit.guest', 'visit_id', "Guests", copy=True)
    call_ids = fields.One2many('office.visit.call', 'visit_id', "Calls", readonly=True, copy=False)
    guest_name = fields.Char("Guest", compute='_compute_guest_name', inverse='_inverse_guest_name')
    guest_organisation = fields.Char(
        "Organisation", compute='_compute_guest_organisation', inverse='_inverse_guest_name')
    guest_email = fields.Char("E-mail", compute='_compute_guest_email', inverse='_inverse_guest_name')
    guest_count = fields.Integer("Number of Guests", compute='_compute_guest_summary')
    can_change = fields.Boolean(compute='_compute_can_change')
    guest_summary = fields.Char(
        "Guests in Short", compute='_compute_guest_summary', search='_search_guest_summary')
    is_mine = fields.Boolean(
        "My Guests", compute='_compute_is_mine', search='_search_is_mine',
        help="Visits that I have announced, of which I am the host, or to which I was called.")
    twin_words = fields.Char("Announced Twice", compute='_compute_twin_words')
    arrive_datetime = fields.Datetime("Arrived On", readonly=True, copy=False)
    arrive_place_id = fields.Many2one(
        'office.place', "Arrived At", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        help="The site or building where the guests are, which may be another one than where they were expected.")
    arrive_note = fields.Char(
        "Arrival Otherwise Than Announced", readonly=True, copy=False,
        help="What the front desk confirmed: that the guests came on another day or to another place.")
    receive_datetime = fields.Datetime("Received On", readonly=True, copy=False)
    leave_datetime = fields.Datetime("Left On", readonly=True, copy=False)

    _period_check = models.Constraint('CHECK(begin_datetime < end_datetime)', "A visit ends after it begins.")
    _here_idx = models.Index(
        "(company_id, begin_datetime) WHERE state IN ('expected', 'arrived', 'inside', 'out')")
    _begin_idx = models.Index("(begin_datetime DESC, id DESC)")

    @api.depends('employee_id', 'company_id')
    def _compute_place_id(self):
        for visit in self:
            # sudo: where a colleague works
            own = visit.employee_id.sudo().work_location_id.place_id.filtered('active')
            site = own and own._get_sites()[own] or visit._get_only_site(visit.company_id)
            if site or not visit.place_id:
                visit.place_id = site.id

    @api.depends('begin_datetime')
    def _compute_end_datetime(self):
        for visit in self.filtered('begin_datetime'):
            before = visit._origin
            span = timedelta(hours=1)
            if before and before != visit:  # moved on the screen: it lasts as long as it did
                span = before.end_datetime - before.begin_datetime
            if not visit.end_datetime or visit.end_datetime <= visit.begin_datetime or before != visit:
                visit.end_datetime = visit.begin_datetime + span

    @api.depends('guest_ids.name', 'guest_ids.is_leader')
    def _compute_guest_name(self):
        self._compute_of_first_guest('guest_name')

    @api.depends('guest_ids.organisation', 'guest_ids.is_leader')
    def _compute_guest_organisation(self):
        self._compute_of_first_guest('guest_organisation')

    @api.depends('guest_ids.email', 'guest_ids.is_leader')
    def _compute_guest_email(self):
        self._compute_of_first_guest('guest_email')

    def _compute_of_first_guest(self, name):
        # one by one, since what was typed in one of them must not be overwritten when another is computed
        for visit in self:
            visit[name] = visit._get_first_guest()[FIRST_GUEST[name]]

    def _inverse_guest_name(self):
        for visit in self:
            values = {guest_name: visit[name] for name, guest_name in FIRST_GUEST.items()}
            if first := visit._get_first_guest():
                if changed := {name: value for name, value in values.items() if (first[name] or '') != (value or '')}:
                    first.write(changed)
            elif values['name']:
                visit.guest_ids = [Command.create(values)]

    @api.depends('guest_ids.name', 'guest_ids.organisation')
    @api.depends_context('lang')
    def _compute_guest_summary(self):
        for visit, visit_sudo in zip(self, self.sudo(), strict=True):  # sudo: who reads a visit reads its guests
            visit.guest_count = len(visit_sudo.guest_ids)
            visit.guest_summary = visit._summarise(visit_sudo.guest_ids)

    def _search_guest_summary(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        said = Domain('name', operator, value) | Domain('organisation', operator, value)
        return Domain('guest_ids', 'any!', said)  # without rules: who reads a visit reads its guests

    @api.depends('requester_id', 'employee_id', 'call_ids.user_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        for visit in self:
            visit.is_mine = self.env.user in visit._get_concerned_users()

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # without the rules of calls: they are the user's own
        return self._get_beneficiary_domain() | Domain('call_ids', 'any!', [('user_id', '=', self.env.uid)])

    @api.depends('state', 'employee_id')
    @api.depends_context('uid')
    def _compute_can_change(self):
        for visit in self:
            visit.can_change = not visit._origin or visit._origin.has_access('write')

    @api.depends('employee_id', 'begin_datetime', 'state', 'guest_ids.name', 'guest_ids.email')
    @api.depends_context('lang')
    def _compute_twin_words(self):
        for visit in self:
            twin = visit.state in PLANNED and visit._find_twin()
            visit.twin_words = self.env._(
                "%(guest)s is already announced to %(host)s for this day: %(visit)s. Change or cancel that visit if it "
                "is the same.", guest=twin.name, host=visit.employee_id.name, visit=twin.visit_id.display_name,
            ) if twin else False

    @api.depends('call_ids.user_id')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    @api.depends('call_ids.user_id')
    @api.depends_context('uid')
    def _compute_card_verbs(self):
        super()._compute_card_verbs()

    @api.onchange('guest_name', 'guest_organisation', 'guest_email')
    def _onchange_guest_name(self):
        values = {guest_name: self[name] for name, guest_name in FIRST_GUEST.items()}
        if first := self._get_first_guest():
            first.update(values)
        elif values['name']:
            self.guest_ids = [Command.create(values)]

    def action_announce(self):
        return self._transition_each('announce')

    def action_arrive(self):
        """Let all guests in who are expected, and ask first where they come otherwise than announced."""
        if len(self) == 1 and (action := self._ask_odd_arrival(self.guest_ids)):
            return action
        places = {visit._get_arrival_place(self._get_desk_place()) for visit in self}
        # several visits that are expected at several places are taken to come as announced
        return self._transition_each('arrive', {'arrive_place_id': places.pop().id} if len(places) == 1 else None)

    def action_receive(self):
        return self._transition_each('receive')

    def action_step_out(self):
        return self._transition_each('step_out')

    def action_come_back(self):
        return self._transition_each('come_back')

    def action_leave(self):
        return self._transition_each('leave')

    def action_miss(self):
        return self._transition_each('miss')

    def action_cancel(self):
        return self._transition_each('cancel')

    @api.model
    def _get_desk_place(self):
        """Return the site at which the user works, as the place of their front desk, or nothing."""
        # sudo: one's own work location
        place = self.env.user.employee_id.sudo().work_location_id.place_id.filtered('active').sudo(False)
        return place and place._get_sites()[place] or self._get_only_site(self.env.company)

    def _ask_odd_arrival(self, guests):
        """Return the dialog in which the front desk confirms that ``guests`` come otherwise than announced, or None."""
        self._check_transition('arrive')
        if not self._get_odd_arrival(self._get_desk_place()):
            return None
        return self.env['office.visit.arrival']._open_about(
            self, self.env._("Otherwise Than Announced"), guest_ids=guests.ids)

    def _get_arrival_place(self, place):
        """Return where guests are who are signed in at ``place``: where they are expected, if that is on its site."""
        planned = self.sudo().place_id  # sudo: a tablet reads no places
        place = place and place.sudo()
        if not place or planned and place._get_sites()[place] == planned._get_sites()[planned]:
            return planned
        return place

    def _get_odd_arrival(self, place):
        """Return in words how an arrival at ``place`` now differs from what was announced, or ``''``."""
        now, company = fields.Datetime.now(), self.company_id
        today = company._get_office_day(now)
        first, last = (company._get_office_day(moment) for moment in (self.begin_datetime, self.end_datetime))
        words = {
            'today': format_date(self.env, today), 'day': format_date(self.env, first),
            'here': place.display_name, 'place': self.place_id.display_name}
        odd = []
        if self.state != 'draft' and not first <= today <= last:
            odd.append(self.env._("Expected on %(day)s, came on %(today)s.", **words))
        if place and self.place_id and place._get_sites()[place] != self.place_id._get_sites()[self.place_id]:
            odd.append(self.env._("Expected at %(place)s, came to %(here)s.", **words))
        return ' '.join(odd)

    @api.model
    def _get_only_site(self, company):
        """Return the site of ``company``, if it has but one."""
        sites = self.env['office.place'].search(
            [('kind', '=', 'site'), ('company_id', 'in', (False, company.id))], limit=2)
        return sites if len(sites) == 1 else sites.browse()

    # Guests

    def _get_first_guest(self):
        """Return the leader of the guests or, if nobody is, the first of them."""
        return self.guest_ids.filtered('is_leader')[:1] or self.guest_ids[:1]

    def _summarise(self, guests):
        """Name one of ``guests`` of this visit, the leader if possible, and say how many more there are."""
        first, count = (guests.filtered('is_leader') or guests)[:1], len(guests)
        return self.env._(
            "%(guest)s and %(count)s more", guest=first.display_name, count=count - 1,
        ) if count > 1 else first.display_name

    def _find_twin(self):
        """Return a guest of another visit to the same host on the same day who has the name or address of one here.

        Only of visits that the user may read: nobody learns by trying names whom a colleague expects.
        """
        guests = self.env['office.visit.guest']
        names = [name for name in self.guest_ids.mapped('name') if name]
        emails = [email for email in self.guest_ids.mapped('email') if email]
        if not self.employee_id or not self.begin_datetime or not names + emails:
            return guests
        company = self.company_id
        day = company._get_office_day(self.begin_datetime)
        first, last = (company._get_office_moment(day + timedelta(days=days)) for days in (0, 1))
        same = Domain.OR([
            *(Domain('name', '=ilike', escape_psql(name.strip())) for name in names),
            *(Domain('email', '=ilike', escape_psql(email.strip())) for email in emails)])
        return guests.search(same & Domain('visit_id', 'any', [
            ('id', '!=', self._origin.id), ('company_id', '=', company.id), ('employee_id', '=', self.employee_id.id),
            ('state', 'in', HERE[1:]), ('begin_datetime', '>=', first), ('begin_datetime', '<', last)]), limit=1)

    def _follow_guests_in(self, guests, place=None):
        """Move these visits after ``guests`` were signed in.

        :param place: the site or building where they are, if it is said
        """
        for visit in self.filtered(lambda visit: visit.state in PLANNED):
            visit._transition('arrive', {'arrive_place_id': visit._get_arrival_place(place).id}, by=ENGINE)
        self.filtered(lambda visit: visit.state == 'out')._transition('come_back', by=ENGINE)

    def _follow_guests_out(self):
        """Move these visits after guests were signed out: when nobody is inside any more, the visit has ended too."""
        for visit in self.filtered(lambda visit: visit.state in STAYING):
            states = set(visit.guest_ids.mapped('state'))
            if 'inside' in states:
                continue
            if 'out' not in states:
                visit._transition('leave', by=ENGINE)
            elif visit.state != 'out':
                visit._transition('step_out', by=ENGINE)

    # What must hold before a verb

    def _check_can_announce(self, by=None):
        self._check_guests()
        now = fields.Datetime.now()
        for visit_sudo in self.sudo():  # sudo: whether a colleague is still there
            words = {'visit': visit_sudo.display_name}
            if not visit_sudo.employee_id:
                raise UserError(self.env._(
                    "%(visit)s: choose the host. If you cannot choose yourself, you have no employee record in "
                    "%(company)s: ask HR to link one to your user.", company=visit_sudo.company_id.name, **words))
            if not visit_sudo.employee_id.active:
                raise UserError(self.env._(
                    "%(visit)s: %(host)s has left. Choose somebody who is there.", host=visit_sudo.employee_id.name,
                    **words))
            if visit_sudo.end_datetime < now:
                raise UserError(self.env._("%(visit)s: this time has passed. Choose another one.", **words))

    def _check_can_arrive(self, by=None):
        self._check_guests()

    def _check_can_receive(self, by=None):
        """Hook: raise why the guests may not go in with their host yet."""

    def _check_guests(self):
        if empty := self.filtered(lambda visit: not visit.guest_ids):
            raise UserError(self.env._("%(visits)s: say who comes. Add at least one guest.", visits=empty._get_names()))

    # What the verbs cause

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        field = {'arrive': 'arrive_datetime', 'receive': 'receive_datetime', 'leave': 'leave_datetime'}.get(verb)
        if field:
            for values in prepared.values():
                values[field] = fields.Datetime.now()
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'announce':
            self._follow_host()
        elif verb == 'arrive':
            for visit_sudo in self.sudo().filtered(lambda visit: not visit.arrive_place_id):
                visit_sudo._write_as_system({'arrive_place_id': visit_sudo.place_id.id})
        self._move_guests_along(verb)

    def _move_guests_along(self, verb):
        """Let the guests of these visits be where the visit is after ``verb``, if they did not move it themselves."""
        some_inside = self.filtered(lambda visit: 'inside' in visit.guest_ids.mapped('state'))
        by = 'desk' if self._has_role('officer') else 'host'
        match verb:
            case 'arrive':
                for visit in self - some_inside:
                    visit.guest_ids._sign_in(by, visit.arrive_place_id)
            case 'step_out':
                self._filter_guests('inside')._go('out', by)
            case 'come_back':
                (self - some_inside)._filter_guests('out')._enter(by)
            case 'leave':
                self._filter_guests('inside', 'out')._go('left', by)
                self._filter_guests('expected')._write_as_system({'state': 'absent'})
            case 'miss':
                self._filter_guests('expected')._write_as_system({'state': 'absent'})

    def _filter_guests(self, *states):
        """Return the guests of these visits whose presence is one of ``states``."""
        return self.guest_ids.filtered(lambda guest: guest.state in states)

    def _follow_host(self):
        """Let the host of these visits follow them, also one who has become it just now."""
        for visit_sudo in self.sudo():  # sudo: the user of a colleague is HR data; they shall hear of it
            visit_sudo.message_subscribe(visit_sudo.employee_id.user_id.partner_id.ids)

    # The people of a visit

    def _get_concerned_users(self):
        # sudo: who was told of an arrival may receive the guests
        return super()._get_concerned_users() | self.sudo().call_ids.user_id

    @api.model
    def _get_concerned_domain(self):
        return super()._get_concerned_domain() | Domain('call_ids', 'any', [('user_id', '=', self.env.uid)])

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        is_open = f"('{{of}}state', 'in', {HERE!r})"
        begun = f"('{{of}}state', 'in', {HERE[1:]!r})"
        return rules | {
            'own_draft': RecordRule(
                "change what I announce, until it has ended",
                f"[('{{of}}requester_id', '=', user.id), {is_open}]", 'user', CHANGE),
            'host': RecordRule(
                "read where I am the host",
                "[('{of}state', '!=', 'draft'), ('{of}employee_id.user_id', '=', user.id)]", 'user', READ),
            'host_change': RecordRule(
                "change where I am the host, until it has ended",
                f"[('{{of}}employee_id.user_id', '=', user.id), {begun}]", 'user', CHANGE),
            'told': RecordRule(
                "read where I was told of an arrival",
                "[('{of}state', '!=', 'draft'), ('{of}call_ids.user_id', '=', user.id)]", 'user', READ),
            'officer_change': RecordRule(
                "the front desk changes what was announced, until it has ended", f"[{begun}]", 'officer', CHANGE),
        }

    # My Office

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {
            'confirm': Domain('state', '=', 'arrived') & self._get_concerned_domain()}

    @api.model
    def _get_desk_verbs(self, section):
        return ['receive'] if section in ('confirm', 'queue') else super()._get_desk_verbs(section)

    @api.model
    def _get_card_verbs(self):
        return ['announce', 'arrive', 'receive', 'leave', 'come_back']

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.guest_summary}

    def _get_desk_who(self):
        return self.employee_id.name if self.state == 'arrived' else ''

    # The table of verbs

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'expected': State(self.env._("Expected"), OPEN, 'info'),
            'arrived': State(self.env._("Waits for the Host"), OPEN, 'warning', queue='officer'),
            'inside': State(self.env._("Inside"), OPEN, 'success'),
            'out': State(self.env._("Out for a While"), OPEN, 'primary'),
            'left': State(self.env._("Left"), ENDED),
            'absent': State(self.env._("Did Not Come"), ENDED),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'announce': (('draft',), 'expected', (REQUESTER, ENGINE)),
            'arrive': (PLANNED, 'arrived', (officer, ENGINE)),
            'receive': (('arrived',), 'inside', (CONCERNED, officer)),
            'step_out': (('arrived', 'inside'), 'out', (CONCERNED, officer, ENGINE)),
            'come_back': (('out',), 'inside', (CONCERNED, officer, ENGINE)),
            'leave': (STAYING, 'left', (CONCERNED, officer, ENGINE)),
            'miss': (('expected',), 'absent', (officer, ENGINE)),
            'cancel': (PLANNED, 'cancelled', (CONCERNED, officer, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'announce': self.env._("Announce"),
            'arrive': self.env._("Is Here"),
            'receive': self.env._("I Come"),
            'step_out': self.env._("Goes Out for a While"),
            'come_back': self.env._("Is Back"),
            'leave': self.env._("Leaves"),
            'miss': self.env._("Did Not Come"),
        }

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(
            ('employee_id', 'place_id', 'begin_datetime', 'purpose_id'), PLANNED,
        ) | dict.fromkeys(('room', 'end_datetime', 'note_desk', 'guest_ids', *FIRST_GUEST), HERE)

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'guest_ids', 'call_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'call_ids', 'arrive_datetime', 'arrive_place_id', 'arrive_note', 'receive_datetime', 'leave_datetime'}

"""A million past visits, and as many of a plain model of the same fields, in which nothing of ours is installed."""
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from bench._rows import copy_rows, get_specification, without_indexes
from bench._visits_addon import install

DAYS = 1_000  # over which the past visits are spread
HOSTS = 40
EXPECTED, INSIDE, OWN = 200, 60, 40  # today; and those of one host
WATCHED = 1_000
PAGE, COUNT_LIMIT = 80, 10_001  # as the web client asks
GUEST, ORGANISATION = "Wilma Zanderkamp", "Acme Zander"  # is expected today
HERE = [('state', 'in', ('expected', 'arrived', 'inside', 'out'))]
ASKED = "Tilda Morvanek"  # was here once, half a year ago

FIRST = ("Anna", "Bert", "Clara", "Dirk", "Emma", "Frank", "Greta", "Hans", "Ines", "Jonas", "Karla", "Lukas", "Mira",
         "Noah", "Olga", "Paul", "Rosa", "Sven", "Tina", "Udo")
SYLLABLES = ("ba", "del", "fo", "gar", "hin", "kel", "lo", "mar", "nus", "pol", "ri", "sen")
LAST = tuple(f'{one}{two}{three}'.capitalize() for one in SYLLABLES for two in SYLLABLES for three in SYLLABLES)


class PlainVisits:
    """Visits of the plain model, some of them of today, and who reads them."""
    visit_model, guest_model = 'bench.visit', 'bench.visit.guest'
    desk_groups = 'base.group_user,hr.group_hr_user'
    ours = None
    """The other side, whose views say what is read."""

    def __init__(self, env):
        self.env = env = env(context={'no_reset_password': True, 'tracking_disable': True})
        self.count = 0
        self._prepare()
        self.desk = new_test_user(env, login='bench_desk', groups=self.desk_groups, notification_type='inbox')
        self.user, self.other = (
            new_test_user(env, login=f'bench_{login}', groups='base.group_user', notification_type='inbox')
            for login in ('host', 'other'))
        env['hr.employee'].create([{'name': user.name, 'user_id': user.id} for user in (self.user, self.other)])
        self.hosts = env['hr.employee'].create([{'name': f"Host {number}"} for number in range(HOSTS)])
        self.past = self._make_visit('left', self.other)
        self._copy(self._make_visit('left', self.user), OWN - 1)
        for state, count in (('expected', EXPECTED), ('arrived', INSIDE), ('inside', INSIDE)):
            self._copy(self._make_visit(state, self.other), count, employee_id=self._one_of(self.hosts))
        guest = self._make_visit('expected', self.other).guest_ids
        self._write(guest, name=GUEST, organisation=ORGANISATION)

    def _prepare(self):
        install(self.env)
        address = self.env.company.partner_id
        self.place = self.env['hr.work.location'].create({'name': "Bench Site", 'address_id': address.id})
        self.purpose = self.env['hr.department'].create({'name': "Meeting"})

    def _make_visit(self, state, user):
        """Return a visit of which ``user`` is the host, and was told."""
        now = fields.Datetime.now()
        return self.env[self.visit_model].create({
            'name': "V/1", 'state': state, 'employee_id': user.employee_id.id, 'place_id': self.place.id,
            'purpose_id': self.purpose.id, 'begin_datetime': now, 'end_datetime': now + timedelta(hours=1),
            'due_datetime': now + timedelta(hours=1),
            'guest_ids': [Command.create({'name': "Ann Lee"})],
            'call_ids': [Command.create({'user_id': user.id})]})

    def _write(self, records, **values):
        records.write(values)

    def grow(self, count):
        """Have ``count`` past visits."""
        more = count - self.count
        moment = SQL(
            "date_trunc('day', now()) - (1 + (number + %s) %% %s) * interval '1 day' + number %% 9 * interval '1 hour'",
            self.count, DAYS)
        with without_indexes(self.env, self.get_models() if count > 10_000 else ()):
            self._copy(
                self.past, more, employee_id=self._one_of(self.hosts), begin_datetime=moment,
                end_datetime=SQL("%s + interval '1 hour'", moment))
        if not self.count:
            asked = self.env[self.visit_model].search([], order='id desc', limit=1).guest_ids
            self._write(asked, name=ASKED)
        self.count = count
        self.settle()

    def get_models(self):
        return [self.visit_model, self.guest_model, f'{self.visit_model}.call']

    def _copy(self, visit, count, **values):
        """Copy a visit with all that belongs to it; the guests have names of many people.

        :return: the ids of the visits
        """
        self.env.flush_all()
        ids = copy_rows(self.env, visit, count, **values)
        [guest] = visit.guest_ids
        copy_rows(self.env, guest, 1, visit_id=ids, name=self._get_names(),
                  organisation=SQL("'Org ' || (%s)[1 + number * 31 %% %s]", list(LAST), len(LAST)))
        for call in visit.call_ids:
            copy_rows(self.env, call, 1, visit_id=ids)
        return ids

    def _get_names(self):
        return SQL("(%s)[1 + number %% %s] || ' ' || (%s)[1 + number * 17 %% %s]",
                   list(FIRST), len(FIRST), list(LAST), len(LAST))

    def _one_of(self, records):
        return SQL("(%s)[1 + number %% %s]", records.ids, len(records))

    def settle(self):
        self.env.flush_all()
        self.env.cr.commit()
        for model in self.get_models():
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(self.env[model]._table)))
        self.env.cr.commit()
        self.env.invalidate_all()

    # What is measured

    @property
    def visits(self):
        return self.env[self.visit_model].with_user(self.desk)

    def get_specification(self, view):
        """Return what the web client asks for, as the plain model has it."""
        return {name: each for name, each in self.ours.get_specification(view).items()
                if name in self.env[self.visit_model]._fields}

    def get_screens(self):
        """:return: ``{name: work}``"""
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        return {
            "the day's board": lambda: self.visits.web_read_group(
                [*HERE, ('begin_datetime', '<', tomorrow)], ['state'], ['__count'], auto_unfold=True,
                unfold_read_specification=self.get_specification('kanban')),
            'all visits': partial(self._page, []),
            'search by name': partial(self._search, ASKED),
            'search by a common name': partial(self._search, "gardel"),
            'My Guests': partial(self._show_own, [*HERE, *self._get_my_domain()]),
            'My Guests, past ones too': partial(self._show_own, self._get_my_domain()),
        }

    def _get_my_domain(self):
        uid = self.user.id
        return ['|', ('employee_id.user_id', '=', uid), ('call_ids.user_id', '=', uid)]

    def _page(self, domain):
        self.visits.web_search_read(
            domain, self.get_specification('list'), limit=PAGE, count_limit=COUNT_LIMIT)

    def _show_own(self, domain):
        self.visits.with_user(self.user).web_search_read(
            domain, self.get_specification('kanban'), limit=PAGE, count_limit=COUNT_LIMIT)

    def _search(self, name):
        self._page(['|', ('guest_ids.name', 'ilike', name), ('guest_ids.organisation', 'ilike', name)])

    def prepare_entry(self):
        """Take down at a kiosk what the guest of :meth:`look_up` types."""
        self.entry = self.env['bench.visit.entry'].create({
            'name': GUEST.lower(), 'organisation': ORGANISATION, 'enter_datetime': fields.Datetime.now()})

    def look_up(self):
        """Find the guest of today who has this name, and see by what else they say that it is they."""
        now, entry = fields.Datetime.now(), self.entry
        self.env['bench.visit.entry'].search_count([
            ('reason', '!=', False), ('enter_datetime', '>', now - timedelta(minutes=10))], limit=10)
        guests = self.env[self.guest_model].search([
            ('visit_id.company_id', '=', entry.company_id.id), ('name', '=ilike', entry.name),
            ('visit_id.state', 'in', ('expected', 'arrived', 'inside', 'out')),
            ('visit_id.begin_datetime', '<', now + timedelta(days=1)),
            ('visit_id.end_datetime', '>', now - timedelta(hours=12))])
        found = guests.filtered(lambda guest: entry.organisation in (
            guest.organisation, guest.email, guest.visit_id.name, guest.visit_id.employee_id.name,
            guest.visit_id.employee_id.work_email, guest.visit_id.employee_id.user_id.login))
        assert found.name == GUEST

    def prepare_arrivals(self, count):
        """Return so many expected visits, of which somebody is told."""
        return [self._make_visit('expected', self.user) for _number in range(count)]

    def arrive(self, visit):
        """Tell the host by a message and an activity."""
        visit = visit.with_user(self.desk)
        visit.message_post(body="Ann Lee waits", partner_ids=self.user.partner_id.ids)
        visit.activity_schedule('mail.mail_activity_data_todo', summary="Guests wait", user_id=self.user.id)


class Visits(PlainVisits):
    """The same as visits of the front desk, with their stays, calls, promises and steps."""
    visit_model, guest_model = 'office.visit', 'office.visit.guest'
    desk_groups = 'base.group_user,office_admin_base.position_receptionist'

    def _prepare(self):
        self.env.company.office_visit_keep_days = 3_650
        self.site = self.env['office.place'].create({'name': "Bench Site", 'kind': 'site'})
        self.kiosk = self.env['office.kiosk'].create({'name': "Hall", 'place_id': self.site.id})

    def _make_visit(self, state, user):
        visit = self.env['office.visit'].with_user(user).create({
            'begin_datetime': fields.Datetime.now(), 'guest_ids': [Command.create({'name': "Ann Lee"})]})
        verbs = ['announce', 'arrive', 'receive', 'leave'][:1 + ('expected', 'arrived', 'inside', 'left').index(state)]
        for verb in verbs:
            visit.with_user(self.desk if verb == 'arrive' else user)._transition(verb)
        assert visit.state == state
        return visit.sudo().with_env(self.env)

    def _write(self, records, **values):
        self.env.cr.execute(SQL(
            "UPDATE office_visit_guest SET %s WHERE id IN %s",
            SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()),
            tuple(records.ids)))

    def get_models(self):
        return [*super().get_models(), 'office.visit.stay', 'office.deadline', 'office.transition']

    def _copy(self, visit, count, **values):
        moment = values.get('begin_datetime')
        ended = {'arrive_datetime': moment, 'receive_datetime': moment, 'leave_datetime': moment} if moment else {}
        guest = visit.guest_ids
        number = SQL("'BENCH/' || (number + %s) || '/' || %s", self.count, visit.id)
        ids = super()._copy(visit, count, **values, **ended, name=number)
        self.env.cr.execute(SQL(
            "SELECT array_agg(id ORDER BY id) FROM office_visit_guest WHERE visit_id = ANY(%s)", ids))
        [(guests,)] = self.env.cr.fetchall()
        first = SQL("number - %s + %s", guests[0], ids[0])
        for stay in guest.stay_ids:
            copy_rows(self.env, stay, 1, guest_id=guests, visit_id=first)
        linked = [('res_model', '=', visit._name), ('res_id', '=', visit.id)]
        for model in ('office.deadline', 'office.transition'):
            for row in self.env[model].search(linked):
                copy_rows(self.env, row, 1, res_id=ids)
        return ids

    def get_specification(self, view):
        return get_specification(self.visits, view)

    def _get_my_domain(self):
        return [('is_mine', '=', True)]

    def _search(self, name):
        self._page([('guest_summary', 'ilike', name)])

    def prepare_entry(self):
        entries = self.env['office.kiosk.entry']
        self.entry = entries._create_as_system([{
            'kiosk_id': self.kiosk.id, 'company_id': self.env.company.id, 'kind': 'arrive', 'client_key': 'k' * 32,
            'name': GUEST.lower(), 'organisation': ORGANISATION, 'enter_datetime': fields.Datetime.now()}])

    def look_up(self):
        guest, reason = self.entry._find_guest()
        assert not reason and guest.name == GUEST

    def get_own_screens(self):
        """:return: ``{name: work}`` of what a plain model has not"""
        cards, people = self.env['office.desk.card'], self.env['office.house.person'].with_user(self.desk)
        house = get_specification(people, 'list')
        return {
            'My Office of the front desk': lambda: cards.with_user(self.desk).get_desk(),
            'My Office of a host': lambda: cards.with_user(self.user).get_desk(),
            'in the house': lambda: people.web_search_read([], house, limit=PAGE, count_limit=COUNT_LIMIT),
            'what scheduled actions look for': self._look_for_work,
        }

    def _look_for_work(self):
        visits = self.env['office.visit']
        visits._search_unanswered()
        visits._search_to_close()
        visits.search(visits._get_to_erase_domain(), order='id', limit=1)

    def add_watched(self):
        """Put a thousand names on the watch list, Latin and Chinese ones, of whom nobody comes."""
        names = [f"{FIRST[number % len(FIRST)]} {last}" for number, last in enumerate(LAST[:WATCHED])]
        names[::5] = [chr(0x4e00 + number) + chr(0x5e00 + number) for number in range(len(names[::5]))]
        self.env['office.watch.person'].create([
            {'name': name, 'other_names': f"{name}-Zander", 'reason': "Bench"} for name in names])
        self.settle()

    def arrive(self, visit):
        visit.with_user(self.desk).action_arrive()
        assert visit.state == 'arrived' and visit.call_ids.user_id == self.user

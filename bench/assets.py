"""The ledger of assets against the equipments of a second database, in which none of our modules is installed.

100,000 cards with ten lines of time line each, in a hundred places, against as many equipments in a hundred categories:
the list, the cards by place, a search by code and the form, each in its own views, as whoever is responsible. My Things
of somebody who holds forty of 100,000 things stands against the list of their equipments. Each call starts with a cold
cache.
"""
from functools import partial
from statistics import median
from time import perf_counter

from odoo.fields import Datetime
from odoo.tests import new_test_user
from odoo.tools import SQL

from bench._rows import copy_rows, get_specification

ALL, EVENTS, GROUPS, HELD = 100_000, 10, 100, 40
PAGE, COUNT_LIMIT = 80, 10_001  # as the web client asks
ROUNDS = 15
TARGET_RATIO = 1.3


def run(env, plain_env):
    """:return: rows of the table that ``./office bench assets`` prints"""
    sides = Equipments(plain_env), Cards(env)
    rows = []
    for count in (ALL // 100, ALL):
        for side in sides:
            side.grow(count)
        works = [side.get_screens() for side in sides]
        for name in works[0]:
            measured = [measure_both(*[(side.env, work[name]) for side, work in zip(sides, works, strict=True)])
                        for _round in range(ROUNDS + 1)][1:]  # the first time, both load the caches
            plain_ms, ours_ms = (1000 * median(pair[side][0] for pair in measured) for side in (0, 1))
            rows.append({
                'screen': name,
                'cards': count,
                'plain ms': round(plain_ms, 1),
                'ours ms': round(ours_ms, 1),
                'ratio': round(ours_ms / plain_ms, 2),
                'plain queries': measured[-1][0][1],
                'our queries': measured[-1][1][1],
                'target': f"ratio ≤ {TARGET_RATIO}",
                'ok': ours_ms <= TARGET_RATIO * plain_ms,
            })
    return rows


def measure_both(*works):
    return [measure(*work) for work in works]


def measure(env, work):
    """:return: seconds and queries of ``work``"""
    env.cr.flush()
    env.invalidate_all()
    queries, begun = env.cr.sql_log_count, perf_counter()
    work()
    return perf_counter() - begun, env.cr.sql_log_count - queries


class Equipments:
    """Equipments of plain Odoo, of which an employee holds some, and somebody who is responsible for all."""
    groups = 'base.group_user,maintenance.group_equipment_manager'

    def __init__(self, env):
        self.env = env = env(context={'no_reset_password': True})
        self.officer, self.user, other = (
            new_test_user(env, login=f'bench_{login}', groups=groups)
            for login, groups in (('officer', self.groups), ('user', 'base.group_user'), ('other', 'base.group_user')))
        self.employee, self.other = env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id} for user in (self.user, other)])
        self.categories = env['maintenance.equipment.category'].create([
            {'name': f"Category {number}"} for number in range(GROUPS)])
        self.equipment = self._create_equipment(self.other)
        self.held = [self._create_equipment(self.employee) for _number in range(HELD)]
        self.count = 0

    def _create_equipment(self, employee):
        return self.env['maintenance.equipment'].with_user(self.officer).create({
            'name': "Laptop", 'category_id': self.categories[0].id, 'equipment_assign_to': 'employee',
            'employee_id': employee.id, 'company_id': self.env.company.id}).with_env(self.env)

    def grow(self, count):
        """Have ``count`` of them."""
        self.env.flush_all()
        self._add(count - self.count)
        self.count = count
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()

    def _add(self, more):
        copy_rows(
            self.env, self.equipment, more, category_id=self._one_of(self.categories),
            serial_no=self._number_from("S-"))

    def _number_from(self, prefix):
        return SQL("%s || (number + %s)", prefix, self.count)

    def _one_of(self, records):
        return SQL("(%s)[1 + number %% %s]", records.ids, len(records))

    def get_screens(self):
        """:return: ``{name: work}``"""
        form = self._get_specification('form', 'maintenance.hr_equipment_view_form')
        found = partial(self._page, 'kanban', 'maintenance.hr_equipment_view_kanban')
        return {
            'list': partial(self._page, 'list', 'maintenance.hr_equipment_view_tree', []),
            'kanban': partial(found, []),
            'groups': partial(self._equipments.formatted_read_group, [], ['category_id'], ['__count']),
            'search': partial(found, [('serial_no', 'ilike', f'S-{self.count - 7}')]),
            'form': partial(self.equipment.with_user(self.officer).web_read, form),
            'My Things': partial(
                self._page, 'list', 'maintenance.hr_equipment_view_tree',
                [('employee_id.user_id', '=', self.user.id)], user=self.user),
        }

    @property
    def _equipments(self):
        return self.env['maintenance.equipment'].with_user(self.officer)

    def _get_specification(self, view_type, view, model=None):
        return get_specification(self._equipments if model is None else model, view_type, self.env.ref(view))

    def _page(self, view_type, view, domain, user=None):
        model = self._equipments.with_user(user or self.officer)
        model.web_search_read(
            domain, self._get_specification(view_type, view, model), limit=PAGE, count_limit=COUNT_LIMIT)


class Cards(Equipments):
    """The same as cards of the ledger, in places, with their time lines."""
    groups = 'base.group_user,office_admin_base.position_officer'

    def __init__(self, env):
        super().__init__(env)
        self.places = self.env['office.place'].create([
            {'name': f"Room {number}", 'code': f'R{number}'} for number in range(GROUPS)])

    def _create_equipment(self, employee):
        card = super()._create_equipment(self.env['hr.employee']).with_user(self.officer)
        card._register_cards({'asset_acquisition': 'bought'}, "Bench")
        card._apply('hand_out', {'employee_id': employee.id, 'asset_state': 'in_use'})
        return card.with_env(self.env)

    def _add(self, more):
        card = self.equipment
        cards = copy_rows(
            self.env, card, more, asset_code=self._number_from("B-"), serial_no=self._number_from("S-"),
            place_id=self._one_of(self.places), category_id=self._one_of(self.categories))
        custody = self.env['office.asset.custody'].search([('equipment_id', '=', card.id)])
        copy_rows(self.env, custody, more, equipment_id=cards)
        for _line in range(EVENTS):
            copy_rows(self.env, card.asset_event_ids[0], more, equipment_id=cards, datetime=Datetime.now())

    def get_screens(self):
        cards = [('asset_code', '!=', False)]
        form = self._get_specification('form', 'office_admin_assets.office_asset_view_form')
        found = partial(self._page, 'kanban', 'office_admin_assets.office_asset_view_kanban')
        things = self.env['office.custody.thing'].with_user(self.user)
        return {
            'list': partial(self._page, 'list', 'office_admin_assets.office_asset_view_list', cards),
            'kanban': partial(found, cards),
            'groups': partial(self._equipments.formatted_read_group, cards, ['place_id'], ['__count']),
            'search': partial(found, [*cards, ('asset_code', 'ilike', f'B-{self.count - 7}')]),
            'form': partial(self.equipment.with_user(self.officer).web_read, form),
            'My Things': lambda: things.web_search_read(
                [('employee_id.user_id', '=', self.user.id)], get_specification(things, 'list'), limit=PAGE,
                count_limit=COUNT_LIMIT),
        }

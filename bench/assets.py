"""The ledger of assets against Odoo's own equipment: 100,000 cards with ten lines of time line each.

Ours: the list, the cards by place, a search by code and the form of the app, as an officer. Plain Odoo: the same of as
many equipments that are no cards, in its own views. Each call starts with a cold cache.
"""
from statistics import median
from time import perf_counter

from odoo import fields
from odoo.tools import SQL

from bench._people import make_people
from bench._rows import copy_rows, get_specification

ALL, EVENTS = 100_000, 10
ROUNDS = 9
TARGET_RATIO = 1.3


def run(env):
    """:return: rows of the table that ``./office bench assets`` prints"""
    ledger = Ledger(env(context={'no_reset_password': True}))
    rows = []
    for count in (ALL // 100, ALL):
        ledger.grow(count)
        for name, (plain, ours) in ledger.get_cases().items():
            ledger.measure(plain), ledger.measure(ours)  # both sides load the caches once
            plain = [ledger.measure(plain) for _round in range(ROUNDS)]
            ours = [ledger.measure(ours) for _round in range(ROUNDS)]
            plain_milliseconds, milliseconds = (
                1000 * median(seconds for seconds, _queries in measured) for measured in (plain, ours))
            rows.append({
                'case': name,
                'cards': count,
                'plain ms': round(plain_milliseconds, 1),
                'ours ms': round(milliseconds, 1),
                'ratio': round(milliseconds / plain_milliseconds, 2),
                'plain queries': plain[-1][1],
                'ours queries': ours[-1][1],
                'target': f"ratio ≤ {TARGET_RATIO}",
                'ok': milliseconds <= TARGET_RATIO * plain_milliseconds,
            })
    return rows


class Ledger:
    """An officer, and as many cards and equipments as wanted, in a hundred places."""

    def __init__(self, env):
        self.env = env
        self.officer, user, _head = make_people(env, env['hr.department'].create({'name': "Bench"}))
        self.places = env['office.place'].create([
            {'name': f"Room {number}", 'code': f'R{number}'} for number in range(100)])
        self.category = env['maintenance.equipment.category'].create({'name': "Bench"})
        self.card, self.plain = env['maintenance.equipment'].with_user(self.officer).create([{
            'name': "Laptop", 'category_id': self.category.id, 'equipment_assign_to': 'employee',
            'employee_id': user.employee_ids.id, 'company_id': env.company.id, 'place_id': self.places[0].id,
        }] * 2)
        self.card._register_cards({'asset_acquisition': 'bought'}, "Bench")
        self.count = 0

    def grow(self, count):
        """Have ``count`` cards with their time lines, and as many equipments."""
        rooms = SQL("(ARRAY%s)[1 + number %% 100]", self.places.ids)
        number = SQL("number + %s", self.count)
        more = count - self.count
        cards = copy_rows(self.env, self.card.sudo(), more, asset_code=SQL("'B-' || (%s)", number), place_id=rooms)
        copy_rows(self.env, self.plain.sudo(), more, place_id=rooms)
        event = self.card.sudo().asset_event_ids[0]
        for _line in range(EVENTS):
            copy_rows(self.env, event, more, equipment_id=cards, datetime=fields.Datetime.now())
        self.count = count
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.invalidate_all()

    def get_cases(self):
        """Return ``{name: (work of plain Odoo, ours)}``."""
        equipment = self.env['maintenance.equipment'].with_user(self.officer)
        ours, plain = [('asset_code', '!=', False)], [('asset_code', '=', False)]
        views = {
            kind: get_specification(equipment, kind, self.env.ref(f'office_admin_assets.office_asset_view_{kind}'))
            for kind in ('list', 'kanban', 'form')}
        odoo_views = {
            kind: get_specification(equipment, kind, self.env.ref(f'maintenance.hr_equipment_view_{view}'))
            for kind, view in (('list', 'tree'), ('kanban', 'kanban'), ('form', 'form'))}
        code = f'B-{self.count - 7}'
        return {
            'list': (lambda: equipment.web_search_read(plain, odoo_views['list'], limit=80),
                     lambda: equipment.web_search_read(ours, views['list'], limit=80)),
            'by place': (lambda: equipment.formatted_read_group(plain, ['place_id'], ['__count']),
                         lambda: equipment.formatted_read_group(ours, ['place_id'], ['__count'])),
            'search': (lambda: equipment.web_search_read(
                           [*plain, ('name', 'ilike', 'nothing')], odoo_views['kanban'], limit=40),
                       lambda: equipment.web_search_read(
                           [*ours, ('asset_code', 'ilike', code)], views['kanban'], limit=40)),
            'form': (lambda: self.plain.web_read(odoo_views['form']), lambda: self.card.web_read(views['form'])),
        }

    def measure(self, work):
        """:return: seconds and queries of ``work``"""
        self.env.invalidate_all()
        queries, begun = self.env.cr.sql_log_count, perf_counter()
        work()
        return perf_counter() - begun, self.env.cr.sql_log_count - queries

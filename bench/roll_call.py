"""A roll call of 2,000 people: what the page of a phone asks for, and all of them marked safe."""
import json
from time import perf_counter
from uuid import uuid4

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import split_every

from bench._people import make_people
from bench._rows import copy_rows

PEOPLE = 2_000
FEW = 20
ROWS = 50
LIMIT = 2.0  # seconds


def run(env):
    """:return: rows of the table that ``./office bench roll_call`` prints"""
    house = House(env(context={'no_reset_password': True, 'tracking_disable': True}))
    rows = []
    for size in (FEW, PEOPLE):
        house.fill(size)
        seconds, queries, page = house.measure(house.rolls._prepare_page)
        start = house.say('start')
        started, _queries, _answer = house.measure(lambda start=start: house.rolls._receive([start]))
        marks = [house.say('safe', roll=start['key'], person=person[0]) for person in page['people']]
        marked = sum(
            house.measure(lambda sent=sent: house.rolls._receive(list(sent)))[0] for sent in split_every(ROWS, marks))
        again, _queries, page = house.measure(house.rolls._prepare_page)
        roll = house.rolls.search([('state', '=', 'running')])
        rows.append({
            'people': len(page['people']),
            'page s': round(seconds, 2),
            'page queries': queries,
            'start s': round(started, 2),
            'all marked s': round(marked, 1),
            'page of a roll call s': round(again, 2),
            'kB': len(json.dumps(page)) // 1000,
            'target': f"page < {LIMIT} s, nothing lost",
            'ok': max(seconds, again) < LIMIT and roll.safe_count == len(page['people']) >= size,
        })
        house.rolls._receive([house.say('end', roll=str(roll.id))])
    few, many = rows
    many['target'] += ", one query more for each 1,000 at most twice"
    many['ok'] = many['ok'] and many['page queries'] <= few['page queries'] + 2 * PEOPLE // 1000
    return rows


class House:
    """A site with guests, half of the people, and employees, and a warden."""

    def __init__(self, env):
        self.env = env
        self.user = make_people(env, env['hr.department'].create({'name': "Bench"}))[1]
        self.site = env['office.place'].create({'name': "Bench Site", 'kind': 'site'})
        self.warden = new_test_user(
            env, login='bench_warden', groups='base.group_user,office_admin_reception.group_warden')
        desk = new_test_user(env, login='bench_desk', groups='base.group_user,office_admin_reception.group_officer')
        visit = env['office.visit'].with_user(self.user).create({
            'place_id': self.site.id, 'guest_ids': [Command.create({'name': "Guest"})]})
        visit.action_announce()
        visit.with_user(desk).action_arrive()
        self.guest = visit.guest_ids.sudo()
        env['office.presence'].with_user(self.user).action_come()
        self.presence = env['office.presence'].search([('user_id', '=', self.user.id)])
        self.rolls = env['office.roll.call'].with_user(self.warden)
        self.settle()

    def fill(self, size):
        """Let so many people be in the house, half of them employees."""
        names = [f"Person {number}" for number in range(size // 2)]
        employees = self.env['hr.employee'].create([{'name': name} for name in names])
        copy_rows(self.env, self.guest, size // 2)
        copy_rows(self.env, self.presence, len(employees), employee_id=employees.ids)
        self.settle()

    def settle(self):
        self.env.flush_all()
        self.env.cr.execute("ANALYZE")
        self.env.invalidate_all()

    def say(self, what, **values):
        return {
            'key': str(uuid4()), 'uid': self.warden.id, 'time': fields.Datetime.now().isoformat() + '+00:00',
            'what': what, 'scope': f'{self.env.company.id},{self.site.id}', 'kind': 'drill', 'person_name': "Person",
            **values}

    def measure(self, work):
        """:return: seconds, queries, and what ``work`` returns; it begins with a cold cache"""
        self.env.flush_all()
        self.env.invalidate_all()
        before, begin = self.env.cr.sql_log_count, perf_counter()
        result = work()
        self.env.flush_all()
        return perf_counter() - begin, self.env.cr.sql_log_count - before, result

"""My Office for an officer, against Odoo's own overview of transfers: 100,000 documents each, of which 10,000 wait.

Ours: ``get_desk``, with cards, counters and rows of all sections. Plain Odoo: what the overview of Inventory reads, the
counts of all operation types. Each call starts with a cold cache.
"""
from statistics import median
from time import perf_counter

from odoo.fields import Command
from odoo.tools import SQL

from bench._people import make_people
from bench._rows import copy_rows

ALL, WAITING = 100_000, 10_000
ROUNDS = 9
LIMIT = 300  # milliseconds
COUNTS = ('count_picking_draft', 'count_picking_waiting', 'count_picking_ready', 'count_picking_late',
          'count_picking_backorders', 'count_move_ready', 'count_picking')


def run(env):
    """:return: rows of the table that ``./office bench desk`` prints"""
    office = Office(env(context={'no_reset_password': True}))
    rows = []
    for done, waiting in ((ALL // 100, WAITING // 100), (ALL, WAITING)):
        office.grow(done, waiting)
        office.measure(office.show_overview), office.measure(office.show_desk)  # both sides load the caches once
        plain = [office.measure(office.show_overview) for _round in range(ROUNDS)]
        ours = [office.measure(office.show_desk) for _round in range(ROUNDS)]
        milliseconds = 1000 * median(seconds for seconds, _queries in ours)
        plain_milliseconds = 1000 * median(seconds for seconds, _queries in plain)
        rows.append({
            'documents': done,
            'waiting': waiting,
            'overview ms': round(plain_milliseconds, 1),
            'my office ms': round(milliseconds, 1),
            'ratio': round(milliseconds / plain_milliseconds, 2),
            'overview queries': plain[-1][1],
            'my office queries': ours[-1][1],
            'target': f"≤ {LIMIT} ms",
            'ok': milliseconds <= LIMIT,
        })
    few, many = rows
    many['target'] += ", queries ≤ those of few"
    many['ok'] = many['ok'] and many['my office queries'] <= few['my office queries']
    return rows


class Office:
    """An officer, and as many requests and transfers as wanted."""

    def __init__(self, env):
        self.env = env
        self.officer, self.user, self.head = make_people(env, env['hr.department'].create({'name': "Bench"}))
        self.product = env['product.product'].create({'name': "Bench", 'is_storable': True, 'supply_ok': True})
        request = env['office.supply.request'].with_user(self.user).create(
            {'line_ids': [Command.create({'product_id': self.product.id, 'quantity': 5})]})
        request.action_submit()
        request.with_user(self.head).action_approve()
        self.request = request.sudo().with_env(env)
        picking_type = env['stock.picking.type'].search([('code', '=', 'internal')], limit=1)
        self.picking = env['stock.picking'].create({
            'picking_type_id': picking_type.id, 'location_id': picking_type.default_location_src_id.id,
            'location_dest_id': picking_type.default_location_src_id.id, 'state': 'assigned'})
        self.done = self.waiting = 0

    def grow(self, done, waiting):
        """Have ``done`` documents, of which ``waiting`` are open: copies of one that went through its verbs."""
        self.env.flush_all()
        for state, count in (('done', done - waiting - self.done), ('approved', waiting - self.waiting)):
            ids = copy_rows(
                self.env, self.request, count, state=state, name=None, deadline_id=None, deadline_datetime=None)
            copy_rows(self.env, self.request.line_ids, 1, request_id=ids)
            if state == 'approved':
                self._promise(ids)
            copy_rows(self.env, self.picking, count, state='done' if state == 'done' else 'assigned', name=None)
        self.done, self.waiting = done - waiting, waiting
        self.env.invalidate_all()
        self.env.cr.commit()
        for model in ('office.supply.request', 'office.supply.request.line', 'office.deadline', 'stock.picking'):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(self.env[model]._table)))
        self.env.cr.commit()

    def _promise(self, ids):
        """Give each of these requests the promise of the original, each due at another minute around now."""
        deadline = self.request.deadline_id
        promises = copy_rows(self.env, deadline, 1, res_id=ids)
        self.env.cr.execute(SQL(
            """UPDATE office_deadline SET start = start - interval '60 days',
                      due = now() at time zone 'UTC' + ((id %% 10000) - 5000) * interval '1 minute'
                WHERE id = ANY(%s)""", promises))
        self.env.cr.execute(SQL(
            """UPDATE office_supply_request request
                  SET deadline_id = deadline.id, deadline_datetime = deadline.due
                 FROM office_deadline deadline
                WHERE deadline.id = ANY(%s) AND request.id = deadline.res_id""", promises))

    def show_desk(self):
        desk = self.env['office.desk.card'].with_user(self.officer).get_desk()
        queue = next(section for section in desk['sections'] if section['name'] == 'queue')
        assert queue['counters'][0]['count'] == 100

    def show_overview(self):
        self.env['stock.picking.type'].with_user(self.officer).search([]).read(COUNTS)

    def measure(self, work):
        """Run ``work`` and return the seconds and the number of queries that it took."""
        self.env.cr.flush()
        self.env.invalidate_all()
        queries = self.env.cr.sql_log_count
        start = perf_counter()
        work()
        return perf_counter() - start, self.env.cr.sql_log_count - queries

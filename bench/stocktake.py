"""A stocktake of 1,000 and of 50,000 cards: started, seen by phones, compared once and again, and closed.

A fiftieth stands in another room, and a fiftieth is not seen. Each step begins with a cold cache. Then ten phones send
what they have counted at the same time, against ten clients that write as many rows of a plain model of Odoo, as few at
a time.
"""
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from uuid import uuid4

from odoo import api, fields
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import new_test_user
from odoo.tools import SQL

from bench._people import make_people
from bench._rows import copy_rows

SIZES = (1_000, 50_000)
ODD = 50
START_LIMIT, COMPARE_LIMIT = 60, 30  # seconds
PHONES, CALLS, ROWS = 10, 10, 50
TARGET_THROUGHPUT = 0.5
SLACK = 1.5  # by which the growth may pass the linear one


def run(env):
    """:return: rows of the table that ``./office bench stocktake`` prints"""
    ledger = Ledger(env(context={'no_reset_password': True, 'tracking_disable': True}))
    rows = []
    for size in SIZES:
        stocktake = ledger.plan(size)
        started = ledger.measure(stocktake.action_start)
        ledger.see(stocktake)
        compared = ledger.measure(stocktake._compare)
        again = ledger.measure(stocktake._compare)
        stocktake.invalidate_recordset()
        rows.append({
            'cards': size,
            'start s': round(started, 1),
            'compare s': round(compared, 1),
            'again s': round(again, 1),
            'match rate': stocktake.match_rate,
            'target': f"start ≤ {START_LIMIT} s, compare ≤ {COMPARE_LIMIT} s, linear",
            'ok': (started <= START_LIMIT and max(compared, again) <= COMPARE_LIMIT
                   and stocktake.unseen_count == stocktake.misplaced_count == size // ODD),
        })
        stocktake.action_cancel()
    few, many = rows
    growth = (many['start s'] + many['compare s']) / max(few['start s'] + few['compare s'], 0.1)
    many['growth'] = round(growth, 1)
    many['ok'] = many['ok'] and growth <= SLACK * SIZES[1] / SIZES[0]
    return rows + [ledger.send_at_once()]


class Ledger:
    """Cards in two rooms, an officer, and two people who count."""

    def __init__(self, env):
        self.env = env
        department = env['hr.department'].create({'name': "Bench"})
        self.officer, self.user, self.head = make_people(env, department)
        self.room, self.store = env['office.place'].create([{'name': "Room"}, {'name': "Store"}])

    def plan(self, size):
        """Return the draft of a stocktake of ``size`` new cards."""
        category = self.env['maintenance.equipment.category'].create({'name': f"Bench {size}"})
        card = self.env['maintenance.equipment'].with_user(self.officer).create({
            'name': "Laptop", 'category_id': category.id, 'equipment_assign_to': 'other', 'place_id': self.room.id,
            'company_id': self.env.company.id})
        card._register_cards({'asset_acquisition': 'bought'}, "Bench")
        self.env.flush_all()
        copy_rows(self.env, card.sudo(), size - 1, asset_code=SQL("(%s) || number", f'S-{category.id}-'))
        stocktake = self.env['office.asset.stocktake'].with_user(self.officer).create({
            'title': "Bench", 'category_ids': [Command.set(category.ids)], 'company_id': self.env.company.id,
            'team_ids': [Command.create({'user_ids': [Command.set((self.user | self.head).ids)]})]})
        self.settle()
        return stocktake

    def see(self, stocktake):
        """Let phones have sent a row of each card but those that nobody sees."""
        rows = self.env['office.count.row']
        row = rows._create_as_system([{
            'client_key': f'bench-{stocktake.id}', 'res_model': stocktake._name, 'res_id': stocktake.id,
            'company_id': stocktake.company_id.id, 'user_id': self.user.id, 'code': 'original',
            'count_datetime': fields.Datetime.now(), 'place_key': str(self.room.id)}])
        self.env.flush_all()
        self.env.cr.execute(SQL("""
            INSERT INTO office_count_row (client_key, res_model, res_id, company_id, user_id, code, count_datetime,
                                          place_key, round, condition, quantity, is_late, is_unlabelled)
            SELECT %s || line.id, row.res_model, row.res_id, row.company_id, row.user_id, line.code, row.count_datetime,
                   CASE WHEN number %% %s = 1 THEN %s ELSE row.place_key END, 1, 'good', 1, FALSE, FALSE
              FROM (SELECT id, code, row_number() OVER (ORDER BY id) AS number
                      FROM office_asset_stocktake_line WHERE stocktake_id = %s) line, office_count_row row
             WHERE row.id = %s AND number %% %s != 0""",
            f'bench-{stocktake.id}-', ODD, str(self.store.id), stocktake.id, row.id, ODD))
        row._unlink_as_system()
        self.settle()

    def send_at_once(self):
        """:return: the row of ten phones at once"""
        users = [new_test_user(self.env, login=f'bench_counter_{number}') for number in range(PHONES)]
        stocktake = self.plan(1_000)
        stocktake.team_ids[0].user_ids = [Command.set([user.id for user in users])]
        stocktake.action_start()
        self.settle()
        codes = stocktake.sudo().line_ids.mapped('code')

        def write_plain(env, call):
            env['res.partner.industry'].create([{'name': f'{call} {row}', 'full_name': "Bench"} for row in range(ROWS)])

        def send(env, call):
            answer = env['office.count.row']._receive([{
                'key': str(uuid4()), 'uid': env.uid, 'count': f'{stocktake._name},{stocktake.id}', 'round': 1,
                'code': codes[(call * ROWS + row) % len(codes)], 'place': str(self.room.id), 'condition': 'good',
                'quantity': 1, 'time': fields.Datetime.now().isoformat()} for row in range(ROWS)])
            assert len(answer['kept']) == ROWS, answer

        plain, ours = (
            PHONES * CALLS * ROWS / self.work_at_once(work, uids)
            for work, uids in ((write_plain, [self.env.uid] * PHONES), (send, [user.id for user in users])))
        stocktake.invalidate_recordset()
        return {
            'cards': f"{PHONES} phones at once",
            'plain rows/s': round(plain),
            'our rows/s': round(ours),
            'ratio': round(ours / plain, 2),
            'target': f"≥ {TARGET_THROUGHPUT} of plain rows, none lost",
            'ok': ours >= TARGET_THROUGHPUT * plain and stocktake.row_count == PHONES * CALLS * ROWS,
        }

    def work_at_once(self, work, uids):
        """Do ``work(env, call)`` as each of ``uids`` at the same time, each call in a transaction of its own.

        :return: seconds
        """
        def act(uid):
            for call in range(CALLS):
                with self.env.registry.cursor() as cr:
                    env = api.Environment(cr, uid, {})
                    retrying(lambda env=env, call=call: work(env, call), env)

        begun = perf_counter()
        with ThreadPoolExecutor(len(uids)) as pool:
            list(pool.map(act, uids))
        return perf_counter() - begun

    def settle(self):
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.invalidate_all()

    def measure(self, work):
        """:return: seconds of ``work``"""
        self.env.invalidate_all()
        begun = perf_counter()
        work()
        self.env.flush_all()
        return perf_counter() - begun

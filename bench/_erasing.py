"""Names of guests are erased when their period is over: how long it takes, and what becomes of it after a kill."""
import multiprocessing
from time import perf_counter, sleep

from odoo.tools import SQL

from bench._rows import copy_rows
from bench._visits import DAYS

FIRST, ALL, KILLED = 10_000, 100_000, 30_000
TARGET_GROWTH = 1.3
PATIENCE = 120
"""Seconds within which PostgreSQL frees what a server that was killed had locked."""

_context = multiprocessing.get_context('spawn')


def erase(visits):
    """Erase ten thousand, then ninety thousand more, of which a server is killed in the middle.

    :param visits: :class:`bench._visits.Visits`, of which each thousandth ended on another day
    """
    env = visits.env
    _add_messages(visits)
    few = _run(visits, FIRST)
    many = _run(visits, ALL, KILLED)
    spelt = env.execute_query(SQL(
        """SELECT count(*) FROM office_visit_guest guest JOIN office_visit visit ON visit.id = guest.visit_id
            WHERE visit.erased_datetime IS NOT NULL AND guest.name <> '—'"""))[0][0]
    told = env.execute_query(SQL(
        """SELECT count(*) FROM mail_message message JOIN office_visit visit ON visit.id = message.res_id
            WHERE message.model = 'office.visit' AND message.body LIKE '%%was here%%'
              AND visit.erased_datetime IS NOT NULL"""))[0][0]
    for row in (few, many):
        row['target'] = "all erased"
        row['ok'] = row['ok'] and not spelt
    many['target'] += f", after kill -9, growth ≤ {TARGET_GROWTH}"
    many['result'] += f", {spelt} names and {told} messages left"
    many['ok'] = many['ok'] and not told and many['ours ms'] <= TARGET_GROWTH * few['ours ms']
    return few, many


def _add_messages(visits):
    """Let what is erased have a message with the name."""
    env = visits.env
    message = visits.past._message_log(body="Ann Lee was here")
    old = env['office.visit'].search([('state', '=', 'left')], order='begin_datetime, id', limit=ALL)
    copy_rows(env, message, 1, res_id=old.ids)
    visits.settle()


def _run(visits, count, kill_at=None):
    """Erase the ``count`` visits that ended first, in processes of their own.

    :param kill_at: so many are erased when the first one is killed
    """
    env = visits.env
    env.company.office_visit_keep_days = DAYS - count * DAYS // visits.count
    env.cr.commit()
    before = _count(env)
    begun, lost = perf_counter(), 0
    first = _start(env)
    if kill_at:
        while _count(env) < kill_at and first.is_alive():
            sleep(0.2)
        first.kill()
        first.join()
        seen = _count(env)
        begun_again = perf_counter()
        first = _start(env)
        while _count(env) == seen and perf_counter() - begun_again < PATIENCE:
            sleep(0.2)
            if not first.is_alive():  # all of it was still locked by the one that was killed; as the action does
                first = _start(env)
        lost = perf_counter() - begun_again
    first.join()
    seconds, done = perf_counter() - begun - lost, _count(env) - before
    return {
        'measure': f"erase {done:,} visits", 'visits': visits.count,
        'ours ms': round(1000 * seconds / done * 1000, 0),
        'result': f"{seconds:.0f} s, ms are of a thousand" + (f", killed at {seen:,}" if kill_at else ""),
        'ok': not first.exitcode,
    }


def _count(env):
    env.cr.rollback()
    return env.execute_query(SQL("SELECT count(*) FROM office_visit WHERE erased_datetime IS NOT NULL"))[0][0]


def _start(env):
    process = _context.Process(target=work, args=(env.cr.dbname,))
    process.start()
    return process


def work(database):
    """Run the scheduled action, in a process of its own."""
    from tools.odoo_env import open_database  # in the child only

    open_database(database, lambda env: env['office.visit']._cron_erase())

"""The front desk after a million visits, against a plain model of the same size, and at its busiest moments.

The screens of the desk and the look-up of a kiosk stand against the same on a plain model; an arrival, with a thousand
names on the watch list, against a message to one person and one activity. What is the app's own stands against itself
among a thousand visits. Then fifty kiosks send at once, and names of guests are erased.
"""
from statistics import median
from time import perf_counter

from bench._erasing import erase
from bench._kiosks import send_at_once
from bench._visits import PlainVisits, Visits

ALL = 1_000_000
ROUNDS = 11
TARGET_RATIO, TARGET_ARRIVAL, TARGET_GROWTH = 1.3, 3, 2
LOOK_UP = "the kiosk's look-up"

COLUMNS = (
    'measure', 'visits', 'plain ms', 'ours ms', 'ratio', 'plain queries', 'our queries', 'result', 'target', 'ok')


def run(env, plain_env):
    """:return: rows of the table that ``./office bench reception`` prints"""
    plain, ours = PlainVisits(plain_env), Visits(env)
    plain.ours = ours
    for side in (plain, ours):
        side.prepare_entry()
    rows, few = [], {}
    for count in (ALL // 1_000, ALL):
        for side in (plain, ours):
            side.grow(count)
        screens = [side.get_screens() | {LOOK_UP: side.look_up} for side in (plain, ours)]
        rows += [
            {'measure': name, 'visits': count} | compare(*[
                (side.env, works[name]) for side, works in zip((plain, ours), screens, strict=True)])
            for name in screens[0]]
        rows += [compare_growth(ours, few, name, work) for name, work in ours.get_own_screens().items()]
    rows.append(arrive(plain, ours))
    rows += send_at_once(ours)
    rows += erase(ours)
    return [{column: row.get(column) for column in COLUMNS} for row in rows]


def arrive(plain, ours):
    """Let a guest in, of whom the host is told, and tell somebody by a message and an activity."""
    ours.add_watched()
    plain_visits, our_visits = (side.prepare_arrivals(ROUNDS + 1) for side in (plain, ours))
    measured = [
        (measure(plain.env, lambda visit=visit: plain.arrive(visit)),
         measure(ours.env, lambda our_visit=our_visit: ours.arrive(our_visit)))
        for visit, our_visit in zip(plain_visits, our_visits, strict=True)]
    return {'measure': "an arrival", 'visits': ours.count} | _judge(measured, TARGET_ARRIVAL)


def compare(plain, ours):
    """Run both by turns, and return the columns with their medians."""
    return _judge([(measure(*plain), measure(*ours)) for _round in range(ROUNDS + 1)], TARGET_RATIO)


def compare_growth(ours, few, name, work):
    """Run what is the app's own, and return the columns beside those of fewer visits.

    :param dict few: ``{name: row}`` of the first time, to which this one is added if it is the first
    """
    seconds, queries = _median([measure(ours.env, work) for _round in range(ROUNDS + 1)])
    row = {'measure': name, 'visits': ours.count, 'ours ms': _ms(seconds), 'our queries': queries}
    before = few.setdefault(name, row)
    if before is not row:
        ratio = row['ours ms'] / before['ours ms']
        row |= {'ratio': round(ratio, 2), 'target': f"≤ {TARGET_GROWTH} × that of {before['visits']:,}",
                'ok': ratio <= TARGET_GROWTH}
    return row


def _judge(measured, limit):
    (plain, plain_queries), (ours, our_queries) = (_median([pair[side] for pair in measured]) for side in (0, 1))
    return {
        'plain ms': _ms(plain),
        'ours ms': _ms(ours),
        'ratio': round(ours / plain, 2),
        'plain queries': plain_queries,
        'our queries': our_queries,
        'target': f"ratio ≤ {limit}",
        'ok': ours <= limit * plain,
    }


def _median(results):
    """Return the median seconds and queries; the first result, of caches that were empty, does not count."""
    return tuple(median(result[side] for result in results[1:]) for side in (0, 1))


def _ms(seconds):
    return round(1000 * seconds, 1)


def measure(env, work):
    """:return: seconds and queries of ``work``, which begins with a cold cache"""
    env.cr.flush()
    env.invalidate_all()
    queries, begun = env.cr.sql_log_count, perf_counter()
    work()
    env.cr.flush()
    return perf_counter() - begun, env.cr.sql_log_count - queries

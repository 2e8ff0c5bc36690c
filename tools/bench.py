"""Measurements: each ``bench/<name>.py`` has a ``run(env)`` that returns the rows of a table."""

import json
import tempfile

from tools import database, paths, process, setup, state
from tools.console import Failure, say
from tools.tables import table

BENCH_DATABASE = 'office_bench'

_FOLDER = paths.ROOT / 'bench'


def run(names=(), odoo=None):
    """Run the benches of these names, or all, each in a process of its own.

    :return: 1 if a target is missed or a bench fails, else 0
    """
    known = sorted(path.stem for path in _FOLDER.glob('*.py') if not path.stem.startswith('_'))
    if unknown := set(names) - set(known):
        raise Failure(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(known) or 'none'}.")
    targets = []
    with setup.ready(odoo), state.reserved(BENCH_DATABASE), tempfile.NamedTemporaryFile('w+') as results:
        for name in names or known:
            database.renew(BENCH_DATABASE)
            say(f"\n## {name}\n")
            results.truncate(0)
            code = process.run_in_front([paths.PYTHON, '-m', 'tools.bench_runner', name, BENCH_DATABASE, results.name])
            results.seek(0)
            rows = json.loads(results.read() or '[]') if not code else None
            targets += summary(name, rows)
    say('\n## targets\n')
    for line in table(targets):
        say(line)
    return int(not all(row['ok'] for row in targets))


def summary(name, rows):
    """The rows of the last table for one bench: what was measured, against which target, and whether it is met.

    :param rows: what the bench returned, None if it failed
    """
    if rows is None:
        return [{'bench': name, 'case': "failed", 'target': '', 'ok': False}]
    return [{'bench': name, 'case': ', '.join(f'{row[column]}' if isinstance(row[column], str) else
                                              f'{column} {row[column]}' for column in list(row)[:2]),
             'target': row.get('target', ''), 'ok': row.get('ok', True)}
            for row in rows if row.get('target') or 'ok' in row]

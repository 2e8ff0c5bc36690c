"""Measurements: each ``bench/<name>.py`` has a ``run(env)`` that returns the rows of a table."""

from tools import database, paths, process, setup, state
from tools.console import Failure, say

BENCH_DATABASE = 'office_bench'

_FOLDER = paths.ROOT / 'bench'


def run(names=(), odoo=None):
    """Run the benches of these names, or all, each in a process of its own.

    :return: the exit code of the first that failed, or 0
    """
    known = sorted(path.stem for path in _FOLDER.glob('*.py') if not path.stem.startswith('_'))
    if unknown := set(names) - set(known):
        raise Failure(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(known) or 'none'}.")
    with setup.ready(odoo), state.reserved(BENCH_DATABASE):
        for name in names or known:
            database.renew(BENCH_DATABASE)
            say(f"\n## {name}\n")
            if code := process.run_in_front([paths.PYTHON, '-m', 'tools.bench_runner', name, BENCH_DATABASE]):
                return code
    return 0

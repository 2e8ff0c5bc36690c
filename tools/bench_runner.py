"""Runs one bench inside Odoo's Python: ``python -m tools.bench_runner NAME DATABASE RESULTS``.

A bench is a file ``bench/<name>.py`` with a function ``run(env)``. It gets the environment of the superuser on a real
cursor of a database that is thrown away, so it may commit. A ``run(env, plain_env)`` also gets that of a second
database, in which none of our modules is installed. It returns a list of dicts, the rows of a table; their keys
are the columns; ``target`` says what was promised, ``ok`` whether it is kept. They also go to the file RESULTS.
"""

import importlib.util
import inspect
import json
import sys

from tools import database as databases
from tools import paths
from tools.odoo_env import open_database
from tools.tables import table

PLAIN_DATABASE = 'office_bench_core'


def main(name, database, results):
    """Run the bench, print its table, and write its rows as JSON to the file ``results``."""
    rows = open_database(database, lambda env: _run(_load(name).run, env))  # only now Odoo knows our add-ons
    print('\n'.join(table(rows)))
    with open(results, 'w') as file:
        json.dump(rows, file, default=str)


def _run(run, env):
    if 'plain_env' not in inspect.signature(run).parameters:
        return run(env)
    databases.renew_core(PLAIN_DATABASE)
    return open_database(PLAIN_DATABASE, lambda plain_env: run(env, plain_env))


def _load(name):
    spec = importlib.util.spec_from_file_location(f'bench_{name}', paths.ROOT / 'bench' / f'{name}.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == '__main__':
    main(*sys.argv[1:])

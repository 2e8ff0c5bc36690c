"""Runs one bench inside Odoo's Python: ``python -m tools.bench_runner NAME DATABASE``.

A bench is a file ``bench/<name>.py`` with a function ``run(env)``. It gets the environment of the superuser on a real
cursor of a database that is thrown away, so it may commit. It returns a list of dicts, the rows of a table; their keys
are the columns. A row with a key ``ok`` that is False fails the bench.
"""

import importlib.util
import sys

from tools import paths
from tools.odoo_env import open_database
from tools.tables import table


def main(name, database):
    """Run the bench and print its table.

    :return: 1 if a row is not ok, else 0
    """
    rows = open_database(database, _load(name).run)
    print('\n'.join(table(rows)))
    return int(any(row.get('ok') is False for row in rows))


def _load(name):
    spec = importlib.util.spec_from_file_location(f'bench_{name}', paths.ROOT / 'bench' / f'{name}.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))

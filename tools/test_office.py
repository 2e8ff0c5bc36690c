"""Prepares a database for tests, inside Odoo's Python: ``python -m tools.test_office DATABASE``.

The office of the tests and the files that a browser loads are made once, before tests run in copies of the database.
"""

import importlib
import sys
from unittest.mock import patch

from passlib.context import CryptContext

from tools import modules
from tools.odoo_env import open_database

# What views and widgets load when they need it; no page names these.
_LAZY_BUNDLES = ('web.assets_backend_lazy', 'web.chartjs_lib')


def main(database):
    open_database(database, prepare)


def prepare(env):
    """Keep the parts of the office that tests share, and generate the assets."""
    # as Odoo's own tests do: a password that is slow to guess is slow to make
    quick = CryptContext(['pbkdf2_sha512', 'plaintext'], deprecated=['plaintext'], pbkdf2_sha512__rounds=1)
    with patch.object(env.registry['res.users'], '_crypt_context', lambda self: quick):
        for office in _offices():
            office._keep_office(env)
    env['ir.qweb']._pregenerate_assets_bundles()
    for bundle in _LAZY_BUNDLES:
        env['ir.qweb']._get_asset_nodes(bundle)


def _offices():
    """The classes that make the office of the tests, the general ones first."""
    for module in modules.ours().values():
        if (module.path / 'tests' / 'common.py').exists():
            importlib.import_module(f'odoo.addons.{module.name}.tests.common')
    return _classes(importlib.import_module('odoo.addons.office_admin_test.tests.office').OfficeMixin)


def _classes(base):
    yield base
    for office in base.__subclasses__():
        yield from _classes(office)


if __name__ == '__main__':
    main(*sys.argv[1:])

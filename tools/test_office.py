"""Prepares a database for tests, inside Odoo's Python: ``python -m tools.test_office DATABASE``.

The office of the tests and the files that a browser loads are made once, before tests run in copies of the database.
"""

import importlib
import sys
from unittest.mock import patch

from passlib.context import CryptContext

from tools import modules
from tools.odoo_env import open_database

# The pages of a browser test and of a report, and what views load when they need it.
_BUNDLES = ('web.assets_web', 'web.assets_web_print', 'web.assets_frontend', 'web.assets_frontend_minimal',
            'web.assets_frontend_lazy', 'web.assets_tests', 'web.__assets_tests_call__', 'web.assets_backend_lazy',
            'web.chartjs_lib', 'web.assets_clickbot', 'web.report_assets_common', 'web.report_assets_pdf')


def main(database):
    open_database(database, prepare)


def prepare(env):
    """Keep the parts of the office that tests share, and generate the assets."""
    # as Odoo's own tests do: a password that is slow to guess is slow to make
    quick = CryptContext(['pbkdf2_sha512', 'plaintext'], deprecated=['plaintext'], pbkdf2_sha512__rounds=1)
    with patch.object(env.registry['res.users'], '_crypt_context', lambda self: quick):
        for office in _offices():
            office._keep_office(env)
    for bundle in _BUNDLES:
        assets = env['ir.qweb']._get_asset_bundle(bundle)
        assets.js()
        assets.css()


def _offices():
    """The classes that make the office of the tests, the general ones first."""
    for module in modules.with_tests().values():
        if (module.path / 'tests' / 'common.py').exists():
            importlib.import_module(f'odoo.addons.{module.name}.tests.common')
    return _classes(importlib.import_module('odoo.addons.office_admin_test.tests.office').OfficeMixin)


def _classes(base):
    yield base
    for office in base.__subclasses__():
        yield from _classes(office)


if __name__ == '__main__':
    main(*sys.argv[1:])

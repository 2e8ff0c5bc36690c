"""The app that ``./office new`` makes is sound before anybody has changed a line of it."""
import ast
import re
import shutil
from contextlib import suppress

import polib
import pytest
from lxml import etree

from odoo.cli.scaffold import template
from odoo.tests.common import get_db_name
from odoo.tools import config
from odoo.tools.translate import PoFileReader

from tools import database, new_app, odoo_command, paths, process
from tools.console import Failure


@pytest.fixture
def app(tmp_path):
    """The folder of a new app."""
    template(str(new_app._TEMPLATE)).render_to('office_admin_kettles', tmp_path, {'name': 'office_admin_kettles'})
    return tmp_path / 'office_admin_kettles'


@pytest.fixture
def copied():
    """A database with all of our apps."""
    name = f'{get_db_name()}_new_app'
    database.renew(name)
    yield name
    with suppress(Failure):  # PostgreSQL may be cleaning it just now; the next run drops it
        database.drop(name)


def test_a_new_app_has_what_its_manifest_names_and_nothing_unfinished(app):
    manifest = ast.literal_eval((app / '__manifest__.py').read_text())
    assert all((app / name).is_file() for name in manifest['data'])
    files = [path for path in app.rglob('*') if path.is_file()]
    for path in files:
        text = path.read_text()
        assert '{{' not in text and '{%' not in text and '.template' not in path.name, path
        if path.suffix == '.py':
            ast.parse(text)
        elif path.suffix == '.xml':
            etree.fromstring(text.encode())
    assert (app / 'models' / 'office_kettles_request.py').is_file()


def test_a_new_app_has_few_lines(app):
    """What every request needs is in the foundation."""
    lines = sum(len(path.read_text().splitlines()) for path in app.rglob('*') if path.suffix in ('.py', '.xml', '.csv'))
    hooks = re.findall(r'^    def _', (app / 'models' / 'office_kettles_request.py').read_text(), re.M)
    assert lines <= 250, lines
    assert len(hooks) <= 5, hooks


def test_terms_of_a_new_app_are_loaded_by_odoo(app):
    with (app / 'i18n' / 'zh_CN.po').open('rb') as terms:
        rows = list(PoFileReader(terms))
    assert {row['module'] for row in rows} == {'office_admin_kettles'}
    assert {row['src'] for row in rows} == {entry.msgid for entry in polib.pofile(str(app / 'i18n' / 'zh_CN.po'))}


def test_verbs_of_a_new_app_are_said_once_more():
    text = (new_app._VERBS).read_text()
    more = new_app._add_verbs(text, 'kettles').splitlines()
    assert '| office.kettles.request | serve | approved | approved | office_admin_kettles.group_officer |' in more
    assert '| office.kettles.request | gain serve |' in more
    assert [line for line in more if 'kettles' not in line] == text.splitlines()


@pytest.mark.parametrize('name', ['', 'ab', 'Keys', 'meeting room', 'a_b_c', '../keys', 'supplies'])
def test_what_cannot_be_an_app_is_refused(name):
    with pytest.raises(Failure):
        new_app.make(name)


@pytest.mark.long
def test_a_new_app_is_installed_and_passes_its_tests(app, copied):
    """Odoo runs what comes with the app and what must hold for every document, on a database of its own.

    It takes half a minute: a module is installed by a server of its own, and cannot be taken out of a database again.
    """
    tests = app / 'tests'
    shutil.copy(paths.ROOT / 'tests' / 'test_workflow_registry.py', tests)
    shutil.copy(paths.ROOT / 'tests' / 'test_secrecy_registry.py', tests)
    (tests / 'verbs.md').write_text(new_app._add_verbs(new_app._VERBS.read_text(), 'kettles'))
    with (tests / '__init__.py').open('a') as more:
        more.write('from . import test_workflow_registry, test_secrecy_registry\n')
    addons = ','.join([*config['addons_path'], str(app.parent)])
    # raises if a test fails
    log = process.run(odoo_command.command(
        'server', copied, '-i', f'office_admin_test,{app.name}', '--test-tags', f'/{app.name}',
        f'--addons-path={addons}', '--stop-after-init', '--no-http'), 'new-app')
    [ran] = re.findall(rf' {app.name}: (\d+) tests ', log.read_text())
    assert int(ran) > 40

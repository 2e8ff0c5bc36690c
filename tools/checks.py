"""Lint and tests."""

import json
import os
import subprocess
from xml.etree import ElementTree

from tools import database, modules, odoo_command, paths, process, setup, state
from tools.console import Failure, say, step

TEST_DATABASE = 'office_test'

_PASSED = 'tests-passed'

# What the community's linter for Odoo finds and we do otherwise.
_NOT_OURS = (
    'consider-merging-classes-inherited',   # a subject that can be taken away has its part of a model in its folder
    'no-wizard-in-models',                  # so a dialog of Odoo's stands beside what it is extended for
    'missing-return',                       # our hooks return nothing
    'method-required-super',                # what is kept for good refuses to be written or deleted,
    'no-raise-unlink',                      # and @api.ondelete is left out by a context key
    'no-search-all',                        # rules and companies are few
    'bad-builtin-groupby',                  # Odoo's joins all that are alike, ours what follows each other
    'manifest-required-author',
    'missing-readme',                       # its parts are in readme/
)

# The lanes and their order are made by conftest.py. One process more than there are cores: that with the browser waits.
_ALL = ('-n', str(len(os.sched_getaffinity(0)) + 1), '--dist', 'loadscope', '--no-loadscope-reorder', '--durations=15')


def lint():
    """Check the style of all Python files, of the add-ons as such, and the form of all XML files.

    :raise Failure: something is wrong; carries each finding
    """
    with step("Lint"):
        findings = [
            *_find('ruff', 'check', '--no-cache', '--output-format=concise', paths.ROOT),
            *_find('pylint', '--load-plugins=pylint_odoo', '--valid-odoo-versions=19.0', '--score=no', '--disable=all',
                   '--enable=odoolint', f"--disable={','.join(_NOT_OURS)}",
                   *(module.path for module in modules.with_tests().values())),
            *_xml_faults()]
        if findings:
            raise Failure("Mend what lint found.", findings)


def run_tests(arguments=(), odoo=None, keep=False, changed=False):
    """Run the tests of the whole project by pytest on a fresh database.

    :param arguments: for pytest; with any the lint is left out and one process runs, as one test is wanted soon
    :param keep: keep the database of the last run and load only what changed: quicker, not as clean
    :param changed: leave out the modules that neither changed nor stand on one that did since all tests passed
    :return: pytest's exit code
    """
    with setup.ready(odoo, with_tests=True, with_browser=True), state.reserved(TEST_DATABASE):
        whole = not arguments
        if whole:
            arguments = [*_ALL, *(_touched() if changed else ())]
            with process.beside(_make_database, keep):
                lint()
        else:
            _make_database(keep)
        pytest = [paths.PYTHON, '-m', 'pytest', f'--odoo-database={TEST_DATABASE}', '--odoo-http',
                  '--odoo-extra=max-cron-threads=0', '--odoo-log-level=warn']
        code = process.run_in_front([*pytest, *arguments], env=odoo_command.environment())
        if whole and not code:
            state.set_done(_PASSED, json.dumps(modules.contents()))
        return code


def _make_database(keep):
    if keep and database.is_made(TEST_DATABASE):
        database.update(TEST_DATABASE, tests=True)
        return
    database.renew(TEST_DATABASE, tests=True)
    with step("The office that all tests share, and the assets"):
        process.run([paths.PYTHON, '-m', 'tools.test_office', TEST_DATABASE], 'test-office')


def _touched():
    """The folders of the tests that a change since the last time when all passed concerns."""
    now, before = modules.contents(), json.loads(state.get(_PASSED) or '{}')
    touched = modules.with_dependents(name for name in now if now[name] != before.get(name))
    say(f"Changed, or standing on what changed: {', '.join(touched) or 'no module'}")
    return [*(modules.with_tests()[name].path for name in touched), paths.ROOT / 'tests']


def _find(linter, *options):
    command = [paths.PYTHON, '-m', linter, *options]
    found = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
    return (found.stdout + found.stderr).splitlines() if found.returncode else []


def _xml_faults():
    faults = []
    for module in modules.with_tests().values():
        for path in sorted(module.path.rglob('*.xml')):
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                faults.append(f'{os.path.relpath(path, paths.ROOT)}: {error}')
    return faults

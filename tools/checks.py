"""Lint and tests."""

import os
import subprocess
from xml.etree import ElementTree

from tools import database, modules, odoo_command, paths, process, setup, state
from tools.console import Failure, step

TEST_DATABASE = 'office_test'

# Tests share the cores, each process with a copy of the database, a class in one of them. Tours come after, one at a
# time: two browsers on two cores keep each other waiting until they give up.
_ALL = (('-n', 'auto', '--dist', 'loadscope', '-k', 'not Tours'), ('-k', 'Tours'))


def lint():
    """Check the style of all Python files and the form of all XML files.

    :raise Failure: something is wrong; carries each finding
    """
    with step("Lint"):
        ruff = [paths.PYTHON, '-m', 'ruff', 'check', '--no-cache', '--output-format=concise', paths.ROOT]
        found = subprocess.run(ruff, cwd=paths.ROOT, capture_output=True, text=True, check=False)
        findings = (found.stdout + found.stderr).splitlines() if found.returncode else []
        findings += _xml_faults()
        if findings:
            raise Failure("Mend what lint found.", findings)


def run_tests(arguments=(), odoo=None, keep=False):
    """Run the tests of the whole project by pytest on a fresh database.

    :param arguments: for pytest; with any the lint is left out and one process runs, as one test is wanted soon
    :param keep: keep the database of the last run and load only what changed: quicker, not as clean
    :return: pytest's exit code, the worse one of several runs
    """
    with setup.ready(odoo, with_tests=True, with_browser=True), state.reserved(TEST_DATABASE):
        if not arguments:
            lint()
        if keep and database.is_made(TEST_DATABASE):
            database.update(TEST_DATABASE)
        else:
            database.renew(TEST_DATABASE)
            with step("The office that all tests share, and the assets"):
                process.run([paths.PYTHON, '-m', 'tools.test_office', TEST_DATABASE], 'test-office')
        pytest = [paths.PYTHON, '-m', 'pytest', f'--odoo-database={TEST_DATABASE}', '--odoo-http',
                  '--odoo-extra=max-cron-threads=0', '--odoo-log-level=warn']
        parts = (arguments,) if arguments else _ALL
        return max([process.run_in_front([*pytest, *part], env=odoo_command.environment()) for part in parts])


def _xml_faults():
    faults = []
    for module in modules.ours().values():
        for path in sorted(module.path.rglob('*.xml')):
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                faults.append(f'{os.path.relpath(path, paths.ROOT)}: {error}')
    return faults

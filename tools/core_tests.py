"""Odoo's own test suites of some modules, on a database without and on one with our add-ons, side by side.

All tests run once everything is loaded, by the function that Odoo's shell has for it. In an update those of a module
would run before what extends it is there, and would say nothing of our add-ons.
"""

import re
import tempfile
from collections import Counter

from tools import database, odoo_command, postgres, process, setup, state
from tools.console import Failure, say, step

_WITHOUT, _WITH = 'office_core', 'office_core_ours'

_PASSED, _FAILED, _SKIPPED = 'passed', 'failed', 'skipped'
_SCRIPT = """
from odoo.tests.shell import run_tests
run_tests(env, {tags!r}, {modules!r})
"""
_EVENT = re.compile(
    r'(?P<level>INFO|ERROR) \S+ odoo\.addons\.(?P<module>\w+)\.tests\.(?P<file>[\w.]+): '
    r'(?:Starting (?P<started>\S+) \.\.\.|skipped (?P<skipped>\S+) : |(?:FAIL|ERROR): (?:Subtest )?(?P<failed>.+))')


def compare(modules, odoo=None):
    """Run the tests of Odoo's ``modules`` on both databases and print how they ended.

    :return: 1 if a test ends differently, else 0
    """
    with setup.ready(odoo, with_tests=True, with_browser=True), state.reserved(_WITHOUT):
        database.renew_core(_WITHOUT, modules)
        database.renew_core(_WITH, modules)
        database.update(_WITH)     # finds all of ours new
        without, with_ours = (_run(name, modules) for name in (_WITHOUT, _WITH))
    for line in comparison(without, with_ours):
        say(line)
    return int(without != with_ours)


def parse(lines):
    """How each test ended according to the lines of Odoo's log: ``{name: passed, failed or skipped}``."""
    results = {}
    for line in lines:
        if not (event := _EVENT.search(line)):
            continue
        ending = next(kind for kind in ('started', 'skipped', 'failed') if event[kind])
        results[_name(event, event[ending])] = {'started': _PASSED, 'skipped': _SKIPPED, 'failed': _FAILED}[ending]
    return results


def comparison(without, with_ours):
    """The lines of a table of both results, and every test that ends differently."""
    yield ''
    yield f"{'':<10}{'without ours':>14}{'with ours':>14}"
    counts = Counter(without.values()), Counter(with_ours.values())
    for ending in (_PASSED, _FAILED, _SKIPPED):
        yield f'{ending:<10}{counts[0][ending]:>14}{counts[1][ending]:>14}'
    names = [name for name in sorted(without.keys() | with_ours.keys()) if without.get(name) != with_ours.get(name)]
    yield f'\n{len(names)} of {len(without.keys() | with_ours.keys())} tests end differently.'
    for name in names:
        yield f"  {name}: {without.get(name, 'not run')} without, {with_ours.get(name, 'not run')} with ours"


def _name(event, text):
    """Module, file, class and method; what fails outside of a test is ``setUpClass (place.of.the.Class)``."""
    word, _space, place = text.partition(' (')
    if '.' not in word:
        word = f"{word} {place.rstrip(')').rpartition('.')[2]}"
    return f"{event['module']}/{event['file']}:{word}"


def _run(name, modules):
    log = process.log_path(f'core-tests-{name}')
    command = odoo_command.command('shell', name, f'--http-port={postgres.free_port(8269)}')
    with (step(f"Tests of {', '.join(modules)} on {name}"), log.open('wb') as output,
          tempfile.TemporaryFile('w+') as script):
        script.write(_SCRIPT.format(tags=','.join(f'/{module}' for module in modules), modules=list(modules)))
        script.seek(0)
        # The exit code says only that a test failed; the log says which.
        with process.running(command, output=output, stdin=script) as child:
            child.wait()
    with log.open(errors='replace') as lines:
        results = parse(lines)
    if not results:
        raise Failure(f"No test ran on {name} (full log: {process.shown(log)})", process.tail(log))
    return results

"""The command line: which commands there are and what they take."""

import argparse
import os
import shutil
import sys

from tools import (
    bench,
    checks,
    core_tests,
    database,
    i18n,
    load,
    new_app,
    odoo_command,
    paths,
    postgres,
    process,
    server,
    setup,
    shots,
)
from tools.console import Failure, leave_output_to_program, report, say

DATABASE = 'office'


def main():
    """Run the command that the user typed and return its exit code."""
    process.end_cleanly_on_signals()
    arguments = parse(sys.argv[1:])
    os.chdir(paths.ROOT)
    try:
        return arguments.call(arguments) or 0
    except Failure as failure:
        report(failure)
        return 1
    except process.Interrupted as interrupted:
        say("\nStopped.")
        return interrupted.exit_code
    except OSError as error:
        # The disk is full, a file cannot be written, a program is missing: the system's own words say it best.
        report(Failure(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"))
        return 1


def parse(words):
    """The parsed arguments; ``call`` is the function to call with them."""
    parser = argparse.ArgumentParser(
        prog='./office', description="Run and test Office Admin for Odoo.", allow_abbrev=False)
    parser.set_defaults(call=lambda _arguments: parser.print_help(), takes_rest=False)
    commands = parser.add_subparsers(metavar='COMMAND')

    def add(name, call, help_text):
        command = commands.add_parser(name, help=help_text, description=help_text, allow_abbrev=False)
        command.set_defaults(call=call, takes_rest=False)
        command.add_argument('--odoo', metavar='DIR', type=os.path.abspath, default=os.environ.get('ODOO_HOME') or None,
                             help="use this Odoo 19 (also: ODOO_HOME)")
        return command

    def add_database(command):
        command.add_argument('--database', default=DATABASE, help=f"default: {DATABASE}")

    command = add('run', _run, "Serve the add-ons with a demo company")
    add_database(command)
    command.add_argument('--port', type=int, default=8069, help="default: 8069")
    command.add_argument('--renew', action='store_true', help="throw the database away and make it anew")

    command = add('test', _test, "Lint and run all tests; other arguments go to pytest")
    command.add_argument('--keep', action='store_true', help="keep the last database and load only what changed")
    command.add_argument('--changed', action='store_true',
                         help="only modules that changed since all tests passed, and those that stand on them")
    command.set_defaults(takes_rest=True)

    command = add('lint', _lint, "Check the style of the sources")

    command = add('shots', _shots, "Take screenshots as each position into .odoo/shots")
    for option, what in shots.FILTERS.items():
        command.add_argument(f'--{option}', action='append', metavar=option.upper(), help=f"only {what} (repeatable)")
    command.add_argument('--keep', action='store_true', help="keep the last database and load only what changed")

    add('i18n', _i18n, "Bring the terms and translations of the modules up to date, and list what is missing")

    command = add('new', _new, "Make a new app with one request, see docs/new-app.md")
    command.add_argument('name', metavar='NAME', help="what people ask for, one word: keys")

    command = add('update', _update, "Load the sources of modules into the database")
    add_database(command)
    command.add_argument('modules', nargs='*', metavar='MODULE', help="default: those that changed")

    command = add('shell', _shell, "Python with Odoo's environment on the database")
    add_database(command)

    command = add('exec', _exec, "Run a program with PostgreSQL and Odoo's Python at hand: ./office exec psql office")
    command.add_argument('program', nargs=argparse.REMAINDER, metavar='PROGRAM …')

    command = add('bench', _bench, "Measure speed against plain Odoo")
    command.add_argument('names', nargs='*', metavar='NAME', help="of bench/NAME.py; default: all")

    command = add('load', _load, "Let many people work at once, kill what serves them, and audit the books")
    command.add_argument('--seconds', type=int, default=180, help="default: 180")
    command.add_argument('--clients', type=int, default=30, help="default: 30")
    command.add_argument('--workers', type=int, default=4, help="default: 4")
    command.add_argument('--slowest', type=float, metavar='SECONDS', help="a submit that takes longer is a finding")

    command = add('core-tests', _core_tests, "Odoo's own tests of modules, without and with our add-ons")
    command.add_argument('modules', nargs='+', metavar='MODULE')

    add('clean', _clean, "Stop PostgreSQL and delete .odoo with all databases")

    # Our own options may stand anywhere between those of pytest, so no list of the remaining words is declared.
    arguments, arguments.rest = parser.parse_known_args(words)
    if arguments.rest and not arguments.takes_rest:
        parser.error(f"unknown: {' '.join(arguments.rest)}")
    return arguments


def _run(arguments):
    server.run(arguments.database, arguments.port, arguments.odoo, arguments.renew)


def _test(arguments):
    return checks.run_tests(arguments.rest, arguments.odoo, arguments.keep, arguments.changed)


def _lint(arguments):
    with setup.ready(arguments.odoo, with_tests=True):
        checks.lint()


def _shots(arguments):
    return shots.take({option: getattr(arguments, option) for option in shots.FILTERS}, arguments.odoo, arguments.keep)


def _i18n(arguments):
    return i18n.update(arguments.odoo)


def _new(arguments):
    new_app.make(arguments.name, arguments.odoo)


def _update(arguments):
    database.check_name(arguments.database)
    with setup.ready(arguments.odoo):
        if not database.update(arguments.database, arguments.modules):
            say("Nothing has changed.")


def _shell(arguments):
    database.check_name(arguments.database)
    leave_output_to_program()
    with setup.ready(arguments.odoo):
        return process.run_in_front(odoo_command.command('shell', arguments.database, '--no-http'))


def _exec(arguments):
    if not arguments.program:
        raise Failure("Name the program to run, for example: ./office exec psql office")
    leave_output_to_program()
    with setup.ready(arguments.odoo):
        return process.run_in_front(arguments.program, env=odoo_command.environment())


def _bench(arguments):
    return bench.run(arguments.names, arguments.odoo)


def _load(arguments):
    return load.run(arguments.seconds, arguments.clients, arguments.workers, arguments.slowest, arguments.odoo)


def _core_tests(arguments):
    return core_tests.compare(arguments.modules, arguments.odoo)


def _clean(_arguments):
    postgres.stop()
    shutil.rmtree(paths.HOME)
    say("Deleted .odoo; the next command sets all up again.")

"""The parts of ``./office`` that decide something, without a server or a database."""

import subprocess
import sys
from contextlib import contextmanager

import pytest

from tools import (
    bench,
    cli,
    core_tests,
    database,
    load,
    load_people,
    modules,
    odoo_command,
    odoo_source,
    paths,
    postgres,
    process,
    server,
    state,
    tables,
)
from tools.console import Failure


def test_arguments_of_test_go_to_pytest_in_their_order():
    arguments = cli.parse(['test', 'addons/office_admin_base', '--keep', '-k', 'name', '-x'])
    assert arguments.rest == ['addons/office_admin_base', '-k', 'name', '-x']
    assert arguments.keep


def test_a_mistyped_option_is_refused(capsys):
    with pytest.raises(SystemExit):
        cli.parse(['run', '--prot', '8070'])
    assert '--prot' in capsys.readouterr().err


def test_database_names_that_are_only_copied_or_malformed_are_refused():
    for name in ('office_demo', 'office_plain', 'office_template_1', '', "a'b", 'a b', '-a', 'x' * 64):
        with pytest.raises(Failure):
            database.check_name(name)
    database.check_name('office-2.test')


def test_links_lead_to_the_port_that_was_chosen(monkeypatch):
    done = []

    @contextmanager
    def nothing(*_args):
        yield

    @contextmanager
    def serving(_name, port, _log):
        done.append(port)
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(postgres, 'is_free', lambda _port: True)
    monkeypatch.setattr(server.setup, 'ready', nothing)
    monkeypatch.setattr(server.state, 'reserved', nothing)
    monkeypatch.setattr(database, 'ensure_demo', lambda _name: None)
    monkeypatch.setattr(server, 'serving', serving)
    monkeypatch.setattr(postgres, 'sql', lambda statement, database: done.append((statement, database)))
    with pytest.raises(KeyboardInterrupt):
        server.run('office', 8171)
    [(statement, name), port] = done  # before somebody asks for a page
    assert "value = 'http://127.0.0.1:8171'" in statement
    assert (name, port) == ('office', 8171)


@pytest.mark.parametrize(('text', 'version'), [
    ("version_info = (19, 0, 0, FINAL, 0, '')", (19, 0)),
    ("version_info = ('saas~18', 3, 0, FINAL, 0, '')", (18, 3)),
    ("nothing = 1", None),
])
def test_version_of_an_odoo_is_read_without_importing_it(tmp_path, text, version):
    (tmp_path / 'odoo').mkdir()
    (tmp_path / 'odoo/release.py').write_text(f'RELEASE = 1\n{text}\n')
    assert odoo_source.version_of(tmp_path) == version


def test_a_named_folder_without_our_odoo_is_refused_in_one_line(tmp_path):
    with pytest.raises(Failure, match="is no Odoo"):
        odoo_source.ensure(str(tmp_path))
    (tmp_path / 'odoo').mkdir()
    (tmp_path / 'odoo/release.py').write_text("version_info = (18, 0, 0, FINAL, 0, '')")
    with pytest.raises(Failure, match="holds Odoo 18.0; these add-ons need Odoo 19.0"):
        odoo_source.ensure(str(tmp_path))


def test_mirrors_of_the_release_itself_come_before_foreign_sources():
    lines = [
        "'https://foreign/repo/dists/bookworm/InRelease' foreign 0 ",
        "'http://mirror/debian/dists/bookworm/InRelease' mirror 0 ",
        "'http://mirror/debian/dists/bookworm-updates/InRelease' mirror 0 ",
        "'http://mirror/security/dists/bookworm-security/InRelease' mirror 0 ",
        "Reading package lists...",
    ]
    assert odoo_source.mirrors_in(lines, 'bookworm') == ['http://mirror/debian', 'https://foreign/repo']


def test_digest_of_a_module_follows_what_is_loaded_and_nothing_else(tmp_path):
    (tmp_path / 'tests').mkdir()
    (tmp_path / 'views.xml').write_text('<odoo/>')
    module = modules.Module(tmp_path, {})
    before = module.digest()
    (tmp_path / 'tests/test_x.py').write_text('')
    (tmp_path / 'README.md').write_text('')
    assert module.digest() == before
    (tmp_path / 'views.xml').write_text('<odoo></odoo>')
    assert module.digest() != before


def test_core_dependencies_are_modules_of_odoo():
    assert not modules.core_dependencies() & modules.ours().keys()


def test_stamp_is_only_valid_for_the_same_inputs(tmp_path, monkeypatch):
    monkeypatch.setattr(state.paths, 'STAMPS', tmp_path / 'stamps')
    assert not state.is_done('step', 'a')
    state.set_done('step', 'a')
    assert state.is_done('step', 'a') and not state.is_done('step', 'b')
    state.set_undone('step')
    assert not state.is_done('step', 'a')


def test_problems_are_the_warnings_and_errors_of_odoo(tmp_path):
    log = tmp_path / 'odoo.log'
    log.write_text("2026-01-01 10:00:00,001 7 INFO db odoo.registry: loaded WARNING\n"
                   "2026-01-01 10:00:00,002 7 ERROR db odoo.schema: cannot add\n  detail\n"
                   "2026-01-01 10:00:00,003 7 WARNING ? odoo.tools: odd\n")
    assert [line[-10:] for line in odoo_command.problems(log)] == ['cannot add', 'tools: odd']
    assert len(odoo_command.problems(log, ('ERROR',))) == 1


def test_core_tests_are_read_from_the_log_of_the_official_runner():
    prefix = '2026-01-01 10:00:00,001 7 {} db odoo.addons.stock.tests.test_move: '
    info, error = prefix.format('INFO'), prefix.format('ERROR')
    assert core_tests.parse([
        f'{info}Starting TestMove.test_a ...',
        f'{info}Starting TestMove.test_b ...',
        f'{error}FAIL: TestMove.test_b',
        f'{info}Starting TestMove.test_c ...',
        f'{info}skipped TestMove.test_c : no demo data',
        f'{info}Starting TestMove.test_d ...',
        f'{error}ERROR: Subtest TestMove.test_d (kind=1)',
        f'{error}ERROR: setUpClass (odoo.addons.stock.tests.test_move.TestOther)',
    ]) == {
        'stock/test_move:TestMove.test_a': 'passed',
        'stock/test_move:TestMove.test_b': 'failed',
        'stock/test_move:TestMove.test_c': 'skipped',
        'stock/test_move:TestMove.test_d': 'failed',
        'stock/test_move:setUpClass TestOther': 'failed',
    }


def test_core_tests_that_end_differently_are_listed():
    lines = list(core_tests.comparison({'a': 'passed', 'b': 'passed', 'c': 'skipped'}, {'a': 'passed', 'b': 'failed'}))
    assert lines[-3:] == ['\n2 of 3 tests end differently.', '  b: passed without, failed with ours',
                          '  c: skipped without, not run with ours']


def test_table_has_a_column_per_key_and_numbers_to_the_right():
    assert tables.table([{'what': 'plain', 'queries': 180, 'ok': True}, {'what': 'ours', 'ratio': 1.234}]) == [
        '| what  | queries | ok  | ratio |',
        '| ----- | ------: | --- | ----: |',
        '| plain |     180 | yes |       |',
        '| ours  |         |     |  1.23 |',
    ]


def test_a_port_in_use_is_not_free():
    with postgres.socket.socket() as listener:
        listener.bind((postgres.HOST, 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not postgres.is_free(port)
        assert postgres.free_port(port) > port


def test_a_failing_program_shows_the_end_of_its_output(tmp_path, monkeypatch):
    monkeypatch.setattr(process.paths, 'LOGS', tmp_path)
    with pytest.raises(Failure, match="Buy more") as failed:
        process.run(['sh', '-c', 'echo out of paper; exit 3'], 'print', remedy="Buy more")
    assert failed.value.details[-1] == 'out of paper'


@pytest.mark.parametrize(('work', 'block', 'said'), [
    ("say('work')", "time.sleep(0)", "work|both"),
    ("time.sleep(0.5), say('work')", "say('block')", "block|work|both"),
    ("throw(Failure('no paper', ['tray 2']))", "say('block')", "block|no paper ('tray 2',)"),
    ("throw(OSError(28, 'disk full'))", "say('block')", "block|[Errno 28] disk full"),
    ("process.run(['sh', '-c', 'sleep 600; echo late'], 'beside')", "time.sleep(0.5), throw(Failure('ink'))", "ink ()"),
])
def test_work_beside_a_block_ends_with_it(tmp_path, work, block, said):
    # by itself, as the command is: a fork of this process would have its threads and connections
    script = f"""
import time
from pathlib import Path
from tools import process
from tools.console import Failure, say

def throw(error):
    raise error

process.paths.LOGS = Path({str(tmp_path)!r})
process.end_cleanly_on_signals()
try:
    with process.beside(lambda: ({work})):
        {block}
    say('both')
except (Failure, OSError) as error:
    say(f"{{error}} {{error.details}}" if isinstance(error, Failure) else error.__str__())
"""
    ended = subprocess.run([sys.executable, '-c', script], cwd=paths.ROOT, capture_output=True, text=True, check=True,
                           timeout=60)
    assert ('|'.join(ended.stdout.splitlines()), ended.stderr) == (said, '')
    assert not subprocess.run(['pgrep', '-f', 'sleep 600; echo late'], capture_output=True, check=False).stdout


@pytest.mark.parametrize('asked', [(5, 30, 4), (180, 2, 4), (180, 30, 1), (10_000, 30, 4)])
def test_a_load_out_of_bounds_is_refused_before_anything_is_made(asked):
    with pytest.raises(Failure, match="can be"):
        load.run(*asked)


def test_a_raw_error_is_a_finding_and_a_refusal_with_a_sentence_is_none():
    crowd = load_people.Crowd([], 'load')
    crowd.record('submit', 0.0)
    crowd.record('submit', 0.0, load_people.Refused('odoo.exceptions.UserError', "Add an item."))
    assert not list(crowd.get_findings())
    crowd.record('submit', 0.0, load_people.Refused('psycopg2.errors.SerializationFailure', "could not serialize"))
    crowd.record('approve', 0.0, load_people.Refused(
        'odoo.exceptions.ValidationError', "The operation cannot be completed: again"))
    assert len(list(crowd.get_findings())) == 2


def test_a_connection_may_break_while_something_is_killed_and_at_no_other_time():
    crowd = load_people.Crowd([], 'load')
    crowd.record('submit', load_people.time.monotonic())
    crowd.expect_cuts(until_served=True)
    crowd.record('draft', load_people.time.monotonic(), load_people.Cut("refused"))
    assert not list(crowd.get_findings())
    crowd.is_served_again()
    crowd.away_until = 0.0
    crowd.record('draft', load_people.time.monotonic(), load_people.Cut("refused"))
    assert len(list(crowd.get_findings())) == 1


def test_people_go_home_before_the_last_server_is_stopped(monkeypatch):
    events = []

    @contextmanager
    def serving(*_options):
        events.append('served')
        yield 'http://127.0.0.1', None
        events.append('not served')

    crowd = load_people.Crowd([], 'load')
    for name in ('sign_in', 'start', 'stop'):
        monkeypatch.setattr(crowd, name, lambda *_arguments, name=name: events.append(name))
    monkeypatch.setattr(load.server, 'serving', serving)
    monkeypatch.setattr(load, '_sleep_until', lambda moment: None)
    monkeypatch.setattr(load, '_kill', lambda child, who: events.append(f'kill {who}'))
    assert load._work(crowd, 20, 2) == 2
    assert events[:events.index('stop') + 1] == [
        'served', 'sign_in', 'start', 'kill worker', 'kill worker', 'kill server', 'not served', 'served', 'stop']


def test_a_change_touches_what_stands_on_it():
    touched = modules.with_dependents(['office_admin_approval'])
    assert 'office_admin_supplies' in touched and 'office_admin_supplies_purchase' in touched
    assert 'office_admin_base' not in touched and 'office_admin_worktime' not in touched


def test_what_is_for_tests_is_installed_by_tests_alone():
    assert 'office_admin_test' in modules.for_tests()
    assert not modules.for_tests().keys() & (modules.ours().keys() | modules.digests().keys())
    for module in modules.ours().values():
        assert not modules.for_tests().keys() & set(module.manifest['depends'])


def test_what_a_bench_does_not_keep_is_told_with_or_without_a_target():
    rows = bench.summary('desk', [
        {'measure': "list", 'ms': 5, 'target': "≤ 3 ms", 'ok': False}, {'measure': "growth", 'ms': 5, 'ok': False},
        {'measure': "only shown", 'ms': 5}])
    assert [(row['case'], row['target'], row['ok']) for row in rows] == [
        ("list, ms 5", "≤ 3 ms", False), ("growth, ms 5", '', False)]
    assert not bench.summary('desk', None)[0]['ok']

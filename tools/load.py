"""A working day in minutes: many people at once, workers and servers that are killed, then an audit of the books.

The people are threads of this process that speak to Odoo as the web client does (``load_people``). The office that they
work in is made by ``load_office`` and looked through by ``load_audit``, both inside Odoo's Python. All of it stays on
the loopback address and in a database that is thrown away.
"""

import json
import os
import re
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tools import database, load_people, odoo_command, paths, postgres, process, server, setup, state
from tools.console import Failure, say, step
from tools.tables import table

LOAD_DATABASE = 'office_load'

BOUNDS = {'seconds': (20, 1800), 'clients': (8, 200), 'workers': (2, 16)}
_FIRST_PORT = 8170
# When who is killed, as parts of the whole time.
_KILLS = ((0.25, 'worker'), (0.5, 'worker'), (0.7, 'server'))
_LOG = 'load-server-{}'
_TRIED_AGAIN = re.compile(r'odoo\.service\.model: (.+), \d tries left, try again')


def run(seconds, clients, workers, slowest=None, odoo=None):
    """Let ``clients`` people work for ``seconds``, then audit.

    :param slowest: how many seconds a submit may take; None: it is only reported
    :return: 1 if something was found, else 0
    """
    for name, value in {'seconds': seconds, 'clients': clients, 'workers': workers}.items():
        least, most = BOUNDS[name]
        if not least <= value <= most:
            raise Failure(f"--{name} can be {least} to {most}.")
    with setup.ready(odoo), state.reserved(LOAD_DATABASE):
        database.renew(LOAD_DATABASE)
        with step(f"An office with {clients} people"):
            people = json.loads(_inside_odoo('load_office', clients))
        crowd = load_people.Crowd(people, LOAD_DATABASE)
        servers = _work(crowd, seconds, workers)
        findings = [*crowd.get_findings(slowest), *_get_log_findings(servers)]
        _print_figures(crowd, servers)
        with step("Audit of the books"):
            audit = json.loads(_inside_odoo('load_audit'))
        say('\n' + '\n'.join(table(audit)) + '\n')
        findings += [finding for row in audit for finding in row.pop('findings')]
        if findings:
            say('\n'.join(f"Found: {finding}" for finding in findings))
            say(f"\nThe database {LOAD_DATABASE} is kept until the next run: ./office shell --database {LOAD_DATABASE}")
            return 1
        database.drop(LOAD_DATABASE)
        say("Nothing was found.")
    return 0


def _work(crowd, seconds, workers):
    """Serve the people, and kill what serves them from time to time.

    :return: the number of servers that it took
    """
    port = postgres.free_port(_FIRST_PORT)
    options = (f'--workers={workers}', f'--gevent-port={postgres.free_port(port + 1)}', '--max-cron-threads=1')
    start, number, kills = None, 0, list(_KILLS)
    try:
        while start is None or kills or time.monotonic() < start + seconds:
            number += 1
            with server.serving(LOAD_DATABASE, port, _LOG.format(number), *options) as (url, child):
                if start is None:
                    crowd.sign_in(url)
                    start = time.monotonic()
                    crowd.start()
                else:
                    crowd.is_served_again()
                while kills and kills[0][0] * seconds < seconds:
                    part, who = kills.pop(0)
                    _sleep_until(start + part * seconds)
                    crowd.expect_cuts(who == 'server')
                    _kill(child, who)
                    if who == 'server':
                        break
                    say(f"    a worker was killed after {part * seconds:.0f} s")
                else:
                    _sleep_until(start + seconds)
                    crowd.stop()    # before what serves them
                    break
            say(f"    the server was killed after {part * seconds:.0f} s")
    finally:
        crowd.stop()
    return number


def _sleep_until(moment):
    time.sleep(max(moment - time.monotonic(), 0))


def _kill(child, who):
    """Kill without a warning: the whole server, or that of its workers which has done the most."""
    if who == 'server':
        os.killpg(child.pid, signal.SIGKILL)
        return
    pids = Path(f'/proc/{child.pid}/task/{child.pid}/children').read_text().split()
    with suppress(ProcessLookupError):      # it has just ended by itself
        os.kill(int(max(pids, key=_get_cpu_time)), signal.SIGKILL)


def _get_cpu_time(pid):
    try:
        return int(Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[11])
    except (OSError, IndexError):
        return 0


def _inside_odoo(name, *arguments):
    """Run ``tools/<name>.py`` inside Odoo's Python and return what it prints."""
    command = [paths.PYTHON, '-m', f'tools.{name}', LOAD_DATABASE, *arguments]
    done = subprocess.run([str(word) for word in command], cwd=paths.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"tools/{name}.py ended with an error", done.stderr.splitlines()[-12:])
    return done.stdout


def _get_logs(servers):
    return [process.log_path(_LOG.format(number + 1)) for number in range(servers)]


def _get_log_findings(servers):
    """What the servers logged as an error; a query that fails and is tried again is counted elsewhere."""
    for log in _get_logs(servers):
        for line in odoo_command.problems(log, ('ERROR', 'CRITICAL')):
            if ' odoo.sql_db: ' not in line:
                yield f"{process.shown(log)}: {line}"


def _print_figures(crowd, servers):
    say('\n' + '\n'.join(table(crowd.get_figures())))
    say(f"\nRequests per second: {crowd.get_rate():.1f}")
    tried = Counter()
    for log in _get_logs(servers):
        with log.open(errors='replace') as lines:
            tried.update(match[1] for line in lines if (match := _TRIED_AGAIN.search(line)))
    say(f"Tried again by Odoo: {', '.join(f'{count} × {kind}' for kind, count in tried.items()) or 'nothing'}")
    for title, counted in (
            ("Refused with a sentence", crowd.refusals), ("Raw errors", crowd.raw), ("Cut off by a kill", crowd.cuts)):
        say(f"{title}: {', '.join(f'{count} × {kind}' for kind, count in counted.most_common()) or 'none'}")
    say()

"""A running Odoo: on the screen of the user (``run``), or in the background for something else."""

import os
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from tools import database, odoo_command, paths, postgres, process, setup, state
from tools.console import Failure, say, step

# The people of the demo company, one per position. The password is the login.
LOGINS = {
    'employee': "asks for things",
    'head': "decides for a department",
    'receptionist': "serves visitors and callers",
    'officer': "runs the office",
    'manager': "sets the office up and decides",
    'auditor': "sees everything, changes nothing",
    'admin': "administers Odoo",
}


def run(name, port, odoo=None, renew=False):
    """Serve the database ``name``, made with demo data if it is new, until the user stops it.

    :param renew: throw the database away and make it anew
    """
    database.check_name(name)
    if not postgres.is_free(port):
        raise Failure(f"Port {port} is taken: stop what listens there, or choose another one with --port.")
    with setup.ready(odoo), state.reserved(name):
        if renew:
            database.renew(name, demo=True)
        else:
            database.ensure_demo(name)
        database.set_address(name, f'http://{postgres.HOST}:{port}')
        with serving(name, port, 'server') as (url, child):
            _print_welcome(name, url)
            if code := child.wait():
                log = process.log_path('server')
                raise Failure(f"Odoo ended with code {code} (full log: {process.shown(log)})", process.tail(log))


@contextmanager
def serving(name, port, log, *options):
    """Odoo on ``port`` for the time of the block, ready to answer.

    :param log: the name of its log file
    :param options: more of Odoo's own options
    :return: its address and its process
    """
    url = f'http://{postgres.HOST}:{port}'
    path = process.log_path(log)
    command = odoo_command.command('server', name, f'--http-port={port}', f'--db-filter=^{name}$', *options)
    # Odoo starts itself anew by the name of its Python alone, so that has to be the first on the path.
    env = {'PATH': os.pathsep.join((str(paths.PYTHON.parent), os.environ['PATH']))}
    with path.open('wb') as output, process.running(command, output=output, env=env) as child:
        with step("Odoo started"):
            _wait_until_ready(url, child, path)
        yield url, child


def _wait_until_ready(url, child, log, patience=180):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise Failure(f"Odoo did not start (full log: {process.shown(log)})", process.tail(log))
        if _answers(f'{url}/web/login'):
            return
        time.sleep(0.2)
    raise Failure(f"Odoo did not answer within {patience} s (full log: {process.shown(log)})", process.tail(log))


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=120) as response:
            return response.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _print_welcome(name, url):
    logins = database.logins(name)
    say(f"\n  Office Admin is ready: {url}\n\n  Log in as (the password is the same word):")
    for login, what in LOGINS.items():
        if login in logins:
            say(f"    {login:<14}{what}")
    say("\n  Log: .odoo/log/server.log    Stop: Ctrl-C\n")

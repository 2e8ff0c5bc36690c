"""The database server: the user's own when PGHOST or PGPORT say so, else a cluster in ``.odoo/pg``.

The cluster listens on the loopback address only, on a port that it keeps as long as nobody else takes it. Commands that
use it hold a shared lock; the last one to leave stops it, unless somebody else is still connected.
"""

import fcntl
import os
import pwd
import secrets
import shutil
import socket
import subprocess
from contextlib import contextmanager
from functools import cache

from tools import paths, process, state, system
from tools.console import Failure, step

HOST = '127.0.0.1'
ROLE = 'odoo'            # Odoo refuses to work as postgres

_FIRST_PORT = 5470
_PASSWORD = paths.HOME / 'pg.password'
_PORT = paths.HOME / 'pg.port'
_SYSTEM_USER = 'postgres'

# Made for trying, testing and measuring on one machine. fsync stays on, as a lost trial database is somebody's lost
# afternoon; a commit that a power cut takes back is not, and waiting for the disk at every commit is what makes test
# runs slow.
_SETTINGS = {
    'listen_addresses': HOST,
    'unix_socket_directories': '',
    'synchronous_commit': 'off',
    'shared_buffers': '256MB',
    'max_connections': '100',
}


def packages():
    """The Debian packages for the server that will be used."""
    return system.POSTGRES_CLIENT if is_foreign() else system.POSTGRES


@cache      # ensure() sets the same variables
def is_foreign():
    """Whether the user names a PostgreSQL by the usual variables."""
    return bool(os.environ.get('PGHOST') or os.environ.get('PGPORT'))


@contextmanager
def in_use():
    """Hold on to the server that is used within the block; at its end the last command stops the own cluster."""
    if is_foreign():
        yield
        return
    with (paths.HOME / 'pg.users').open('w') as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            _leave(users)


def ensure():
    """Make the cluster if there is none, start it if it is down, and put its PG* variables into ``os.environ``."""
    if is_foreign():
        _check_foreign()
        return
    if not (paths.CLUSTER / 'PG_VERSION').exists():
        with step("PostgreSQL cluster"):
            _make()
    if not _server_bin().is_dir():
        raise Failure(f"The PostgreSQL that made the databases in .odoo is gone ({_server_bin()}): "
                      "install that version again, or delete .odoo.")
    if not _is_running():
        with step("PostgreSQL started"):
            _start()
    os.environ.update(environment())


def stop():
    """Stop the own cluster, whoever is connected."""
    if (paths.CLUSTER / 'PG_VERSION').exists() and _is_running():
        _run_as_owner('pg_ctl', '-D', paths.CLUSTER, '-m', 'fast', '-w', '-s', 'stop')


def environment():
    """The variables by which psql, Odoo and pytest find the own cluster."""
    return {'PGHOST': HOST, 'PGPORT': _PORT.read_text(), 'PGUSER': ROLE, 'PGPASSWORD': _PASSWORD.read_text()}


def sql(*statements, database='postgres'):
    """Run SQL statements one by one and return their rows, each a list of strings."""
    commands = [word for statement in statements for word in ('-c', statement)]
    psql = [system.postgres_bin() / 'psql', '-XAtqw', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-d', database]
    done = subprocess.run([*psql, *commands], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"PostgreSQL refused: {done.stderr.strip() or statements}")
    return [line.split('\t') for line in done.stdout.splitlines()]


def free_port(first):
    """The first port from ``first`` on that nobody listens on."""
    return next(port for port in range(first, first + 200) if is_free(port))


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _check_foreign():
    """The role that the user names has to be one that Odoo works with."""
    try:
        [[role, may_create]] = sql('SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user')
    except Failure as failure:
        raise Failure(f"The PostgreSQL of PGHOST and PGPORT cannot be used. {failure}") from None
    if role == _SYSTEM_USER or may_create != 't':
        raise Failure(f"Odoo cannot work as the PostgreSQL role {role}: name with PGUSER another one that may "
                      "create databases.")


def _make():
    """Build the cluster beside its place and move it there complete."""
    password = secrets.token_urlsafe(24)
    with state.work_folder('pg') as work:
        secret, data = work / 'password', work / 'data'
        data.mkdir(mode=0o700)
        secret.touch(mode=0o600)
        secret.write_text(password)
        _give_away(work, secret, data)
        _run_as_owner('initdb', '-D', data, '-U', _SYSTEM_USER, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'scram-sha-256',
                      f'--pwfile={secret}')
        with (data / 'postgresql.conf').open('a') as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        # Single-user mode needs no password: the role exists before the cluster is open to anybody.
        _run_as_owner('postgres', '--single', '-D', data, 'postgres',
                      stdin=f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'")
        _PASSWORD.touch(mode=0o600)
        _PASSWORD.write_text(password)
        data.rename(paths.CLUSTER)


def _start():
    remembered = int(_PORT.read_text()) if _PORT.exists() else _FIRST_PORT
    port = free_port(remembered)
    _PORT.write_text(str(port))
    log = paths.CLUSTER / 'server.log'
    try:
        _run_as_owner('pg_ctl', '-D', paths.CLUSTER, '-l', log, '-o', f'-p {port}', '-w', '-s', 'start')
    except Failure as failure:
        raise Failure(f"PostgreSQL did not start (its log: {process.shown(log)})",
                      process.tail(log) if log.exists() else failure.details) from None


def _is_running():
    try:
        _run_as_owner('pg_ctl', '-D', paths.CLUSTER, 'status')
    except Failure:
        return False
    return True


def _leave(users):
    """Stop the cluster if this was the last command and nobody else is connected."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    if not ((paths.CLUSTER / 'PG_VERSION').exists() and _is_running()):
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    os.environ.update(environment())
    if sql(others) == [['0']]:
        stop()


def _run_as_owner(program, *arguments, stdin=None):
    """Run one of PostgreSQL's programs as the owner of the cluster: they refuse root."""
    command = [*_become_owner(), _server_bin() / program, *arguments]
    done = subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True, check=False,
                          cwd='/', start_new_session=True)
    if done.returncode:
        lines = (done.stdout + done.stderr).splitlines()
        raise Failure(f"PostgreSQL's {program} failed", lines[-12:])


def _server_bin():
    """The programs of the version that made the cluster: another one cannot read it."""
    newest, version = system.postgres_bin(), paths.CLUSTER / 'PG_VERSION'
    is_debian = newest.name == 'bin' and newest.parent.parent.name == 'postgresql'
    return newest.parent.with_name(version.read_text().strip()) / 'bin' if is_debian and version.exists() else newest


def _become_owner():
    """Root hands the cluster to the user of Debian's package.

    That user may have no way into the folder of the clone (for example below /root); then it keeps the one capability
    that lets it pass.
    """
    if os.geteuid():
        return []
    user = ['setpriv', f'--reuid={_SYSTEM_USER}', f'--regid={_SYSTEM_USER}', '--init-groups']
    may_enter = not subprocess.run([*user, 'test', '-x', paths.HOME], check=False, cwd='/').returncode
    return user if may_enter else [*user, '--inh-caps=+dac_override', '--ambient-caps=+dac_override']


def _give_away(*files):
    if os.geteuid() == 0:
        for path in files:
            shutil.chown(path, pwd.getpwnam(_SYSTEM_USER).pw_uid, pwd.getpwnam(_SYSTEM_USER).pw_gid)

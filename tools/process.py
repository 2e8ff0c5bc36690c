"""Child processes: their output goes to a log file, and none outlives the command that started it."""

import ctypes
import os
import shlex
import signal
import subprocess
from collections import deque
from contextlib import contextmanager

from tools import paths
from tools.console import Failure

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _die_with_parent():
    """Run in the child: a killed ``office`` takes its children along. Linux only, like Debian's packages."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, *, output, env=None, cwd=paths.ROOT):
    """Start ``command`` in a process group of its own, so that :func:`stop` reaches all that it starts."""
    return subprocess.Popen(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        start_new_session=True, preexec_fn=_die_with_parent)


def stop(child, patience=10):
    """Ask the process group to end, wait ``patience`` seconds, then kill what is left."""
    for signal_number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        try:
            os.killpg(child.pid, signal_number)
        except ProcessLookupError:
            break
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    child.wait()


@contextmanager
def running(command, **options):
    """A child that is stopped at the end of the block, however the block ends."""
    child = start(command, **options)
    try:
        yield child
    finally:
        stop(child)


def run(command, log, *, env=None, cwd=paths.ROOT, remedy=None):
    """Run ``command`` to its end with its output in ``.odoo/log/<log>.log``.

    :param remedy: what the user can do when it fails, instead of the name of the command
    :raise Failure: it ended with an error; carries the last lines of the log
    """
    path = log_path(log)
    with path.open('wb') as output:
        output.write(f"$ {shlex.join(map(str, command))}\n".encode())
        output.flush()
        with running(command, output=output, env=env, cwd=cwd) as child:
            code = child.wait()
    if code:
        raise Failure(f"{remedy or f'{command[0]} ended with code {code}'} (all of its output: {shown(path)})",
                      tail(path))


def log_path(name):
    """The log file of that name; its folder exists afterwards."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    return paths.LOGS / f'{name}.log'


def tail(path, count=12):
    """The last lines of a text file, without empty ones."""
    with path.open(errors='replace') as lines:
        return [line.rstrip() for line in deque((line for line in lines if line.strip()), count)]


def shown(path):
    """A path as the user types it: relative to the folder of ``office`` if it is inside."""
    return path.relative_to(paths.ROOT) if path.is_relative_to(paths.ROOT) else path

"""Child processes: their output goes to a log file, and none outlives the command that started it."""

import ctypes
import multiprocessing
import os
import shlex
import signal
import subprocess
import sys
from collections import deque
from contextlib import contextmanager, suppress

from tools import paths
from tools.console import Failure, show_finished_steps_only

_PATIENCE = 15      # seconds that a child has for its own cleaning up

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_fork = multiprocessing.get_context('fork')


class Interrupted(BaseException):
    """The user pressed Ctrl-C, or the system asked this command to end. Unwinds through every ``finally``."""

    def __init__(self, signal_number):
        super().__init__(signal_number)
        self.exit_code = 128 + signal_number


def end_cleanly_on_signals():
    """Turn the signals that end a command into :class:`Interrupted`, once: cleaning up is not interrupted again."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(signal_number, _frame):
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(signal_number)

    for each in signals:
        signal.signal(each, interrupt)


def run(command, log, *, env=None, cwd=paths.ROOT, remedy=None, on_terminal=False):
    """Run ``command`` to its end with its output in ``.odoo/log/<log>.log``.

    :param remedy: what the user can do when it fails, instead of the name of the command
    :param on_terminal: leave it in the user's session: sudo remembers a password per terminal
    :return: the path of the log
    :raise Failure: it ended with an error; carries the last lines of the log
    """
    path = log_path(log)
    with path.open('wb') as output:
        output.write(f"$ {shlex.join(map(str, command))}\n".encode())
        output.flush()
        with running(command, output=output, env=env, cwd=cwd, on_terminal=on_terminal) as child:
            code = child.wait()
    if code:
        lines = tail(path)
        if any('No space left on device' in line for line in lines):
            remedy = "The disk is full: make room and start again"
        raise Failure(f"{remedy or f'{command[0]} ended with code {code}'} (full output: {shown(path)})", lines)
    return path


def run_in_front(command, *, env=None, cwd=paths.ROOT):
    """Run ``command`` on the user's terminal.

    :return: its exit code
    """
    child = subprocess.Popen(_words(command), cwd=cwd, env=_environment(env), preexec_fn=_prepare_child)
    try:
        return child.wait()
    except Interrupted:
        if sys.stdin.isatty():      # Ctrl-C has reached the child as well: let it clean up undisturbed
            with suppress(subprocess.TimeoutExpired):
                child.wait(_PATIENCE)
        raise
    finally:
        _stop(child, child.send_signal, signal.SIGINT)


@contextmanager
def running(command, *, output, stdin=subprocess.DEVNULL, env=None, cwd=paths.ROOT, on_terminal=False):
    """A child in the background, stopped together with all that it started, however the block ends."""
    # A session of its own: what the user types, Ctrl-C included, does not reach it, and it can be stopped as a group.
    child = subprocess.Popen(
        _words(command), cwd=cwd, env=_environment(env), stdin=stdin, stdout=output,
        stderr=subprocess.STDOUT, start_new_session=not on_terminal, preexec_fn=_prepare_child)
    try:
        yield child
    finally:
        send = child.send_signal if on_terminal else lambda number: os.killpg(child.pid, number)
        _stop(child, send, signal.SIGTERM)


@contextmanager
def beside(work, *arguments):
    """Do ``work`` in a process of its own during the block, which ends when both have.

    What it leaves is on the disk and in databases. A block that fails stops it.

    :raise Failure: that of ``work``, at the end of the block
    """
    receiver, sender = _fork.Pipe(duplex=False)
    child = _fork.Process(target=_work_beside, args=(sender, work, arguments))
    child.start()
    sender.close()
    try:
        yield
        error = _receive(receiver)
        child.join()
    finally:
        child.terminate()
        child.join()
    if error:
        raise error


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


def _work_beside(sender, work, arguments):
    show_finished_steps_only()
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    with suppress(Interrupted):
        try:
            work(*arguments)
            sender.send(None)
        except (Failure, OSError) as error:
            sender.send(error)


def _receive(receiver):
    try:
        return receiver.recv()
    except EOFError:
        return Failure("A process that worked beside this one ended before its work.")


def _prepare_child():
    """Run in the child before its program. Signals that this process ignores by now must reach the child."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)   # even when this process is killed outright


def _stop(child, send, first):
    """Ask politely, then firmly."""
    for number, patience in ((first, _PATIENCE), (signal.SIGKILL, 5)):
        try:
            send(number)
            child.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            return
        except PermissionError:      # sudo runs as root; it ends with what it runs, which Ctrl-C has reached as well
            child.wait()


def _words(command):
    return [str(word) for word in command]


def _environment(extra):
    return {**os.environ, **(extra or {})}

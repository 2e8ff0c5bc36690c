"""What has been set up already, and who is setting up now.

A stamp is written after its step has finished and holds a hash of what went in. A step that was interrupted has no
stamp, or an old one, and is done again.
"""

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path

from tools import paths
from tools.console import Failure, say

_setting_up = False


def digest(*parts):
    """A short hash of strings and of the contents of files (paths that exist as files)."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) and part.is_file() else str(part).encode()
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()[:16]


def get(name):
    """What the stamp of the step ``name`` holds, None if the step has not finished."""
    try:
        return (paths.STAMPS / name).read_text()
    except FileNotFoundError:
        return None


def is_done(name, value):
    """Whether the step ``name`` has finished with the inputs that ``value`` stands for."""
    return get(name) == value


def set_done(name, value):
    """Remember that the step has finished."""
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    fresh = paths.STAMPS / f'{name}.new'
    fresh.write_text(value)
    fresh.replace(paths.STAMPS / name)


def set_undone(name):
    """Forget the stamp before redoing its step, so that an interruption leaves none."""
    (paths.STAMPS / name).unlink(missing_ok=True)


@contextmanager
def setup_lock():
    """Only one ``office`` at a time sets up; a second one waits and says so. May be nested."""
    global _setting_up
    if _setting_up:
        yield
        return
    with (paths.HOME / 'setup.lock').open('w') as lock:
        if not _try_lock(lock):
            say("Another ./office is setting up: waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        _setting_up = True
        try:
            yield
        finally:
            _setting_up = False


@contextmanager
def reserved(database):
    """Keep a database that is thrown away and made anew to one command at a time.

    :raise Failure: another command works on it
    """
    with (paths.HOME / f'{database}.lock').open('w') as lock:
        if not _try_lock(lock):
            raise Failure(f"Another ./office works on the database {database}: wait for it, or stop it.")
        yield


@contextmanager
def work_folder(name):
    """An empty folder for half-done work, removed at the end and, if that did not happen, at the next start."""
    folder = paths.TEMP / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _try_lock(file):
    """Take the lock if it is free. The system gives it back when this process ends, come what may."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

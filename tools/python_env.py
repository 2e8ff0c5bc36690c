"""The virtual environment: Odoo's own Python packages, what our add-ons add, and the tools for tests."""

import importlib.util
import shutil
import sys
from pathlib import Path

from tools import paths, process, state, system
from tools.console import step

# The real interpreter, not that of an environment: this command may have been started by the Python of our own one.
_INTERPRETER = Path(sys.executable).resolve()

_ODOO = paths.TOOLS / 'requirements-odoo.txt'
_OURS = paths.ROOT / 'requirements.txt'
_TESTS = paths.TOOLS / 'requirements-test.txt'


def packages():
    """The Debian packages that are needed to make the environment, if it has to be made."""
    needed = [] if _is_made() or importlib.util.find_spec('ensurepip') else [system.Package('python3-venv', '')]
    return needed + ([] if state.is_done('python', _inputs(_ODOO, _OURS)) else list(system.COMPILER))


def ensure(with_tests=False):
    """Make the environment.

    :param with_tests: also install what tests, lint and screenshots need
    """
    if not _is_made():
        _make()
    _ensure_packages('python', "Python packages for Odoo", _ODOO, _OURS)
    if with_tests:
        _ensure_packages('python-tests', "Python packages for tests", _TESTS)


def link_odoo(folder):
    """Let the environment import Odoo from ``folder``."""
    # A .pth file rather than PYTHONPATH, so that tools started by hand see it as well.
    link, content = _link_file(), f'{folder}\n'
    if not link.exists() or link.read_text() != content:
        link.write_text(content)


def link_browser():
    """Let Odoo find the browser where its Python is, by the name that it looks for."""
    link = paths.PYTHON.with_name('chromium')
    if not (link.is_symlink() and link.readlink() == Path(system.BROWSER)):
        link.unlink(missing_ok=True)
        link.symlink_to(system.BROWSER)


def odoo_folder():
    """The folder from which the environment imports Odoo."""
    return Path(_link_file().read_text().strip())


def _is_made():
    return state.is_done('venv', _inputs()) and paths.PYTHON.exists()


def _make():
    for name in ('venv', 'python', 'python-tests'):
        state.set_undone(name)
    system.need_disk(1500, paths.HOME)
    with step("Python environment"):
        shutil.rmtree(paths.VENV, ignore_errors=True)
        process.run([_INTERPRETER, '-m', 'venv', paths.VENV], 'venv')
    state.set_done('venv', _inputs())


def _ensure_packages(stamp, text, *requirements):
    if state.is_done(stamp, _inputs(*requirements)):
        return
    state.set_undone(stamp)
    with step(text):
        files = [word for path in requirements for word in ('-r', path)]
        process.run([paths.PYTHON, '-m', 'pip', 'install', '--disable-pip-version-check', *files], f'pip-{stamp}',
                    remedy="pip could not install the Python packages")
    state.set_done(stamp, _inputs(*requirements))


def _inputs(*requirements):
    """An environment serves only the interpreter and the place that it was made for."""
    return state.digest(str(_INTERPRETER), sys.version, paths.VENV, *requirements)


def _link_file():
    return next(paths.VENV.glob('lib/python*/site-packages')) / 'odoo-source.pth'

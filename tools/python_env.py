"""The virtual environment: Odoo's own Python packages, what our add-ons add, and the tools for tests."""

import importlib.util
import os
import shutil
import subprocess
import sys

from tools import paths, process, state, system
from tools.console import Failure, step

_ODOO = paths.TOOLS / 'requirements-odoo.txt'
_OURS = paths.ROOT / 'requirements.txt'
_TESTS = paths.TOOLS / 'requirements-test.txt'


def ensure(odoo_folder, with_tests=False):
    """Make the environment and let it import Odoo from ``odoo_folder``.

    :param with_tests: also install what tests, lint and screenshots need
    """
    _ensure_venv()
    _ensure_packages('python', "Python packages for Odoo", _ODOO, _OURS)
    if with_tests:
        _ensure_packages('python-tests', "Python packages for tests", _TESTS)
    _link(odoo_folder)


def _ensure_venv():
    inputs = state.digest(sys.executable, sys.version, paths.VENV)
    if state.is_done('venv', inputs) and paths.PYTHON.exists():
        return
    for name in ('venv', 'python', 'python-tests'):
        state.set_undone(name)
    if not importlib.util.find_spec('ensurepip'):
        system.ensure([system.Package('python3-venv', os.devnull + '/missing')])
    system.need_disk(1500, paths.HOME)
    with step("Python environment"):
        shutil.rmtree(paths.VENV, ignore_errors=True)
        # In a child: venv cannot be stopped half-way inside this process.
        process.run([sys.executable, '-m', 'venv', paths.VENV], 'venv')
    state.set_done('venv', inputs)


def _ensure_packages(stamp, text, *requirements):
    inputs = state.digest(state.digest(sys.version), *requirements)
    if state.is_done(stamp, inputs):
        return
    state.set_undone(stamp)
    system.ensure(system.COMPILER)
    system.need_disk(1000, paths.HOME)
    with step(text):
        files = [argument for path in requirements for argument in ('-r', path)]
        process.run([paths.PYTHON, '-m', 'pip', 'install', '--disable-pip-version-check', *files], f'pip-{stamp}',
                    remedy="pip could not install the Python packages")
    state.set_done(stamp, inputs)


def _link(odoo_folder):
    """Make Odoo importable. A .pth file rather than PYTHONPATH, so that tools started by hand see it as well."""
    site_packages = next(paths.VENV.glob('lib/python*/site-packages'))
    link, content = site_packages / 'odoo-source.pth', f'{odoo_folder}\n'
    if not link.exists() or link.read_text() != content:
        link.write_text(content)

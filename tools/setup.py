"""The set-up that every command stands on; what needs nothing of each other at the same time."""

from contextlib import contextmanager

from tools import odoo_command, odoo_source, paths, postgres, process, python_env, state, system


@contextmanager
def ready(odoo=None, with_tests=False, with_browser=False):
    """Provide Odoo, its Python packages and PostgreSQL for the block, installing what is missing.

    :param odoo: a folder with Odoo that the user names
    :param with_tests: also the Python packages for tests, lint and screenshots
    :param with_browser: also Chromium
    """
    paths.HOME.mkdir(exist_ok=True)
    with postgres.in_use():
        with state.setup_lock():
            system.ensure([*python_env.packages(), *postgres.packages(), *system.PRINTING,
                           *(system.BROWSERS if with_browser else ())])
            with process.beside(python_env.ensure, with_tests):
                folder = odoo_source.ensure(odoo)
                postgres.ensure()
            python_env.link_odoo(folder)
            if with_browser:
                python_env.link_browser()
            odoo_command.write_conf(folder)
        yield

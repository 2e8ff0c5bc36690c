"""The set-up that every command stands on, in the order in which one step needs the other."""

from contextlib import contextmanager

from tools import odoo_command, odoo_source, paths, postgres, python_env, state, system


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
            folder = odoo_source.ensure(odoo)
            system.ensure([*python_env.packages(), *postgres.packages(), *system.PRINTING,
                           *(system.BROWSERS if with_browser else ())])
            python_env.ensure(folder, with_tests)
            if with_browser:
                python_env.link_browser()
            odoo_command.write_conf(folder)
            postgres.ensure()
        yield

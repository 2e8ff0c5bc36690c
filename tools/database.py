"""Databases: a template of Odoo's own modules, our add-ons installed on a copy of it, and copies of that to work on.

Each carries in its comment what it was made from. A database without our comment, or whose files are not here, is
somebody else's: never touched.
"""

import json
import os
import re
import shutil
import time
from contextlib import suppress

from tools import modules, odoo_command, paths, postgres, process, python_env, state
from tools.console import Failure, say, step

# English has to be named: Odoo makes the first language that it is told to load the main one.
LANGUAGES = 'en_US,zh_CN'

_MARK = 'office admin: '
_UNFINISHED = {'finished': False}
_FILESTORE = paths.DATA / 'filestore'
_PLAIN, _DEMO, _TEMPLATE = 'office_plain', 'office_demo', 'office_template_'


def check_name(name):
    """Refuse a name that PostgreSQL or Odoo would not take, and those of the databases that are only copied."""
    if not re.fullmatch(r'[A-Za-z0-9][A-Za-z0-9_.-]{0,62}', name):
        raise Failure(f"{name!r} cannot be the name of a database: use letters, digits and underscores.")
    if name in (_PLAIN, _DEMO) or name.startswith(_TEMPLATE):
        raise Failure(f"The database {name} is kept to be copied: choose another name.")


def ensure_demo(name):
    """Make the database ``name`` with demo data, or load into an older one what changed since."""
    with state.setup_lock():
        if _mark(name) in (None, _UNFINISHED):
            renew(name, demo=True)
        else:
            update(name)


def renew(name, demo=False, tests=False):
    """Make the database ``name`` anew: our add-ons just installed, and nothing happened since.

    :param tests: with the modules that only tests install
    """
    with state.setup_lock():
        source = _ensure_installed(demo)
        with step(f"Database {name}"):
            _copy(source, name)
            _set_mark(name, _mark(source))
        if tests:
            update(name, tests=True)


def renew_core(name, extra=()):
    """Make the database ``name`` anew with the modules of Odoo that ours depend on and ``extra`` ones, none of ours."""
    with state.setup_lock():
        template = _ensure_template()
        with step(f"Database {name}"):
            _copy(template, name)
            load(name, _option('-i', extra))
            _set_mark(name, {'template': template, 'demo': False, 'modules': {}})


def update(name, only=(), tests=False):
    """Load into the database the sources of our modules that are new or changed since it was made or updated.

    :param only: names of modules to load instead, changed or not
    :param tests: install the modules that only tests install; where they are installed they are updated anyhow
    :return: the names of the modules that were loaded
    :raise Failure: there is no such database or module of ours
    """
    if unknown := set(only) - modules.with_tests().keys():
        raise Failure(f"There is no module {', '.join(sorted(unknown))}; there are {', '.join(modules.ours())}.")
    with state.setup_lock():
        mark = _mark(name)
        if mark in (None, _UNFINISHED):
            raise Failure(f"There is no database {name} of ./office; ./office run --database {name} makes it.")
        before = mark['modules']
        extra = modules.for_tests().keys() & (modules.for_tests() if tests else {*before, *only})
        now = modules.digests({*modules.ours(), *extra})
        wanted = [module for module in now if (module in only if only else now[module] != before.get(module))]
        if not wanted:
            return []
        new = [module for module in wanted if module not in before]
        old = [module for module in wanted if module in before]
        options = [*_option('-i', new), *_option('-u', old), *(['--i18n-overwrite'] if old else [])]
        with step(f"{', '.join(wanted)} updated in {name}"):
            load(name, options, mark['demo'])
        _set_mark(name, {**mark, 'modules': {**before, **{module: now[module] for module in wanted}}})
        return wanted


def is_made(name):
    """Whether the database exists and was finished by ``office``."""
    return _mark(name) not in (None, _UNFINISHED)


def logins(name):
    """The logins of the active users."""
    return {row[0] for row in postgres.sql('SELECT login FROM res_users WHERE active', database=name)}


def set_address(name, url):
    """Let links, QR codes and printed reports lead to ``url``, unless they lead to another host than this machine."""
    postgres.sql(
        f"UPDATE ir_config_parameter SET value = '{url}' "
        "WHERE key = 'web.base.url' AND value ~ '^http://(localhost|127[.]0[.]0[.]1):[0-9]+$'", database=name)


def drop(name):
    """Drop a database of ours, with its files."""
    statement = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    for _try in range(20):
        with suppress(Failure):
            postgres.sql(statement)
            break
        time.sleep(1)  # PostgreSQL tidies up in it, and lets only its administrator stop that
    else:
        postgres.sql(statement)
    shutil.rmtree(_FILESTORE / name, ignore_errors=True)


def load(name, options, demo=False):
    """Install or update modules by Odoo's ``options``.

    :raise Failure: Odoo ended with an error or logged one (a constraint that cannot be made is only logged)
    """
    if not any(options):
        return
    _add_extensions(name)
    demo_option = ['--with-demo'] if demo else []
    log = process.run(
        odoo_command.command('server', name, *options, *demo_option, '--stop-after-init', '--no-http'), f'load-{name}',
        remedy=f"Odoo could not load its modules into {name}")
    faults = odoo_command.problems(log, ('ERROR', 'CRITICAL'))
    # that of Odoo's own modules may refer to records which a demo company of before has not
    faults += [line for line in odoo_command.problems(log, ('WARNING',))
               if 'demo data failed' in line and any(f'Module {module} ' in line for module in modules.with_tests())]
    if faults:
        raise Failure(f"Odoo logged errors while it loaded {name} (full log: {process.shown(log)})", faults)
    for line in odoo_command.problems(log, ('WARNING',)):
        say(f"    {line}")


def _ensure_installed(demo):
    """The database with our add-ons that is copied and never worked on."""
    name = _DEMO if demo else _PLAIN
    template = _ensure_template()
    wanted = {'template': template, 'demo': demo, 'modules': modules.digests()}
    if _mark(name) != wanted:
        with step(f"Our add-ons installed{' with demo data' if demo else ''}"):
            _copy(template, name)
            if demo:
                # Odoo gives demo data only to modules of which all that they need has its own, as it believes here
                postgres.sql('UPDATE ir_module_module SET demo = (state = \'installed\')', database=name)
            load(name, _option('-i', modules.ours()), demo)
            _set_mark(name, wanted)
    return name


def _ensure_template():
    """The database with the modules of Odoo that ours depend on, without Odoo's demo data, for this Odoo."""
    core = modules.core_dependencies()
    odoo = python_env.odoo_folder()
    wanted = {'odoo': state.digest(odoo, odoo / 'odoo/release.py'), 'modules': core, 'languages': LANGUAGES,
              'extensions': 'pg_trgm'}
    name = f'{_TEMPLATE}{state.digest(json.dumps(wanted))}'
    if _mark(name) != wanted:
        _drop_old_templates()
        with step(f"Odoo's own modules installed: {', '.join(core)}"):
            _create(name)
            load(name, [*_option('-i', core), f'--load-language={LANGUAGES}'])
            _set_mark(name, wanted)
    return name


def _drop_old_templates():
    for (name,) in postgres.sql("SELECT datname FROM pg_database"):
        if name.startswith(_TEMPLATE) and _mark(name):
            drop(name)


def _create(name, source='template0'):
    """Make a database, marked as unfinished, in place of one of ours."""
    if postgres.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'") and not _mark(name):
        raise Failure(f"The database {name} exists and was not made by this ./office: "
                      "drop it, name another one with --database, or use another PostgreSQL.")
    drop(name)
    (_FILESTORE / name).mkdir(parents=True)
    postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"', _comment(name, _UNFINISHED))


def _copy(source, name):
    _create(name, source)
    # Links instead of copies: Odoo names each file by its content and never changes one.
    shutil.copytree(_FILESTORE / source, _FILESTORE / name, copy_function=os.link, dirs_exist_ok=True)


def _add_extensions(name):
    """Add what Odoo's own creation of a database adds; without it, Odoo leaves out trigram indexes in silence."""
    try:
        postgres.sql('CREATE EXTENSION IF NOT EXISTS pg_trgm', database=name)
    except Failure as failure:
        say(f"    {name} has no indexes for searches by a part of a word: {failure}")


def _mark(name):
    """What our comment on the database says; None if there is no such database of ours."""
    if not (_FILESTORE / name).is_dir():
        return None
    rows = postgres.sql(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'")
    text = rows[0][0] if rows else ''
    return json.loads(text.removeprefix(_MARK)) if text.startswith(_MARK) else None


def _set_mark(name, mark):
    postgres.sql(_comment(name, mark))


def _comment(name, mark):
    text = (_MARK + json.dumps(mark)).replace("'", "''")
    return f"COMMENT ON DATABASE \"{name}\" IS '{text}'"


def _option(option, names):
    return [option, ','.join(names)] if names else []

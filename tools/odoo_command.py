"""The command line and configuration of every Odoo that ``office`` starts."""

import os
import re

from tools import modules, odoo_source, paths, system

CONF = paths.HOME / 'odoo.conf'

# Odoo's use of older Python packages, and its services on the internet that a machine may not reach.
_NOISE = ('py.warnings', 'odoo.addons.iap', 'odoo.addons.partner_autocomplete')

_LOG_LINE = re.compile(r'^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>[\w.]+): ')


def write_conf(odoo_folder):
    """Write the configuration. Its paths are absolute: Odoo resolves others against the folder it is started in."""
    addons = [*odoo_source.addons_paths(odoo_folder), *modules.FOLDERS]
    CONF.write_text('\n'.join((
        '[options]',
        f"addons_path = {','.join(str(path) for path in addons if path.is_dir())}",
        f'data_dir = {paths.DATA}',
        'http_interface = 127.0.0.1',
        'list_db = False',
        '')))


def command(subcommand, database, *options):
    """The words that start Odoo. Always with a database: a server without one works on all that it can see."""
    return [paths.PYTHON, paths.TOOLS / 'odoo_start.py', subcommand, '-c', CONF, '-d', database, *options]


def environment():
    """What a program needs to find Odoo, its Python, and the programs of PostgreSQL."""
    path = os.pathsep.join((str(paths.PYTHON.parent), str(system.postgres_bin()), os.environ['PATH']))
    return {'PATH': path, 'ODOO_RC': str(CONF)}


def problems(log, levels=('WARNING', 'ERROR', 'CRITICAL')):
    """The lines of an Odoo log with one of these levels, without those that nobody here can mend."""
    with log.open(errors='replace') as lines:
        return [line.rstrip() for line in lines if (match := _LOG_LINE.match(line)) and match['level'] in levels
                and not match['logger'].startswith(_NOISE)]

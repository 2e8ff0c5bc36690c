"""Odoo's environment for a program that runs inside Odoo's Python."""

import warnings

import odoo
import odoo.api
import odoo.modules.registry
import odoo.tools

from tools import odoo_command


def open_database(database, work):
    """Return ``work(env)``, run as the superuser in a transaction that is committed in the end."""
    odoo.tools.config.parse_config(
        ['-c', str(odoo_command.CONF), '-d', database, '--log-level=error'], setup_logging=True)
    # those of Odoo's own code, each with the calls that led to it; parse_config shows them
    warnings.simplefilter('ignore', DeprecationWarning)
    with odoo.modules.registry.Registry(database).cursor() as cr:
        return work(odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}))

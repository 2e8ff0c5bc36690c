"""What all servers of a test process share: Odoo with the modules of the test database."""
import os
from contextlib import contextmanager

from odoo import api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

_database = os.environ['OFFICE_TEST_DATABASE']
config.parse_config(['-c', os.environ['ODOO_RC'], '-d', _database, '--no-http'], setup_logging=False)
_registry = Registry(_database)
sql_db.close_all()      # a fork has connections of its own


@contextmanager
def connect(user_id):
    with _registry.cursor() as cr:
        yield api.Environment(cr, user_id, {})

from odoo.tools import sql

from . import demo
from . import models
from . import wizard

SERIAL = 'maintenance_equipment_serial_no'


def uninstall_hook(env):
    """Give Odoo its own constraint on serial numbers back, where what is there allows it."""
    env.cr.execute("""
        SELECT FROM maintenance_equipment WHERE serial_no IS NOT NULL GROUP BY serial_no HAVING COUNT(*) > 1 LIMIT 1""")
    if not env.cr.rowcount:
        sql.drop_constraint(env.cr, 'maintenance_equipment', SERIAL)
        sql.add_constraint(env.cr, 'maintenance_equipment', SERIAL, 'unique(serial_no)')

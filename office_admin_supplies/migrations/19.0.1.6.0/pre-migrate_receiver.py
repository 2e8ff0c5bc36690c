from odoo.tools import sql

RENAMED = {'supply_signed_by': 'supply_receiver_name', 'supply_signature': 'supply_receiver_signature'}


def migrate(cr, version):
    """Who received is stored where no user reads it; what is shown is computed for those who may know it."""
    columns = sql.table_columns(cr, 'stock_picking')
    for old, new in RENAMED.items():
        if old in columns and new not in columns:
            sql.rename_column(cr, 'stock_picking', old, new)

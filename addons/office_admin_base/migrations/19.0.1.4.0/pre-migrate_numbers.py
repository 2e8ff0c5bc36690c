from odoo.tools import sql


def migrate(cr, version):
    """What was the last number of each counter becomes the first row of the numbers given."""
    if sql.column_exists(cr, 'office_number_counter', 'last'):
        sql.rename_column(cr, 'office_number_counter', 'last', 'number')

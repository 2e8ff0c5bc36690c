from odoo.tools import SQL


def migrate(cr, version):
    """Lists are sorted by promises along their index, which holds now also what has none: it is made anew."""
    cr.execute(r"""
        SELECT indexname FROM pg_indexes
         WHERE schemaname = current_schema AND indexname LIKE '%\_\_deadline\_datetime\_index'""")
    for [name] in cr.fetchall():
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))

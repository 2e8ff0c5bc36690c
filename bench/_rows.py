"""Rows in bulk, and what the web client reads of them."""
from ast import literal_eval
from contextlib import contextmanager, suppress

from lxml import etree

from odoo.tools import SQL


def copy_rows(env, record, count, **values):
    """Copy the row of ``record`` in its table, ``count`` times or once for each of a list of values.

    :param values: values of columns that differ; a list stands for one row each, a ``SQL`` may use ``number``
    :return: the ids
    """
    columns = [name for name, field in record._fields.items() if field.store and field.column_type and name != 'id']
    source = SQL("generate_series(1, %s) AS number", count)
    changed = {}
    for name, value in values.items():
        if isinstance(value, list):
            source = SQL("unnest(%s) AS number", value)
            changed[name] = SQL("number")
        else:
            changed[name] = SQL("%s", value)
    env.cr.execute(SQL(
        "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s FROM %(table)s original, %(source)s "
        "WHERE original.id = %(id)s RETURNING id",
        table=SQL.identifier(record._table), columns=SQL(", ").join(map(SQL.identifier, columns)),
        values=SQL(", ").join(
            changed[name] if name in changed else SQL.identifier('original', name) for name in columns),
        source=source, id=record.id))
    return [row_id for row_id, in env.cr.fetchall()]


@contextmanager
def without_indexes(env, models):
    """Write many rows into the tables of ``models`` and only then make their indexes, which takes far less time.

    Neither are their foreign keys looked at meanwhile, nor afterwards.
    """
    env.flush_all()
    tables = [env[model]._table for model in models]
    env.cr.execute(SQL(
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)""", tables))
    keys = env.cr.fetchall()
    env.cr.execute(SQL(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid::regclass::text = ANY(%s) AND NOT EXISTS (
                SELECT FROM pg_constraint WHERE conindid = indexrelid)""", tables))
    indexes = env.cr.fetchall()
    for table, name, _definition in keys:
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name)))
    for name, _definition in indexes:
        env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    yield
    env.cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        env.cr.execute(SQL(definition.replace('%', '%%')))
    for table, name, definition in keys:
        env.cr.execute(SQL(
            "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID", SQL.identifier(table), SQL.identifier(name),
            SQL(definition.replace('%', '%%'))))


def get_specification(model, view_type, view=None):
    """Return what the web client asks ``web_search_read`` for, to show this view.

    :param model: empty recordset with the rights of the user
    :param view: the view, or the default one of its type
    """
    info = model.get_view(view and view.id, view_type)
    arch = etree.fromstring(info['arch'])
    shown = {node.get('name') for node in arch.iterfind('.//field')
             if not {node.get('invisible'), node.get('column_invisible')} & {'1', 'True'}}
    specification = {
        name: _get_field_specification(model._fields[name], name in shown)
        for name in info['models'][model._name] if name in model._fields}
    for node in arch.iterfind('.//field[@context]'):
        with suppress(ValueError):  # one that depends on the record
            specification[node.get('name')]['context'] = literal_eval(node.get('context'))
    return specification


def _get_field_specification(field, is_shown):
    if field.relational and not is_shown:  # the web client asks for the names of what is shown only
        return {'fields': {}} if field.type == 'many2one' else {}
    if field.type in ('many2one', 'reference'):
        return {'fields': {'display_name': {}}}
    if field.type in ('one2many', 'many2many'):
        return {'fields': {'display_name': {}}, 'limit': 40}
    return {}

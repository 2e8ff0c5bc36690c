"""Buttons on lists: do what is possible, and say of the rest why it was refused."""
from odoo.exceptions import UserError

MAX_REASONS = 10


def do_each(records, check, work):
    """Do ``work`` on those of ``records`` for which it can be done.

    :param check: function of records that raises what is wrong with them and changes nothing
    :param work: function of records that does what ``check`` checks as well; where it fails, nothing is changed
    :return: True if it was done for all, else a notification that lists who was refused and why
    :raise UserError: or a subclass, if it could be done for none
    """
    try:
        with records.env.cr.savepoint():
            work(records)
        return True
    except UserError:
        if len(records) == 1:
            raise
    allowed, refusals = split(records, check)
    for record in allowed:
        try:
            with records.env.cr.savepoint():
                work(record)
        except UserError as error:
            refusals[record] = error
    if not refusals:
        return True
    if len(refusals) == len(records):
        raise type(next(iter(refusals.values())))(join_reasons(refusals))
    env = records.env
    return {
        'type': 'ir.actions.client',
        'tag': 'display_notification',
        'params': {
            'type': 'warning',
            'sticky': True,
            'title': env._("%(done)s of %(all)s done", done=len(records) - len(refusals), all=len(records)),
            'message': join_reasons(refusals),
            'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
        },
    }


def split(records, check):
    """Return the records that pass ``check``, see :func:`do_each`, and ``{record: error}`` for the others."""
    try:
        check(records)
    except UserError as error:
        if len(records) == 1:
            return records.browse(), {records: error}
    else:
        return records, {}
    half = len(records) // 2
    refusals = split(records[:half], check)[1] | split(records[half:], check)[1]
    return records.filtered(lambda record: record not in refusals), refusals


def join_reasons(refusals):
    """One line for each different reason, the first ten of them."""
    lines = list(dict.fromkeys(str(refusal) for refusal in refusals.values()))
    return '\n'.join(lines[:MAX_REASONS] + ["…"] * (len(lines) > MAX_REASONS))

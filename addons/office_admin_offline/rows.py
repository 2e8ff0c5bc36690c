"""What phones send that were without network: rows that may come twice, late, by the clock of the phone, or forged.

A row has a ``key``, which the phone made and under which it is kept once, and the ``uid`` of whom was logged in when it
was said. A phone deletes what the server names as kept, and shows why others were refused.
"""
import re
from datetime import datetime, timezone

from odoo import fields

MAX_ROWS = 500
"""So many are received at a time; a phone sends fewer."""

_KEY = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')


def is_key(value):
    """Return whether ``value`` is a key as phones make them."""
    return isinstance(value, str) and bool(_KEY.fullmatch(value))


def take_rows(rows):
    """Return ``{key: row}`` of what was sent, as far as it is rows, and not more than :data:`MAX_ROWS`."""
    rows = rows[:MAX_ROWS] if isinstance(rows, list) else []
    return {row['key']: row for row in rows if isinstance(row, dict) and is_key(row.get('key'))}


def clean_text(value, length):
    """Return what was typed without blanks at its ends and what no database keeps; False if nothing is left."""
    return isinstance(value, str) and value.replace('\0', '').strip()[:length] or False


def clean_moment(value):
    """Return when the phone says that it was, as Odoo stores it; never in the future.

    :param str value: in ISO 8601; what cannot be read means now
    """
    now = fields.Datetime.now()
    try:
        moment = datetime.fromisoformat(value.replace('Z', '+00:00'))
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    except (AttributeError, ValueError, OverflowError, TypeError):
        return now
    return min(moment, now)

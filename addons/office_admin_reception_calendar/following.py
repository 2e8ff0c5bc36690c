"""Visits follow meetings once, when all that one change of the calendar causes is done.

Odoo archives the meetings of a series, makes them again, and changes their attendees one by one. Whoever followed each
of these steps would cancel visits and announce them again, and guests would hear of it.
"""
from contextlib import contextmanager
from contextvars import ContextVar

_changes = ContextVar('office_reception_calendar_changes', default=None)


class Changes:
    """What one change of the calendar has touched.

    - ``event_ids``: meetings that were made or changed
    - ``visit_ids``: visits whose meetings were deleted
    """

    def __init__(self):
        self.event_ids = set()
        self.visit_ids = set()


@contextmanager
def following(env):
    """Gather changes of meetings; when the outermost of these blocks ends without an error, visits follow.

    :param env: the environment of whoever makes the change
    """
    if (changes := _changes.get()) is not None:
        yield changes
        return
    token = _changes.set(changes := Changes())
    try:
        yield changes
    finally:
        _changes.reset(token)
    if changes.event_ids or changes.visit_ids:
        env['office.visit']._follow_events(
            env['calendar.event'].browse(changes.event_ids), env['office.visit'].browse(changes.visit_ids))

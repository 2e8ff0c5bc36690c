"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_first_record

SCREENS = (
    Screen('meeting-with-guests', '/odoo/calendar?view_type=list', ('head',), open_first_record),
)

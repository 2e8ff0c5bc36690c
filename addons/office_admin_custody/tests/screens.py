"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_first_record

SCREENS = (
    Screen('my-things', '/odoo/my-things', ('employee', 'head')),
    Screen('my-thing', '/odoo/my-things', ('employee',), open_first_record),
    Screen('things-held', '/odoo/things-held', ('officer', 'manager')),
)

"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen

_SERVES = ('officer', 'manager')

SCREENS = (
    Screen('expiry', '/odoo/supply-expiry', _SERVES),
)

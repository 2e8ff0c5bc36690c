"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen

SCREENS = (
    Screen('cost-centres', '/odoo/supply-cost-centres', ('manager',)),
)

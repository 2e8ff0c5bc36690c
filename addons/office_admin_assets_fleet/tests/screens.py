"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_card

SCREENS = (
    Screen('vehicle', '/odoo/fleet', ('officer',), open_card('K55816')),
    Screen('vehicle-asset', '/odoo/assets-differ', ('officer', 'auditor'), open_card('Zhide Y3')),
)

"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_card, press


def open_card_of_car(page):
    """Open the car whose driver is not who has it, and its card."""
    open_card('K55816')(page)
    press(page, 'action_open_asset')
    page.locator('.o_field_widget[name=vehicle_notice]').wait_for()


SCREENS = (
    Screen('vehicles', '/odoo/fleet', ('officer',)),
    Screen('vehicle', '/odoo/fleet', ('officer',), open_card('K55816')),
    Screen('vehicle-asset', '/odoo/fleet', ('officer',), open_card_of_car),
    Screen('my-vehicle', '/odoo/my-assets', ('head',), open_card('Y3')),
)

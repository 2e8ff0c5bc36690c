"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_first_record, press


def open_take_back(page):
    """Open the first thing, and the dialog in which an officer takes it back."""
    open_first_record(page)
    press(page, 'action_give_back')
    page.locator('.modal .o_field_widget[name=condition]').wait_for()


SCREENS = (
    Screen('my-things', '/odoo/my-things', ('employee', 'head')),
    Screen('my-thing', '/odoo/my-things', ('employee',), open_first_record),
    Screen('things-held', '/odoo/things-held', ('officer', 'manager')),
    Screen('take-back', '/odoo/things-held', ('officer',), open_take_back),
)

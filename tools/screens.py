"""What the screens are made of of which ``./office shots`` takes pictures.

Each module lists its own in ``tests/screens.py``, as ``SCREENS``.
"""

import re
import runpy
from collections.abc import Callable
from dataclasses import dataclass

from tools import modules

LANGUAGES = ('en_US', 'zh_CN')
TIMEZONE = 'Asia/Shanghai'            # where the demo company is
WIDTHS = {1400: 900, 390: 844}        # width: height; the narrow one is a phone

EVERYBODY = ('employee', 'head', 'receptionist', 'officer', 'manager', 'auditor', 'admin')
LOGINS = (*EVERYBODY, 'branch')      # of another company: in the pictures only where a screen names them


@dataclass(frozen=True)
class Screen:
    """One picture.

    :param name: part of the file name
    :param path: address within the server, such as ``/odoo/supply-requests``
    :param logins: the people who get to see it
    :param steps: what to do there before the picture: a function that takes Playwright's page
    """

    name: str
    path: str
    logins: tuple[str, ...] = EVERYBODY
    steps: Callable | None = None


def find():
    """Return the screens of all modules."""
    lists = (module.path / 'tests' / 'screens.py' for module in modules.ours().values())
    return [screen for path in lists if path.exists() for screen in runpy.run_path(str(path))['SCREENS']]


def press(page, button):
    """Press the button of this name on a form; where there is little room, one of the two menus of buttons has it."""
    wanted = page.locator(f'button[name={button}]:visible')
    for menu in ('.o_statusbar_buttons .dropdown-toggle', '.o_button_more'):
        if not wanted.count() and page.locator(menu).count():
            page.keyboard.press('Escape')  # on a phone the first menu covers the second one
            page.locator(menu).first.click()
            page.locator('.o-dropdown--menu').first.wait_for()
    wanted.first.click()


def open_first_record(page):
    """Click the first row of a list, or the first card where the list is shown as cards on a phone."""
    page.locator('.o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)').first.click()
    page.locator('.o_form_view').wait_for()


def open_card(words):
    """Return steps that open the request of which the card or row shows ``words``."""
    def steps(page):
        page.locator('.o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)', has_text=re.compile(
            words)).locator('visible=true').first.click()
        page.locator('.o_form_view').wait_for()
    return steps


def open_dialog(words, button, field):
    """Return steps that open a request and one of its dialogs, up to where ``field`` is there."""
    def steps(page):
        open_card(words)(page)
        press(page, button)
        page.locator(f'.modal .o_field_widget[name={field}]').locator('visible=true').first.wait_for()
    return steps

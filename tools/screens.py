"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added to an app."""

from collections.abc import Callable
from dataclasses import dataclass

LANGUAGES = ('en_US', 'zh_CN')
WIDTHS = {1400: 900, 390: 844}        # width: height; the narrow one is a phone

EVERYBODY = ('employee', 'head', 'receptionist', 'officer', 'manager', 'auditor', 'admin')


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


def open_first_record(page):
    """Click the first row of a list, or the first card where the list is shown as cards on a phone."""
    page.locator('.o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)').first.click()
    page.locator('.o_form_view').wait_for()


SCREENS = (
    Screen('home', '/odoo'),
)

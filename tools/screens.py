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


def open_hand_out(page):
    """Open the first request and the dialog by which it is handed out."""
    open_first_record(page)
    page.locator('button[name=action_hand_out]').first.click()
    page.locator('.modal .o_field_widget[name=signature]').wait_for()


def open_office_settings(page):
    """Choose our part of Odoo's settings."""
    page.locator('.settings_tab .tab[data-key=office_admin_base]').click()


_SERVES = ('officer', 'manager')
_READS_ALL = (*_SERVES, 'auditor')

SCREENS = (
    Screen('home', '/odoo'),
    Screen('my-requests', '/odoo/supply-requests'),
    Screen('my-request', '/odoo/supply-requests', ('employee', 'head'), open_first_record),
    Screen('new-request', '/odoo/supply-requests/new', ('employee', 'receptionist')),
    Screen('to-approve', '/odoo/supply-approvals', ('employee', 'head', 'manager')),
    Screen('request-to-approve', '/odoo/supply-approvals', ('head',), open_first_record),
    Screen('to-hand-out', '/odoo/supply-hand-outs', _SERVES),
    Screen('request-to-hand-out', '/odoo/supply-hand-outs', _SERVES, open_first_record),
    Screen('hand-out', '/odoo/supply-hand-outs', ('officer',), open_hand_out),
    Screen('all-requests', '/odoo/all-supply-requests', _READS_ALL),
    Screen('transfers', '/odoo/supply-transfers', _SERVES),
    Screen('transfer', '/odoo/supply-transfers', ('officer',), open_first_record),
    Screen('products', '/odoo/supply-products', _SERVES),
    Screen('product', '/odoo/supply-products', ('officer',), open_first_record),
    Screen('consumption', '/odoo/supply-consumption', _READS_ALL),
    Screen('requests-analysis', '/odoo/supply-requests-analysis', _READS_ALL),
    Screen('issued-items', '/odoo/supply-issued-items', _SERVES),
    Screen('settings', '/odoo/settings', ('admin',), open_office_settings),
    Screen('user', '/odoo/users/2', ('admin',)),
)

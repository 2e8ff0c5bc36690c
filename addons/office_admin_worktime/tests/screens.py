"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

import re

from tools.screens import Screen


def open_load_year(page):
    """Open the dialog that loads a year and say which one."""
    button = page.get_by_role('button', name=re.compile("Load a Year|载入"))
    if not button.first.is_visible():
        page.locator('.o_control_panel_main_buttons .dropdown-toggle').first.click()
    button.first.click()
    year = page.locator('.modal .o_field_widget[name=year] input')
    year.fill('2027')
    year.blur()


def open_working_schedule(page):
    """Open the schedule of the demo company at its adjusted workdays."""
    page.locator('.o_data_row .o_data_cell', has_text="9:00–18:00").first.click()
    page.locator('.nav-link[name=adjusted_workdays]').click()


SCREENS = (
    Screen('adjusted-workdays', '/odoo/adjusted-workdays', ('manager', 'admin')),
    Screen('load-year', '/odoo/adjusted-workdays', ('manager',), open_load_year),
    Screen(
        'working-schedule', '/odoo/action-resource.action_resource_calendar_form', ('admin',), open_working_schedule),
    Screen('public-holidays', '/odoo/office-public-holidays', ('manager',)),
)

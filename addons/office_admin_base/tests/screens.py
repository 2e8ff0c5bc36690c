"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_first_record


def open_sign(page):
    """Open the undertaking that waits, and the dialog in which it is signed."""
    open_first_record(page)
    page.locator('button[name=action_sign]:visible').first.click()
    page.locator('.modal .o_field_widget[name=signature]').wait_for()


def open_office_settings(page):
    """Choose our part of Odoo's settings."""
    page.locator('.settings_tab .tab[data-key=office_admin_base]').click()


def open_last_settings(page):
    """The end of our part of Odoo's settings."""
    open_office_settings(page)
    page.locator('.app_settings_block[data-key=office_admin_base] .o_setting_box').last.scroll_into_view_if_needed()


SCREENS = (
    Screen('home', '/odoo'),
    Screen('my_office', '/odoo/my-office'),
    Screen('office-cards', '/odoo/office-cards', ('admin',)),
    Screen('undertakings', '/odoo/undertakings', ('manager', 'auditor')),
    Screen('new-undertaking', '/odoo/undertakings/new', ('manager',)),
    Screen('my-undertakings', '/odoo/my-undertakings', ('employee', 'receptionist')),
    Screen('undertaking', '/odoo/my-undertakings', ('officer',), open_first_record),
    Screen('sign', '/odoo/my-undertakings', ('employee',), open_sign),
    Screen('secrecy-log', '/odoo/secrecy-log', ('manager', 'auditor')),
    Screen('responsibilities', '/odoo/responsibilities', ('manager', 'auditor', 'admin')),
    Screen('segregation', '/odoo/segregation', ('manager', 'auditor')),
    Screen('segregation-warnings', '/odoo/segregation-warnings', ('manager',)),
    Screen('first-steps', '/odoo/office-first-steps', ('manager', 'admin')),
    Screen('settings', '/odoo/settings', ('admin',), open_office_settings),
    Screen('settings-end', '/odoo/settings', ('admin',), open_last_settings),
    Screen('user', '/odoo/users/2', ('admin',)),
)

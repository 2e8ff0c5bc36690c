"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_first_record, press

_DESK = ('receptionist', 'officer', 'manager')

_GUESTS = """Name,Company,E-mail,Mobile,Number Plate,Language,Seat
Ann Meier,Northern Paper,ann.meier@example.com,+49 30 1234567,B-AM 1234,English,1
王芳,上海纸业,fang@example.com,13800138000,沪A12345,中文,2
Bob Hill,Northern Paper,bob at example,,,,3
ann meier,Northern Paper,Ann.Meier@example.com,,,,4
,Northern Paper,,,,,5
Carol King,Northern Paper,carol@example.com,,,Klingon,6
""".encode()


def _show_address(page):
    open_first_record(page)
    press(page, 'action_make_address')
    page.locator('.modal-footer .btn-primary').click()  # that the tablet of the demo company shows nothing any more
    page.locator('.modal [name=qr_code] img').wait_for()


def _import_guests(page):
    open_first_record(page)
    page.locator('button[name=action_import_guests]').click()
    page.locator('.modal input[type=file]').set_input_files(
        {'name': 'guests.csv', 'mimeType': 'text/csv', 'buffer': _GUESTS}, timeout=10_000)
    page.locator('.modal button[name=action_read]:visible').first.click()
    page.locator('.modal .o_field_widget[name=line_ids]').first.wait_for()


def _open_import(page):
    open_first_record(page)
    page.locator('button[name=action_import_guests]').click()
    page.locator('.modal .o_field_widget[name=file]').wait_for()


def _open_roll_page(page):
    page.locator('#body > *').first.wait_for()


SCREENS = (
    Screen('my-guests', '/odoo/my-guests', ('employee', 'head')),
    Screen('my-guest', '/odoo/my-guests', ('employee',), open_first_record),
    Screen('my-guest-new', '/odoo/my-guests/new', ('employee',)),
    Screen('guest-import', '/odoo/my-guests', ('employee',), _open_import),
    Screen('guest-import-rows', '/odoo/my-guests', ('employee',), _import_guests),
    Screen('guests-today', '/odoo/guests-today', _DESK),
    Screen('visit', '/odoo/guests-today', ('receptionist',), open_first_record),
    Screen('visits', '/odoo/visits', (*_DESK, 'auditor')),
    Screen('visit-read', '/odoo/visits', ('auditor',), open_first_record),
    Screen('watch-list', '/odoo/watch-list', ('manager',)),
    Screen('watch-list-person', '/odoo/watch-list', ('manager',), open_first_record),
    Screen('watch-list-guests', '/odoo/watch-list-guests', ('manager',)),
    Screen('watch-list-guest', '/odoo/watch-list-guests', ('manager',), open_first_record),
    Screen('kiosk-entries', '/odoo/kiosk-entries', ('receptionist', 'auditor')),
    Screen('kiosk-entry', '/odoo/kiosk-entries', ('receptionist',), open_first_record),
    Screen('kiosks', '/odoo/kiosks', ('manager',)),
    Screen('kiosk-address', '/odoo/kiosks', ('manager',), _show_address),
    Screen('visit-rules', '/odoo/visit-rules', ('manager',)),
    Screen('visit-rule', '/odoo/visit-rules', ('manager',), open_first_record),
    Screen('guest-log-book', '/odoo/guest-log-book', (*_DESK, 'auditor')),
    Screen('visit-areas', '/odoo/visit-areas', ('manager',)),
    Screen('work-permits', '/odoo/work-permits', _DESK),
    Screen('work-permit', '/odoo/work-permits', ('manager',), open_first_record),
    Screen('safety-inductions', '/odoo/safety-inductions', _DESK),
    Screen('in-the-house', '/odoo/in-the-house', _DESK),
    Screen('my-presence', '/odoo/my-presence', ('employee',)),
    Screen('roll-calls', '/odoo/roll-calls', ('receptionist', 'auditor')),
    Screen('roll-call', '/odoo/roll-calls', ('receptionist',), open_first_record),
    Screen('roll-page', '/office/roll', ('employee', 'receptionist'), _open_roll_page),
    Screen('visit-purposes', '/odoo/visit-purposes', ('manager',)),
    Screen('reception-checklists', '/odoo/reception-checklists', ('receptionist', 'manager')),
    Screen('reception-checklist', '/odoo/reception-checklists', ('receptionist',), open_first_record),
    Screen('reception-checklist-template', '/odoo/reception-checklist-templates', ('manager',), open_first_record),
    Screen('emergency-new', '/odoo/emergency/new', ('employee', 'receptionist')),
    Screen('emergencies', '/odoo/emergencies', ('receptionist', 'manager', 'auditor')),
    Screen('emergency', '/odoo/emergencies', ('receptionist', 'manager'), open_first_record),
    Screen('emergency-drills', '/odoo/emergency-drills', ('receptionist', 'manager')),
    Screen('emergency-kind', '/odoo/emergency-kinds', ('manager',), open_first_record),
    Screen('desk-things', '/odoo/desk-things', _DESK),
    Screen('desk-thing', '/odoo/desk-things', ('receptionist',), open_first_record),
    Screen('found-things', '/odoo/found-things', (*_DESK, 'auditor')),
    Screen('found-thing', '/odoo/found-things', ('receptionist', 'manager'), open_first_record),
    Screen('found-thing-new', '/odoo/my-found-things/new', ('employee',)),
    Screen('guest-waits', '/odoo/guest-waits', ('receptionist', 'manager')),
    Screen('guest-feedback', '/odoo/guest-feedback', ('receptionist', 'manager')),
    Screen('guest-data-requests', '/odoo/guest-data-requests', ('manager',)),
    Screen('guest-data-request-new', '/odoo/guest-data-requests/new', ('manager',)),
    Screen('guest-data-holds', '/odoo/guest-data-holds', ('manager',)),
    Screen('guest-data-hold-new', '/odoo/guest-data-holds/new', ('manager',)),
)

"""Codes are scanned by a camera that is held before QR codes, by a hand scanner, and typed."""
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.browser import DESKTOP, PHONE, STUBBORN, BrowserCase, write_camera
from odoo.addons.office_admin_test.tests.office import OfficeMixin


@tagged('post_install', '-at_install', 'browser')
class TestScan(OfficeMixin, BrowserCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.chair, cls.desk, cls.lamp = cls.env['office.test.thing'].create([
            {'name': name, 'code': code, 'company_id': cls.company.id}
            for name, code in (("Chair", 'FA-0001'), ("Desk", 'FA-0002'), ("Lamp", 'FA-0003'))])
        cls.address = cls.env['office.label']._provide(cls.chair)[cls.chair]._get_address()
        cls.officer_session = cls.user_session = None

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.camera = Path(folder.name, 'camera.y4m')
        self.slip = self.env['office.test.slip'].with_user(self.user).create({'note': "To scan"})

    def _get_slip_path(self):
        return f'/odoo/test-slips/{self.slip.id}'

    def _type_like_a_scanner(self, page, code):
        """Type as quickly as a hand scanner does, while nothing has the focus."""
        page.evaluate('document.activeElement.blur()')
        page.keyboard.type(code)
        page.keyboard.press('Enter')

    def _save(self, page):
        page.locator('.o_form_button_save').click()
        page.locator('.o_form_saved, .o_form_status_indicator_buttons.invisible').first.wait_for(state='attached')

    def test_r82_camera_reads_one_after_the_other_and_each_once(self):
        flags = write_camera(self.camera, [self.address, self.address, 'FA-0002', None, 'FA-0002', STUBBORN])
        session = self._make_session(self.user)
        for viewport in (PHONE, DESKTOP):
            self.slip.thing_ids = False
            with self.subTest(viewport), self._open_browser(*flags) as browser:
                page = self._open_page(browser, session, self._get_slip_path(), viewport)
                page.locator('.o_scan_button').click()
                rows = page.locator('.o_scan_rows li')
                rows.filter(has_text=STUBBORN).wait_for()
                rows.filter(has_text='FA-0002').wait_for()
                rows.filter(has_text="No thing that you may see has this code.").wait_for()
                page.get_by_role('button', name="Done 2").click()
                page.locator('.o_scan_dialog').wait_for(state='detached')
                things = page.locator('[name=thing_ids]')
                self.assertEqual(
                    [things.get_by_text(name, exact=True).count() for name in ("Chair", "Desk", "Lamp")], [1, 1, 0])
                self._save(page)
            self.assertEqual(self.slip.thing_ids, self.chair | self.desk)

    def test_hand_scanner_needs_no_button_and_does_nothing_twice(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            page = self._open_page(browser, session, self._get_slip_path(), DESKTOP)
            page.locator('.o_scan_button').wait_for()
            self._type_like_a_scanner(page, 'FA-0003')
            page.locator('[name=thing_ids] .o_data_row').nth(0).wait_for()
            page.locator('.o_scan_button').click()
            # a browser without camera
            page.get_by_text("There is no camera here.").wait_for()
            self._type_like_a_scanner(page, 'FA-0001')
            page.get_by_role('button', name="Done 1").wait_for()
            page.get_by_placeholder("Or type the code").fill(' FA-0002 ')
            page.keyboard.press('Enter')
            page.get_by_role('button', name="Done 2").wait_for()
            page.get_by_placeholder("Or type the code").fill('FA-0001')
            page.wait_for_timeout(2100)
            page.keyboard.press('Enter')
            page.get_by_text("scanned before").wait_for()
            page.get_by_role('button', name="Done 2").click()
            page.locator('[name=thing_ids] .o_data_row').nth(2).wait_for()
            self._save(page)
        self.assertEqual(self.slip.thing_ids, self.chair | self.desk | self.lamp)

    def test_field_takes_one_code(self):
        flags = write_camera(self.camera, ['SN-778899'])
        session = self._make_session(self.officer)
        with self._open_browser(*flags) as browser:
            page = self._open_page(browser, session, f'/odoo/office.test.thing/{self.lamp.id}')
            page.locator('[name=code] .o_scan_button').click()
            page.locator('.o_scan_dialog').wait_for(state='detached')
            page.wait_for_function("document.querySelector('[name=code] input').value === 'SN-778899'")
            self._type_like_a_scanner(page, 'FA-0033')
            page.wait_for_function("document.querySelector('[name=code] input').value === 'FA-0033'")
            self._save(page)
        self.assertEqual(self.lamp.code, 'FA-0033')

    def test_without_https_it_says_so(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            page = self._open_page(browser, session, self._get_slip_path())
            page.locator('.o_scan_button').wait_for()
            page.evaluate("Object.defineProperty(window, 'isSecureContext', { get: () => false })")
            page.locator('.o_scan_button').click()
            page.get_by_text("The camera works at an address with https only").wait_for()
            page.get_by_placeholder("Or type the code").wait_for()

    def test_what_is_submitted_is_not_scanned_into(self):
        self.slip.action_submit()
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            page = self._open_page(browser, session, self._get_slip_path(), DESKTOP)
            page.locator('.o_form_view').wait_for()
            self.assertEqual(page.locator('.o_scan_button').count(), 0)
            self._type_like_a_scanner(page, 'FA-0003')
            page.wait_for_timeout(500)
            self.assertEqual(page.locator('[name=thing_ids] .o_data_row').count(), 0)

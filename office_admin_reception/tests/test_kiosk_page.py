"""The page of a kiosk as a guest sees it: on a tablet and a phone, with a camera, and with a network that goes."""
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import tagged

from odoo.addons.office_admin_offline.tests.network import lose_answers
from odoo.addons.office_admin_test.tests.browser import PHONE, BrowserCase, write_camera

from .common import OfficeVisitMixin
from .kiosk import KioskMixin

TABLET = {'width': 768, 'height': 1024}


class KioskPageCase(KioskMixin, OfficeVisitMixin, BrowserCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls._set_up_kiosk()
        cls.address = cls.kiosk._public_path + cls.kiosk._make_public_token()

    def _open_kiosk(self, browser, viewport=TABLET, is_clock=False, **options):
        context = browser.new_context(viewport=viewport, has_touch=True, **options)
        page = context.new_page()
        self._watch(page)
        if is_clock:
            page.clock.install()
        page.goto(self.base_url() + self.address)
        page.get_by_role('heading', name="Welcome").wait_for()
        return page

    def _tap(self, page, name):
        page.get_by_role('button', name=name, exact=True).click()

    def _type(self, page, **values):
        for name, value in values.items():
            page.locator(f'section:not([hidden]) [name={name}]').fill(value)

    def _sign(self, page):
        box = page.locator('canvas').bounding_box()
        page.mouse.move(box['x'] + 40, box['y'] + 80)
        page.mouse.down()
        for step in range(1, 20):
            page.mouse.move(box['x'] + 40 + 8 * step, box['y'] + 80 + (30 if step % 2 else -30))
        page.mouse.up()

    def _wait_until_taken(self, page):
        """Wait until the server has all that the guest has sent."""
        with page.expect_response('**/send'):
            pass

    def _assert_fits(self, page):
        self.assertLessEqual(
            page.evaluate('document.documentElement.scrollWidth'), page.evaluate('window.innerWidth'))

    def _open_camera(self, code):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return self._open_browser(*write_camera(Path(folder.name, 'camera.y4m'), [code]))


@tagged('post_install', '-at_install', 'browser')
class TestKioskPage(KioskPageCase):

    def test_r122_a_guest_types_and_is_let_in_in_two_languages(self):
        names = {'en': "Ann Lee", 'zh': "王芳"}
        guests = {lang: self._expect(name=name, organisation="Acme") for lang, name in names.items()}
        with self._open_browser() as browser:
            for viewport in (TABLET, PHONE):
                page = self._open_kiosk(browser, viewport)
                self._assert_fits(page)
                page.context.close()
            page = self._open_kiosk(browser, PHONE)
            self._tap(page, "I am here, without a code")
            self._type(page, name="ann lee", organisation="ACME")
            self._assert_fits(page)
            with page.expect_response('**/send'):
                self._tap(page, "Next")
            page.get_by_text("Please take a seat: somebody is told.").wait_for()
            self._tap(page, "Done")
            page.get_by_role('link', name="简体中文").click()
            page.locator('html[lang=zh-CN]').wait_for()
            page.locator('[data-go=arrive]').click()
            self._type(page, name="王 芳", organisation="Ａｃｍｅ")
            with page.expect_response('**/send'):
                page.locator('section:not([hidden]) button[type=submit]').click()
            page.locator('[data-step=arrived]:not([hidden]) [data-go=start]').click()
            page.locator('html[lang=en-US]').wait_for()
            # nothing stays in the browser, and there is nothing to go back to
            self.assertEqual(page.evaluate('history.length'), 2)  # the empty page and this one
            self.assertEqual(page.evaluate('localStorage.length + sessionStorage.length'), 0)
            self.assertEqual(page.evaluate('indexedDB.databases().then((all) => all.length)'), 0)
            self.assertEqual(page.context.cookies(), [])
        self._settle()
        for lang, guest in guests.items():
            self.assertEqual((guest.state, guest.arrive_by), ('inside', 'guest'), lang)
        self.assertEqual(self._get_entries().mapped('lang'), ['en_US', 'zh_CN'])

    def test_r122_a_guest_holds_the_code_before_the_camera_and_goes_with_it(self):
        guest = self._expect()
        code = guest._get_public_address(guest._make_public_token())
        with self._open_camera(code) as browser:
            page = self._open_kiosk(browser)
            self._tap(page, "I have a code")
            page.get_by_text("Please take a seat: somebody is told.").wait_for()
            page.wait_for_load_state('networkidle')
        self._settle()
        self.assertEqual(guest.state, 'inside')
        with self._open_camera(code) as browser:
            page = self._open_kiosk(browser)
            self._tap(page, "I am leaving")
            with page.expect_response('**/send'):
                self._tap(page, "Scan My Badge or Code")
            page.get_by_text("Goodbye, and have a good day.").wait_for()
        self._settle()
        self.assertEqual((guest.state, guest.left_by), ('left', 'guest'))

    def test_r122_without_camera_a_hand_scanner_and_typing_work(self):
        guest = self._expect()
        code = guest._get_public_address(guest._make_public_token())
        with self._open_browser() as browser:
            page = self._open_kiosk(browser)
            self._tap(page, "I have a code")
            page.get_by_text("The camera cannot be used here.").wait_for()
            page.locator('[data-form=code] input').fill(code)
            with page.expect_response('**/send'):
                page.locator('[data-form=code] input').press('Enter')
            page.get_by_role('heading', name="Thank you").wait_for()
            self._tap(page, "Done")
            self._tap(page, "I am leaving")
            self._type(page, name="Ann Lee", fact=self.user_employee.name)
            with page.expect_response('**/send'):
                self._tap(page, "I Am Leaving")
        self._settle()
        self.assertEqual(guest.state, 'left')

    def test_r122_rules_are_signed_and_asked_again_only_when_changed(self):
        rule = self._make_rule()
        codes = []
        for _visit in range(2):
            guest = self._expect()
            codes.append(guest._make_public_token())
            guest.visit_id.end_datetime += guest.visit_id.end_datetime - guest.visit_id.begin_datetime
        with self._open_browser() as browser:
            page = self._open_kiosk(browser)
            self._tap(page, "I have a code")
            page.locator('[data-form=code] input').fill(codes[0])
            page.locator('[data-form=code] input').press('Enter')
            page.get_by_text("Stay with your host.").wait_for()
            self._tap(page, "I Agree")
            page.get_by_text("Please sign first.").wait_for()
            self._sign(page)
            page.get_by_text("Please sign first.").wait_for(state='hidden')
            with page.expect_response('**/send'):
                self._tap(page, "I Agree")
        entry = self._settle()
        self.assertEqual(entry.state, 'done')
        self.assertRecordValues(entry.signature_ids, [{
            'rule_id': rule.id, 'version': 1, 'guest_id': entry.guest_id.id, 'lang': 'en_US',
            'text_hash': rule._get_text_hash('en_US')}])
        self.assertTrue(entry.signature_ids.signature)
        with self._open_browser() as browser:
            page = self._open_kiosk(browser)
            self._tap(page, "I have a code")
            page.locator('[data-form=code] input').fill(codes[1])
            with page.expect_response('**/send'):
                page.locator('[data-form=code] input').press('Enter')
        self.assertEqual(self._settle()[-1].state, 'done')
        rule.copy({'text': "Stay with your host, and wear your badge."})
        self._expect(name="Bob", organisation="Acme")
        with self._open_browser() as browser:
            page = self._open_kiosk(browser)
            self._tap(page, "I am here, without a code")
            self._type(page, name="Bob", organisation="Acme")
            self._tap(page, "Next")
            page.get_by_text("and wear your badge").wait_for()
            self.assertEqual(page.locator('article').count(), 1)

    def test_r122_the_network_goes_in_the_middle_of_a_signature(self):
        self._make_rule()
        guest = self._expect()
        with self._open_browser() as browser:
            page = self._open_kiosk(browser)
            self._tap(page, "I am here, without a code")
            self._type(page, name="Ann Lee", organisation="Acme")
            self._tap(page, "Next")
            page.context.set_offline(True)
            self._sign(page)
            self._tap(page, "I Agree")
            page.get_by_text("Please take a seat: somebody is told.").wait_for()
            page.get_by_text("There is no network at the moment.").wait_for()
            # the next guest is not kept waiting
            self._tap(page, "Done")
            self._tap(page, "I am here, without a code")
            self._type(page, name="Bob", host=self.user_employee.name)
            self._tap(page, "Next")
            self._sign(page)
            self._tap(page, "I Agree")
            # the answers are lost, too
            lost = lose_answers(page, '**/send', 2)
            page.context.set_offline(False)
            page.get_by_text("There is no network at the moment.").wait_for(state='hidden')
        self.assertEqual(len(lost), 2)
        entries = self._settle()
        self.assertEqual(entries.mapped('name'), ["Ann Lee", "Bob"])
        self.assertEqual(entries.mapped('state'), ['done', 'done'])
        self.assertEqual([len(entry.signature_ids) for entry in entries], [1, 1])
        self.assertEqual(guest.state, 'inside')

    def test_r122_the_notice_on_data_stands_before_anything_is_entered(self):
        self.company.write({'office_visit_keep_days': 45, 'office_visit_welcome': "Good to see you here."})
        self.company.with_context(lang='zh_CN').office_visit_welcome = "很高兴见到您。"
        self.env.flush_all()
        with self._open_browser() as browser:
            for viewport in (TABLET, PHONE):
                page = self._open_kiosk(browser, viewport)
                start = page.locator('[data-step=start]')
                start.get_by_text("Good to see you here.").wait_for()
                start.get_by_text(f"{self.company.name} keeps what you enter here").wait_for()
                start.get_by_text("erased 45 days after your visit").first.wait_for()
                more = start.get_by_text("You may ask the front desk")
                self.assertFalse(more.is_visible())
                start.get_by_text("More on your data").click()
                more.wait_for()
                self._assert_fits(page)
                self._tap(page, "I am here, without a code")
                page.locator('[data-step=arrive]').get_by_text("More on your data").wait_for()
                self._tap(page, "Back to the Start")
                more.wait_for(state='hidden')
                page.context.close()
            page = self._open_kiosk(browser)
            page.get_by_role('link', name="简体中文").click()
            page.locator('html[lang=zh-CN]').wait_for()
            page.get_by_text("很高兴见到您。").wait_for()
            page.locator('[data-step=start]').get_by_text("45 天").first.wait_for()
            page.context.close()

    def test_r122_a_tablet_that_starts_anew_without_network_loses_nothing(self):
        self._make_rule()
        guest = self._expect()
        with self._open_browser() as browser:
            page = self._open_kiosk(browser)
            page.route('**/send', lambda route: route.abort())
            self._tap(page, "I am here, without a code")
            self._type(page, name="Ann Lee", organisation="Acme")
            self._tap(page, "Next")
            self._sign(page)
            self._tap(page, "I Agree")
            page.get_by_text("There is no network at the moment.").wait_for()
            page.wait_for_function('indexedDB.databases().then((all) => all.length)')
            # what waits is on no page, neither before the tablet starts anew nor after
            self.assertNotIn("Ann Lee", page.content())
            page.reload()
            page.get_by_text("There is no network at the moment.").wait_for()
            self.assertNotIn("Ann Lee", page.content())
            page.unroute('**/send')
            with page.expect_response('**/send'):
                page.evaluate('window.dispatchEvent(new Event("online"))')
            page.get_by_text("There is no network at the moment.").wait_for(state='hidden')
            page.wait_for_function('indexedDB.databases().then((all) => !all.length)')
        [entry] = self._settle()
        self.assertEqual((entry.name, entry.state, len(entry.signature_ids)), ("Ann Lee", 'done', 1))
        self.assertEqual(guest.state, 'inside')

    def test_r122_what_waits_for_more_than_a_day_is_forgotten(self):
        with self._open_browser() as browser:
            page = self._open_kiosk(browser, is_clock=True)
            page.route('**/send', lambda route: route.abort())
            self._tap(page, "I am here, without a code")
            self._type(page, name="Ann Lee")
            self._tap(page, "Next")
            page.get_by_text("There is no network at the moment.").wait_for()
            page.wait_for_function('indexedDB.databases().then((all) => all.length)')
            page.clock.fast_forward(25 * 3600 * 1000)
            page.unroute('**/send')
            page.reload()
            page.get_by_role('heading', name="Welcome").wait_for()
            page.wait_for_function('indexedDB.databases().then((all) => !all.length)')
        self.assertFalse(self._get_entries())

    def test_r122_an_idle_screen_forgets_what_was_typed(self):
        self._make_rule()
        with self._open_browser() as browser:
            page = self._open_kiosk(browser, is_clock=True)
            self._tap(page, "I am here, without a code")
            self._type(page, name="Ann Lee", organisation="Acme")
            page.clock.run_for(52_000)
            page.get_by_text("Are you still there?").wait_for()
            self._type(page, host="Somebody")
            page.get_by_text("Are you still there?").wait_for(state='hidden')
            self._tap(page, "Next")
            self._sign(page)
            page.clock.run_for(62_000)
            page.get_by_role('heading', name="Welcome").wait_for()
            self._tap(page, "I am here, without a code")
            self.assertEqual(page.evaluate("""Array.from(
                document.querySelectorAll('input'), (input) => input.value).join('')"""), '')
            self.assertEqual(page.evaluate("""(() => {
                const canvas = document.querySelector('canvas');
                return !canvas.width || Math.max(...canvas.getContext('2d').getImageData(
                    0, 0, canvas.width, canvas.height).data)})()"""), 0 if page.evaluate(
                        "document.querySelector('canvas').width") else True)
        self.assertFalse(self._get_entries())

    def test_r122_an_address_that_was_ended_shows_nothing(self):
        with self._open_browser() as browser:
            page = self._open_kiosk(browser)
            self.kiosk._end_public_links()
            self.kiosk.env.flush_all()
            page.get_by_role('link', name="简体中文").click()
            page.wait_for_selector('h1:not(#kiosk h1)')
            self.assertEqual(page.locator('#kiosk').count(), 0)

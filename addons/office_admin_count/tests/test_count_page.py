"""The page of the phone in a browser whose network, session and process break."""
import io
import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from odoo import http
from odoo.tests import tagged

from odoo.addons.office_admin_offline.tests.network import lose_answers
from odoo.addons.office_admin_test.tests.browser import PHONE, STUBBORN, write_camera

from .common import CountMixin
from .phone import PATH, CountPhoneCase


class CountPageCase(CountMixin, CountPhoneCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.count = cls._start_count()

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def _assert_rows(self, *codes, user=None):
        rows = self.count.row_ids.filtered(lambda row: row.user_id == (user or self.user))
        self.assertEqual(sorted(rows.mapped('code')), sorted(codes))
        self.assertEqual(len(set(rows.mapped('client_key'))), len(codes))

    def _count_requests(self, context):
        """Return a list that grows with each request that sends rows."""
        requests = []
        context.on('request', lambda request: request.url.endswith('/send') and requests.append(request))
        return requests


@tagged('post_install', '-at_install', 'browser')
class TestCountOffline(CountPageCase):
    """R82: whatever breaks, each row arrives, and once."""

    def test_r82_reload_without_network(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            context = browser.new_context(viewport=PHONE)
            page = self._open(context, session)
            self._wait_until_sent(page)
            context.set_offline(True)
            page.reload()
            self._scan(page, 'A1', 'A2', 'A3')
            page.get_by_text("No network · 3 to send").wait_for()
            page.reload()
            page.get_by_text("No network · 3 to send").wait_for()
            page.get_by_text("Counted by you: 3").wait_for()
            context.set_offline(False)
            self._wait_until_sent(page)
        self._assert_rows('A1', 'A2', 'A3')

    def test_r82_answer_is_lost_twice(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            context = browser.new_context(viewport=PHONE)
            page = self._open(context, session)
            requests = self._count_requests(context)
            lost = lose_answers(context, '**/office/count/send', 2)
            self._scan(page, 'A1')
            self._scan(page, 'A2')
            self._wait_until_sent(page)
        self.assertEqual(len(lost), 2)
        self.assertGreaterEqual(len(requests), 3)
        self._assert_rows('A1', 'A2')

    def test_r82_two_devices_come_back_at_once(self):
        sessions = [self._make_session(user) for user in (self.user, self.colleague)]
        with self._open_browser() as browser:
            contexts = [browser.new_context(viewport=PHONE) for _session in sessions]
            pages = [self._open(context, session) for context, session in zip(contexts, sessions, strict=True)]
            for context, page in zip(contexts, pages, strict=True):
                context.set_offline(True)
                self._scan(page, *(f'B{number}' for number in range(30)))
            for context in contexts:
                context.set_offline(False)
            for page in pages:
                self._wait_until_sent(page)
        for user in (self.user, self.colleague):
            self._assert_rows(*(f'B{number}' for number in range(30)), user=user)

    def test_r82_two_tabs_of_one_device_send_once(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            context = browser.new_context(viewport=PHONE)
            pages = [self._open(context, session), self._open(context)]
            requests = self._count_requests(context)
            context.set_offline(True)
            for name, page in zip('CD', pages, strict=True):
                self._scan(page, *(f'{name}{number}' for number in range(10)))
            pages[0].get_by_text("No network · 20 to send").wait_for()
            before = len(requests)
            context.set_offline(False)
            for page in pages:
                self._wait_until_sent(page)
        self.assertEqual(len(requests) - before, 1)
        self._assert_rows(*(f'{name}{number}' for name in 'CD' for number in range(10)))

    def test_r82_browser_is_killed(self):
        session = self._make_session(self.user)
        with self._open_browser(folder=self.folder) as context:
            page = self._open(context, session)
            self._wait_until_sent(page)
            context.set_offline(True)
            self._scan(page, 'K1', 'K2')
            self._kill_browser()
        with self._open_browser(folder=self.folder, offline=True) as context:
            # what a browser keeps of cookies may be half a minute old
            page = self._open(context, session, is_new=False)
            page.get_by_text("No network · 2 to send").wait_for()
            context.set_offline(False)
            self._wait_until_sent(page)
        self._assert_rows('K1', 'K2')

    def _kill_browser(self):
        """Kill the processes of the browser that keeps its files in the folder of this test."""
        for process in Path('/proc').glob('[0-9]*'):
            with suppress(OSError):
                if f'--user-data-dir={self.folder}'.encode() in (process / 'cmdline').read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)

    def test_r82_session_ends(self):
        first, second = self._make_session(self.user), self._make_session(self.user)
        with self._open_browser() as browser:
            context = browser.new_context(viewport=PHONE)
            page = self._open(context, first)
            self._wait_until_sent(page)
            http.root.session_store.delete(http.root.session_store.get(first[0]['value']))
            self._scan(page, 'S1', 'S2')
            page.get_by_text("You are logged out.").wait_for()
            page.get_by_text("2 to send").wait_for()
            self.assertEqual(
                page.get_by_role('link', name="Log In").get_attribute('href'), '/web/login?redirect=/office/count')
            context.add_cookies(second)
            page.reload()
            self._wait_until_sent(page)
        self._assert_rows('S1', 'S2')

    def test_r82_another_user_logs_in_on_the_phone(self):
        sessions = {user: self._make_session(user) for user in (self.user, self.colleague)}
        with self._open_browser() as browser:
            context = browser.new_context(viewport=PHONE)
            page = self._open(context, sessions[self.user])
            context.set_offline(True)
            self._scan(page, 'O1', 'O2')
            context.add_cookies(sessions[self.colleague])
            context.set_offline(False)
            page.get_by_text("2 counted by User still wait on this phone.").wait_for()
            page.get_by_text("Counted by you: 0").wait_for()
            self._scan(page, 'O3')
            self._wait_until_sent(page)
            context.add_cookies(sessions[self.user])
            page.reload()
            page.get_by_text("Counted by you: 2").wait_for()
            page.locator('.notice.info').wait_for(state='detached')
            self._wait_until_sent(page)
        self._assert_rows('O1', 'O2')
        self._assert_rows('O3', user=self.colleague)

    def test_r82_what_is_not_taken_is_kept_and_said(self):
        session = self._make_session(self.user)
        with self._open_browser(folder=self.folder) as context:
            page = self._open(context, session)
            self._wait_until_sent(page)
            context.set_offline(True)
            self._scan(page, 'R1', 'R2')
            self._kill_browser()  # one that is closed in order is back in the network for a moment
        self.count.counter_ids -= self.user
        with self._open_browser(folder=self.folder) as context:
            context.add_cookies(session)
            page = context.new_page()
            page.goto(self.base_url() + PATH)
            page.get_by_text("2 were not taken.").wait_for()
            page.get_by_text("You are not one of those who count this").first.wait_for()
            page.get_by_text("There is nothing for you to count now.").wait_for()
            page.once('dialog', lambda dialog: dialog.dismiss())
            page.get_by_role('button', name="Remove From This Phone").first.click()
            page.get_by_text("2 were not taken.").wait_for()
            page.once('dialog', lambda dialog: dialog.accept())
            page.get_by_role('button', name="Remove From This Phone").first.click()
            page.get_by_text("1 were not taken.").wait_for()
        self._assert_rows()
        self.count.counter_ids += self.user
        with self._open_browser(folder=self.folder) as context:
            page = context.new_page()
            page.goto(self.base_url() + PATH)
            page.get_by_role('button', name="Send Again").click()
            page.get_by_role('button', name="Send Again").wait_for(state='detached')
            self._wait_until_sent(page)
        self._assert_rows('R2')


@tagged('post_install', '-at_install', 'browser')
class TestCountPage(CountPageCase):
    """What a counter does on the page."""

    def test_r82_camera_reads_labels(self):
        address = self.env['office.label']._provide(self.chair)[self.chair]._get_address('FA-0001')
        flags = write_camera(self.folder / 'camera.y4m', [address, None, 'FA-0002', 'FA-0002', STUBBORN, address])
        session = self._make_session(self.user)
        with self._open_browser(*flags) as browser:
            page = self._open(browser.new_context(viewport=PHONE), session)
            page.get_by_role('button', name="Open Camera").click()
            page.get_by_text("Counted by you: 3").wait_for()
            page.get_by_text("was counted here before").wait_for()
            page.locator('#mine').get_by_text('FA-0001').wait_for()
            page.get_by_role('button', name="Close Camera").click()
            self._wait_until_sent(page)
        self._assert_rows(address, 'FA-0002', STUBBORN)

    def test_r82_condition_note_photo_and_second_thoughts(self):
        file = io.BytesIO()
        Image.new('RGB', (2600, 1300), 'blue').save(file, 'JPEG')
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            page = self._open(browser.new_context(viewport=PHONE), session)
            self._scan(page, 'FA-0001')
            page.locator('.chip', has_text="Damaged").click()
            page.locator('#person').fill("Li Na")
            page.locator('#note').fill("One leg is loose")
            page.locator('input[type=file]').set_input_files(
                {'name': 'photo.jpg', 'mimeType': 'image/jpeg', 'buffer': file.getvalue()})
            page.locator('#card img').wait_for()
            page.get_by_role('button', name="Save").click()
            page.locator('#mine').get_by_text("Room 1 · Damaged · Li Na · One leg is loose").wait_for()
            # a thing without any code
            page.get_by_role('button', name="Without Label").click()
            page.get_by_role('button', name="Save").click()
            page.locator('#message.warning').wait_for()
            page.locator('#note').fill("Green armchair")
            page.get_by_role('button', name="Save").click()
            page.locator('#mine').get_by_text("Green armchair").click()
            page.locator('#note').fill("Green armchair, leather")
            page.get_by_role('button', name="Save").click()
            page.locator('#mine').get_by_text("Green armchair, leather").wait_for()
            page.get_by_text("Counted by you: 2").wait_for()
            # the same again is nothing new, elsewhere it has moved, and by mistake it was not
            page.locator('#code').fill('FA-0001')
            page.locator('#code').press('Enter')
            page.get_by_text("FA-0001 was counted here before.").wait_for()
            page.select_option('#place', "Room 2")
            self._scan(page, 'FA-0002')
            page.get_by_role('button', name="Take Back").click()
            page.get_by_text("Counted by you: 2").wait_for()
            self._wait_until_sent(page)
        seen = {one.code: one for one in self.count.sudo()._get_seen() if one.code}
        self.assertEqual(set(seen), {'FA-0001'})
        findings = {finding.thing: finding for finding in self.count.sudo()._get_findings()}
        self.assertEqual(findings[self.chair.id].kinds, {'damaged'})
        self.assertEqual(
            [finding.seen[0].code for finding in findings.values() if finding.kinds == {'unknown', 'unlabelled'}], [''])
        photos = self.count.row_ids.filtered('photo')
        self.assertRecordValues(photos, [
            {'code': 'FA-0001', 'condition': 'damaged', 'person': "Li Na", 'note': "One leg is loose"}])

    def test_a_code_typed_in_small_letters_is_the_same_thing(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            page = self._open(browser.new_context(viewport=PHONE), session)
            self._scan(page, 'FA-0001')
            page.locator('#code').fill('fa-0001')
            page.locator('#code').press('Enter')
            page.get_by_text("fa-0001 was counted here before.").wait_for()
            self._scan(page, 'fa-0002')
            self._wait_until_sent(page)
        self._assert_rows('FA-0001', 'fa-0002')

    def test_r82_phone_stores_no_expectation(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            page = self._open(browser.new_context(viewport=PHONE), session)
            self._wait_until_sent(page)
            stored = page.evaluate("""async () => {
                const texts = [];
                for (const name of await caches.keys()) {
                    const cache = await caches.open(name);
                    for (const request of await cache.keys()) {
                        texts.push(request.url, await (await cache.match(request)).text());
                    }
                }
                for (const { name } of await indexedDB.databases()) {
                    const db = await new Promise((done) => {
                        indexedDB.open(name).onsuccess = (ev) => done(ev.target.result);
                    });
                    for (const store of db.objectStoreNames) {
                        texts.push(JSON.stringify(await new Promise((done) => {
                            const all = db.transaction(store).objectStore(store).getAll();
                            all.onsuccess = () => done(all.result);
                        })));
                    }
                }
                return [...texts, JSON.stringify(localStorage), document.documentElement.outerHTML];
            }""")
        self.assertIn('"Room 1"', json.dumps(stored).replace('\\', ''))
        for thing in (self.chair, self.desk, self.lamp):
            for text in stored:
                self.assertNotIn(thing.code, text)

    def test_r82_where_one_is_comes_first(self):
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            context = browser.new_context(viewport=PHONE)
            context.add_cookies(session)
            page = context.new_page()
            page.goto(self.base_url() + PATH)
            page.locator('#code').fill('FA-0001')
            page.locator('#code').press('Enter')
            page.get_by_text("Say first where you are.").wait_for()
            width = page.evaluate('document.documentElement.scrollWidth')
        self.assertLessEqual(width, PHONE['width'])
        self._assert_rows()

    def test_without_https_and_without_login_it_says_so(self):
        with self._open_browser() as browser:
            page = browser.new_context(viewport=PHONE).new_page()
            page.goto(self.base_url() + PATH)
            page.get_by_text("Log in once while there is network.").wait_for()
            page.add_init_script("Object.defineProperty(window, 'isSecureContext', { get: () => false })")
            page.goto(self.base_url() + PATH)
            page.get_by_text("This page counts at an address with https only").wait_for()

    def test_it_speaks_the_language_of_who_counts(self):
        self.user.lang = 'zh_CN'
        session = self._make_session(self.user)
        with self._open_browser() as browser:
            context = browser.new_context(viewport=PHONE)
            page = self._open(context, session)
            page.get_by_text("全部已发送").wait_for()
            context.set_offline(True)
            page.reload()
            page.get_by_text("没有网络").wait_for()
            self.assertEqual(page.evaluate('document.documentElement.lang'), 'zh-CN')

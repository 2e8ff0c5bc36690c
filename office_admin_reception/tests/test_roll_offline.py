"""The page of the roll call in browsers whose network is cut."""
from odoo.tests import tagged

from odoo.addons.office_admin_offline.tests.network import CONTROLLED
from odoo.addons.office_admin_test.tests.browser import PHONE, BrowserCase

from .test_roll_call import RollCallMixin

PATH = '/office/roll'


@tagged('post_install', '-at_install', 'browser')
class TestRollOffline(RollCallMixin, BrowserCase):
    """R121: a page that was opened once still shows who is in the house, marks people, and sends it later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._set_up_roll()

    def _open(self, browser, user):
        """Open the page on a phone of ``user``; all is there before the network goes."""
        page = self._open_page(browser, self._make_session(user), PATH)
        page.on('dialog', lambda dialog: dialog.accept())
        page.evaluate(CONTROLLED)
        return page

    def _get_row(self, page, name):
        return page.locator('#people li', has=page.get_by_text(name, exact=True))

    def _mark_safe(self, page, name):
        self._get_row(page, name).get_by_role('button', name="Safe", exact=True).click()
        page.get_by_text(f"{name}: Safe").wait_for()

    def test_r121_roll_call_without_network(self):
        with self._open_browser() as browser:
            page = self._open(browser, self.warden)
            page.get_by_text("Ann Lee", exact=True).wait_for()
            page.context.set_offline(True)
            page.reload()
            page.get_by_text("Ann Lee", exact=True).wait_for()
            page.get_by_text("No network", exact=True).wait_for()
            page.locator('#start_real').click()
            self._mark_safe(page, "Ann Lee")
            self._get_row(page, "Bob").locator('.who').click()
            self._get_row(page, "Bob").locator('.more input').fill("Lift")
            self._get_row(page, "Bob").get_by_role('button', name="Missing").click()
            page.locator('#somebody').fill("Zoe")
            page.get_by_role('button', name="Is Safe").click()
            page.get_by_text("No network · 4 to send").wait_for()
            page.reload()
            page.get_by_text("No network · 4 to send").wait_for()
            page.get_by_text("Safe: 2").wait_for()
            page.get_by_text("Missing: 1").wait_for()
            self.assertFalse(self._get_row(page, "Ann Lee").is_visible())
            page.context.set_offline(False)
            page.locator('#status.sent').wait_for()
        roll = self._get_roll()
        self.assertRecordValues(roll, [{'state': 'running', 'kind': 'real', 'safe_count': 2, 'missing_count': 1}])
        self.assertEqual(len(roll.mark_ids), 4)
        self.assertEqual(self._get_status()[self.ann], 'safe')
        self.assertEqual(
            roll.person_ids.filtered(lambda person: person.status == 'missing').mapped('where'), ["Lift"])

    def test_r121_two_phones_without_network_are_merged(self):
        with self._open_browser() as browser:
            pages = [self._open(browser, user) for user in (self.warden, self.second)]
            for page in pages:
                page.get_by_text("Ann Lee", exact=True).wait_for()
                page.context.set_offline(True)
                page.locator('#start_drill').click()
            self._mark_safe(pages[0], "Ann Lee")
            self._mark_safe(pages[1], "Bob")
            self._mark_safe(pages[1], "User")
            for page in pages:
                page.context.set_offline(False)
            for page in pages:
                page.locator('#status.sent').wait_for()
            # each hears of the other
            for page in pages:
                page.reload()
                page.get_by_text("Everybody is safe.").wait_for()
            pages[0].locator('#end').click()
            pages[0].locator('#start_drill').wait_for()
            pages[0].locator('#status.sent').wait_for()
        roll = self._get_roll()
        self.assertRecordValues(roll, [{'state': 'ended', 'kind': 'drill', 'safe_count': 3, 'open_count': 0}])
        self.assertEqual(len(roll.mark_ids.filtered(lambda mark: mark.status == 'start')), 2)

    def test_a_mistake_is_undone(self):
        with self._open_browser() as browser:
            page = self._open(browser, self.warden)
            page.locator('#start_drill').click()
            self._mark_safe(page, "Bob")
            page.get_by_role('button', name="Undo").click()
            page.get_by_text("Safe: 0").wait_for()
            page.locator('#status.sent').wait_for()
        self.assertEqual(self._get_status()[self.bob], 'open')

    def test_who_is_no_warden_sees_nobody(self):
        with self._open_browser() as browser:
            page = self._open(browser, self.user)
            page.get_by_text("This page is for the front desk and the wardens.").wait_for()
            self.assertNotIn("Ann Lee", page.content())
            kept = page.evaluate("""() => new Promise((done) => {
                const request = indexedDB.open('office-roll', 1);
                request.onsuccess = () => {
                    const get = request.result.transaction('meta').objectStore('meta').get('answer');
                    get.onsuccess = () => done(JSON.stringify(get.result));
                };
            })""")
            self.assertNotIn("Ann Lee", kept)

    def test_what_the_phone_keeps_is_forgotten(self):
        """Of somebody who is no warden any more, with network; of everybody after a day, without it."""
        with self._open_browser() as browser:
            page = self._open(browser, self.warden)
            page.get_by_text("Ann Lee", exact=True).wait_for()
            page.evaluate("localStorage.setItem('office-roll-received', '2020-01-01T00:00:00.000Z')")
            page.context.set_offline(True)
            page.reload()
            page.get_by_text("Nobody is in the house").wait_for()
            page.context.set_offline(False)
            page.reload()
            page.get_by_text("Ann Lee", exact=True).wait_for()
            page.context.clear_cookies()
            page.context.add_cookies(self._make_session(self.user))
            page.reload()
            page.get_by_text("This page is for the front desk and the wardens.").wait_for()
            page.context.set_offline(True)
            page.reload()
            page.get_by_text("This page is for the front desk and the wardens.").wait_for()
            self.assertNotIn("Ann Lee", page.content())

    def test_names_are_text(self):
        self._let_in(guests=("<img src=x onerror=alert(1)>" + "x" * 270, "😀 王小明"))
        self.env.flush_all()
        with self._open_browser() as browser:
            page = self._open(browser, self.warden)
            page.get_by_text("😀 王小明", exact=True).wait_for()
            self.assertFalse(page.locator('#people img').count())
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), PHONE['width'])

    def test_r121_two_thousand_people_on_one_page(self):
        self._let_in(guests=[f"Guest {number:04}" for number in range(2000)])
        self.env.flush_all()
        with self._open_browser() as browser:
            page = self._open(browser, self.warden)
            page.get_by_text("Guest 1999", exact=True).wait_for()
            page.context.set_offline(True)
            page.reload()
            page.get_by_text("Guest 1999", exact=True).wait_for()
            page.locator('#start_drill').click()
            self._mark_safe(page, "Guest 1000")
            page.locator('#find').fill("1999")
            self.assertEqual(page.locator('#people li:visible').count(), 1)
            page.get_by_text("To find: 2002").wait_for()

from odoo.addons.office_admin_offline.tests.network import CONTROLLED
from odoo.addons.office_admin_test.tests.browser import BrowserCase

PATH = '/office/count'


class CountPhoneCase(BrowserCase):
    """What a counter does on the page of the phone."""
    place = "Room 1"

    def _open(self, context, session=None, is_new=True):
        """Open the page in a device that is logged in, and choose the place; all is there before the network goes."""
        if session:
            context.add_cookies(session)
        page = context.new_page()
        self._watch(page)
        page.goto(self.base_url() + PATH)
        page.locator('#code').wait_for()
        if is_new:
            page.evaluate(CONTROLLED)
            page.select_option('#place', self.place)
        return page

    def _scan(self, page, *codes):
        for code in codes:
            page.locator('#code').fill(code)
            page.locator('#code').press('Enter')
            page.get_by_text(f"Counted: {code}", exact=True).wait_for()

    def _wait_until_sent(self, page):
        page.locator('#status.sent').wait_for()

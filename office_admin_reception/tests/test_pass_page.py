from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.office_admin_public.tests.common import forget_tries

from .common import OfficeVisitMixin


@tagged('post_install', '-at_install')
class TestPassPage(OfficeVisitMixin, HttpCase):
    """The page that a guest opens by the link of the invitation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def setUp(self):
        super().setUp()
        forget_tries(self.env)
        self.visit = self._announce(room="Room 301", guest_ids=[
            Command.create({'name': "Ann Lee <b>", 'organisation': "ACME"}), Command.create({'name': "Bob Stone"})])
        self.guest = self.visit.guest_ids[0]
        self.token = self.guest._make_public_token()

    def _open(self, token=None):
        return self.url_open(f'/office/visit/pass/{token or self.token}')

    def test_a_guest_sees_the_own_visit_and_nothing_of_others(self):
        self.company.office_visit_wifi = "Network <Guests>\nPassword at the desk"
        page = self._open()
        self.assertEqual(page.status_code, 200)
        self.assertRegex(page.text, r"Network &lt;Guests&gt;<br ?/?>\s*Password")
        for words in ("Ann Lee &lt;b&gt;", "Room 301", "Main Site", "data:image/svg+xml;base64,", "keeps your name"):
            self.assertIn(words, page.text)
        for words in ("Bob Stone", self.visit.name, "<b>"):
            self.assertNotIn(words, page.text)

    def test_what_has_ended_looks_like_what_never_was(self):
        nothing = self._open('x' * 43).text
        self.visit.action_cancel()
        self.assertEqual(self._open().status_code, 404)
        self.assertEqual(self._open().text, nothing)

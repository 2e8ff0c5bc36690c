from odoo.exceptions import AccessError
from odoo.tests import tagged

from .slip_common import OfficeAssetSlipCommon

REPORT = 'office_admin_assets.office_asset_slip_document'


@tagged('post_install', '-at_install')
class TestSlipPrint(OfficeAssetSlipCommon):
    """A slip on paper: to be signed where nobody has a phone, and for the file afterwards."""

    def _print(self, slip, user):
        return self.env['ir.actions.report'].with_user(user)._render_qweb_html(REPORT, slip.ids)[0].decode()

    def test_r77_a_slip_is_printed_before_and_after_it_is_signed(self):
        card = self._create_card(serial_no='SN-1')
        slip = self._submit_slip(cards=card, place_id=self.room.id, note="New colleague")
        for user in (self.officer, self.user, self.auditor):
            page = self._print(slip, user)
            for words in (slip.name, "Hand-Out", card.asset_code, "SN-1", "User", self.room.name, "New colleague",
                          "I look after them", "Received: ____"):
                self.assertIn(words, page)
        self._receive(slip, condition='worn')
        page = self._print(slip, self.user)
        for words in ("Received By", "Worn", "I look after them", 'data:image/png;base64,'):
            self.assertIn(words, page)
        self.assertNotIn("Received: ____", page)

    def test_what_comes_back_asks_for_no_promise(self):
        slip = self._submit_slip('give_back', self._hold())
        page = self._print(slip, self.officer)
        self.assertIn("Return", page)
        self.assertNotIn("I look after them", page)

    def test_slips_of_others_are_not_printed(self):
        slip = self._submit_slip()
        with self.assertRaises(AccessError):
            self._print(slip, self.colleague)

"""What reopening and confirming mean for the goods; all else of it is tested where it is made, in the foundation."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestClosing(OfficeSupplyCommon):

    def test_r7_reopens_with_count_one(self):
        request = self._create_approved(items=[(self.paper, 5)])
        self._hand_out(request, {self.paper: 3})
        request.with_user(self.officer).action_done()
        self.assertEqual(request.state, 'done')
        self._say(request, self.user, 'action_reopen', "I got 3 of 5")
        self.assertRecordValues(request, [{
            'state': 'approved', 'reopen_count': 1, 'reopen_reason': "I got 3 of 5", 'confirmation': False}])
        self.assertEqual(request.line_ids.open_quantity, 2)
        self.assertEqual(sum(request.sudo().line_ids._get_open_moves().mapped('product_uom_qty')), 2)
        self.assertTrue(request.deadline_datetime)
        self._hand_out(request, {self.paper: 2})
        self.assertRecordValues(request, [{'state': 'done', 'confirmation': 'waiting', 'hand_out_progress': 100}])
        self.assertEqual(self._get_stock(self.paper), 95)

    def test_r7_reopened_although_all_was_handed_out(self):
        request = self._create_done()
        self._say(request, self.user, 'action_reopen', "One pack is wet")
        self.assertRecordValues(request, [{'state': 'approved', 'reopen_count': 1}])
        self.assertEqual(self._get_stock(self.paper), 95, "no goods have moved")
        self.assertFalse(request.sudo().line_ids._get_open_moves())
        action = request.with_user(self.officer).action_done()
        self.assertEqual(action['res_model'], 'office.closing.reason')
        self._say(request, self.officer, 'action_done', "Dried and exchanged.")
        self.assertRecordValues(request, [{
            'state': 'done', 'confirmation': 'waiting', 'close_reason': "Dried and exchanged.", 'reopen_count': 1}])
        self.assertEqual(self._get_stock(self.paper), 95)

    def test_r7_confirmed_and_complete_is_not_reopened(self):
        request = self._create_done()
        self._confirm(request)
        self.assertNotIn('reopen', request.allowed_verbs)
        with self.assertRaisesRegex(UserError, "ask anew for what is missing"):
            request._do_with_reason('reopen', "Wet")

    def test_list_of_what_is_open_long_says_how_long(self):
        self.assertIn("more than 30 days ago", self.env.ref(
            'office_admin_supplies.office_supply_request_action_open_long').help)

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OfficeSupplyCommon
from .round_common import OfficeRoundMixin


@tagged('post_install', '-at_install')
class TestRoundReceipt(OfficeRoundMixin, OfficeSupplyCommon):
    prepared_round = 'ordered'

    def _get_split(self, supply_round, state='draft'):
        return self.env['office.supply.split'].with_user(self.officer).search(
            [('round_id', '=', supply_round.id), ('state', '=', state)])

    def test_r13_who_orders_or_approves_does_not_receive(self):
        supply_round = self.supply_round
        receipt = supply_round.line_ids.move_ids.picking_id
        for user in (self.officer, self.manager):
            with self.assertRaisesRegex(AccessError, "ordered or approved these goods"):
                receipt.with_user(user).button_validate()
        self._receive(supply_round, 12)
        self.assertEqual(supply_round.line_ids.received_quantity, 12)

    def test_r13_who_orders_may_receive_where_the_company_says_so(self):
        self.company.supply_buyer_not_receiver = False
        supply_round = self.supply_round
        self._receive(supply_round, 12, user=self.officer)
        self.assertEqual(supply_round.line_ids.received_quantity, 12)

    def test_r13_what_did_not_come_stays_open(self):
        supply_round = self.supply_round
        self._receive(supply_round, 9)
        line = supply_round.line_ids
        self.assertRecordValues(line, [{'received_quantity': 9, 'ordered_quantity': 12, 'to_order_quantity': 0}])
        self.assertEqual(sum(line.move_ids.filtered(lambda move: move.state == 'assigned').mapped('product_qty')), 3)

    def test_a_keeper_who_reads_no_round_receives_a_part(self):
        keeper = self._create_user('sup_keeper', 'stock.group_stock_user')
        supply_round = self.supply_round
        self._receive(supply_round, 9, user=keeper)
        line = supply_round.line_ids
        self.assertFalse(line.with_user(keeper).has_access('read'))
        self.assertEqual(line.received_quantity, 9)
        self.assertEqual(sum(line.move_ids.filtered(lambda move: move.state == 'assigned').mapped('product_qty')), 3)

    def test_r12_requests_say_how_far_the_purchase_is(self):
        supply_round = self._create_approved_round()
        request = supply_round.request_ids[0].with_user(self.askers[0])
        self.assertEqual(request.order_summary, "Approved")
        self._order(supply_round)
        self.assertRegex(request.order_summary, "Ordered, expected on")
        self._receive(supply_round, 12)
        self.assertEqual(request.order_summary, "The goods have arrived")

    def test_requesters_are_told_once_that_their_goods_are_there(self):
        supply_round = self.supply_round
        requests = supply_round.request_ids
        self._receive(supply_round, 12)
        self.assertFalse(self._get_split(supply_round))
        for request in requests:
            told = request.message_ids.filtered(
                lambda message: message.subtype_id == self.env.ref('office_admin_supplies.mt_goods_arrived'))
            self.assertEqual(len(told), 1)
            self.assertIn("Ink × 3", told.body)
            self.assertIn(request.requester_id.partner_id, told.notified_partner_ids)

    def test_scarce_goods_are_divided_by_the_day_on_which_they_are_needed(self):
        supply_round = self.supply_round
        self._receive(supply_round, 7)
        split = self._get_split(supply_round)
        self.assertRecordValues(split, [{'available_quantity': 7, 'asked_quantity': 12, 'rest_quantity': 0}])
        self.assertEqual(split.line_ids.mapped('given_quantity'), [3, 3, 1, 0])
        self.assertTrue(supply_round.activity_ids)
        split.action_done()
        moves = split.sudo().line_ids.request_line_id._get_open_moves()
        self.assertEqual(moves.mapped('quantity'), [3, 3, 1, 0])
        lines = split.line_ids.request_line_id
        self.assertEqual(list(lines._get_proposed_quantities().values()), [3, 3, 1, 0])

    def test_scarce_goods_are_divided_in_proportion_and_by_hand(self):
        supply_round = self.supply_round
        self._receive(supply_round, 7)
        split = self._get_split(supply_round)
        split.method = 'proportion'
        self.assertEqual(split.line_ids.mapped('given_quantity'), [2, 2, 2, 1])
        split.method = 'hand'
        split.line_ids[0].given_quantity = 3
        with self.assertRaisesRegex(UserError, "The sum has to be the same"):
            split.action_done()
        split.line_ids[1].given_quantity = 4
        split.line_ids[2].given_quantity = 0
        split.line_ids[3].given_quantity = 0
        with self.assertRaisesRegex(UserError, "between zero and 3"):
            split.action_done()
        split.line_ids[1].given_quantity = 3
        split.line_ids[3].given_quantity = 1
        split.action_done()
        self.assertEqual(
            split.sudo().line_ids.request_line_id._get_open_moves().mapped('quantity'), [3, 3, 0, 1])
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            split.line_ids[0].given_quantity = 1
        with self.assertRaisesRegex(UserError, "not possible"):
            split.action_done()

    def test_only_officers_divide(self):
        supply_round = self.supply_round
        self._receive(supply_round, 7)
        split = self._get_split(supply_round)
        with self.assertRaises(AccessError):
            split.with_user(self.user).action_done()
        with self.assertRaises(AccessError):
            split.with_user(self.auditor).action_done()

    def test_stock_that_changed_is_looked_at_again(self):
        supply_round = self.supply_round
        self._receive(supply_round, 7)
        split = self._get_split(supply_round)
        self._set_stock(self.ink, 2)
        with self.assertRaisesRegex(UserError, "Look Again"):
            split.action_done()
        split.action_refresh()
        self.assertEqual(split.available_quantity, 9)
        split.action_done()
        self.assertEqual(split.state, 'done')

    def test_goods_that_go_back_make_a_split_void(self):
        supply_round = self.supply_round
        receipt = self._receive(supply_round, 7)
        split = self._get_split(supply_round)
        split.action_done()
        wizard = self.env['stock.return.picking'].with_context(
            active_id=receipt.id, active_model='stock.picking').create({})
        wizard.product_return_moves.quantity = 2
        back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        back.move_ids.quantity = 2
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(split.state, 'cancelled')
        self.assertEqual(supply_round.line_ids.received_quantity, 5)
        self.assertEqual(self._get_split(supply_round).available_quantity, 5)

    def test_r16_from_what_was_handed_out_to_request_and_order(self):
        supply_round = self.supply_round
        receipt = self._receive(supply_round, 12)
        request = supply_round.request_ids[0]
        self._hand_out(request)
        move = request.sudo().line_ids.move_ids.filtered(lambda move: move.state == 'done').with_user(self.officer)
        self.assertEqual(move.action_open_supply_request()['res_id'], request.id)
        self.assertIn(receipt.id, move.action_open_supply_order()['domain'][0][2])
        orphans = self.env['stock.move'].search([
            ('company_id', '=', self.company.id), ('state', '=', 'done'), ('supply_request_id', '=', False),
            ('location_dest_id.supply_department_id', '!=', False)])
        self.assertFalse(orphans)

    def test_links_to_a_round_are_not_made_by_hand(self):
        supply_round = self.supply_round
        move = self.env['stock.move'].search([('company_id', '=', self.company.id)], limit=1)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            move.with_user(self.officer).supply_round_line_id = supply_round.line_ids

    def test_cancelled_light_order_is_ordered_again(self):
        supply_round = self.supply_round
        supply_round.line_ids.move_ids.picking_id.with_user(self.officer).action_cancel()
        self.assertEqual(supply_round.line_ids.to_order_quantity, 12)
        self._order(supply_round)
        self.assertRecordValues(supply_round.line_ids, [{'to_order_quantity': 0, 'ordered_quantity': 12}])

    def _check_in(self, receipt, user=None, **values):
        wizard = self.env['office.supply.receipt'].with_user(user or self.receiver).with_context(
            default_picking_id=receipt.id).create({})
        wizard.line_ids.write(values)
        wizard.action_confirm()

    def test_the_screen_checks_in(self):
        receipt = self.supply_round.line_ids.move_ids.picking_id.with_user(self.receiver)
        wizard = Form.from_action(self.env(user=self.receiver), receipt.action_check_in())
        with wizard.line_ids.edit(0) as line:
            self.assertEqual(line.came_quantity, 12)
            line.came_quantity = 10
        wizard.save().action_confirm()
        self.assertEqual(receipt.move_ids.quantity, 10)

    def test_r13_rejected_goods_are_not_taken_and_stay_open(self):
        supply_round = self.supply_round
        receipt = supply_round.line_ids.move_ids.picking_id
        with self.assertRaisesRegex(UserError, "say why Ink is rejected"):
            self._check_in(receipt, came_quantity=10, rejected_quantity=4)
        with self.assertRaisesRegex(UserError, "of that what is rejected"):
            self._check_in(receipt, came_quantity=3, rejected_quantity=4, reason="Dry")
        with self.assertRaisesRegex(AccessError, "ordered or approved these goods"):
            self._check_in(receipt, self.officer, came_quantity=10, rejected_quantity=4, reason="Dry")
        self._check_in(receipt, came_quantity=10, rejected_quantity=4, reason="Dry")
        line = supply_round.line_ids
        self.assertRecordValues(line, [{'received_quantity': 6, 'rejected_quantity': 4, 'ordered_quantity': 12}])
        self.assertEqual(sum(line.move_ids.filtered(lambda move: move.state == 'assigned').mapped('product_qty')), 6)
        self.assertIn("Rejected: 4 Units of Ink: Dry", supply_round.activity_ids.mapped('summary'))
        self.assertEqual(self._get_split(supply_round).available_quantity, 6)

    def test_everything_rejected(self):
        supply_round = self.supply_round
        receipt = supply_round.line_ids.move_ids.picking_id
        self._check_in(receipt, came_quantity=12, rejected_quantity=12, reason="Wrong colour")
        self.assertEqual(receipt.state, 'assigned')
        self.assertRecordValues(supply_round.line_ids, [{'received_quantity': 0, 'rejected_quantity': 12}])

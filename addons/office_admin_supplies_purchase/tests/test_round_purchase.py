from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficePurchaseCommon


@tagged('post_install', '-at_install')
class TestRoundPurchase(OfficePurchaseCommon):
    prepared_round = 'purchased'

    def test_r11_four_departments_one_order_line_linked_both_ways(self):
        supply_round, order = self.supply_round, self.order
        self.assertRecordValues(order, [{
            'state': 'draft', 'partner_id': self.cheap.id, 'user_id': self.officer.id, 'origin': supply_round.name}])
        self.assertRecordValues(order.order_line, [{
            'product_id': self.ink.id, 'product_qty': 12, 'price_unit': 9, 'price_subtotal': 108}])
        asked = order.order_line.supply_round_line_id.request_line_ids
        self.assertEqual(len(asked.request_id), 4)
        self.assertEqual(len(asked.department_id), 4)
        self.assertEqual(asked[0].with_user(self.officer).action_open_order()['res_id'], order.id)
        action = order.order_line.with_user(self.officer).action_open_supply_requests()
        self.assertEqual(
            self.env['office.supply.request.line'].search(action['domain']), asked)

    def test_r12_confirmed_order_shows_on_the_requests(self):
        supply_round, order = self.supply_round, self.order
        request = supply_round.request_ids[0].with_user(self.askers[0])
        self.assertEqual(request.order_summary, "Ordered")
        order.with_user(self.officer).button_confirm()
        self.assertRegex(request.order_summary, "Ordered, expected on")

    def test_r13_order_without_round_is_received_by_somebody_else_too(self):
        order = self.env['purchase.order'].with_user(self.officer).create({
            'partner_id': self.cheap.id, 'company_id': self.company.id,
            'order_line': [Command.create({'product_id': self.ink.id, 'product_qty': 5, 'price_unit': 9})]})
        order.button_confirm()
        with self.assertRaisesRegex(AccessError, "ordered or approved"), self.cr.savepoint():
            self._receive_order(order, 5, self.officer)
        self._receive_order(order, 5, self.receiver)
        self.assertEqual(order.order_line.qty_received, 5)

    def test_locked_order_tells_requesters_too(self):
        supply_round, order = self.supply_round, self.order
        order.with_user(self.officer).button_confirm()
        order.locked = True
        self._receive_order(order, 12, self.receiver)
        told = supply_round.request_ids.message_ids.filtered(
            lambda message: message.subtype_id == self.env.ref('office_admin_supplies.mt_goods_arrived'))
        self.assertEqual(len(told), 4)

    def test_cancelled_order_is_to_be_ordered_again(self):
        supply_round, order = self.supply_round, self.order
        order.with_user(self.officer).button_cancel()
        self.assertEqual(supply_round.line_ids.to_order_quantity, 12)
        self.assertRegex(supply_round.activity_ids.summary, "To order again.*Ink × 12")
        supply_round.activity_schedule('mail.mail_activity_data_todo', summary="Call the vendor")
        supply_round.action_order()
        self.assertEqual(supply_round.line_ids.to_order_quantity, 0)
        self.assertEqual(supply_round.activity_ids.mapped('summary'), ["Call the vendor"], "nothing to order again")
        self.assertEqual(len(supply_round.line_ids.purchase_line_ids.order_id), 2)
        with self.assertRaisesRegex(UserError, "Everything of RND/.* is ordered"):
            supply_round.action_order()
        self.assertEqual(len(supply_round.line_ids.purchase_line_ids.order_id), 2, "nothing is ordered twice")

    def test_order_made_smaller_larger_and_deleted(self):
        supply_round, order = self.supply_round, self.order
        order.order_line.product_qty = 10
        self.assertEqual(supply_round.line_ids.to_order_quantity, 2)
        self.assertTrue(supply_round.activity_ids)
        order.order_line.product_qty = 11
        self.assertTrue(supply_round.activity_ids, "one is still to be ordered")
        order.order_line.product_qty = 20
        self.assertFalse(supply_round.activity_ids)
        self.assertRecordValues(supply_round.line_ids, [{'to_order_quantity': 0, 'ordered_quantity': 20}])
        order.button_cancel()
        order.unlink()
        self.assertEqual(supply_round.line_ids.to_order_quantity, 12)

    def test_order_by_the_pack_of_the_vendor(self):
        supply_round = self._create_round()
        self._file(supply_round, self.user, [(self.ink, 5)])
        supply_round.action_close()
        supply_round.line_ids.offer_ids.filtered(lambda offer: offer.partner_id == self.dear).action_choose()
        supply_round.action_submit()
        supply_round.with_user(self.manager).action_approve()
        supply_round.action_order()
        self.assertRecordValues(supply_round.line_ids.purchase_line_ids, [{
            'product_qty': 1, 'product_uom_id': self.pack.id, 'price_unit': 60, 'price_subtotal': 60}])
        self.assertEqual(supply_round.line_ids.to_order_quantity, 0)

    def test_what_stands_in_a_quotation_is_under_way(self):
        following = self._create_round()
        self._file(following, self.user, [(self.ink, 2)])
        following.action_close()
        self.assertRecordValues(following.line_ids, [{
            'promised_quantity': 12, 'under_way_quantity': 12, 'missing_quantity': 2}])

    def test_r140_quotes_below_the_limit_are_not_needed(self):
        self.company.write({'supply_quote_limit': 1000, 'supply_quote_count': 3})
        order = self.order
        order.with_user(self.officer).button_confirm()
        self.assertEqual(order.state, 'purchase')

    def test_r140_waiver_with_reason_by_another_manager(self):
        self.company.write({'supply_quote_limit': 100, 'supply_quote_count': 3})
        order = self.order
        with self.assertRaises(AccessError):
            self._waive(order, self.officer)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            order.with_user(self.manager).quote_waiver_reason = "I want it"
        with self.assertRaisesRegex(UserError, "Say why"):
            self._waive(order, self.manager, "  ")
        self._waive(order, self.manager)
        self.assertEqual(order.quote_waiver_user_id, self.manager)
        order.order_line.product_qty = 100
        with self.assertRaisesRegex(UserError, "are missing"):
            order.with_user(self.officer).button_confirm()
        order.order_line.product_qty = 12
        order.with_user(self.officer).button_confirm()
        self.assertEqual(order.state, 'purchase')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'office_admin_supplies_purchase.purchase_order_action_waived')
        self.assertIn('quote_waiver_user_id', action['domain'])

    def _waive(self, order, user, reason="Only one sells it"):
        self.env['office.supply.quote.waiver'].with_user(user).create(
            {'order_id': order.id, 'reason': reason}).action_confirm()

    def test_links_are_not_made_by_hand(self):
        order = self.order
        order = order.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            order.supply_round_id = False
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            order.order_line.supply_round_line_id = False

    def test_waiver_and_links_come_from_no_context(self):
        supply_round = self.supply_round
        order = self.env['purchase.order'].with_user(self.officer).with_context(
            default_quote_waiver_reason="I want it", default_quote_waiver_amount=1e6,
            default_quote_waiver_user_id=self.manager.id, default_supply_round_id=supply_round.id,
            default_is_supply_alternative=True, default_supply_round_line_id=supply_round.line_ids.id).create({
                'partner_id': self.dear.id, 'company_id': self.company.id,
                'order_line': [Command.create({'product_id': self.ink.id, 'product_qty': 5})]})
        self.env.flush_all()
        self.assertRecordValues(order, [{
            'quote_waiver_reason': False, 'quote_waiver_amount': 0, 'quote_waiver_user_id': False,
            'supply_round_id': False, 'is_supply_alternative': False}])
        self.assertFalse(order.order_line.supply_round_line_id)
        self.assertEqual(supply_round.line_ids.ordered_quantity, 12)

    def test_r140_confirmed_order_does_not_grow_past_the_limit(self):
        self.company.supply_quote_limit = 200
        order = self.order
        order = order.with_user(self.officer)
        order.button_confirm()
        pens = {'product_id': self.pen.id, 'product_qty': 100, 'price_unit': 1}
        for grow in (
            lambda: order.order_line.write({'price_unit': 90}),
            lambda: order.write({'order_line': [Command.create(pens)]}),
            lambda: order.order_line.create({'order_id': order.id, **pens}),
        ):
            with self.assertRaisesRegex(UserError, "needs quotes"), self.cr.savepoint():
                grow()
            self.env.invalidate_all()
        order.order_line.price_unit = 9.4

    def test_orders_of_rounds_are_not_merged(self):
        order = self.order
        other = self.env['purchase.order'].with_user(self.officer).create({
            'partner_id': order.partner_id.id, 'company_id': self.company.id,
            'order_line': [Command.create({'product_id': self.ink.id, 'product_qty': 5})]})
        with self.assertRaisesRegex(UserError, "belongs to a collection round"):
            (order | other).with_user(self.officer).action_merge()
        self.assertEqual(order.state, 'draft')

    def test_buyer_does_not_receive_from_elsewhere(self):
        order = self.order
        order.with_user(self.officer).button_confirm()
        elsewhere = self.env['stock.location'].search(
            [('usage', '=', 'inventory'), ('company_id', '=', self.company.id)], limit=1)
        move = order.picking_ids.move_ids.with_user(self.officer)
        move.location_id = elsewhere
        with self.assertRaisesRegex(AccessError, "ordered or approved"):
            self._receive_order(order, 12, self.officer)


@tagged('post_install', '-at_install')
class TestRoundPurchaseFromTheBeginning(OfficePurchaseCommon):
    """Rounds of other quantities and offers."""

    def test_r13_buyer_is_blocked_and_another_receives_90_of_100(self):
        supply_round, order = self._create_purchased(asked=25)
        order.with_user(self.officer).button_confirm()
        with self.assertRaisesRegex(AccessError, "ordered or approved these goods"), self.cr.savepoint():
            self._receive_order(order, 90, self.officer)
        with self.assertRaisesRegex(AccessError, "ordered or approved these goods"), self.cr.savepoint():
            self._receive_order(order, 90, self.manager)
        self._receive_order(order, 90, self.receiver)
        self.assertRecordValues(order.order_line, [{'product_qty': 100, 'qty_received': 90}])
        self.assertRecordValues(supply_round.line_ids, [{'ordered_quantity': 100, 'received_quantity': 90}])
        still = order.picking_ids.move_ids.filtered(lambda move: move.state == 'assigned')
        self.assertEqual(still.product_qty, 10)
        self.assertEqual(still.supply_round_line_id, supply_round.line_ids)
        split = self.env['office.supply.split'].search([('round_id', '=', supply_round.id)])
        self.assertEqual(split.line_ids.mapped('given_quantity'), [25, 25, 25, 15])

    def test_r140_quotes_above_the_limit(self):
        self.company.write({'supply_quote_limit': 100, 'supply_quote_count': 3})
        third = self.env['res.partner'].create({'name': "Third"})
        self.env['product.supplierinfo'].create({
            'product_tmpl_id': self.ink.product_tmpl_id.id, 'partner_id': third.id, 'price': 9.2,
            'company_id': self.company.id})
        supply_round, order = self._create_purchased()
        order = order.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "2 are missing"):
            order.button_confirm()
        with self.assertRaisesRegex(UserError, "2 are missing"):
            order.write({'state': 'purchase'})
        supply_round.action_ask_quotes()
        self.assertEqual(order.alternative_po_ids.partner_id, self.cheap | self.dear | third)
        self.assertEqual(supply_round.line_ids.ordered_quantity, 12, "quotes are no orders")
        other = order.alternative_po_ids.filtered(lambda each: each.partner_id == third)
        other.with_context(skip_alternative_check=True).button_confirm()
        self.assertRecordValues(supply_round.line_ids, [{'ordered_quantity': 12, 'to_order_quantity': 0}])
        with self.assertRaisesRegex(UserError, "would come twice"):
            order.with_context(skip_alternative_check=True).button_confirm()

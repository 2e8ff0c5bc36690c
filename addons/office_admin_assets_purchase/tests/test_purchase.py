from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_assets.tests.buying_common import OfficeAssetRequestCommon


@tagged('post_install', '-at_install')
class TestAssetsPurchase(OfficeAssetRequestCommon):
    """From an approved request to the order, its receipt, the acceptance by somebody else, and the cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['office.approval.rule'].search([('res_model', '=', 'purchase.order')]).active = False
        cls.company.account_purchase_tax_id = False
        cls.laptops = cls.env['maintenance.equipment.category'].create({
            'name': "Laptops", 'company_id': cls.company.id, 'parent_id': cls.category.id})
        cls.vendor = cls.env['res.partner'].create({'name': "Vendor"})
        cls.product = cls.env['product.product'].with_company(cls.company).create({
            'name': "Laptop 14", 'type': 'consu', 'asset_category_id': cls.category.id, 'supplier_taxes_id': False,
            'seller_ids': [Command.create({'partner_id': cls.vendor.id, 'price': 800})]})
        cls.buyer = cls._create_user('sup_buyer', 'office_admin_assets.group_officer')
        cls.receiver = cls._create_user('sup_stock', 'stock.group_stock_user')

    def _order(self, request):
        action = request.with_user(self.buyer).action_order()
        order = self.env['purchase.order'].browse(action['res_id'])
        order.with_user(self.buyer).button_confirm()
        return order

    def _receive_goods(self, order, quantity, user=None):
        picking = order.picking_ids.filtered(lambda picking: picking.state == 'assigned').with_user(
            user or self.receiver)
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.env.invalidate_all()

    def _get_acceptances(self, order):
        return self.env['office.asset.acceptance'].search([('line_ids.purchase_line_id.order_id', '=', order.id)])

    def test_r75_from_the_request_to_the_cards(self):
        request = self._create_approved(items=[(self.laptops, 3, 900)])
        order = self._order(request)
        self.assertRecordValues(order, [{'partner_id': self.vendor.id, 'origin': request.name}])
        self.assertRecordValues(order.order_line, [{
            'product_id': self.product.id, 'product_qty': 3, 'price_unit': 800,
            'asset_request_line_id': request.line_ids.id}])
        self._receive_goods(order, 2)
        acceptance = self._get_acceptances(order)
        self.assertRecordValues(acceptance, [{
            'state': 'submitted', 'partner_id': self.vendor.id, 'buyer_ids': self.buyer.ids}])
        self.assertRecordValues(acceptance.line_ids, [{
            'quantity': 2, 'price': 800, 'category_id': self.laptops.id, 'request_line_id': request.line_ids.id}])
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            acceptance.with_user(self.buyer).action_accept()
        acceptance.with_user(self.officer).action_accept()
        self.env.invalidate_all()
        self.assertEqual(request.kept_count, 2)
        self._receive_goods(order, 1)
        self.assertEqual(sum(self._get_acceptances(order).line_ids.mapped('quantity')), 3)
        (self._get_acceptances(order) - acceptance).with_user(self.officer).action_accept()
        self._hand_out(request)
        self.assertEqual((request.state, len(request.line_ids.card_ids.sudo())), ('done', 3))

    def test_r75_who_received_it_may_accept_it(self):
        self.receiver.group_ids += self.env.ref('office_admin_assets.group_officer')
        order = self._order(self._create_approved())
        self._receive_goods(order, 1)
        acceptance = self._get_acceptances(order).with_user(self.receiver)
        self.assertIn('accept', acceptance.allowed_verbs)
        acceptance.action_accept()
        self.assertEqual(acceptance.card_count, 1)

    def test_r75_what_is_ordered_or_kept_is_not_ordered_again(self):
        self._create_card(category_id=self.category.id)
        request = self._create_approved(items=[(self.category, 2, 900)])
        request.with_user(self.officer).action_keep()
        order = self._order(request)
        self.assertEqual(order.order_line.product_qty, 1)
        with self.assertRaisesRegex(UserError, "ordered or kept already"):
            request.with_user(self.buyer).action_order()
        self._hand_out(request)
        with self.assertRaisesRegex(UserError, "ordered or kept already"):
            request.with_user(self.buyer).action_order()

    def test_what_is_bought_without_a_request_is_accepted_too(self):
        order = self.env['purchase.order'].with_user(self.buyer).create({
            'partner_id': self.vendor.id,
            'order_line': [Command.create({'product_id': self.product.id, 'product_qty': 5, 'price_unit': 700})]})
        order.button_confirm()
        self.assertFalse(order.asset_to_accept)
        self._receive_goods(order, 5)
        self.assertEqual((order.asset_to_accept, order.asset_acceptance_count), (0, 1))
        self.assertEqual(self._get_acceptances(order).line_ids.quantity, 5)
        with self.assertRaisesRegex(UserError, "nothing was received"):
            order.action_prepare_acceptance()
        self._get_acceptances(order).with_user(self.officer).action_cancel()
        self.env.invalidate_all()
        self.assertEqual(order.asset_to_accept, 5)
        order.action_prepare_acceptance()
        self.assertEqual(len(self._get_acceptances(order)), 2)

    def _return(self, order, quantity, is_refunded=True):
        """Send ``quantity`` of what has come back to the vendor."""
        picking = order.picking_ids.filtered(lambda picking: picking.state == 'done').sorted('id')[:1]
        dialog = self.env['stock.return.picking'].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model=picking._name).create({})
        dialog.product_return_moves.write({'quantity': quantity, 'to_refund': is_refunded})
        back = self.env['stock.picking'].browse(dialog.action_create_returns()['res_id'])
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        self.env.invalidate_all()
        return back

    def test_what_was_rejected_goes_back_and_its_replacement_is_accepted_too(self):
        request = self._create_approved(items=[(self.laptops, 2, 900)])
        order = self._order(request)
        self._receive_goods(order, 2)
        acceptance = self._get_acceptances(order)
        acceptance.line_ids.with_user(self.officer).write({'rejected_quantity': 1, 'reject_reason': "Scratched"})
        acceptance.with_user(self.officer).action_accept()
        self.assertEqual((acceptance.card_count, order.asset_to_accept), (1, 0))
        back = self._return(order, 1)
        self.assertEqual((order.asset_to_accept, order.asset_to_end), (0, 0))
        self._return_again(back)
        replaced = self._get_acceptances(order) - acceptance
        self.assertRecordValues(replaced.line_ids, [{'quantity': 1, 'request_line_id': request.line_ids.id}])
        replaced.with_user(self.officer).action_accept()
        self.env.invalidate_all()
        self.assertEqual((order.asset_to_accept, order.asset_to_end, request.kept_count), (0, 0, 2))

    def _return_again(self, back):
        """Let the vendor send what went ``back`` once more."""
        dialog = self.env['stock.return.picking'].with_context(
            active_id=back.id, active_ids=back.ids, active_model=back._name).create({})
        dialog.product_return_moves.quantity = 1
        again = self.env['stock.picking'].browse(dialog.action_create_returns()['res_id'])
        again.move_ids.picked = True
        again.with_context(skip_backorder=True).button_validate()
        self.env.invalidate_all()

    def test_what_went_back_with_its_card_is_said_on_the_order(self):
        order = self._order(self._create_approved(items=[(self.laptops, 2, 900)]))
        self._receive_goods(order, 2)
        acceptance = self._get_acceptances(order)
        acceptance.with_user(self.officer).action_accept()
        self._return(order, 1, is_refunded=False)
        self.assertEqual((order.asset_to_accept, order.asset_to_end), (0, 1))
        card = acceptance.line_ids.card_ids[:1].with_user(self.officer)
        card._release(card._get_open_document())
        card._end('swapped')
        self.env.invalidate_all()
        self.assertEqual((order.asset_to_accept, order.asset_to_end), (0, 0))

    def test_no_more_is_accepted_than_was_received(self):
        order = self._order(self._create_approved(items=[(self.laptops, 3, 900)]))
        self._receive_goods(order, 2)
        acceptance = self._get_acceptances(order).with_user(self.buyer)
        acceptance.action_reset()
        acceptance.line_ids.quantity = 3
        acceptance.action_submit()
        with self.assertRaisesRegex(UserError, "only 2 have been received"):
            acceptance.with_user(self.officer).action_accept()
        self._receive_goods(order, 1)
        self.assertEqual(self._get_acceptances(order), acceptance)
        acceptance.with_user(self.officer).action_accept()
        self.assertEqual(acceptance.card_count, 3)

    def test_who_asked_does_not_accept_either(self):
        self.user.group_ids += self.env.ref('office_admin_assets.group_officer')
        order = self._order(self._create_approved())
        self._receive_goods(order, 1)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            self._get_acceptances(order).with_user(self.user).action_accept()

    def test_a_product_of_no_class_makes_no_acceptance(self):
        self.product.with_company(self.company).asset_category_id = False
        order = self.env['purchase.order'].with_user(self.buyer).create({
            'partner_id': self.vendor.id, 'order_line': [Command.create({'product_id': self.product.id})]})
        order.button_confirm()
        self._receive_goods(order, 1)
        self.assertFalse(self._get_acceptances(order))
        request = self._create_approved()
        with self.assertRaisesRegex(UserError, "no product with a vendor has the asset class Computers"):
            request.with_user(self.buyer).action_order()

    def test_nobody_links_an_order_to_a_request_by_hand(self):
        request = self._create_approved()
        order = self._order(self._create_approved())
        with self.assertRaises(UserError):
            order.order_line.with_user(self.buyer).asset_request_line_id = request.line_ids
        with self.assertRaises(UserError):
            order.with_user(self.buyer).write({'order_line': [Command.create({
                'product_id': self.product.id, 'asset_request_line_id': request.line_ids.id})]})
        for user in (self.user, self.head, self.receiver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).action_order()
        acceptance = self.env['office.asset.acceptance'].with_user(self.buyer).create({'note': "Mine"})
        with self.assertRaises(UserError):
            acceptance.line_ids = [Command.create({
                'category_id': self.category.id, 'name': "X", 'purchase_line_id': order.order_line.id})]

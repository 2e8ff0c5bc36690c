from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import SIGNATURE, OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestStockAttacks(OfficeSupplyCommon):
    """What somebody with rights in Inventory tries to do to a hand-out, and does not get done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._create_user('sup_clerk', 'stock.group_stock_user')

    def _get_picking(self, request, user):
        return request.sudo().picking_ids.sorted('id')[0].with_user(user)

    def _sign(self, picking):
        picking._write_receipt("Anna", SIGNATURE)

    def _validate(self, pickings):
        pickings.with_context(skip_backorder=True, skip_sanity_check=True).button_validate()

    def _assert_untouched(self, request):
        self.assertEqual(self._get_stock(self.paper), 100)
        request.invalidate_recordset()
        self.assertRecordValues(request, [{'state': 'approved', 'hand_out_progress': 0}])

    def test_links_are_not_made_by_hand(self):
        request = self._create_approved()
        picking, move = self._get_picking(request, self.officer), request.sudo().picking_ids.move_ids
        other = self._create_approved()
        receipt = self.env['stock.move'].create({
            'product_id': self.paper.id, 'product_uom_qty': 12, 'location_id': self.warehouse.lot_stock_id.id,
            'location_dest_id': self.warehouse.lot_stock_id.id, 'company_id': self.company.id})
        line = request.line_ids
        attempts = {
            'link a move': lambda: receipt.with_user(self.officer).write({'supply_line_id': line.id}),
            'unlink it': lambda: move.with_user(self.officer).write({'supply_line_id': False}),
            'link to another request': lambda: move.with_user(self.officer).write(
                {'supply_line_id': other.line_ids.id}),
            'set the request': lambda: move.with_user(self.officer).write({'supply_request_id': other.id}),
            'forget the request': lambda: picking.write({'supply_request_id': False}),
            'make a linked move': lambda: receipt.with_user(self.officer).create({
                'product_id': self.paper.id, 'product_uom_qty': 2, 'state': 'done', 'supply_line_id': line.id,
                'location_id': move.location_id.id, 'location_dest_id': move.location_dest_id.id}),
            'make a done move to the department': lambda: receipt.with_user(self.officer).create({
                'product_id': self.paper.id, 'product_uom_qty': 2, 'state': 'done',
                'location_id': move.location_id.id, 'location_dest_id': move.location_dest_id.id}),
            'declare it done': lambda: move.with_user(self.officer).write({'state': 'done'}),
            'declare the transfer done': lambda: picking.write({'state': 'done'}),
            'link from a draft line': lambda: self._create_request(self.officer).line_ids.write(
                {'move_ids': [Command.link(receipt.id)]}),
        }
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaises(UserError):
                attempt()
        self._assert_untouched(request)

    def test_goods_leave_by_the_officer_only(self):
        request = self._create_approved()
        picking = self._get_picking(request, self.clerk)
        self._sign(picking)
        with self.assertRaises(AccessError):
            self._validate(picking)
        own = self.env['stock.picking'].with_user(self.clerk).create({
            'picking_type_id': self.warehouse.int_type_id.id, 'location_id': picking.location_id.id,
            'location_dest_id': picking.location_dest_id.id})
        with self.assertRaises(AccessError):
            picking.move_ids.write({'picking_id': own.id})
        picking.move_ids.with_user(self.officer).write({'picking_id': own.id})
        self._sign(own)
        with self.assertRaises(AccessError):
            self._validate(own)
        self._assert_untouched(request)

    def test_cancelled_request_hands_nothing_out(self):
        request = self._create_approved()
        picking = self._get_picking(request, self.officer)
        picking.sudo().return_id = self._get_picking(self._create_approved(), self.officer)
        request._do_with_reason('cancel', "Not needed.")
        self.assertEqual(picking.move_ids.state, 'cancel')

    def test_copied_transfer_hands_nothing_out(self):
        request = self._create_approved()
        picking = self._get_picking(request, self.officer)
        copied = picking.copy()
        copied.action_confirm()
        self._sign(picking)
        copied._write_receipt("Anna")
        with self.assertRaisesRegex(UserError, "was not asked for"):
            self._validate(picking | copied)
        self._assert_untouched(request)

    def test_other_goods_or_place(self):
        request = self._create_approved()
        picking = self._get_picking(request, self.officer)
        self._sign(picking)
        with self.assertRaisesRegex(UserError, "other goods than SUP/.* asks for, or to another place"), \
                self.env.cr.savepoint():
            picking.move_line_ids.location_dest_id = self.warehouse.lot_stock_id
            self._validate(picking)
        with self.assertRaisesRegex(UserError, "other goods than SUP/.* asks for, or to another place"), \
                self.env.cr.savepoint():
            picking.do_unreserve()
            picking.move_ids.product_id = self.pen
            picking.action_assign()
            self._validate(picking)
        self.env.invalidate_all()
        self._assert_untouched(request)

    def test_nothing_handed_out_is_no_hand_out(self):
        request = self._create_approved()
        picking = self._get_picking(request, self.officer)
        self._sign(picking)
        picking.do_unreserve()
        self._validate(picking)
        self.assertFalse(self.env['office.transition'].sudo().search(
            [('res_model', '=', request._name), ('res_id', '=', request.id), ('verb', '=', 'hand_out')]))
        self._assert_untouched(request)

    def test_done_hand_out_is_final(self):
        request = self._create_approved()
        self._hand_out(request)
        picking = self._get_picking(request, self.officer)
        move, move_line = picking.move_ids, picking.move_line_ids
        attempts = {
            'quantity of the move': lambda: move.write({'quantity': 0}),
            'quantity of its line': lambda: move_line.write({'quantity': 9}),
            'delete its line': lambda: move_line.unlink(),
            'add a line': lambda: move_line.create({
                'picking_id': picking.id, 'move_id': move.id, 'product_id': self.paper.id, 'quantity': 3,
                'location_id': move.location_id.id, 'location_dest_id': move.location_dest_id.id}),
            'add goods': lambda: move_line.create({
                'picking_id': picking.id, 'product_id': self.pen.id, 'quantity': 3,
                'location_id': move.location_id.id, 'location_dest_id': move.location_dest_id.id}),
            'state': lambda: move.write({'state': 'assigned'}),
            'state of the transfer': lambda: picking.write({'state': 'assigned'}),
            'receiver': lambda: picking.write({'received_by': "Nobody"}),
            'time': lambda: picking.write({'receipt_datetime': '2001-01-01'}),
            'signature': lambda: picking.write({'received_signature': False}),
            'place': lambda: move.write({'location_dest_id': self.warehouse.lot_stock_id.id}),
        }
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        self.assertFalse(self.env['ir.attachment'].sudo().search(
            [('res_model', '=', 'stock.picking'), ('res_field', 'in', ('receiver_signature', 'received_signature'))]),
            "an attachment could be replaced behind the transfer's back")
        self.assertEqual(self._get_stock(self.paper), 95)

    def test_no_more_comes_back_than_went_out(self):
        request = self._create_approved()
        self._hand_out(request, {self.paper: 1})
        picking = self._get_picking(request, self.officer)
        back = self._return(picking, 1)
        back.move_ids.quantity = 3
        with self.assertRaisesRegex(UserError, "only 1 Units of Copy Paper A4 were handed out"):
            self._validate(back)

    def test_return_of_a_return_is_no_hand_out(self):
        request = self._create_approved()
        self._hand_out(request)
        back = self._return(self._get_picking(request, self.officer), 5)
        self._validate(back)
        self.assertEqual(request.line_ids.handed_quantity, 0)
        again = self._return(back, 5)
        again._write_receipt("Anna")
        with self.assertRaisesRegex(UserError, "was not asked for"):
            self._validate(again)
        self.assertEqual(request.line_ids.handed_quantity, 0)

    def _return(self, picking, quantity):
        wizard = self.env['stock.return.picking'].with_user(self.officer).with_context(
            active_id=picking.id, active_model='stock.picking').create({'picking_id': picking.id})
        wizard.product_return_moves.quantity = quantity
        return picking.browse(wizard.action_create_returns()['res_id'])

    def test_item_added_in_inventory_does_not_block(self):
        request = self._create_approved()
        picking = self._get_picking(request, self.officer)
        picking.write({'move_ids': [Command.create({
            'product_id': self.pen.id, 'product_uom_qty': 1, 'location_id': picking.location_id.id,
            'location_dest_id': picking.location_dest_id.id})]})
        picking.move_ids.filtered(lambda move: move.product_id == self.pen).quantity = 1
        with self.assertRaisesRegex(UserError, "Ballpoint Pen in .* was not asked for. Remove it"):
            self._hand_out(request)

    def test_archived_location_of_the_department(self):
        self._create_approved().destination_id.sudo().action_archive()
        request = self._create_approved()
        self.assertTrue(request.destination_id.sudo().active)

    def test_wizards_belong_to_their_maker(self):
        request = self._create_request()
        request.action_submit()
        wizard = self.env['office.approval.decide'].with_user(self.head).create(
            {'verb': 'refuse', 'approval_ids': [Command.set(request.sudo().approval_id.ids)], 'reason': "No."})
        stranger = wizard.with_user(self.stranger)
        self.assertFalse(stranger.search([]))
        with self.assertRaises(AccessError):
            stranger.write({'reason': "Rude"})
        approved = self._create_approved()
        hand_out = self.env['office.supply.request.hand.out'].with_user(self.officer).create(
            {'request_ids': [Command.set(approved.ids)]})
        second = self._create_user('sup_second', 'office_admin_base.position_officer')
        for record in (hand_out, hand_out.line_ids):
            with self.assertRaises(AccessError):
                record.with_user(second).write({})

    def test_wizard_shows_no_request_of_others(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        outsider = new_test_user(
            self.env, 'sup_outsider', 'base.group_user,office_admin_base.position_officer', company_id=other.id,
            company_ids=[Command.set(other.ids)])
        request, draft = self._create_approved(), self._create_request()
        wizards = self.env['office.supply.request.hand.out'].with_user(outsider)
        with self.assertRaises(AccessError):
            self.env.invalidate_all()  # what others have read is in the cache of this test, and not of a server
            wizards.onchange({'request_ids': [Command.link(request.id)]}, ['request_ids'], {
                'request_ids': {}, 'line_ids': {'fields': {'product_id': {}}}, 'signed_by': {}})
        for line in (request.line_ids, draft.line_ids):
            with self.assertRaises(AccessError):
                wizards.create({
                    'request_ids': [], 'signed_by': "X",
                    'line_ids': [Command.create({'request_line_id': line.id, 'quantity': 1})]})

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .stock_common import StockUsersCommon


@tagged('post_install', '-at_install')
class TestStockOpen(StockUsersCommon):
    """Whoever runs the warehouse picks what was approved; what was approved is not theirs to change."""

    def setUp(self):
        super().setUp()
        self.request = self._create_approved()
        self.move = self.request.sudo().picking_ids.move_ids
        self.picking = self.move.picking_id

    def _assert_refused(self, name, attempt, regex=""):
        with self.subTest(name), self.assertRaisesRegex(UserError, regex), self.env.cr.savepoint():
            attempt()
            self.env.flush_all()

    def _assert_untouched(self):
        self.env.invalidate_all()
        self.assertRecordValues(self.request, [{'state': 'approved', 'hand_out_progress': 0}])
        self.assertRecordValues(self.move, [{
            'state': 'assigned', 'quantity': 5, 'product_uom_qty': 5, 'product_id': self.paper.id,
            'picking_id': self.picking.id, 'location_dest_id': self.request.sudo().destination_id.id}])
        self.assertEqual(self.request.sudo().picking_ids, self.picking)
        self.assertEqual(self.picking.move_ids, self.move)

    def _create_move(self, user, **values):
        return self.env['stock.move'].with_user(user).create({
            'product_id': self.pen.id, 'product_uom_qty': 1, 'company_id': self.company.id,
            'location_id': self.room.id, 'location_dest_id': self.shelf.id, **values})

    def test_picker_neither_ends_nor_divides_a_hand_out(self):
        other = self._create_approved(items=[(self.pen, 5)]).sudo().picking_ids
        for user in (self.clerk, self.keeper):
            picking, move = self.picking.with_user(user), self.move.with_user(user)
            for name, attempt in {
                'cancel': picking.action_cancel,
                'cancel with others': (picking | other.with_user(user)).action_cancel,
                'unreserve': picking.do_unreserve,
                'split': picking.action_split_transfer,
                'delete': picking.with_context(_force_unlink=True).unlink,
                'delete the move': move.with_context(_force_unlink=True).unlink,
                'delete by the transfer': lambda picking=picking, move=move: picking.write(
                    {'move_ids': [Command.delete(move.id)]}),
                'declare it cancelled': lambda move=move: move.write({'state': 'cancel'}),
                'declare it a draft': lambda move=move: move.write({'state': 'draft'}),
                'declare its line cancelled': lambda move=move: move.move_line_ids.write({'state': 'cancel'}),
                'validate': lambda picking=picking: picking.with_context(
                    skip_backorder=True, skip_sanity_check=True)._action_done(),
            }.items():
                with self.subTest(user=user.login):
                    self._assert_refused(name, attempt)
        self._assert_untouched()

    def test_refusal_names_transfer_request_and_way_out(self):
        self._assert_refused(
            'cancel', self.picking.with_user(self.clerk).action_cancel,
            rf"{self.picking.name} hands out what was approved for {self.request.name}.*ask an officer.*close the req")
        self._assert_refused(
            'validate', self.picking.with_user(self.clerk).button_validate, "ask an officer .* hand it out")

    def test_picker_changes_nothing_that_was_approved(self):
        request = self._create_approved(items=[(self.pen, 5)])
        other = request.sudo().picking_ids.move_ids
        partner = self.colleague.partner_id.id
        values_of = {
            'move': {
                'product_id': self.pen.id, 'product_uom_qty': 3, 'product_uom': self.pack.id, 'quantity': 3,
                'location_dest_id': self.shelf.id, 'location_id': self.shelf.id, 'partner_id': partner,
                'restrict_partner_id': partner, 'picking_id': other.picking_id.id, 'origin': "X",
                'procure_method': 'make_to_order', 'move_orig_ids': [Command.link(other.id)],
                'move_dest_ids': [Command.link(other.id)], 'origin_returned_move_id': other.id,
                'description_picking': "X", 'company_id': self.env.ref('base.main_company').id,
                'picking_type_id': self.warehouse.int_type_id.id, 'move_line_ids': [Command.clear()],
                'date_deadline': '2001-01-01', 'propagate_cancel': False, 'scrap_id': False},
            'move more': {'product_uom_qty': 9, 'quantity': 6},
            'picking': {
                'name': "X", 'partner_id': partner, 'owner_id': partner, 'location_dest_id': self.shelf.id,
                'location_id': self.shelf.id, 'origin': "X", 'picking_type_id': self.warehouse.int_type_id.id,
                'move_type': 'one', 'state': 'cancel', 'return_id': other.picking_id.id,
                'backorder_id': other.picking_id.id, 'date_done': '2001-01-01',
                'move_ids': [Command.clear()], 'move_line_ids': [Command.clear()],
                'backorder_ids': [Command.link(other.picking_id.id)],
                'return_ids': [Command.link(other.picking_id.id)]},
            'line': {
                'quantity': 3, 'location_dest_id': self.shelf.id, 'move_id': other.id, 'owner_id': partner,
                'picking_id': other.picking_id.id, 'product_uom_id': self.pack.id},
            'line more': {'quantity': 6},
        }
        for user in (self.clerk, self.keeper):
            records = {'move': self.move, 'picking': self.picking, 'line': self.move.move_line_ids}
            for what, values in values_of.items():
                record = records[what.split()[0]].with_user(user)
                for name, value in values.items():
                    with self.subTest(user=user.login, what=what):
                        self._assert_refused(
                            name, lambda record=record, name=name, value=value: record.write({name: value}))
        self._assert_untouched()

    def test_picker_puts_nothing_into_a_hand_out(self):
        own = self._create_move(self.clerk)
        transfer = self.env['stock.picking'].create({
            'picking_type_id': self.warehouse.int_type_id.id, 'location_id': self.room.id,
            'location_dest_id': self.shelf.id})
        inside = self._create_move(self.clerk, picking_id=transfer.id)
        inside._action_confirm()
        inside.quantity = 1
        place = {'location_id': self.room.id, 'location_dest_id': self.move.location_dest_id.id}
        goods = place | {'product_id': self.pen.id}
        more = place | {'product_id': self.paper.id, 'quantity': 1}
        for user in (self.clerk, self.keeper):
            picking, move = self.picking.with_user(user), self.move.with_user(user)
            lines, moves = move.move_line_ids.browse(), move.browse()
            for name, attempt in {
                'a move': lambda user=user: self._create_move(user, picking_id=self.picking.id),
                'a move by default': lambda moves=moves: moves.with_context(
                    default_picking_id=self.picking.id).create(goods | {'product_uom_qty': 1}),
                'a move of the same goods': lambda moves=moves: moves.create(
                    place | {'product_id': self.paper.id, 'product_uom_qty': 1, 'picking_id': self.picking.id}),
                'by the transfer': lambda picking=picking: picking.write(
                    {'move_ids': [Command.create(goods | {'product_uom_qty': 1})]}),
                'an own move': lambda user=user: own.with_user(user).write({'picking_id': self.picking.id}),
                'link an own move': lambda picking=picking: picking.write({'move_ids': [Command.link(own.id)]}),
                'a line': lambda lines=lines: lines.create(goods | {'quantity': 1, 'picking_id': self.picking.id}),
                'a line of the transfer': lambda picking=picking: picking.write(
                    {'move_line_ids': [Command.create(goods | {'quantity': 1})]}),
                'more in the move': lambda lines=lines: lines.create(more | {'move_id': self.move.id}),
                'more in the transfer': lambda lines=lines: lines.create(more | {'picking_id': self.picking.id}),
                'other goods in the move': lambda lines=lines: lines.create(
                    goods | {'quantity': 1, 'move_id': self.move.id}),
                'a line of another move': lambda user=user: inside.move_line_ids.with_user(user).write(
                    {'move_id': self.move.id, 'picking_id': self.picking.id}),
                'to another place': lambda move=move: move.write({'move_line_ids': [
                    Command.clear(), Command.create(more | {'quantity': 5, 'location_dest_id': self.shelf.id})]}),
                'scrap': lambda user=user: self.env['stock.scrap'].with_user(user).create({
                    'product_id': self.paper.id, 'scrap_qty': 1, 'picking_id': self.picking.id,
                    'location_id': self.room.id, 'company_id': self.company.id}).do_scrap(),
            }.items():
                with self.subTest(user=user.login):
                    self._assert_refused(name, attempt)
        self._assert_untouched()

    def test_picker_chains_nothing_to_a_hand_out(self):
        self.env['ir.config_parameter'].set_param('stock.cancel_moves_origin', 'True')
        for name, values in {
            'before': {'move_dest_ids': [Command.link(self.move.id)]},
            'after': {'move_orig_ids': [Command.link(self.move.id)]},
        }.items():
            self._assert_refused(name, lambda values=values: self._create_move(self.clerk, **values))
            self._assert_refused(f"{name} by write", lambda values=values: self._create_move(self.clerk).write(values))
        for user in (self.user, self.clerk):
            references = self.env['stock.reference'].with_user(user)
            reference = references.create({'name': "X"})
            self._assert_refused('reference', lambda reference=reference: reference.write(
                {'move_ids': [Command.link(self.move.id)]}))
            self._assert_refused('new reference', lambda references=references: references.create(
                {'name': "Y", 'move_ids': [Command.link(self.move.id)]}))
        self.assertFalse(self.move.move_orig_ids | self.move.move_dest_ids)
        self.assertFalse(self.move.reference_ids)
        self._assert_untouched()

    def test_picker_picks(self):
        self.env['stock.quant'].with_user(self.clerk).with_context(inventory_mode=True).create({
            'product_id': self.paper.id, 'location_id': self.shelf.id, 'inventory_quantity': 50,
        }).action_apply_inventory()
        picking, line = self.picking.with_user(self.clerk), self.move.move_line_ids.with_user(self.clerk)
        picking.write({'scheduled_date': '2030-01-01', 'user_id': self.clerk.id, 'priority': '1', 'note': "Top shelf"})
        line.location_id = self.shelf
        picking.write({'move_ids': [Command.update(self.move.id, {'move_line_ids': [
            Command.delete(line.id), *(Command.create({
                'product_id': self.paper.id, 'quantity': quantity, 'location_id': place.id,
                'location_dest_id': self.move.location_dest_id.id})
                for place, quantity in ((self.room, 3), (self.shelf, 2)))]})]})
        self.move.with_user(self.clerk).picked = True
        picking.do_print_picking()
        self._hand_out(self.request)
        self.assertEqual(self.request.state, 'done')
        self.assertEqual(self.move.move_line_ids.location_id, self.room | self.shelf)

    def test_picker_reserves_what_came(self):
        request = self._create_approved(items=[(self.paper, 98)])
        move = request.sudo().picking_ids.move_ids
        self.assertEqual(move.quantity, 95)
        self._set_stock(self.paper, 6)
        move.picking_id.with_user(self.clerk).action_assign()
        self.assertRecordValues(move, [{'quantity': 98, 'state': 'assigned'}])

    def test_receipt_of_the_warehouse_reserves(self):
        request = self._create_approved(items=[(self.paper, 98)])
        receipt = self.env['stock.picking'].with_user(self.clerk).create({
            'picking_type_id': self.warehouse.in_type_id.id,
            'location_id': self.env.ref('stock.stock_location_suppliers').id, 'location_dest_id': self.room.id,
            'move_ids': [Command.create({
                'product_id': self.paper.id, 'product_uom_qty': 20, 'location_dest_id': self.room.id,
                'location_id': self.env.ref('stock.stock_location_suppliers').id})]})
        receipt.action_confirm()
        receipt.move_ids.quantity = 20
        receipt.button_validate()
        self.assertEqual(receipt.state, 'done')
        self.assertRecordValues(request.sudo().picking_ids.move_ids, [{'quantity': 98, 'state': 'assigned'}])

    def test_what_is_not_there_any_more_is_let_go(self):
        """A count, a scrap and a transfer of the clerk reach what was reserved, as Odoo does it."""
        quant = self.env['stock.quant'].search(
            [('product_id', '=', self.paper.id), ('location_id', '=', self.room.id)]).with_user(self.clerk)
        quant.with_context(inventory_mode=True).inventory_quantity = 4
        quant.with_context(inventory_mode=True).action_apply_inventory()
        self.assertEqual(self.move.quantity, 4)
        self.env['stock.scrap'].with_user(self.clerk).create({
            'product_id': self.paper.id, 'scrap_qty': 1, 'location_id': self.room.id, 'company_id': self.company.id,
        }).do_scrap()
        self.assertEqual(self.move.quantity, 3)
        move = self._create_move(self.clerk, product_id=self.paper.id, product_uom_qty=2)
        move._action_confirm()
        move.quantity = 2
        move.picked = True
        move._action_done()
        self.assertRecordValues(self.move, [{'quantity': 3, 'state': 'partially_available'}])
        self.assertEqual(self.request.line_ids.open_quantity, 5)

    def test_other_transfers_are_odoos_own(self):
        chair = self._create_product("Chair", supply_ok=False)
        self._set_stock(chair, 10)
        for product in (chair, self.pen):
            picking = self.env['stock.picking'].with_user(self.clerk).create({
                'picking_type_id': self.warehouse.out_type_id.id, 'location_id': self.room.id,
                'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                'partner_id': self.colleague.partner_id.id, 'move_ids': [Command.create({
                    'product_id': product.id, 'product_uom_qty': 4, 'location_id': self.room.id,
                    'location_dest_id': self.env.ref('stock.stock_location_customers').id})]})
            picking.action_confirm()
            picking.do_unreserve()
            picking.action_assign()
            picking.move_ids.write({'product_uom_qty': 5, 'quantity': 3})
            picking.with_context(skip_backorder=True).button_validate()
            self.assertEqual(picking.state, 'done')
            picking.write({'note': "Late", 'partner_id': self.user.partner_id.id, 'name': f"X{product.id}"})
            backorder = self.env['stock.picking'].search([('backorder_id', '=', picking.id)])
            self.assertEqual(backorder.move_ids.product_uom_qty, 2)
            backorder.action_cancel()
            self.assertEqual(backorder.state, 'cancel')

    def test_officer_still_does_all_of_it(self):
        picking, move = self.picking.with_user(self.officer), self.move.with_user(self.officer)
        picking.do_unreserve()
        picking.action_assign()
        move.quantity = 2
        move.move_line_ids.unlink()
        picking.action_assign()
        self._hand_out(self.request, {self.paper: 2})
        rest = self.request.sudo().picking_ids - self.picking
        self.assertEqual(rest.move_ids.product_uom_qty, 3)
        rest.with_user(self.officer).action_cancel()
        self._hand_out(self.request, {self.paper: 3})
        self.assertEqual(self.request.state, 'done')
        with self.assertRaises(AccessError):
            picking.with_user(self.user).action_cancel()

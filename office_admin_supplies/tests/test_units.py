from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import SIGNATURE, OfficeSupplyCommon
from .round_common import OfficeRoundMixin
from .test_return import ReturnMixin


class UnitsMixin(ReturnMixin):
    """Products in pieces that are also asked for by the box of 12, one of them held by name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_units()

    @classmethod
    def _set_up_units(cls):
        cls.box = cls.env['uom.uom'].create(
            {'name': "Box of 12", 'relative_factor': 12, 'relative_uom_id': cls.unit.id})
        cls.litre = cls.env.ref('uom.product_uom_litre')
        cls.clip = cls._create_product("Clip", uom_ids=[Command.link(cls.box.id)])
        cls.punch = cls._create_product("Punch", uom_ids=[Command.link(cls.box.id)], supply_is_durable=True)
        cls.glue = cls._create_product("Glue", uom_id=cls.litre.id)

    def _create_asked(self, product, quantity, uom=None, user=None):
        """An approved request of one line."""
        request = self.env['office.supply.request'].with_user(user or self.user).create({'line_ids': [
            Command.create({'product_id': product.id, 'quantity': quantity, 'uom_id': (uom or product.uom_id).id})]})
        request.action_submit()
        request.with_user(request.sudo().approver_ids[:1]).action_approve()
        return request

    def _open_hand_out(self, request):
        return self.env['office.supply.request.hand.out'].with_user(self.officer).create(
            {'request_ids': [Command.set(request.ids)], 'signed_by': "Anna", 'signature': SIGNATURE})

    def _hand_out_pieces(self, request, quantity=None):
        """Hand out by the unit of the product, as the officer chooses it in the dialog."""
        wizard = self._open_hand_out(request)
        wizard.line_ids.uom_id = wizard.line_ids.product_id.uom_id
        if quantity is not None:
            wizard.line_ids.quantity = quantity
        wizard.action_confirm()

    def _get_things(self, product, state='held'):
        return self.env['office.supply.custody'].with_user(self.officer).search(
            [('product_id', '=', product.id), ('state', '=', state)], order='id')


@tagged('post_install', '-at_install')
class TestUnits(UnitsMixin, OfficeSupplyCommon):
    """Whole packs and whole pieces, from the asking to the shelf."""

    # Boxes and loose pieces

    def test_only_whole_packs_are_proposed_and_reserved(self):
        self._set_stock(self.clip, 5)
        request = self._create_asked(self.clip, 1, self.box)
        self.assertEqual(request.sudo().picking_ids.move_ids.quantity, 0, "no part of a box is reserved")
        wizard = self._open_hand_out(request)
        self.assertRecordValues(wizard.line_ids, [{'quantity': 0, 'uom_id': self.box.id, 'open_quantity': 1}])
        self.assertIn("Clip: 5 Units could be handed out, which are not only whole Box of 12", wizard.pieces_note)
        self._set_stock(self.clip, 29)
        request = self._create_asked(self.clip, 3, self.box)
        self.assertEqual(request.line_ids._get_proposed_quantities(), {request.line_ids: 2})
        self.assertEqual(request.sudo().picking_ids.move_ids.quantity, 2)

    def test_officer_turns_the_line_to_pieces(self):
        self._set_stock(self.clip, 5)
        request = self._create_asked(self.clip, 1, self.box)
        with Form(self._open_hand_out(request)) as dialog, dialog.line_ids.edit(0) as line:
            line.uom_id = self.unit
            self.assertEqual((line.open_quantity, line.quantity), (12, 5))
        dialog.record.action_confirm()
        line = request.line_ids
        self.assertRecordValues(line, [{
            'uom_id': self.unit.id, 'quantity': 12, 'handed_quantity': 5, 'consumed_quantity': 5, 'open_quantity': 7}])
        self.assertEqual(self._get_stock(self.clip), 0)
        self.assertIn("1 Box of 12 are counted as 12 Units", str(request.message_ids.mapped('body')))
        self._set_stock(self.clip, 20)
        self._hand_out(request)
        self.assertEqual(request.state, 'done')
        self.assertRecordValues(line, [{'handed_quantity': 12, 'open_quantity': 0}])
        self.assertEqual(self._get_stock(self.clip), 13)
        moves = request.sudo().picking_ids.move_ids.filtered(lambda move: move.state == 'done')
        self.assertEqual(sum(moves.mapped('product_qty')), 12)

    def test_what_was_handed_out_in_packs_stays_when_the_rest_goes_by_the_piece(self):
        self._set_stock(self.clip, 17)
        request = self._create_asked(self.clip, 2, self.box)
        self._hand_out(request)
        self.assertRecordValues(request.line_ids, [{'handed_quantity': 1, 'open_quantity': 1}])
        self._hand_out_pieces(request)
        self.assertRecordValues(request.line_ids, [{'quantity': 24, 'handed_quantity': 17, 'open_quantity': 7}])
        self.assertEqual(self._get_stock(self.clip), 0)
        self.assertEqual(len(request.sudo().line_ids._get_open_moves()), 1)

    def test_part_of_a_pack_is_refused_whatever_way(self):
        self._set_stock(self.clip, 5)
        request = self._create_asked(self.clip, 1, self.box)
        for quantity in (0.42, 0.41, 0.01):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(
                    UserError, "counted by the piece: enter a whole number of Box of 12. .* choose the unit Units"):
                self._hand_out(request, {self.clip: quantity})
        with self.assertRaisesRegex(UserError, "only 5 Units of Clip are in stock"):
            self._hand_out(request, {self.clip: 1})
        move = request.sudo().picking_ids.move_ids.with_user(self.officer)
        move.quantity = 0.41
        move.picked = True
        move.picking_id._write_receipt("Anna", SIGNATURE)
        with self.assertRaisesRegex(UserError, "counted by the piece"):
            move.picking_id.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self._get_stock(self.clip), 5)

    def test_less_than_a_piece_is_out_of_stock(self):
        self._set_stock(self.clip, 0.08)
        request = self._create_request(items=[(self.clip, 1)])
        self.assertEqual(request.availability, 'none')
        data = request._get_product_catalog_order_data(self.clip)
        self.assertEqual(data[self.clip.id]['availability'], 'none')
        self.assertNotIn(self.clip, self.clip.sudo()._filter_in_stock())

    def test_what_is_only_rounding_ends_the_line(self):
        self._set_stock(self.clip, 100)
        request = self._create_asked(self.clip, 1, self.box)
        # as it stands in books of before
        request.sudo().line_ids._get_open_moves()._action_cancel()
        line = request.line_ids
        self.env.cr.execute(
            "UPDATE office_supply_request_line SET handed_quantity = 0.99 WHERE id = %s", [line.id])
        line.invalidate_recordset()
        self.env.add_to_compute(line._fields['open_quantity'], line)
        self.assertEqual(line.open_quantity, 0)
        self.assertTrue(request._is_handed_out())

    def test_unit_that_neither_the_line_nor_the_product_has(self):
        self._set_stock(self.clip, 50)
        request = self._create_asked(self.clip, 1, self.box)
        wizard = self._open_hand_out(request)
        wizard.line_ids.write({'uom_id': self.pack.id, 'quantity': 2})
        with self.assertRaisesRegex(UserError, "handed out by the Box of 12 or Units"):
            wizard.action_confirm()

    def test_only_officers_turn_a_line(self):
        self._set_stock(self.clip, 5)
        request = self._create_asked(self.clip, 1, self.box)
        with self.assertRaises(AccessError):
            self._open_hand_out(request).with_user(self.user).action_confirm()
        with self.assertRaises(UserError):
            request.line_ids.with_user(self.officer).write({'uom_id': self.unit.id, 'quantity': 12})
        self.assertEqual(request.line_ids.uom_id, self.box)

    def test_kept_by_the_box_and_asked_by_the_piece(self):
        toner = self._create_product("Toner", uom_id=self.box.id, uom_ids=[Command.link(self.unit.id)])
        self._set_stock(toner, 3)
        with self.assertRaisesRegex(ValidationError, "Toner is kept by the Box of 12: enter 12 Units or a multiple"):
            self._create_asked(toner, 5, self.unit)
        request = self._create_asked(toner, 24, self.unit)
        self._hand_out(request)
        self.assertEqual(self._get_stock(toner), 1)
        self.assertEqual(request.state, 'done')

    # Half things

    def test_no_half_of_what_is_counted(self):
        for product, quantity, uom in (
                (self.punch, 0.5, self.unit), (self.clip, 1.01, self.unit), (self.clip, 0.5, self.box)):
            with self.subTest(quantity=quantity, uom=uom.name), self.assertRaisesRegex(
                    ValidationError, "counted by the piece: enter a whole number of"):
                self._create_asked(product, quantity, uom)
        request = self._create_request(items=[(self.pen, 2)])
        with self.assertRaisesRegex(ValidationError, "counted by the piece"):
            request._update_order_line_info(self.clip.id, 0.5)
        with self.assertRaisesRegex(ValidationError, "counted by the piece"):
            request.line_ids.quantity = 1.5

    def test_half_a_thing_in_a_list_of_needs_is_a_row_to_mend(self):
        row = self.env['office.supply.import.line'].with_user(self.user).new({
            'product_id': self.clip.id, 'quantity': 0.5, 'uom_id': self.box.id})
        self.assertIn("enter a whole number of Box of 12", row.message)
        row.quantity = 2
        self.assertFalse(row.message)

    def test_what_is_measured_has_halves(self):
        self._set_stock(self.glue, 1.25)
        request = self._create_asked(self.glue, 1.5)
        self._hand_out(request)
        self.assertRecordValues(request.line_ids, [{'handed_quantity': 1.25, 'open_quantity': 0.25}])
        self.glue.supply_is_durable = True
        with self.assertRaisesRegex(ValidationError, "counted by the piece"):
            self._create_asked(self.glue, 0.5)

    def test_which_units_are_counted(self):
        units = self.env['uom.uom']
        roll = units.create({'name': "Roll"})
        bottle = units.create({'name': "Bottle", 'relative_factor': 0.5, 'relative_uom_id': self.litre.id})
        self.assertTrue(all((self.unit | self.box | self.pack | roll).mapped('supply_is_counted')))
        self.assertFalse(any((self.litre | bottle | self.env.ref('uom.product_uom_kgm')).mapped('supply_is_counted')))
        roll.supply_is_counted = False
        self.assertFalse(units.create(
            {'name': "Half Roll", 'relative_factor': 0.5, 'relative_uom_id': roll.id}).supply_is_counted)
        self.glue.uom_ids = bottle
        bottle.supply_is_counted = True
        with self.assertRaisesRegex(ValidationError, "whole number of Bottle"):
            self._create_asked(self.glue, 1.5, bottle)

    def test_half_a_thing_is_not_passed_on(self):
        self._set_stock(self.punch, 12)
        self._hand_out(self._create_asked(self.punch, 2))
        thing = self._get_things(self.punch)
        with self.assertRaisesRegex(UserError, "Punch of User: Punch is counted by the piece"):
            thing._pass_on(self.colleague_employee, 0.5)

    # Parts of packs come back, and are held

    def test_pieces_of_a_pack_come_back(self):
        self._set_stock(self.clip, 12)
        request = self._create_asked(self.clip, 1, self.box)
        self._hand_out(request)
        wizard = self.env['office.supply.request.give.back'].with_user(self.user).create(
            {'request_id': request.id, 'reason': "Too many"})
        with self.assertRaisesRegex(UserError, "counted by the piece"):
            wizard.line_ids.quantity = 0.5
            wizard.action_confirm()
        wizard.line_ids.uom_id = self.unit
        self.assertEqual(wizard.line_ids.max_quantity, 12)
        wizard.line_ids.quantity = 5
        wizard.action_confirm()
        given = self.env['office.supply.return'].with_user(self.officer).search([('request_id', '=', request.id)])
        self.assertRecordValues(given, [{'quantity': 5, 'uom_id': self.unit.id, 'state': 'submitted'}])
        self.assertEqual(request.line_ids.uom_id, self.box, "nothing is back yet")
        given.action_accept()
        self.assertEqual(self._get_stock(self.clip), 5)
        self.assertRecordValues(request.line_ids, [{
            'uom_id': self.unit.id, 'quantity': 12, 'handed_quantity': 7, 'given_back_quantity': 5,
            'open_quantity': 0, 'consumed_quantity': 7}])

    def test_box_is_held_by_the_piece(self):
        self._set_stock(self.punch, 12)
        request = self._create_asked(self.punch, 1, self.box)
        self._hand_out(request)
        thing = self._get_things(self.punch)
        self.assertRecordValues(thing, [{'quantity': 12, 'uom_id': self.unit.id}])
        other = thing._pass_on(self.colleague_employee, 5)
        self._take_back(other)
        self.assertEqual(self._get_stock(self.punch), 5)
        self.assertRecordValues(request.line_ids, [{'uom_id': self.unit.id, 'handed_quantity': 7}])
        self.assertEqual(thing.quantity, 7)

    def test_given_away_by_the_piece(self):
        self._set_stock(self.punch, 12)
        self._hand_out(self._create_asked(self.punch, 1, self.box))
        surplus = self.env['office.supply.surplus'].with_user(self.user).create(
            {'product_id': self.punch.id, 'quantity': 3})
        surplus.with_user(self.stranger).action_claim()
        surplus.action_give()
        held = self._get_things(self.punch)
        self.assertRecordValues(held, [
            {'employee_id': self.user_employee.id, 'quantity': 9},
            {'employee_id': self.stranger_employee.id, 'quantity': 3}])
        self.assertEqual(self._get_things(self.punch, 'passed').quantity, 3)
        self._take_back(held[1])
        self.assertTrue(held[1].end_datetime)
        self.assertEqual(self._get_stock(self.punch), 3, "what was taken over comes back to the stock as well")
        office = self.env['stock.location'].search([('supply_department_id', '=', self.office.id)])
        self.assertEqual(office._get_supply_balance(self.punch), 0)

    # Substitutes

    def test_substitute_keeps_the_unit_where_it_has_it(self):
        for uom_ids, expected in ((self.box, (2, self.box)), (self.env['uom.uom'], (24, self.unit))):
            with self.subTest(units=uom_ids.mapped('name')):
                other = self._create_product("Other Clip", uom_ids=[Command.set(uom_ids.ids)])
                self._set_stock(other, 100)
                self.clip.product_tmpl_id.supply_substitute_ids = other.product_tmpl_id
                request = self.env['office.supply.request'].with_user(self.user).create({'line_ids': [
                    Command.create({'product_id': self.clip.id, 'quantity': 2, 'uom_id': self.box.id})]})
                request.line_ids.action_take_substitute()
                self.assertRecordValues(request.line_ids, [{
                    'product_id': other.id, 'quantity': expected[0], 'uom_id': expected[1].id}])

    def test_substitute_in_other_packs_is_rather_more(self):
        five = self.env['uom.uom'].create({'name': "Pack of 5", 'relative_factor': 5, 'relative_uom_id': self.unit.id})
        other = self._create_product("Other Clip", uom_id=five.id)
        self._set_stock(other, 100)
        self.clip.product_tmpl_id.supply_substitute_ids = other.product_tmpl_id
        request = self._create_request(items=[(self.clip, 12)])
        request.line_ids.action_take_substitute()
        self.assertRecordValues(request.line_ids, [{'quantity': 3, 'uom_id': five.id}])

    def test_substitute_that_cannot_be_compared(self):
        self._set_stock(self.glue, 10)
        self.clip.product_tmpl_id.supply_substitute_ids = self.glue.product_tmpl_id
        request = self._create_request(items=[(self.clip, 12)])
        with self.assertRaisesRegex(UserError, "Glue is handed out by the L, .* Choose Glue in the line"):
            request.line_ids.action_take_substitute()
        self.assertEqual(request.line_ids.product_id, self.clip)


@tagged('post_install', '-at_install')
class TestUnitsDivided(UnitsMixin, OfficeRoundMixin, OfficeSupplyCommon):
    """To Divide gives exactly what there is, also where requests ask for boxes."""

    def _create_scarce(self, came, boxes=1):
        self.ink.uom_ids = self.box
        supply_round = self._create_round()
        for user in self.askers[:2]:
            request = self.env['office.supply.request'].with_user(user).create({
                'round_id': supply_round.id, 'line_ids': [Command.create({
                    'product_id': self.ink.id, 'quantity': boxes, 'uom_id': self.box.id})]})
            self._approve(self._submit(request))
        supply_round.action_close()
        supply_round.action_submit()
        supply_round.with_user(self.manager).action_approve()
        self._order(supply_round)
        self._receive(supply_round, came)
        return self.env['office.supply.split'].with_user(self.officer).search(
            [('round_id', '=', supply_round.id), ('state', '=', 'draft')])

    def test_pieces_are_divided_among_who_asked_for_boxes(self):
        split = self._create_scarce(8)
        self.assertRecordValues(split.line_ids, [
            {'given_quantity': 8, 'is_by_piece': True}, {'given_quantity': 0, 'is_by_piece': False}])
        split.method = 'proportion'
        self.assertEqual(split.line_ids.mapped('given_quantity'), [4, 4])
        split.action_done()
        moves = split.sudo().line_ids.request_line_id._get_open_moves()
        self.assertRecordValues(moves, [
            {'quantity': 4, 'product_uom': self.unit.id, 'product_uom_qty': 12}] * 2)
        quants = self.env['stock.quant'].search(
            [('product_id', '=', self.ink.id), ('location_id', '=', self.warehouse.lot_stock_id.id)])
        self.assertEqual((sum(quants.mapped('quantity')), sum(quants.mapped('reserved_quantity'))), (8, 8))

    def test_whole_boxes_stay_boxes(self):
        split = self._create_scarce(12)
        split.action_done()
        lines = split.sudo().line_ids.request_line_id
        self.assertEqual(lines.uom_id, self.box)
        self.assertEqual(lines._get_open_moves().mapped('quantity'), [1, 0])

    def test_no_part_of_a_piece_by_hand(self):
        split = self._create_scarce(8)
        split.method = 'hand'
        split.line_ids[0].given_quantity = 4.5
        split.line_ids[1].given_quantity = 3.5
        with self.assertRaisesRegex(UserError, "counted by the piece"):
            split.action_done()

    def test_more_than_all_ask_for_can_be_divided_as_well(self):
        split = self._create_scarce(8)
        self._set_stock(self.ink, 100)
        split.action_refresh()
        split.action_done()
        self.assertEqual(split.line_ids.mapped('given_quantity'), [12, 12])


@tagged('post_install', '-at_install')
class TestSerialNumbers(UnitsMixin, OfficeSupplyCommon):
    """What has a number of its own comes back by that number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scanner = cls._create_product("Scanner", tracking='serial', supply_is_durable=True)
        cls.lots = cls.env['stock.lot'].create([
            {'name': name, 'product_id': cls.scanner.id, 'company_id': cls.company.id} for name in ("S1", "S2", "S3")])
        for lot in cls.lots:
            cls.env['stock.quant']._update_available_quantity(
                cls.scanner, cls.warehouse.lot_stock_id, 1, lot_id=lot)

    def _get_lots_there(self):
        return self.env['stock.quant'].search([
            ('product_id', '=', self.scanner.id), ('location_id', '=', self.warehouse.lot_stock_id.id),
            ('quantity', '>', 0)]).lot_id.mapped('name')

    def test_the_one_that_came_back_is_booked(self):
        request = self._create_asked(self.scanner, 3)
        self._hand_out(request)
        self.assertEqual(sorted(self._get_things(self.scanner).mapped('lot_name')), ["S1", "S2", "S3"])
        wizard = self.env['office.supply.request.give.back'].with_user(self.user).create(
            {'request_id': request.id, 'reason': "Not needed"})
        self.assertEqual(sorted(wizard.line_ids.mapped('lot_name')), ["S1", "S2", "S3"])
        self.assertEqual(wizard.line_ids.mapped('max_quantity'), [1, 1, 1])
        wizard.line_ids.filtered(lambda line: line.lot_name == "S2").quantity = 1
        wizard.action_confirm()
        given = self.env['office.supply.return'].with_user(self.officer).search([('request_id', '=', request.id)])
        self.assertEqual(given.lot_name, "S2")
        self.assertIn("(S2)", given.with_user(self.user).display_name)
        given.action_accept()
        self.assertEqual(self._get_lots_there(), ["S2"])
        self.assertEqual(sorted(self._get_things(self.scanner).mapped('lot_name')), ["S1", "S3"])

    def test_thing_comes_back_by_its_own_number(self):
        self._hand_out(self._create_asked(self.scanner, 3))
        self._take_back(self._get_things(self.scanner).filtered(lambda thing: thing.lot_name == "S3"))
        self.assertEqual(self._get_lots_there(), ["S3"])

    def test_number_that_is_not_out(self):
        request = self._create_asked(self.scanner, 2)
        self._hand_out(request)
        line = request.line_ids
        with self.assertRaisesRegex(UserError, "S3 of Scanner was not handed out"):
            request._give_back_parts([(line, 1, self.unit, "S3")], "X", 'good')
        with self.assertRaisesRegex(UserError, "say which serial number of Scanner comes back"):
            request._give_back({line: 1}, "X", 'good')
        request._give_back_parts([(line, 1, self.unit, "S1")], "X", 'good')
        with self.assertRaisesRegex(UserError, "S1 of Scanner was not handed out, or is on its way back"):
            request._give_back_parts([(line, 1, self.unit, "S1")], "X", 'good')
        self.assertEqual(len(request._give_back({line: 1}, "X", 'good')), 1, "of the only one that is left")

    def test_broken_one_is_scrapped_by_its_number(self):
        self._hand_out(self._create_asked(self.scanner, 2))
        self._take_back(self._get_things(self.scanner).filtered(lambda thing: thing.lot_name == "S2"), 'broken')
        scrap = self.env['stock.scrap'].search([('product_id', '=', self.scanner.id)])
        self.assertEqual(scrap.lot_id.name, "S2")

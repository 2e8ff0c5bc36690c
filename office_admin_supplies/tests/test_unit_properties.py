from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..supply_arithmetic import (
    convert,
    divide_in_order,
    divide_in_proportion,
    get_step,
    is_multiple,
    round_down,
)
from .common import OfficeSupplyCommon
from .test_units import UnitsMixin

PACKS = (1, 2, 5, 6, 10, 12, 24, 50, 144)
STEPS = (1, 12, 0.01)

# the same examples each time, and few enough to be quick
pure = settings(max_examples=200, derandomize=True, deadline=None, database=None)
booked = settings(
    max_examples=8, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.differing_executors])


@tagged('post_install', '-at_install')
class TestArithmeticProperties(BaseCase):
    """What holds of all quantities, whoever asks for them."""

    @pure
    @given(st.integers(0, 5000), st.lists(st.integers(0, 500), max_size=12), st.sampled_from(STEPS))
    def test_a_division_gives_exactly_what_there_is(self, there, asked, step):
        there, asked = there * step, [quantity * step for quantity in asked]
        for divide in (divide_in_order, divide_in_proportion):
            given_ = divide(there, asked, step)
            self.assertAlmostEqual(sum(given_), min(there, sum(asked)), 6)
            for share, wanted in zip(given_, asked, strict=True):
                self.assertTrue(0 <= share <= wanted + 1e-6)
                self.assertTrue(is_multiple(share, step))

    @pure
    @given(st.integers(0, 500), st.lists(st.integers(1, 50), min_size=1, max_size=8))
    def test_a_division_in_proportion_is_fair(self, there, asked):
        given_ = divide_in_proportion(there, asked, 1)
        for share, wanted in zip(given_, asked, strict=True):
            self.assertLess(abs(share - min(there, sum(asked)) * wanted / sum(asked)), 1)

    @pure
    @given(st.floats(-1e3, 1e6), st.sampled_from(STEPS))
    def test_whole_steps_are_never_more_than_there_is_nor_below_zero(self, quantity, step):
        whole = round_down(quantity, step)
        self.assertTrue(0 <= whole <= max(quantity, 0) + 1e-5 * step)
        self.assertTrue(is_multiple(whole, step))
        self.assertLess(max(quantity, 0) - whole, step * (1 + 1e-5))

    @pure
    @given(st.sampled_from(PACKS), st.sampled_from(PACKS), st.integers(1, 300))
    def test_a_step_is_whole_in_both_units(self, pack, own, count):
        step = get_step(pack / own, True, True, 2)
        self.assertTrue(is_multiple(step * count * pack / own, 1))
        for less in range(1, min(step, 50)):
            self.assertFalse(is_multiple(less * pack / own, 1), "there is no smaller one")

    @pure
    @given(st.integers(1, 300), st.sampled_from(PACKS), st.sampled_from(PACKS))
    def test_a_substitute_is_enough_and_no_pack_too_much(self, quantity, pack, own):
        converted = convert(quantity, pack / own, 1, is_up=True)
        self.assertTrue(quantity * pack <= converted * own < quantity * pack + own)


@tagged('post_install', '-at_install')
class TestBookProperties(UnitsMixin, OfficeSupplyCommon):
    """Whatever is handed out, brought back and given away: all books agree, and every request ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boxes = {pack: cls.env['uom.uom'].create({
            'name': f"Box of {pack}", 'relative_factor': pack, 'relative_uom_id': cls.unit.id}) for pack in (5, 7)}
        cls.boxes[12] = cls.box
        cls.boxes[1] = cls.unit
        for product in (cls.clip, cls.punch):
            product.uom_ids = [Command.link(uom.id) for uom in (cls.boxes[5], cls.boxes[7])]

    def _undone(self, run):
        """Run one example, and take it back."""
        savepoint = self.env.cr.savepoint()
        try:
            run()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _assert_books(self, product, total, requests):
        """Nothing below zero, no half piece, and the same figure in each book."""
        lines = requests.sudo().line_ids
        lines.invalidate_recordset()
        stock = sum(self.env['stock.quant'].search([
            ('product_id', '=', product.id), ('location_id', 'child_of', self.warehouse.lot_stock_id.id)]).mapped(
                'quantity'))
        self.env.flush_all()
        consumed = sum(self.env['office.supply.consumption'].sudo().search(
            [('product_id', '=', product.id)]).mapped('quantity'))
        handed = sum(line._get_own_quantity(line.handed_quantity) for line in lines)
        for figure in (stock, consumed, handed):
            self.assertGreaterEqual(figure, 0)
            self.assertTrue(is_multiple(figure, 1), figure)
        self.assertEqual(sum(lines.mapped('consumed_quantity')), handed)
        self.assertAlmostEqual(stock + consumed, total)
        for line in lines:
            for quantity in (line.quantity, line.handed_quantity, line.open_quantity, line.given_back_quantity):
                self.assertGreaterEqual(quantity, 0)
                self.assertTrue(is_multiple(quantity, 1), f"{quantity} {line.uom_id.name}")
            self.assertLessEqual(line.handed_quantity + line.given_back_quantity, line.quantity)
        if product.supply_is_durable:
            held = self.env['office.supply.custody'].sudo().search(
                [('product_id', '=', product.id), ('state', '=', 'held')]).mapped('quantity')
            self.assertTrue(all(is_multiple(quantity, 1) for quantity in held))
            self.assertEqual(sum(held), consumed)
        return handed, consumed

    def _try(self, attempt):
        """Do what may be refused, as nothing was half done."""
        try:
            with self.env.cr.savepoint():
                attempt()
        except UserError:
            return False
        return True

    @booked
    @given(
        st.booleans(), st.sampled_from((1, 5, 7, 12)), st.integers(1, 3), st.integers(0, 40),
        st.lists(st.tuples(st.sampled_from(('packs', 'pieces', 'back', 'held', 'come')), st.integers(1, 15)),
                 max_size=5))
    def test_every_request_ends_and_the_books_agree(self, is_durable, pack, asked, stock, steps):
        self._undone(lambda: self._check_life(
            self.punch if is_durable else self.clip, self.boxes[pack], asked, stock, steps))

    def _check_life(self, product, uom, asked, stock, steps):
        total = stock
        self._set_stock(product, stock)
        request = self._create_asked(product, asked, uom)
        line = request.line_ids
        for what, quantity in steps:
            if what == 'come':
                self._set_stock(product, self._get_free(product) + quantity)
                total += quantity
            elif what == 'packs':
                self._try(lambda quantity=quantity: self._hand_out(request, {product: quantity}))
            elif what == 'pieces':
                self._try(lambda quantity=quantity: self._hand_out_pieces(request, quantity))
            elif what == 'back':
                self._try(lambda quantity=quantity: request.with_user(self.officer)._give_back_parts(
                    [(line.with_user(self.officer), quantity, product.uom_id, None)], "Too many", 'good'))
            else:
                things = self._get_things(product)[:1]
                self._try(lambda things=things, quantity=quantity: things and things._pass_on(
                    self.colleague_employee, quantity))
            self._assert_books(product, total, request)
        if request.state == 'approved':  # enough comes, and all that is open goes out
            self._set_stock(product, self._get_free(product) + 100)
            total += 100
            self._hand_out(request)
            self._assert_books(product, total, request)
        self.assertEqual(request.state, 'done')

    def _get_free(self, product):
        return self.env['stock.quant']._get_available_quantity(product, self.warehouse.lot_stock_id)

    @booked
    @given(st.booleans(), st.sampled_from((5, 12)), st.integers(1, 2),
           st.lists(st.tuples(st.integers(1, 14), st.booleans(), st.booleans()), max_size=4))
    def test_what_is_given_away_is_had_by_somebody(self, is_durable, pack, asked, offers):
        self._undone(lambda: self._check_gifts(
            self.punch if is_durable else self.clip, self.boxes[pack], asked, offers))

    def _check_gifts(self, product, uom, asked, offers):
        self._set_stock(product, 30)
        request = self._create_asked(product, asked, uom)
        self._hand_out(request)
        for quantity, is_taken_in, comes_back in offers:
            self._try(lambda quantity=quantity, is_taken_in=is_taken_in: self._give_away(
                product, quantity, is_taken_in))
            if comes_back and (things := self._get_things(product)[-1:]):
                self._try(things.action_give_back)
            places = self.env['stock.location'].search([('supply_department_id', 'in', (self.sales | self.office).ids)])
            for place in places:
                self.assertGreaterEqual(place._get_supply_balance(product), 0)
            self._assert_stock_and_departments(product, places)

    def _give_away(self, product, quantity, is_taken_in):
        surplus = self.env['office.supply.surplus'].with_user(self.user).create(
            {'product_id': product.id, 'quantity': quantity})
        if is_taken_in:
            surplus.with_user(self.officer)._take_in(quantity)
        else:
            surplus.with_user(self.stranger).action_claim()
            surplus.action_give()

    def _assert_stock_and_departments(self, product, places):
        had = sum(place._get_supply_balance(product) for place in places)
        self.assertEqual(self._get_stock(product) + had, 30)
        if product.supply_is_durable:
            self.assertEqual(sum(self._get_things(product).mapped('quantity')), had)

    @booked
    @given(st.sampled_from((1, 5, 7, 12)), st.sampled_from((1, 5, 12)), st.integers(1, 20))
    def test_a_substitute_can_be_handed_out_whole(self, pack, own, asked):
        self._undone(lambda: self._check_substitute(self.boxes[pack], self.boxes[own], asked))

    def _check_substitute(self, uom, own, asked):
        other = self._create_product("Other Clip", uom_id=own.id)
        self._set_stock(other, 500)
        self._set_stock(self.clip, 0)
        self.clip.product_tmpl_id.supply_substitute_ids = other.product_tmpl_id
        request = self.env['office.supply.request'].with_user(self.user).create({'line_ids': [
            Command.create({'product_id': self.clip.id, 'quantity': asked, 'uom_id': uom.id})]})
        request.line_ids.action_take_substitute()
        pieces = request.line_ids.quantity * request.line_ids.uom_id.factor
        self.assertTrue(asked * uom.factor <= pieces < asked * uom.factor + own.factor)
        request.action_submit()
        request.with_user(self.head).action_approve()
        self._hand_out(request)
        self.assertEqual(request.state, 'done')
        self._assert_books(other, 500, request)

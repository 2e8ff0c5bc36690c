from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestCount(OfficeSupplyCommon):
    """The supply room is counted blindly, and what differs is approved by somebody who has not counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper.with_company(cls.company).standard_price = 4.0
        cls.pen.with_company(cls.company).standard_price = 0.5

    def _create_count(self, **values):
        count = self.env['office.supply.count'].with_user(self.officer).create({
            'counter_ids': [Command.set((self.user | self.colleague).ids)], 'note': "Quarter", **values})
        count.action_start()
        return count

    def _enter(self, count, quantities, user=None):
        for line in count.line_ids.with_user(user or self.user).filtered(lambda line: line.product_id in quantities):
            line.write({'counted_quantity': quantities[line.product_id]})

    def _create_counted(self, quantities):
        count = self._create_count()
        self._enter(count, quantities)
        count.action_finish()
        again = count.line_ids.filtered(lambda line: line.is_second).product_id
        self._enter(count, {product: quantities[product] for product in again}, self.colleague)
        count.action_finish()
        return count

    def test_count_with_differences(self):
        count = self._create_count()
        self.assertRegex(count.name, r'^CNT/\d{4}/\d{4}$')
        self.assertEqual(count.line_ids.product_id, self.paper | self.pen)
        self._enter(count, {self.paper: 96, self.pen: 100})
        action = count.with_user(self.user).action_finish()
        self.assertIn("1 items differ", action['params']['message'])
        second = count.line_ids.filtered('is_second')
        self.assertRecordValues(second, [{'product_id': self.paper.id, 'is_counted': False, 'counted_quantity': 0}])
        with self.assertRaisesRegex(UserError, "you have counted it the first time"):
            self._enter(count, {self.paper: 96})
        self._enter(count, {self.paper: 95}, self.colleague)
        count.with_user(self.colleague).action_finish()
        self.assertRecordValues(count, [{
            'state': 'counted', 'difference_count': 1, 'difference_value': 20, 'accuracy': 97.5}])
        self.assertEqual(self._get_stock(self.paper), 100)
        count.action_approve()
        self.assertEqual(count.state, 'done')
        self.assertEqual(self._get_stock(self.paper), 95)
        move = self.env['stock.move'].search([('product_id', '=', self.paper.id), ('is_inventory', '=', True)])
        self.assertRecordValues(move, [{'state': 'done', 'quantity': 5, 'inventory_name': f"{count.name} · Quarter"}])

    def test_book_is_hidden_while_counting(self):
        count = self._create_count()
        self._enter(count, {self.paper: 96})
        for user in (self.user, self.officer, self.manager):
            lines = count.line_ids.with_user(user)
            for name in ('book_quantity', 'first_quantity'):
                with self.assertRaises(AccessError):
                    lines.read([name])
                with self.assertRaises(AccessError):
                    lines.search([(name, '>', 50)])
            self.assertEqual(set(lines.mapped('shown_book_quantity') + lines.mapped('difference')), {0})
        report = self.env['ir.actions.report'].with_user(self.user)._render_qweb_html(
            'office_admin_supplies.office_supply_count_document', count.ids)[0]
        self.assertIn(b"________", report)
        self.assertNotIn(b"100", report.split(b"<tbody>")[1])

    def test_goods_that_move_while_counting_are_not_lost(self):
        count = self._create_count()
        request = self._create_approved(items=[(self.paper, 5)])
        self._enter(count, {self.pen: 100})
        self._hand_out(request)  # before paper is counted: 95 in the book
        self._enter(count, {self.paper: 93})
        count.action_finish()
        self._enter(count, {self.paper: 93}, self.colleague)
        self._hand_out(self._create_approved(items=[(self.paper, 10)]))
        count.action_finish()
        self.assertRecordValues(count.line_ids.filtered(lambda line: line.product_id == self.paper), [
            {'shown_book_quantity': 95, 'difference': -2}])
        count.action_approve()
        self.assertEqual(self._get_stock(self.paper), 83)

    def test_more_found_than_the_book_knows(self):
        tape = self._create_product("Tape")
        count = self._create_counted({self.paper: 100, self.pen: 101, tape: 3})
        count.action_approve()
        self.assertEqual((self._get_stock(self.pen), self._get_stock(tape)), (101, 3))

    def test_less_than_reserved(self):
        request = self._create_approved(items=[(self.paper, 80)])
        count = self._create_counted({self.paper: 60, self.pen: 100})
        count.with_user(self.manager).action_approve()
        move = request.sudo().picking_ids.move_ids
        self.assertRecordValues(move, [{'quantity': 60, 'state': 'partially_available'}])
        self.assertIn("20 Units for this request are open again", request.message_ids[0].body)
        self.assertEqual(request.line_ids.open_quantity, 80)

    def test_stock_does_not_become_negative(self):
        count = self._create_counted({self.paper: 40, self.pen: 100})
        self._hand_out(self._create_approved(items=[(self.paper, 70)]))
        with self.assertRaisesRegex(UserError, r"CNT/.* has moved since it was counted. 30 Units are in the book now"):
            count.with_user(self.manager).action_approve()
        self.assertEqual(self._get_stock(self.paper), 30)
        count.action_recount()
        self.assertEqual(count.state, 'counting')
        self._enter(count, {self.paper: 29})
        count.action_finish()
        self.assertEqual(count.state, 'counted')
        count.action_approve()
        self.assertEqual(self._get_stock(self.paper), 29)

    def test_incomplete(self):
        count = self._create_count()
        self._enter(count, {self.paper: 100})
        with self.assertRaisesRegex(UserError, "is not complete. Count these as well.*Ballpoint Pen"):
            count.action_finish()
        count.line_ids.with_user(self.user).filtered(lambda line: not line.is_counted).action_none()
        self.assertEqual(count.counted_count, 2)

    def test_approval_wrong_person(self):
        count = self._create_counted({self.paper: 60, self.pen: 100})
        with self.assertRaisesRegex(AccessError, "differs by more than .* in value. The manager"):
            count.action_approve()
        count.with_user(self.manager).action_approve()
        own = self._create_count(counter_ids=[Command.set((self.officer | self.user).ids)])
        self._enter(own, {self.paper: 60, self.pen: 100}, self.officer)
        own.action_finish()
        with self.assertRaisesRegex(AccessError, "You have counted in CNT/.* yourself"):
            own.action_approve()
        self.company.office_segregation = 'warn'
        own.action_approve()

    def test_entry_wrong_person_and_state(self):
        count = self._create_count()
        line = count.line_ids[0]
        with self.assertRaises(AccessError):
            line.with_user(self.stranger).write({'counted_quantity': 1})
        with self.assertRaises(AccessError):
            line.with_user(self.officer).write({'counted_quantity': 1})
        mine = line.with_user(self.user)
        for values in ({'book_quantity': 1}, {'is_counted': True}, {'counter_id': self.head.id}, {'is_second': False},
                       *({'counted_quantity': quantity} for quantity in (-1, float('inf'), float('nan')))):
            with self.subTest(values=values), self.assertRaises(UserError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(UserError):
            count.write({'accuracy': 100})
        count.write({'note': "Half a year"})
        count.action_cancel()
        with self.assertRaisesRegex(UserError, "is not being counted now"):
            mine.write({'counted_quantity': 1})
        for values in ({'note': "Another"}, {'counter_ids': [Command.clear()]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                count.write(values)

    def test_start(self):
        count = self.env['office.supply.count'].with_user(self.officer).create(
            {'counter_ids': [Command.set(self.user.ids)]})
        with self.assertRaisesRegex(UserError, "name at least 2 people who count"):
            count.action_start()
        count.counter_ids = self.user | self.colleague
        count.category_ids = self.env['product.category'].create({'name': "Empty"})
        with self.assertRaisesRegex(UserError, "no office supplies are kept there"):
            count.action_start()
        count.category_ids = False
        count.action_start()
        self.assertEqual(set(count.activity_ids.user_id), set(self.user | self.colleague))
        self.assertEqual(len(self._get_desk_rows(count.with_user(self.user), 'queue')), 1)

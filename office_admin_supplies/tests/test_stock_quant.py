from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .stock_common import StockUsersCommon


@tagged('post_install', '-at_install')
class TestStockQuant(StockUsersCommon):
    """How much there is of office supplies follows from moves and counts, and is not written over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chair = cls._create_product("Chair", supply_ok=False)
        cls._set_stock(cls.chair, 10)

    def _get_quant(self, product, place=None):
        return self.env['stock.quant'].search(
            [('product_id', '=', product.id), ('location_id', '=', (place or self.room).id)])

    def _assert_each_refused(self, attempts, error=UserError, regex=""):
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaisesRegex(error, regex), self.env.cr.savepoint():
                attempt()
                self.env.flush_all()

    def test_stock_of_supplies_is_not_overwritten(self):
        self._hand_out(self._create_approved())
        department = self.env['stock.location'].search([('supply_department_id', '=', self.sales.id)])
        had = self._get_quant(self.paper, department)
        self.assertEqual(had.quantity, 5)
        package = self.env['stock.package'].create({'name': "P"})
        values = {'product_id': self.paper.id, 'location_id': self.room.id}
        for user in (self.clerk, self.keeper, self.officer, self.manager):
            quant, other = self._get_quant(self.paper).with_user(user), self._get_quant(self.chair).with_user(user)
            its_had = had.with_user(user)
            quants = quant.browse()
            in_mode = quant.with_context(inventory_mode=True)
            attempts = {
                'quantity': lambda quant=quant: quant.write({'quantity': 500}),
                'in inventory mode': lambda quant=in_mode: quant.write({'quantity': 500}),
                'reserved': lambda quant=quant: quant.write({'reserved_quantity': 100}),
                'not reserved': lambda quant=quant: quant.write({'reserved_quantity': 0}),
                'place': lambda quant=quant: quant.write({'location_id': self.shelf.id}),
                'owner': lambda quant=quant: quant.write({'owner_id': self.clerk.partner_id.id}),
                'package': lambda quant=quant: quant.write({'package_id': package.id}),
                'day': lambda quant=quant: quant.write({'in_date': '2001-01-01'}),
                'to other goods': lambda quant=quant: quant.write({'product_id': self.chair.id}),
                'other goods to them': lambda other=other: other.write({'product_id': self.paper.id}),
                'from the place': lambda user=user, quant=quant: self.room.with_user(user).write(
                    {'quant_ids': [Command.update(quant.id, {'quantity': 500})]}),
                'from the product': lambda user=user, quant=quant: self.paper.with_user(user).write(
                    {'stock_quant_ids': [Command.update(quant.id, {'quantity': 500})]}),
                'make': lambda quants=quants: quants.create(values | {'quantity': 500}),
                'make in inventory mode': lambda quants=quants: quants.with_context(inventory_mode=True).create(
                    values | {'quantity': 500}),
                'make reserved': lambda quants=quants: quants.create(values | {'reserved_quantity': 5}),
                'import': lambda quants=quants: self._load(quants),
                'out of a department': lambda had=its_had: had.write({'location_id': self.room.id}),
                'used up in a department': lambda had=its_had: had.write({'quantity': 0}),
                'into a department': lambda other=other: other.write({'location_id': department.id}),
                'made in a department': lambda quants=quants: quants.create(
                    {'product_id': self.chair.id, 'location_id': department.id, 'quantity': 5}),
            }
            with self.subTest(user=user.login):
                self._assert_each_refused(attempts)
        self.assertEqual((self._get_stock(self.paper), had.quantity), (95, 5))
        self.assertRecordValues(self._get_quant(self.paper), [{'quantity': 95, 'reserved_quantity': 0}])

    def _load(self, quants):
        result = quants.load(['product_id/.id', 'location_id/.id', 'quantity'],
                             [[str(self.paper.id), str(self.room.id), '500']])
        raise UserError(str(result['messages']))  # what was refused is told there

    def test_refusal_names_the_goods_and_the_way_out(self):
        self._assert_each_refused(
            {'quantity': lambda: self._get_quant(self.paper).with_user(self.clerk).write({'quantity': 500})},
            regex="Copy Paper A4.*Physical Inventory")

    def test_what_was_once_asked_for_stays_an_office_supply(self):
        self._create_approved()
        self.paper.supply_ok = False
        self._assert_each_refused(
            {'quantity': lambda: self._get_quant(self.paper).with_user(self.keeper).write({'quantity': 500})})

    def test_count_of_odoo_corrects_the_stock(self):
        for number, user in enumerate((self.clerk, self.keeper, self.officer)):
            quant = self._get_quant(self.paper).with_user(user).with_context(inventory_mode=True)
            with self.subTest(user.login):
                quant.write({'inventory_quantity': 90 - number, 'inventory_date': '2030-01-01', 'user_id': user.id})
                quant.action_apply_inventory()
                self.assertEqual(self._get_stock(self.paper), 90 - number)
        tape = self._create_product("Tape")
        quant = self.env['stock.quant'].with_user(self.clerk).with_context(inventory_mode=True).create(
            {'product_id': tape.id, 'location_id': self.room.id, 'inventory_quantity': 7})
        quant.action_set_inventory_quantity_zero()
        quant.write({'inventory_quantity': 7})
        quant.action_apply_inventory()
        self.assertEqual(self._get_stock(tape), 7)
        self.paper.with_user(self.manager).qty_available = 60
        moves = self.env['stock.move'].search([('product_id', 'in', (self.paper | tape).ids)])
        self.assertEqual(set(moves.mapped('is_inventory')), {True}, "each correction is in the history")

    def test_departments_are_not_counted(self):
        self._hand_out(self._create_approved())
        department = self.env['stock.location'].search([('supply_department_id', '=', self.sales.id)])
        quant = self._get_quant(self.paper, department).with_user(self.keeper).with_context(inventory_mode=True)
        quant.inventory_quantity = 0
        self._assert_each_refused({'apply': quant.action_apply_inventory})

    def test_place_of_a_department_stays_what_it_is(self):
        self._create_approved()
        department = self.env['stock.location'].search([('supply_department_id', '=', self.sales.id)])
        for place in (department, self.company.supply_location_id):
            self._assert_each_refused({
                'stock of it': lambda place=place: place.with_user(self.keeper).write({'usage': 'internal'}),
                'below the supply room': lambda place=place: place.with_user(self.keeper).write(
                    {'location_id': self.room.id}),
            }, regex="bears")

    def test_other_goods_are_odoos_own(self):
        quant = self._get_quant(self.chair).with_user(self.clerk)
        quant.write({'quantity': 8, 'in_date': '2026-01-01'})
        quant.write({'location_id': self.shelf.id})
        quant.create({'product_id': self.chair.id, 'location_id': self.room.id, 'quantity': 3})
        self.assertEqual(self._get_stock(self.chair), 11)
        with self.assertRaises(AccessError):
            quant.with_user(self.user).write({'quantity': 1})

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestSupplyCost(OfficeSupplyMixin, TransactionCase):
    """What a department is charged is the same to the cent in our report, in the stock and in the books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env['res.company'].create({'name': "Elsewhere"})
        cls._set_up_office()
        cls.plan = cls.env['account.analytic.plan'].create({'name': "Departments"})
        cls.vendors = cls.env.ref('stock.stock_location_suppliers')
        cls._set_up_books(cls.company)

    @classmethod
    def _set_up_books(cls, company):
        def account(name, code, kind):
            return cls.env['account.account'].create(
                {'name': name, 'code': code, 'account_type': kind, 'company_ids': [Command.set(company.ids)]})
        cls.expense = account("Office Supplies", '6601', 'expense')
        cls.own_expense = account("Supplies of Sales", '6602', 'expense')
        cls.valuation = account("Stock", '1405', 'asset_current')
        cls.variation = account("Stock Variation", '6603', 'expense')
        cls.valuation.account_stock_variation_id = cls.variation
        journal = cls.env['account.journal'].create(
            {'name': "Stock", 'code': 'STJ', 'type': 'general', 'company_id': company.id})
        company.write({'account_stock_journal_id': journal.id, 'account_stock_valuation_id': cls.valuation.id})
        cls.analytic = {
            department: cls.env['account.analytic.account'].create(
                {'name': department.name, 'plan_id': cls.plan.id, 'company_id': company.id})
            for department in (cls.sales, cls.office)}
        cls.centres = cls.env['office.supply.cost.centre'].create([
            {'company_id': company.id, 'department_id': department.id, 'account_id': books.id,
             'analytic_distribution': {cls.analytic[department].id: 100}}
            for department, books in ((cls.sales, cls.own_expense), (cls.office, cls.expense))])

    def _create_valued(self, method, mode, name="Toner"):
        category = self.env['product.category'].with_company(self.company).create({
            'name': f"{method} {mode}", 'property_cost_method': method, 'property_valuation': mode})
        return self._create_product(name, categ_id=category.id).with_company(self.company)

    def _receive(self, product, quantity, value):
        move = self.env['stock.move'].with_company(self.company).create({
            'product_id': product.id, 'product_uom_qty': quantity, 'location_id': self.vendors.id,
            'location_dest_id': self.warehouse.lot_stock_id.id, 'company_id': self.company.id})
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        move.value_manual = value

    def _consume(self, product, quantity, user, approver):
        request = self._create_request(user, items=[(product, quantity)])
        request.action_submit()
        request.with_user(approver).action_approve()
        self._hand_out(request)
        return request

    def _bring_back(self, request, quantity):
        wizard = self.env['stock.return.picking'].with_user(self.officer).with_context(
            active_id=request.sudo().picking_ids.id, active_model='stock.picking').create({})
        wizard.product_return_moves.quantity = quantity
        back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        back.with_user(self.officer).button_validate()

    def _use(self, product):
        self._receive(product, 10, 33.37)
        self._receive(product, 7, 41.09)
        first = self._consume(product, 12, self.user, self.head)
        self._consume(product, 3, self.stranger, self.manager)
        self._bring_back(first, 5)
        self._consume(product, 4, self.colleague, self.head)

    def _get_reported(self, product):
        self.env.flush_all()
        return dict(self.env['office.supply.consumption'].with_user(self.officer)._read_group(
            [('product_id', '=', product.id)], ['department_id'], ['cost:sum']))

    def _get_analytic(self, product=None):
        column = self.plan._column_name()
        groups = self.env['account.analytic.line']._read_group(
            [(column, 'in', [account.id for account in self.analytic.values()]),
             *([('product_id', '=', product.id)] if product else [])], [column], ['amount:sum'])
        by_account = dict(groups)
        return {department: -by_account.get(account, 0.0) for department, account in self.analytic.items()}

    def _get_booked(self):
        self.env.flush_all()
        groups = dict(self.env['account.move.line']._read_group(
            [('account_id', 'in', (self.own_expense | self.expense).ids), ('parent_state', '=', 'posted')],
            ['account_id'], ['balance:sum']))
        return {self.sales: groups.get(self.own_expense, 0.0), self.office: groups.get(self.expense, 0.0)}

    def _assert_same(self, *figures):
        for department in (self.sales, self.office):
            self.assertEqual(len({round(found[department], 2) for found in figures}), 1, figures)

    def _get_left_by_moves(self, product):
        """What Odoo's valued moves say went out of the stock for good, by department."""
        moves = self.env['stock.move'].search([('product_id', '=', product.id), ('supply_request_id', '!=', False)])
        back = moves.returned_move_ids
        return {
            department: sum(
                move.value for move in moves if move.supply_request_id.department_id == department)
            - sum(move.value for move in back
                  if move.origin_returned_move_id.supply_request_id.department_id == department)
            for department in (self.sales, self.office)}

    def test_r15_perpetual(self):
        for method in ('fifo', 'average'):
            with self.subTest(method=method):
                before, booked = self._get_analytic(), self._get_booked()
                product = self._create_valued(method, 'real_time')
                self._use(product)
                analytic, entries = self._get_analytic(), self._get_booked()
                self._assert_same(
                    self._get_reported(product), self._get_left_by_moves(product),
                    {d: analytic[d] - before[d] for d in analytic}, {d: entries[d] - booked[d] for d in entries},
                    self._get_analytic(product))

    def test_r15_periodic(self):
        products = [self._create_valued(method, 'periodic') for method in ('fifo', 'average')]
        for product in products:
            self._use(product)
        self.assertEqual(self._get_analytic(), {self.sales: 0, self.office: 0}, "not before the stock is closed")
        self.company.with_company(self.company).action_close_stock_valuation(auto_post=True)
        reported = [self._get_reported(product) for product in products]
        total = {department: sum(found[department] for found in reported) for department in (self.sales, self.office)}
        self._assert_same(total, self._get_analytic(), self._get_booked())

    def test_r15_stock_and_departments_make_up_what_came(self):
        product = self._create_valued('average', 'real_time')
        self._use(product)
        reported = self._get_reported(product)
        self.assertAlmostEqual(sum(reported.values()) + product.total_value, 33.37 + 41.09, delta=0.01)

    def test_two_companies(self):
        product = self._create_valued('average', 'real_time')
        self._use(product)
        lines = self.env['account.move.line'].search([('product_id', '=', product.id)])
        self.assertEqual(lines.company_id, self.company)
        self.assertFalse(self.env['stock.location'].search(
            [('company_id', '=', self.other_company.id), ('supply_cost_centre_id', '!=', False)]))
        with self.assertRaisesRegex(UserError, "company"):
            self.env['office.supply.cost.centre'].create({
                'company_id': self.other_company.id, 'account_id': self.expense.id})

    def test_cost_centre_of_all_others(self):
        self.centres.unlink()
        location = self.env['stock.location']._get_supply_locations(self.company, self.sales)[self.sales]
        self.assertFalse(location.valuation_account_id)
        centre = self.env['office.supply.cost.centre'].with_user(self.manager).create({
            'company_id': self.company.id, 'account_id': self.expense.id})
        self.assertEqual(location.valuation_account_id, self.expense)
        self.assertEqual(self.company.supply_location_id.valuation_account_id, self.expense)
        logistics = self.env['hr.department'].create({'name': "Logistics", 'company_id': self.company.id})
        made = self.env['stock.location']._get_supply_locations(self.company, logistics)[logistics]
        self.assertEqual(made.valuation_account_id, self.expense)
        self.assertEqual(centre.display_name, "All other departments")

    def test_only_an_expense_account(self):
        with self.assertRaisesRegex(ValidationError, "Sales: supplies that are handed out are an expense"):
            self.centres[0].account_id = self.valuation

    def test_officers_read_only(self):
        with self.assertRaises(AccessError):
            self.centres[0].with_user(self.officer).account_id = self.expense
        self.assertFalse(self.centres.with_user(self.user).has_access('read'))

    def test_nobody_writes_what_a_hand_out_cost(self):
        product = self._create_valued('average', 'periodic')
        self._receive(product, 10, 100)
        request = self._consume(product, 4, self.user, self.head)
        keeper = self._create_user('sup_keeper', 'stock.group_stock_manager')
        move = request.sudo().picking_ids.move_ids.with_user(keeper)
        for values in ({'value': 9999}, {'is_out': False}, {'is_in': True}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "was signed for"), self.env.cr.savepoint():
                move.write(values)
        self.assertEqual(self._get_reported(product)[self.sales], 40)

    def test_analytic_distribution_is_one(self):
        account = self.env['account.account'].search([('internal_group', '=', 'expense')], limit=1) or self.env[
            'account.account'].create({'name': "Expense", 'code': "SUP1", 'account_type': 'expense'})
        centres = self.env['office.supply.cost.centre']
        analytic = self.env['account.analytic.account'].create({
            'name': "Office", 'plan_id': self.env['account.analytic.plan'].create({'name': "Plan"}).id})
        values = {'company_id': self.env.company.id, 'account_id': account.id, 'department_id': False}
        centres.search([('company_id', '=', self.env.company.id)]).unlink()
        good = {str(analytic.id): 100}
        centre = centres.create({**values, 'analytic_distribution': good})
        self.assertEqual(centre.analytic_distribution, good)
        for junk in ([1], "all", 5, {'x': 100}, {str(analytic.id): 'much'}, {str(analytic.id): float('inf')},
                     {str(analytic.id): -1}, True):
            with self.subTest(junk=junk):
                with self.assertRaisesRegex(ValidationError, "analytic distribution"):
                    centre.analytic_distribution = junk
                with self.assertRaisesRegex(ValidationError, "analytic distribution"):
                    centres.create({**values, 'analytic_distribution': junk})
        centre.analytic_distribution = False

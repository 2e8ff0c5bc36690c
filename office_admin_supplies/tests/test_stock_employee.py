from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestStockEmployee(OfficeSupplyCommon):
    """Odoo gives every employee the lines of moves; those of the supply room belong to who works there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._create_user('sup_clerk', 'stock.group_stock_user')
        cls.chair = cls._create_product("Chair", supply_ok=False)
        cls._set_stock(cls.chair, 10)
        cls.room = cls.warehouse.lot_stock_id

    def _get_reserved(self):
        return sum(self.env['stock.quant'].search(
            [('product_id', '=', self.paper.id), ('location_id', '=', self.room.id)]).mapped('reserved_quantity'))

    def test_employee_reserves_nothing_in_the_supply_room(self):
        lines = self.env['stock.move.line'].with_user(self.user)
        values = {
            'product_id': self.paper.id, 'quantity': 90, 'location_id': self.room.id, 'company_id': self.company.id,
            'location_dest_id': self.room.id, 'product_uom_id': self.unit.id}
        own = lines.create(values | {'product_id': self.chair.id, 'quantity': 1})
        request = self._create_approved()
        picking = request.sudo().picking_ids
        reserved = self._get_reserved()
        quant = self.env['stock.quant'].search(
            [('product_id', '=', self.paper.id), ('location_id', '=', self.room.id)])
        attempts = {
            'reserve': lambda: lines.create(values),
            'reserve by the quant': lambda: lines.create(
                {'quant_id': quant.id, 'quantity': 9, 'company_id': self.company.id,
                 'location_dest_id': self.room.id}),
            'in the transfer': lambda: lines.create(values | {'picking_id': picking.id}),
            'in the move': lambda: lines.create(values | {'move_id': picking.move_ids.id}),
            'other goods in the transfer': lambda: lines.create(
                values | {'product_id': self.chair.id, 'picking_id': picking.id}),
            'own line into the move': lambda: own.write({'move_id': picking.move_ids.id}),
            'own line to a department': lambda: lines.create(
                values | {'product_id': self.chair.id, 'location_dest_id': request.destination_id.id}),
        }
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()
                self.env.flush_all()
        self.assertEqual(self._get_reserved(), reserved)

    def test_employee_changes_no_line_of_supplies(self):
        request = self._create_approved()
        open_line = request.sudo().picking_ids.move_line_ids
        handed = self._create_approved()
        self._hand_out(handed)
        done_line = handed.sudo().picking_ids.move_line_ids
        for line in (open_line, done_line):
            for name, value in {
                    'date': '2001-01-01', 'state': 'done', 'picked': True, 'quantity': 0, 'reference': "X",
                    'lot_name': "X"}.items():
                with self.subTest(name), self.assertRaises(AccessError), self.env.cr.savepoint():
                    line.with_user(self.user).write({name: value})
            with self.subTest("delete"), self.assertRaises(AccessError), self.env.cr.savepoint():
                line.with_user(self.user).with_context(_force_unlink=True).unlink()

    def test_who_works_in_inventory_still_works(self):
        shelf = self.env['stock.location'].create({
            'name': "Shelf", 'location_id': self.room.id, 'company_id': self.company.id})
        move = self.env['stock.move'].with_user(self.clerk).create({
            'product_id': self.paper.id, 'product_uom_qty': 9, 'company_id': self.company.id,
            'location_id': self.room.id, 'location_dest_id': shelf.id})
        move._action_confirm()
        move._action_assign()
        line = move.move_line_ids
        self.assertEqual(self._get_reserved(), 9)
        line.quantity = 4
        self.assertEqual(self._get_reserved(), 4)
        line.unlink()
        self.assertEqual(self._get_reserved(), 0)

    def test_employee_still_has_lines_of_other_goods(self):
        picking = self.env['stock.picking'].create({
            'picking_type_id': self.warehouse.int_type_id.id, 'location_id': self.room.id,
            'location_dest_id': self.room.id, 'move_ids': [Command.create({
                'product_id': self.chair.id, 'product_uom_qty': 2, 'company_id': self.company.id,
                'location_id': self.room.id, 'location_dest_id': self.room.id})]})
        picking.action_confirm()
        line = picking.move_line_ids.with_user(self.user)
        line.write({'date': '2026-01-01 08:00:00'})
        self.assertEqual(line.search([('id', '=', line.id)]), line)

    def test_employee_reads_no_quantity_of_supplies(self):
        self._hand_out(self._create_approved())
        quants, lines = self.env['stock.quant'].with_user(self.user), self.env['stock.move.line'].with_user(self.user)
        report = self.env['report.stock.quantity'].with_user(self.user)
        domain = [('product_id', '=', self.paper.id)]
        self.env.flush_all()
        for model in (quants, lines, report):
            with self.subTest(model=model._name):
                self.assertFalse(model.search(domain))
                self.assertEqual(model.search_count(domain), 0)
                self.assertFalse(model.formatted_read_group(domain, ['product_id'], ['__count']))
        quant = self.env['stock.quant'].search(domain, limit=1)
        with self.assertRaises(AccessError):
            quants.browse(quant.id).read(['quantity'])
        exporter = self._create_user('sup_exporter', 'base.group_allow_export')
        with self.assertRaises(AccessError):
            quant.with_user(exporter).export_data(['quantity'])
        self.env.invalidate_all()
        self.assertTrue(quants.search([('product_id', '=', self.chair.id)]), "other goods are Odoo's own affair")
        products = self.env['product.product'].with_user(self.user)
        self.assertFalse(products.search([('id', '=', self.paper.id), ('qty_available', '>', 10)]))

    def test_who_serves_or_audits_reads_them(self):
        domain = [('product_id', '=', self.paper.id)]
        for user in (self.clerk, self.officer, self.auditor):
            with self.subTest(user.login):
                self.assertTrue(self.env['stock.quant'].with_user(user).search(domain))

    def test_who_counts_learns_nothing_from_drafts(self):
        count = self.env['office.supply.count'].with_user(self.officer).create({
            'company_id': self.company.id, 'counter_ids': [Command.set((self.user | self.colleague).ids)]})
        drafts = {user: self._create_request(user).line_ids for user in (self.user, self.stranger)}
        self.assertEqual([line.availability for line in drafts.values()], ['available', 'available'])
        count.action_start()
        self.env.invalidate_all()
        self.assertFalse(drafts[self.user].availability)
        self.assertEqual(drafts[self.stranger].availability, 'available')
        count.action_cancel()
        self.env.invalidate_all()
        self.assertEqual(drafts[self.user].availability, 'available')

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestExpiry(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plaster = cls._create_product("Plasters", tracking='lot', use_expiration_date=True)
        cls.late, cls.soon = cls._create_lot("LATE", 400, 10), cls._create_lot("SOON", 31, 10)

    @classmethod
    def _create_lot(cls, name, days, quantity):
        lot = cls.env['stock.lot'].create({
            'name': name, 'product_id': cls.plaster.id, 'company_id': cls.company.id,
            'expiration_date': fields.Datetime.now() + timedelta(days=days)})
        cls.env['stock.quant']._update_available_quantity(
            cls.plaster, cls.warehouse.lot_stock_id, quantity, lot_id=lot)
        return lot

    def _get_handed_lots(self, request):
        lines = request.sudo().picking_ids.move_line_ids.filtered(lambda line: line.state == 'done')
        return {line.lot_id: line.quantity for line in lines}

    def test_r23_fefo_issues_31_days_first(self):
        request = self._create_approved(items=[(self.plaster, 12)])
        self._hand_out(request)
        self.assertEqual(self._get_handed_lots(request), {self.soon: 10, self.late: 2})

    def test_what_has_expired_is_not_free(self):
        product = self.plaster.with_context(allowed_company_ids=self.company.ids)
        card = self._create_request()
        for days, free, availability in ((0, 20, 'available'), (40, 10, 'available'), (500, 0, 'none')):
            with self.subTest(days=days), freeze_time(fields.Datetime.now() + timedelta(days=days)):
                self.env.invalidate_all()
                self.assertEqual(product._get_free_quantities(), {product: free})
                self.assertEqual(product.free_qty, free)
                self.assertEqual(card._get_product_catalog_order_line_info(
                    self.plaster.ids)[self.plaster.id]['availability'], availability)

    def test_category_that_says_otherwise(self):
        self.plaster.categ_id = self.env['product.category'].create({
            'name': "As it comes", 'removal_strategy_id': self.env.ref('stock.removal_fifo').id})
        self.assertEqual(
            self.env['stock.quant']._get_removal_strategy(self.plaster, self.warehouse.lot_stock_id), 'fifo')

    def test_expired_since_it_was_reserved(self):
        request = self._create_approved(items=[(self.plaster, 5)])
        self.assertEqual(request.sudo().picking_ids.move_line_ids.lot_id, self.soon)
        with freeze_time(fields.Datetime.now() + timedelta(days=40)):
            self._hand_out(request)
        self.assertEqual(self._get_handed_lots(request), {self.late: 5})

    def test_expired_lot_is_not_handed_out(self):
        request = self._create_approved(items=[(self.plaster, 5)])
        picking = request.sudo().picking_ids.with_user(self.officer)
        picking._write_receipt("Anna")
        self.company.supply_receipt_way = 'name'
        with freeze_time(fields.Datetime.now() + timedelta(days=40)), self.assertRaisesRegex(
                UserError, "lot SOON of Plasters has expired on .* and is not handed out. Scrap it"):
            self.env.invalidate_all()
            picking.button_validate()
        self.assertFalse(self._get_handed_lots(request))

    def test_return_keeps_the_lot(self):
        request = self._create_approved(items=[(self.plaster, 12)])
        self._hand_out(request)
        wizard = self.env['office.supply.request.give.back'].with_user(self.officer).create(
            {'request_id': request.id, 'reason': "Too many", 'condition': 'good'})
        left = 11
        for line in wizard.line_ids:
            line.quantity = min(line.max_quantity, left)
            left -= line.quantity
        wizard.action_confirm()
        lots = {lot: sum(lot.quant_ids.filtered(lambda quant: quant.location_id.usage == 'internal').mapped('quantity'))
                for lot in (self.soon, self.late)}
        self.assertEqual(sum(lots.values()), 19)
        self.assertTrue(all(quantity <= 10 for quantity in lots.values()))

    def test_list_of_what_expires_soon(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies_expiry.stock_quant_action_expiry')
        quants = self.env['stock.quant'].with_user(self.officer)
        domain = [('product_id.supply_ok', '=', True), ('location_id.usage', '=', 'internal'),
                  ('expiration_date', '!=', False), ('quantity', '>', 0), ('product_id', '=', self.plaster.id)]
        self.assertIn("('expiration_date', '!=', False)", action['domain'])
        self.assertEqual(quants.search(domain + [('expiration_date', '<', 'today +61d')]).lot_id, self.soon)
        self.assertFalse(quants.search(domain + [('expiration_date', '<', 'today +31d')]))

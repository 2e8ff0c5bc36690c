from datetime import timedelta
from math import inf, nan
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.office_admin_supplies import supply_arithmetic as arithmetic

from .figures_common import OfficeSupplyFiguresCommon


@tagged('post_install', '-at_install')
class TestAdvice(OfficeSupplyFiguresCommon):

    def test_r20_classes_as_by_hand(self):
        clip = self._create_product("Paper Clip")
        clip.with_company(self.company).standard_price = 0.5
        steady, varying, once = [10] * 12, [2, 18] * 6, [0] * 11 + [40]
        self._move(self.paper, 1, self.month - timedelta(days=500), self.vendors, self.warehouse.lot_stock_id)
        for product, months in ((self.paper, steady), (self.pen, varying), (clip, once)):
            self._move(product, 1, self.month - timedelta(days=500), self.vendors, self.warehouse.lot_stock_id)
            self._consume_by_month(product, months)
        paper, pen, clip = self._advise(self.paper, self.pen, clip)
        # 2,640 of 2,840 are paper, 180 pens: paper alone begins below 80 %, pens below 95 %, clips above
        self.assertRecordValues(paper | pen | clip, [
            {'abc': 'A', 'xyz': 'X', 'month_count': 12, 'variation': 0.0, 'monthly_demand': steady},
            {'abc': 'B', 'xyz': 'Y', 'month_count': 12, 'variation': 0.8, 'monthly_demand': varying},
            {'abc': 'C', 'xyz': 'Z', 'month_count': 12, 'variation': 3.317, 'monthly_demand': once},
        ])
        self.assertAlmostEqual(paper.yearly_demand, 120)
        self.assertAlmostEqual(paper.yearly_value, 2640)
        self.assertEqual((paper.service_level, pen.service_level, clip.service_level), (97.5, 95.0, 90.0))
        self.assertIn("no month stands out", paper.season)
        self.assertIn("half as much again", clip.season)
        self.assertEqual(len(paper._get_month_labels()), 12)

    def test_r20_new_items_have_no_class(self):
        self._consume_by_month(self.paper, [10] * 5)
        self.assertRecordValues(self._advise(self.paper), [{'month_count': 4, 'xyz': 'N'}])
        self.assertIn("No forecast", self._advise(self.paper).season)

    def test_r20_days_without_demand_count(self):
        self._move(self.paper, 1, self.month - timedelta(days=500), self.vendors, self.warehouse.lot_stock_id)
        self._consume_by_month(self.paper, [12] * 12)
        advice = self._advise(self.paper)
        days = len(self.company._get_supply_workdays(
            self.month.replace(year=self.month.year - 1), self.month - timedelta(days=1)))
        self.assertAlmostEqual(advice.demand, 144 / days, places=4)
        self.assertAlmostEqual(advice.deviation, arithmetic.get_deviation(144, 12 * 144, days), places=4)

    def test_r21_economic_quantity_in_words(self):
        advice = self._advise(self.paper)
        advice.write({'yearly_demand': 2976, 'order_cost': 60, 'holding_cost': 4.4, 'service_level': 95})
        advice.write(advice._get_advice(12, 4, 5, 1, 20, 0.95, 2976, 60, 4.4))
        self.assertEqual(advice.economic_quantity, 285)
        self.assertIn("√(2 × 2,976 × 60 / 4.4) = 285, which makes 10.4 orders a year", advice.quantity_words)

    def test_r22_order_in_words(self):
        advice = self._advise(self.paper)
        self._set_stock(self.paper, 120)
        advice.write({
            'demand': 12, 'deviation': 4, 'lead': 5, 'lead_deviation': 0, 'review': 20, 'service_level': 95,
            'pack': 24})
        advice.write(advice._get_advice(12, 4, 5, 0, 20, 0.95, 2976, 60, 4.4))
        advice.invalidate_recordset()
        self.assertRecordValues(advice, [{'target': 333, 'position': 120, 'order_now': 216}])
        self.assertEqual(advice.order_words, "333 − 120 = 213, rounded up to packs of 24: 216")
        self.assertIn("12 × 25 + 1.645 × √(25 × 4² + 12² × 0²) = 332.9, rounded up: 333", advice.target_words)

    def test_r21_review_of_the_vendor(self):
        vendor = self.env['res.partner'].create({'name': "Vendor", 'supply_review_days': 40})
        self.env['product.supplierinfo'].create({
            'product_tmpl_id': self.paper.product_tmpl_id.id, 'partner_id': vendor.id, 'delay': 7, 'min_qty': 2,
            'product_uom_id': self.pack.id, 'company_id': self.company.id})
        advice = self._advise(self.paper)
        self.assertRecordValues(advice, [{'vendor_id': vendor.id, 'review': 40, 'pack': 6, 'minimum': 12}])
        self.assertTrue(4 < advice.lead <= 7, "seven days are five working days or so")

    def test_r17_suggested_and_overridden(self):
        for ago in range(6):
            request = self._create_approved(items=[(self.pen, 1)])
            request._write_as_system({'submit_datetime': self.today - timedelta(days=30 * ago)})
        self.env.flush_all()
        advice = self._advise(self.pen)
        self.assertRecordValues(advice, [{'abc': 'C', 'is_stocked_suggested': True, 'is_stocked': True}])
        self.assertTrue(self.pen.with_company(self.company).product_tmpl_id.supply_is_stocked)
        advice.with_user(self.manager).stocked_choice = 'no'
        self.assertRecordValues(self._advise(self.pen), [{'is_stocked_suggested': True, 'is_stocked': False}])

    def test_r19_stock_out_days(self):
        self._set_stock(self.paper, 0)
        first, _second, last = self._get_workdays(3)
        self._move(self.paper, 30, first - timedelta(days=30), self.vendors, self.warehouse.lot_stock_id)
        self._move(self.paper, 30, first)
        self._set_stock(self.paper, 20)
        self._move(self.paper, 20, last, self.vendors, self.warehouse.lot_stock_id)
        self.assertEqual(self._advise(self.paper).stock_out_days, 2)

    def test_r23_slow(self):
        self._move(self.paper, 1, self.today - timedelta(days=95))
        self._move(self.pen, 1, self.today - timedelta(days=85))
        gone = self._create_product("Fax Paper")
        self._move(gone, 1, self.today - timedelta(days=95))
        self._advise(self.paper, self.pen, gone)
        slow = self.env['office.supply.advice'].with_user(self.auditor).search([('is_slow', '=', True)])
        self.assertEqual(slow.product_id, self.paper, "what is not there cannot lie about")
        self.assertTrue(slow.is_slow)

    def test_r21_what_if(self):
        self._consume_by_month(self.paper, [20] * 12)
        advice = self._advise(self.paper).with_user(self.manager)
        with Form(self.env['office.supply.advice.what.if'].with_user(self.manager).with_context(
                **advice.action_what_if()['context'])) as form:
            self.assertEqual((form.target, form.orders), (advice.target, advice.orders_advised))
            form.review = advice.review * 2
            self.assertAlmostEqual(form.orders, advice.orders_advised / 2, places=1)
            self.assertGreater(form.average_stock, advice.stock_advised)
            target = form.target
        form.record.action_apply()
        self.assertEqual(advice.sudo().orderpoint_id.product_max_qty, target)
        with self.assertRaisesRegex(ValidationError, "Copy Paper A4: “Service Level"):
            form.record.service_level = 100
        for wrong in (nan, inf, -1):
            with self.assertRaises(ValidationError):
                form.record.lead = wrong

    def test_r21_apply_writes_odoos_rule(self):
        self._consume_by_month(self.paper, [20] * 12)
        advice = self._advise(self.paper).with_user(self.manager)
        advice.action_apply()
        rule = advice.sudo().orderpoint_id
        self.assertRecordValues(rule, [{
            'product_min_qty': advice.reorder_point, 'product_max_qty': advice.target, 'trigger': 'manual',
            'location_id': self.warehouse.lot_stock_id.id, 'create_uid': self.manager.id}])
        advice.action_apply()
        self.assertEqual(advice.sudo().orderpoint_id, rule)
        with self.assertRaisesRegex(UserError, "Ballpoint Pen has no target"):
            self._advise(self.pen).with_user(self.manager).action_apply()

    def test_only_managers_act_and_nobody_writes_figures(self):
        advice = self._advise(self.paper)
        for user in (self.officer, self.auditor, self.user):
            for action in ('action_apply', 'action_compute', 'action_what_if', 'action_compute_all'):
                with self.subTest(user=user.login, action=action), self.assertRaises(AccessError):
                    getattr(advice.with_user(user), action)()
        with self.assertRaisesRegex(AccessError, "are counted from what was consumed"):
            advice.with_user(self.manager).target = 5
        with self.assertRaises(AccessError):
            advice.with_user(self.officer).stocked_choice = 'yes'
        self.assertFalse(advice.with_user(self.user).has_access('read'))

    def test_scheduled_action_goes_in_batches(self):
        products = self.env['product.product'].union(*(self._create_product(f"Item {n}") for n in range(5)))
        with patch('odoo.addons.office_admin_supplies.models.figures.office_supply_advice.BATCH', 2), \
                patch.object(self.env.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60):
            self.env['office.supply.advice']._cron_compute()
        advices = self.env['office.supply.advice'].search([('product_id', 'in', products.ids)])
        self.assertEqual(len(advices.filtered('computed_on')), 5)

    def test_settings_are_checked(self):
        words = "Paper Street: “|of Companies needs a number"
        for name, wrong in (('supply_level_a', 100), ('supply_review_days', 0), ('supply_holding_rate', nan)):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, words):
                self.company[name] = wrong

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .figures_common import OfficeSupplyFiguresCommon


@tagged('post_install', '-at_install')
class TestStockWarning(OfficeSupplyFiguresCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warning = cls.env['office.supply.warning']
        cls.advice = cls._advise(cls.paper)
        cls.advice.write({'reorder_point': 85, 'target': 333, 'pack': 24, 'service_level': 95, 'stocked_choice': 'yes'})
        cls.company.supply_buyer_id = cls.officer

    def _check(self):
        self.env.invalidate_all()
        self.warning._check_company(self.company)
        return self.warning.search([('company_id', '=', self.company.id)])

    def _order(self, quantity):
        """What confirming a purchase order makes: an incoming move that is not done."""
        move = self.env['stock.move'].create({
            'product_id': self.paper.id, 'product_uom_qty': quantity, 'location_id': self.vendors.id,
            'location_dest_id': self.warehouse.lot_stock_id.id, 'company_id': self.company.id})
        move._action_confirm()
        return move

    def test_r18_one_activity_and_closed_by_the_order(self):
        self._set_stock(self.paper, 86)
        self.assertFalse(self._check())
        self._set_stock(self.paper, 84)
        warning = self._check()
        self._check()
        self.assertRecordValues(self._check(), [{
            'product_id': self.paper.id, 'position': 84, 'reorder_point': 85, 'order_quantity': 264,
            'closed_on': False}])
        activity = warning.activity_ids
        self.assertRecordValues(activity, [{'user_id': self.officer.id, 'summary': "Order 264 Units of Copy Paper A4"}])
        self._order(264)
        self._check()
        self.assertTrue(warning.closed_on)
        self.assertFalse(activity.exists())

    def test_r18_at_the_point_and_what_is_promised_counts(self):
        self._set_stock(self.paper, 90)
        self.assertFalse(self._check())
        self._create_approved(items=[(self.paper, 5)])
        self.assertEqual(self._check().position, 85)

    def test_r18_a_new_gap_is_a_new_warning(self):
        self._set_stock(self.paper, 84)
        first = self._check()
        order = self._order(50)
        self._check()
        order._action_cancel()
        self.assertEqual(len(self._check() - first), 1)

    def test_r18_the_database_refuses_a_second_one(self):
        self._set_stock(self.paper, 84)
        self._check()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.warning.create({'company_id': self.company.id, 'product_id': self.paper.id})

    def test_r18_moves_wake_the_check(self):
        job = self.env.ref('office_admin_supplies.ir_cron_warn')
        self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)]).unlink()
        self._order(5)
        self._order(5)
        self.assertEqual(self.env['ir.cron.trigger'].search_count([('cron_id', '=', job.id)]), 1)

    def test_without_buyer_the_managers_are_told(self):
        self.company.supply_buyer_id = False
        self._set_stock(self.paper, 84)
        self.assertEqual(self._check().activity_ids.user_id, self.manager)

    def test_only_what_is_stocked(self):
        self.advice.stocked_choice = 'no'
        self._set_stock(self.paper, 0)
        self.assertFalse(self._check())

    def test_nobody_opens_or_closes_by_hand(self):
        self._set_stock(self.paper, 84)
        warning = self._check()
        for user in (self.manager, self.officer):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    warning.with_user(user).write({'closed_on': '2026-01-01'})
                with self.assertRaises(AccessError):
                    warning.with_user(user).create({'company_id': self.company.id, 'product_id': self.pen.id})
        self.assertFalse(warning.with_user(self.user).has_access('read'))

    def test_buyer_of_another_company_is_not_told(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        self.officer.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        self._set_stock(self.paper, 84)
        self.assertEqual(self._check().activity_ids.user_id, self.manager)

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .figures_common import OfficeSupplyFiguresCommon


@tagged('post_install', '-at_install')
class TestService(OfficeSupplyFiguresCommon):

    def _serve(self, quantity, handed, is_late=False):
        request = self._create_approved(items=[(self.paper, quantity)])
        self._hand_out(request, {self.paper: handed})
        if handed < quantity:
            request.with_user(self.officer).action_done()
        if is_late:
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE stock_move SET date = date + INTERVAL '30 days' WHERE supply_request_id = %s", (request.id,))
            self.env.invalidate_all()
        return request

    def test_r19_fill_rate(self):
        self._serve(5, 5)
        self._serve(5, 3)
        self._serve(2, 2, is_late=True)
        self._serve(1, 1)
        self._create_approved()  # not yet due
        self.env.flush_all()
        for user in (self.officer, self.auditor, self.head):
            with self.subTest(user=user.login):
                [(count, rate)] = self.env['office.supply.service'].with_user(user)._read_group(
                    [], [], ['__count', 'fill_rate:avg'])
                self.assertEqual((count, rate), (4, 50.0))
        self.assertFalse(self.env['office.supply.service'].with_user(self.user).search([]))

    def test_secret_requests_are_left_out(self):
        request = self._serve(5, 5)
        request.with_user(SUPERUSER_ID)._write_as_system({'secrecy_level': 'confidential'})
        self.env.flush_all()
        for user in (self.officer, self.auditor):
            self.assertFalse(self.env['office.supply.service'].with_user(user).search([]))

    def test_r19_days_from_request_to_hand_out(self):
        request = self._serve(5, 5)
        request._write_as_system({'submit_datetime': fields.Datetime.now() - timedelta(days=3)})
        self.env.flush_all()
        line = self.env['office.supply.service'].with_user(self.officer).search([])
        self.assertAlmostEqual(line.days, 3, places=2)
        self.assertEqual(line.action_open_record()['res_id'], request.id)


@tagged('post_install', '-at_install')
class TestMonthReport(OfficeSupplyFiguresCommon):

    def test_r15_monthly_report(self):
        last = self.month - relativedelta(months=1)
        self._move(self.paper, 10, last.replace(day=10))
        self._move(self.paper, 2, last.replace(day=12), self.consumption, self.warehouse.lot_stock_id)
        self._move(self.pen, 4, last.replace(day=20))
        self._move(self.paper, 3, (last - relativedelta(months=1)).replace(day=5))
        for user in (self.officer, self.auditor):
            with self.subTest(user=user.login):
                report = self.env['office.supply.month.report'].with_user(user).create({})
                self.assertEqual(report.month, last)
                self.assertEqual(report._get_departments(), [{
                    'department': self.sales, 'cost': 182.0, 'before': 66.0, 'heads': 3, 'per_head': 182 / 3}])
                self.assertEqual(report._get_items(self.sales), [(self.paper, 8, 176), (self.pen, 4, 6)])
                action = report.action_print()
                html = self.env['ir.actions.report'].with_user(user)._render_qweb_html(
                    action['report_name'], report.ids)[0].decode()
                self.assertIn("Copy Paper A4", html)
                self.assertIn("182.00", html)

    def test_r15_empty_month(self):
        report = self.env['office.supply.month.report'].with_user(self.officer).create({'month': '2020-01-15'})
        with self.assertRaisesRegex(UserError, "Nothing was handed out in January 2020"):
            report.action_print()
        with self.assertRaises(AccessError):
            self.env['office.supply.month.report'].with_user(self.user).create({})

from datetime import datetime, time, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_supplies.supply_history import Period

from .common import OfficePurchaseCommon


@tagged('post_install', '-at_install')
class TestLeadTimes(OfficePurchaseCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period = Period(cls.company)

    def _buy(self, number, days):
        """Order ink on a working day of the last year, and receive it so many working days later."""
        self._buy_on(self.period.workdays[number], self.period.workdays[number + days])

    def _buy_on(self, *days):
        ordered, received = (datetime.combine(day, time(4)) for day in days)
        with freeze_time(ordered):
            order = self.env['purchase.order'].create({
                'partner_id': self.cheap.id, 'company_id': self.company.id,
                'order_line': [Command.create({'product_id': self.ink.id, 'product_qty': 5, 'price_unit': 9})]})
            order.button_confirm()
        with freeze_time(received):
            order.picking_ids.move_ids.write({'quantity': 5, 'picked': True})
            order.picking_ids.button_validate()

    def _count(self):
        advices = self.env['office.supply.advice'].sudo()
        advice = advices.search([('product_id', '=', self.ink.id), ('company_id', '=', self.company.id)])
        advice = advice or advices.create({'product_id': self.ink.id, 'company_id': self.company.id})
        advice._compute_figures()
        return advice

    def test_r18_lead_time_of_three_receipts_is_measured(self):
        for number, days in ((10, 2), (20, 4), (30, 6)):
            self._buy(number, days)
        self.assertRecordValues(self._count(), [{'lead': 4.0, 'lead_deviation': 2.0}])

    def test_r18_of_two_receipts_nothing_is_concluded(self):
        before = self._count().lead
        for number, days in ((10, 12), (20, 14)):
            self._buy(number, days)
        self.assertRecordValues(self._count(), [{'lead': before, 'lead_deviation': 0.0}])

    def test_r18_orders_before_the_year_do_not_count(self):
        before = self._count().lead
        self._buy_on(self.period.start - timedelta(days=1), self.period.workdays[20])
        for number, days in ((20, 14), (30, 16)):
            self._buy(number, days)
        self.assertRecordValues(self._count(), [{'lead': before, 'lead_deviation': 0.0}])

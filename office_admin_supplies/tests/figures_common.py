from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tools import SQL

from .common import OfficeSupplyCommon


class OfficeSupplyFiguresMixin:
    """An office with a history of moves, which are written as they would stand after a year."""

    @classmethod
    def _set_up_history(cls):
        cls.today = fields.Date.today()
        cls.month = cls.today.replace(day=1)
        cls.consumption = cls.env['stock.location']._get_supply_locations(cls.company, cls.sales)[cls.sales]
        cls.vendors = cls.env.ref('stock.stock_location_suppliers')
        cls.paper.with_company(cls.company).standard_price = 22.0
        cls.pen.with_company(cls.company).standard_price = 1.5

    @classmethod
    def _move(cls, product, quantity, day, source=None, target=None):
        """Write a done move of ``quantity`` at noon of ``day``: a hand-out if no places are given."""
        source, target = source or cls.warehouse.lot_stock_id, target or cls.consumption
        move = cls.env['stock.move'].create({
            'product_id': product.id, 'product_uom_qty': quantity, 'location_id': source.id,
            'location_dest_id': target.id, 'company_id': cls.company.id})
        cls.env.flush_all()
        cls.env.cr.execute(SQL(
            "UPDATE stock_move SET state = 'done', quantity = %s, date = %s WHERE id = %s",
            quantity, datetime.combine(day, time(12)), move.id))
        cls.env.invalidate_all()
        return move

    @classmethod
    def _consume_by_month(cls, product, quantities):
        """Hand out so much in each of the last whole months, the oldest first, on their tenth."""
        for ago, quantity in enumerate(reversed(quantities), 1):
            if quantity:
                cls._move(product, quantity, (cls.month - relativedelta(months=ago)).replace(day=10))

    @classmethod
    def _advise(cls, *products):
        advice = cls.env['office.supply.advice']
        advice._create_missing(cls.company)
        advices = advice.search([('company_id', '=', cls.company.id)])
        advices._compute_figures()
        found = {record.product_id: record for record in advices}
        return advice.union(*(found[product] for product in products))

    def _get_workdays(self, count):
        """The last ``count`` working days before today, the oldest first."""
        days = self.company._get_supply_workdays(self.today - timedelta(days=60), self.today - timedelta(days=1))
        return days[-count:]


class OfficeSupplyFiguresCommon(OfficeSupplyFiguresMixin, OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_history()

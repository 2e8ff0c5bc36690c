from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .figures_common import OfficeSupplyFiguresMixin
from .test_tours import SupplyTours


@tagged('post_install', '-at_install')
class TestFiguresTours(OfficeSupplyFiguresMixin, SupplyTours):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_history()

    def _advise_paper(self):
        start = fields.Date.today().replace(day=1) - relativedelta(months=13)
        self._move(self.paper, 1, start, self.vendors, self.warehouse.lot_stock_id)
        self._consume_by_month(self.paper, [20] * 12)
        return self._advise(self.paper)

    def test_r21_advice_what_if_apply(self):
        advice = self._advise_paper()
        self._start('supply-advice', 'advice', self.manager)
        self.assertGreater(advice.orderpoint_id.product_max_qty, advice.target)

    def test_r15_from_a_figure_to_its_request(self):
        self._hand_out(self._create_approved(items=[(self.paper, 20)]))
        self._start('supply-consumption', 'consumption', self.manager)

    def test_every_view_opens(self):
        self._advise_paper().write({'reorder_point': 500})
        self.env['office.supply.warning']._check_company(self.company)
        self._hand_out(self._create_approved())
        self._start('supply-advice', 'figures_every_view', self.manager)

    def _set_up_substitute(self):
        recycled = self._create_product("Recycled Paper A4")
        self._set_stock(recycled, 10)
        self._set_stock(self.paper, 0)
        self.paper.product_tmpl_id.supply_substitute_ids = recycled.product_tmpl_id
        return self._create_request()

    def test_r19_substitute(self):
        request = self._set_up_substitute()
        self._start('supply-requests', 'substitute', self.user)
        self.assertEqual(request.line_ids.product_id.name, "Recycled Paper A4")


@tagged('post_install', '-at_install')
class TestFiguresPhoneTours(TestFiguresTours):
    browser_size = '390x844'
    touch_enabled = True

    test_r21_advice_what_if_apply = test_r15_from_a_figure_to_its_request = test_every_view_opens = None

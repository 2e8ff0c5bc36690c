from odoo.tests import tagged

from .round_common import OfficeRoundMixin
from .test_tours import SupplyTours


@tagged('post_install', '-at_install')
class TestRoundTours(OfficeRoundMixin, SupplyTours):

    def test_round_from_opening_to_division(self):
        self._start('supply-rounds', 'round_open', self.officer)
        supply_round = self.env['office.supply.round'].search([('company_id', '=', self.company.id)])
        self.assertEqual(supply_round.state, 'collecting')
        self._start('my-office', 'round_file', self.askers[0])
        self._approve(supply_round.request_ids.with_user(self.askers[0]))
        self._file(supply_round, self.askers[1], [(self.ink, 2)])
        self._start('supply-rounds', 'round_close', self.officer)
        self.assertRecordValues(supply_round.line_ids, [{'demand_quantity': 3, 'quantity': 4}])
        supply_round.with_user(self.manager).action_approve()
        self._start('supply-rounds', 'round_order', self.officer)
        self.assertEqual(supply_round.line_ids.ordered_quantity, 4)
        for order in self._get_orders(supply_round):
            order.with_user(self.officer).button_confirm()
        self._receive(supply_round, 2)
        self._start('supply-splits', 'round_divide', self.officer)
        split = self.env['office.supply.split'].search([('round_id', '=', supply_round.id)])
        self.assertRecordValues(split, [{'state': 'done', 'method': 'proportion', 'given_quantity': 2}])

    def _get_orders(self, supply_round):
        """The purchase orders, where Purchase is installed."""
        line = supply_round.sudo().line_ids
        return line.purchase_line_ids.order_id if 'purchase_line_ids' in line._fields else []

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon
from odoo.addons.office_admin_supplies.tests.round_common import OfficeRoundMixin


@tagged('post_install', '-at_install')
class TestPurchaseVerbs(OfficeRoundMixin, OfficeSupplyCommon):
    """Quotes and their waiver: who may do what, when, and what he reads where he may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_purchase_tax_id = False
        cls.ink.supplier_taxes_id = False
        cls.company.write({'supply_quote_limit': 100, 'supply_quote_count': 2})
        cls.second_manager = cls._create_user('sup_manager_2', 'office_admin_base.position_manager')

    def _create_purchased(self):
        supply_round = self._create_approved_round()
        supply_round.action_order()
        return supply_round, supply_round.line_ids.purchase_line_ids.order_id

    def _waive(self, order, user, reason="Only one sells it"):
        wizards = self.env['office.supply.quote.waiver'].with_user(user)
        wizards.with_context(order.with_user(user).action_waive_quotes()['context']).create(
            {'reason': reason}).action_confirm()

    def test_ask_quotes_in_the_wrong_state(self):
        supply_round = self._create_approved_round()
        with self.assertRaisesRegex(UserError, "No open order of RND/.* needs more quotes"):
            supply_round.action_ask_quotes()
        supply_round.action_order()
        supply_round.action_ask_quotes()
        with self.assertRaisesRegex(UserError, "No open order of RND/.* needs more quotes"):
            supply_round.action_ask_quotes()

    def test_ask_quotes_when_nobody_else_offers(self):
        self.dear_price.unlink()
        supply_round, order = self._create_purchased()
        with self.assertRaisesRegex(UserError, f"No other vendor has an offer for what {order.name} needs"):
            supply_round.action_ask_quotes()

    def test_ask_quotes_and_look_at_orders_by_the_wrong_person(self):
        supply_round, order = self._create_purchased()
        for user in (self.askers[0], self.head, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                supply_round.with_user(user).action_ask_quotes()
        with self.assertRaises(AccessError):
            supply_round.with_user(self.askers[0]).action_view_purchase_orders()
        found = order.with_user(self.officer).search(
            supply_round.action_view_purchase_orders()['domain'])
        self.assertEqual(found, order)

    def test_r140_own_order_is_not_waived(self):
        _round, order = self._create_purchased()
        order.user_id = self.manager
        with self.assertRaisesRegex(AccessError, "is your own order. Let another manager waive"):
            self._waive(order, self.manager)
        self._waive(order, self.second_manager)
        own = order.with_user(self.manager).copy({'user_id': self.officer.id})
        with self.assertRaisesRegex(AccessError, "is your own order"):
            self._waive(own, self.manager)
        self.assertRecordValues(order | own, [
            {'quote_waiver_user_id': self.second_manager.id}, {'quote_waiver_user_id': False}])

    def test_r140_waiver_in_the_wrong_state(self):
        _round, order = self._create_purchased()
        order.button_cancel()
        with self.assertRaisesRegex(UserError, f"{order.name} is confirmed or cancelled: there is nothing to waive"):
            self._waive(order, self.manager)

    def test_r140_waiver_by_the_wrong_person(self):
        _round, order = self._create_purchased()
        for user in (self.user, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._waive(order, user)
        wizard = self.env['office.supply.quote.waiver'].with_user(self.manager).create(
            {'order_id': order.id, 'reason': "Only one sells it"})
        with self.assertRaises(AccessError):
            wizard.with_user(self.second_manager).action_confirm()
        self.assertFalse(order.quote_waiver_reason)

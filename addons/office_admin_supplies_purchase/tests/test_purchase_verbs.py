from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficePurchaseCommon


@tagged('post_install', '-at_install')
class TestPurchaseVerbs(OfficePurchaseCommon):
    """Quotes and their waiver: who may do what, when, and what he reads where he may not."""
    prepared_round = 'purchased'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({'supply_quote_limit': 100, 'supply_quote_count': 2})
        cls.second_manager = cls._create_user('sup_manager_2', 'office_admin_base.position_manager')

    def _waive(self, order, user, reason="Only one sells it"):
        wizards = self.env['office.supply.quote.waiver'].with_user(user)
        wizards.with_context(**order.with_user(user).action_waive_quotes()['context']).create(
            {'reason': reason}).action_confirm()

    def test_ask_quotes_in_the_wrong_state(self):
        supply_round = self._create_approved_round()
        with self.assertRaisesRegex(UserError, "No open order of RND/.* needs more quotes"):
            supply_round.action_ask_quotes()
        supply_round.action_order()
        supply_round.action_ask_quotes()
        with self.assertRaisesRegex(UserError, "No open order of RND/.* needs more quotes"):
            supply_round.action_ask_quotes()

    def test_ask_quotes_and_look_at_orders_by_the_wrong_person(self):
        supply_round, order = self.supply_round, self.order
        for user in (self.askers[0], self.head, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                supply_round.with_user(user).action_ask_quotes()
        with self.assertRaises(AccessError):
            supply_round.with_user(self.askers[0]).action_view_purchase_orders()
        found = order.with_user(self.officer).search(
            supply_round.action_view_purchase_orders()['domain'])
        self.assertEqual(found, order)

    def test_r140_own_order_is_not_waived(self):
        order = self.order
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
        order = self.order
        order.button_cancel()
        with self.assertRaisesRegex(UserError, f"{order.name} is confirmed or cancelled: there is nothing to waive"):
            self._waive(order, self.manager)

    def test_r140_waiver_by_the_wrong_person(self):
        order = self.order
        for user in (self.user, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._waive(order, user)
        wizard = self.env['office.supply.quote.waiver'].with_user(self.manager).create(
            {'order_id': order.id, 'reason': "Only one sells it"})
        with self.assertRaises(AccessError):
            wizard.with_user(self.second_manager).action_confirm()
        self.assertFalse(order.quote_waiver_reason)

    def test_r140_order_of_another_company_is_not_waived(self):
        order = self.order
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreigner = self._create_user('sup_foreign_manager', 'office_admin_base.position_manager')
        foreigner.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        with self.assertRaises(AccessError) as refused:
            self.env['office.supply.quote.waiver'].with_user(foreigner).create(
                {'order_id': order.id, 'reason': "Mine"}).action_confirm()
        self.assertNotIn(order.name, str(refused.exception))
        self.assertFalse(order.quote_waiver_reason)

    def test_r140_new_orders_are_checked_as_well(self):
        supply_round = self.supply_round
        values = {'partner_id': self.dear.id, 'company_id': self.company.id, 'order_line': [
            Command.create({'product_id': self.ink.id, 'product_qty': 50, 'price_unit': 9})]}
        orders = self.env['purchase.order'].with_user(self.officer)
        with self.assertRaisesRegex(UserError, "needs quotes of 2 vendors"):
            orders.create(values | {'state': 'purchase'})
        for forged in ({'quote_waiver_reason': "I want it"}, {'quote_waiver_amount': 1e6},
                       {'supply_round_id': supply_round.id}, {'is_supply_alternative': True}):
            with self.subTest(forged=forged), self.assertRaisesRegex(UserError, "cannot be set by hand"):
                orders.create(values | forged)
        order = orders.create(values)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            order.order_line.create({
                'order_id': order.id, 'product_id': self.ink.id, 'supply_round_line_id': supply_round.line_ids.id})

    def test_r140_settings_are_checked(self):
        for values in ({'supply_quote_count': 0}, {'supply_quote_count': 11}, {'supply_quote_limit': -1}):
            with self.subTest(values=values), self.assertRaisesRegex(
                    ValidationError, "Paper Street: “.*uote.*” is a number"):
                self.company.write(values)


@tagged('post_install', '-at_install')
class TestQuotesOfOneVendor(OfficePurchaseCommon):

    def test_ask_quotes_when_nobody_else_offers(self):
        self.company.write({'supply_quote_limit': 100, 'supply_quote_count': 2})
        self.dear_price.unlink()
        supply_round, order = self._create_purchased()
        with self.assertRaisesRegex(UserError, f"No other vendor has an offer for what {order.name} needs"):
            supply_round.action_ask_quotes()

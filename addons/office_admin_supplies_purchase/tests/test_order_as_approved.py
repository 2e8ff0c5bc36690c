from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import OfficePurchaseCommon


@tagged('post_install', '-at_install')
class TestOrderAsApproved(OfficePurchaseCommon):
    """Who is paid, how much and for what is what was approved: 12 of the ink at 9 from the cheap vendor."""
    prepared_round = 'purchased'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.order.with_user(cls.officer)
        cls.line = cls.order.order_line
        cls.service = cls._create_product("Delivery", type='service', is_storable=False, supplier_taxes_id=False)

    def _add(self, product, quantity, price, **values):
        return self.order.write({'order_line': [Command.create(
            {'product_id': product.id, 'product_qty': quantity, 'price_unit': price, **values})]})

    def _buy_two(self, vendor):
        """The order lines of a round that buys 10 of the ink at 9, and of ``vendor`` 10 of the tape at 10."""
        tape = self._create_product("Tape")
        tape.supplier_taxes_id = False
        self.env['product.supplierinfo'].create({
            'product_tmpl_id': tape.product_tmpl_id.id, 'partner_id': vendor.id, 'price': 10,
            'company_id': self.company.id})
        supply_round = self._create_round()
        self._file(supply_round, self.user, [(self.ink, 10), (tape, 10)])
        supply_round.action_close()
        supply_round.action_submit()
        supply_round.with_user(self.manager).action_approve()
        supply_round.action_order()
        lines = supply_round.line_ids.purchase_line_ids.with_user(self.officer).grouped('product_id')
        return lines[self.ink], lines[tape]

    def _get_other_terms(self):
        """What of the terms can be changed, with the words by which the change is told."""
        warehouse = self.env['stock.warehouse'].create(
            {'name': "Elsewhere", 'code': 'ELSE', 'company_id': self.company.id})
        currency = self.env['res.currency'].with_context(active_test=False).search(
            [('id', '!=', self.order.currency_id.id)], limit=1)
        currency.active = True
        term = self.env['account.payment.term'].create({'name': "In Advance"})
        position = self.env['account.fiscal.position'].create({'name': "Abroad", 'company_id': self.company.id})
        return {
            'partner_id': (self.dear, "Vendor: Dear instead of Cheap"),
            'currency_id': (currency, f"Currency: {currency.name} instead of"),
            'picking_type_id': (warehouse.in_type_id, "Deliver To: Elsewhere: Receipts instead of"),
            'dest_address_id': (self.dear, "Dropship Address: Dear instead of –"),
            'payment_term_id': (term, "Payment Terms: In Advance instead of –"),
            'fiscal_position_id': (position, "Fiscal Position: Abroad instead of –"),
        }

    def _accept(self):
        action = self.supply_round.with_user(self.manager).action_accept_increase()
        self.env[action['res_model']].with_user(self.manager).with_context(**action['context']).create(
            {'reason': "It has to be so"}).action_confirm()

    def test_other_terms_are_asked_for(self):
        for name, (other, words) in self._get_other_terms().items():
            with self.subTest(name=name), self.cr.savepoint() as savepoint:
                self.order.write({name: other.id})
                self.assertIn(words, self.order.supply_excess_notice)
                with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                    self.order.button_confirm()
                with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                    self.order.write({'state': 'purchase'})
                self.order.action_ask_increase()
                self._accept()
                self.assertFalse(self.order.supply_excess_notice)
                self.order.button_confirm()
                self.assertEqual(self.order.state, 'purchase')
                self.assertEqual(self.order[name], other)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_confirmed_order_keeps_its_terms(self):
        self.order.button_confirm()
        for name, (other, words) in self._get_other_terms().items():
            with self.subTest(name=name), self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                self.order.write({name: other.id})
            self.env.invalidate_all()

    def test_accepted_terms_are_not_changed_again(self):
        third = self.env['res.partner'].create({'name': "Third"})
        self.order.partner_id = self.dear
        self.order.action_ask_increase()
        self._accept()
        self.order.partner_id = third
        with self.assertRaisesRegex(UserError, "Vendor: Third instead of Dear"):
            self.order.button_confirm()

    def test_what_was_bought_in_another_order_counts(self):
        self.line.product_qty = 5
        self.order.button_confirm()
        self.supply_round.action_order()
        rest = self.supply_round.line_ids.purchase_line_ids.order_id.with_user(self.officer) - self.order
        self.assertEqual(rest.order_line.product_qty, 7)
        rest.order_line.product_qty = 12
        with self.assertRaisesRegex(UserError, "17 .* instead of 12"), self.cr.savepoint():
            rest.button_confirm()
        rest.order_line.product_qty = 7
        rest.button_confirm()

    def test_a_namesake_is_not_accepted_unseen(self):
        self.order.partner_id = self.dear
        self.order.action_ask_increase()
        action = self.supply_round.with_user(self.manager).action_accept_increase()
        dialog = self.env[action['res_model']].with_user(self.manager).with_context(**action['context']).create(
            {'reason': "It has to be so"})
        self.env.flush_all()  # as at the end of the request that opened the dialog
        self.order.partner_id = self.env['res.partner'].create({'name': "Dear"})
        with self.assertRaisesRegex(UserError, "have changed since you looked"):
            dialog.action_confirm()

    def test_context_and_link_of_terms_protect_nothing(self):
        for write in (
            lambda: self.order.write({'supply_terms': {'partner_id': self.dear.id}}),
            lambda: self.order.sudo().write({'supply_terms': False}),
            lambda: self.supply_round.line_ids.with_user(self.officer).write({'accepted_price': 1000}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                write()
        self.order.button_cancel()
        self.supply_round.with_context(
            default_dest_address_id=self.dear.id, default_picking_type_id=1, default_payment_term_id=1,
            default_supply_terms={'dest_address_id': self.dear.id}).action_order()
        order = self.supply_round.line_ids.purchase_line_ids.order_id.filtered(lambda each: each.state == 'draft')
        self.assertTrue(order.supply_excess_notice or not order.dest_address_id)

    def test_nothing_makes_room_for_something_else(self):
        """What is saved, given back or deducted pays for nothing else, in drafts and afterwards."""
        def save():
            self.line.price_unit = 1

        ways = {
            'a lower price and a service': lambda: (save(), self._add(self.service, 1, 90)),
            'a service below zero and a higher price': lambda: (
                self._add(self.service, 1, -90), self.line.write({'price_unit': 16})),
            'less than nothing of a service': lambda: (
                self._add(self.service, -1, 90), self.line.write({'price_unit': 16})),
            'two services': lambda: (self._add(self.service, 1, -500), self._add(self.service, 1, 500)),
            'goods below zero': lambda: (self._add(self.ink, -12, 9), self.line.write({'product_qty': 24})),
            'other goods below zero': lambda: self._add(self.pen, -5, 9),
            'this line below zero': lambda: self.line.write({'product_qty': -12}),
            'a discount of more than all': lambda: (
                self.line.write({'discount': 150}), self._add(self.service, 1, 100)),
            'a down payment': lambda: self.order.write({'order_line': [Command.create({
                'name': "Down Payment", 'product_qty': 1, 'price_unit': 100, 'is_downpayment': True})]}),
        }
        for state in ('draft', 'purchase'):
            if state == 'purchase':
                self.order.button_confirm()
            for name, way in ways.items():
                with self.subTest(state=state, way=name), (
                        self.assertRaisesRegex(UserError, "beyond what was approved")), self.cr.savepoint():
                    way()
                    self.order.button_confirm()
                self.env.invalidate_all()

    def test_one_product_does_not_pay_for_the_other(self):
        ink, tape = self._buy_two(self.cheap)
        for change in (
            lambda: (ink.write({'price_unit': 0.5}), tape.write({'price_unit': 18})),
            lambda: (ink.write({'discount': 90}), tape.write({'price_unit': 18})),
        ):
            with self.assertRaisesRegex(UserError, "beyond what was approved"), self.cr.savepoint():
                change()
                ink.order_id.button_confirm()
            self.env.invalidate_all()

    def test_what_was_accepted_for_one_product_does_not_pay_for_a_service(self):
        self.line.price_unit = 15
        self.order.action_ask_increase()
        self._accept()
        self.line.price_unit = 9
        self._add(self.service, 1, 72)
        with self.assertRaisesRegex(UserError, "beyond what was approved"):
            self.order.button_confirm()

    def test_less_needs_nobody(self):
        self.line.write({'product_qty': 11, 'price_unit': 8, 'discount': 10})
        self.line.date_planned = '2027-12-01 12:00:00'
        self.order.write({'order_line': [
            Command.create({'display_type': 'line_section', 'name': "Ink", 'product_qty': 0}),
            Command.create({'display_type': 'line_note', 'name': "Ring twice", 'product_qty': 0})]})
        self.order.partner_ref = "Offer 17"
        self.assertFalse(self.order.supply_excess_notice)
        self.order.button_confirm()
        self.line.product_qty = 10
        self.line.price_unit = 7
        self.assertRecordValues(self.order, [{'state': 'purchase', 'amount_untaxed': 63}])

    def test_small_delivery_costs_need_nobody(self):
        self._add(self.service, 1, 5)
        self.order.button_confirm()
        self.assertEqual(self.order.state, 'purchase')

    def test_higher_taxes_are_asked_for(self):
        group = self.env['account.tax.group'].create({'name': "Tax", 'company_id': self.company.id})
        tax, low = self.env['account.tax'].create([{
            'name': f"Tax of {amount} %", 'amount': amount, 'type_tax_use': 'purchase', 'tax_group_id': group.id,
            'company_id': self.company.id, 'country_id': self.env.ref('base.be').id} for amount in (25, 5)])
        self.line.tax_ids = tax
        self.assertIn("Ink: Tax of 25 % (BE) instead of –", self.order.supply_excess_notice)
        with self.assertRaisesRegex(UserError, "Tax of 25 %"), self.cr.savepoint():
            self.order.button_confirm()
        self.order.action_ask_increase()
        self._accept()
        self.order.button_confirm()
        self.line.tax_ids = low
        with self.assertRaisesRegex(UserError, "Tax of 25 %"), self.cr.savepoint():
            self.line.write({'tax_ids': [Command.set((tax | low).ids)]})

    def test_a_line_stays_with_its_vendor(self):
        ink, tape = self._buy_two(self.dear)
        ink.order_id = tape.order_id
        with self.assertRaisesRegex(UserError, "Ink is not what was approved"):
            tape.order_id.button_confirm()

    def test_a_quote_of_an_unknown_vendor_is_asked_for(self):
        """Vendors who had offers when the round was approved are known; whom the buyer adds is not."""
        friend = self.env['res.partner'].create({'name': "Friend"})
        wizard = self.env['purchase.requisition.create.alternative'].with_user(self.officer).with_context(
            default_origin_po_id=self.order.id, default_dest_address_id=friend.id).create(
            {'origin_po_id': self.order.id, 'partner_ids': [Command.set((friend | self.dear).ids)]})
        wizard.action_create_alternative()
        for quote in self.order.alternative_po_ids - self.order:
            quote.order_line.price_unit = 9
            if quote.partner_id == friend:
                with self.assertRaisesRegex(UserError, "Vendor: Friend instead of"), self.cr.savepoint():
                    quote.with_context(skip_alternative_check=True).button_confirm()
                self.assertTrue(quote.supply_excess_notice)
            else:
                self.assertFalse(quote.supply_excess_notice)

    def test_who_asks_does_not_accept(self):
        buyer = self._create_user('sup_second_manager', 'office_admin_base.position_manager')
        self.supply_round.sudo().approval_id.decision_ids.invalidate_recordset()
        order = self.order.with_user(self.manager)
        order.partner_id = self.dear
        order.action_ask_increase()
        with self.assertRaises(AccessError):
            self._accept()
        self.assertTrue(self.supply_round.with_user(buyer).can_accept_increase)

    def test_purchase_users_without_supplies_are_held_to_it_too(self):
        buyer = new_test_user(
            self.env, 'only_buyer', 'purchase.group_purchase_user', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        order = self.order.with_user(buyer)
        order.partner_id = self.dear
        with self.assertRaisesRegex(UserError, "Vendor: Dear instead of Cheap"):
            order.button_confirm()

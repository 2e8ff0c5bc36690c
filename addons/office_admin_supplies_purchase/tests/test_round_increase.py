from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import OfficePurchaseCommon


@tagged('post_install', '-at_install')
class TestRoundIncrease(OfficePurchaseCommon):
    """What is bought is what was approved: 12 of the ink at 9, 108 in all, and 5 % more at most."""
    prepared_round = 'purchased'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.order.with_user(cls.officer)

    def _check_refused(self, change, words="goes beyond what was approved"):
        with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
            change()
        self.env.invalidate_all()

    def _accept(self, user=None, reason="Prices have risen"):
        user = user or self.manager
        supply_round = self.supply_round.with_user(user)
        action = supply_round.action_accept_increase()
        self.env[action['res_model']].with_user(user).with_context(**action['context']).create(
            {'reason': reason}).action_confirm()

    def _get_ways_to_grow(self):
        line = self.order.order_line
        new = {'product_id': self.pen.id, 'product_qty': 1, 'price_unit': 0.01}
        same = {'product_id': self.ink.id, 'product_qty': 1, 'price_unit': 0.01}
        return {
            'price': lambda: line.write({'price_unit': 45}),
            'price of the order': lambda: self.order.write(
                {'order_line': [Command.update(line.id, {'price_unit': 45})]}),
            'quantity': lambda: line.write({'product_qty': 13, 'price_unit': 1}),
            'unit': lambda: line.write({'product_uom_id': self.pack.id, 'price_unit': 1}),
            'other product': lambda: line.write({'product_id': self.pen.id, 'price_unit': 1}),
            'new line': lambda: line.create({'order_id': self.order.id, **new}),
            'new line of the same': lambda: line.create({'order_id': self.order.id, **same}),
            'new line by context': lambda: line.with_context(default_order_id=self.order.id).create(
                {**new, 'name': "Pens", 'product_uom_id': self.unit.id}),
            'new line of the order': lambda: self.order.write({'order_line': [Command.create(new)]}),
            'delivery': lambda: line.create({
                'order_id': self.order.id, 'product_qty': 1, 'price_unit': 500,
                'product_id': self._create_product("Delivery", type='service', is_storable=False,
                    supplier_taxes_id=False).id}),
            'negative discount': lambda: line.write({'discount': -50}),
            'copied line': lambda: line.copy({'order_id': self.order.id}),
        }

    def test_edited_draft_is_not_confirmed(self):
        for name, grow in self._get_ways_to_grow().items():
            for confirm in (lambda: self.order.button_confirm(), lambda: self.order.write({'state': 'purchase'})):
                with self.subTest(way=name), self.assertRaisesRegex(UserError, "beyond what was approved in RND"), (
                        self.cr.savepoint()):
                    grow()
                    confirm()
                self.env.invalidate_all()
        self.order.button_confirm()
        self.assertEqual(self.order.state, 'purchase')
        self.assertEqual(self.supply_round.with_user(self.officer).ordered_amount, 108)

    def test_confirmed_order_does_not_grow(self):
        self.order.button_confirm()
        for name, grow in self._get_ways_to_grow().items():
            with self.subTest(way=name):
                self._check_refused(grow)
        self.order.order_line.write({'product_qty': 11})
        self.order.order_line.write({'product_qty': 12, 'price_unit': 9.4})
        other = self.env['purchase.order'].with_user(self.officer).create({
            'partner_id': self.cheap.id, 'company_id': self.company.id,
            'order_line': [Command.create({'product_id': self.pen.id, 'product_qty': 5, 'price_unit': 1})]})
        self._check_refused(lambda: other.order_line.write({'order_id': self.order.id}))

    def test_price_rises_are_added_up(self):
        self.order.button_confirm()
        self.order.order_line.price_unit = 9.4
        self._check_refused(lambda: self.order.order_line.write({'price_unit': 9.8}))

    def test_whole_packs_are_no_increase(self):
        supply_round = self._create_round()
        self._file(supply_round, self.user, [(self.ink, 5)])
        supply_round.action_close()
        supply_round.action_submit()
        supply_round.with_user(self.manager).action_approve()
        supply_round.action_order()
        order = supply_round.purchase_order_ids
        order.order_line.write({'product_uom_id': self.pack.id, 'product_qty': 1, 'price_unit': 54})
        order.button_confirm()
        self.assertEqual(order.state, 'purchase')
        self._check_refused(lambda: order.order_line.write({'product_qty': 2}))

    def test_who_approved_accepts_more(self):
        self.order.order_line.write({'product_qty': 20, 'price_unit': 15})
        self.assertIn("20 Units instead of 12", self.order.supply_excess_notice)
        with self.assertRaisesRegex(UserError, "Nobody asks"):
            self._accept()
        self.order.action_ask_increase()
        self.assertEqual(self.supply_round.activity_ids.user_id, self.manager)
        self.assertTrue(self.supply_round.with_user(self.manager).can_accept_increase)
        for user in (self.officer, self.receiver, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._accept(user)
        with self.assertRaises(AccessError):
            self._accept(self.user)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._accept(reason="  ")
        self._check_refused(lambda: self.order.button_confirm())
        self._accept()
        self.assertFalse(self.supply_round.activity_ids)
        self.assertRecordValues(self.supply_round, [{'state': 'ordered', 'approved_amount': 300, 'amount_total': 108}])
        self.assertEqual(self.supply_round.line_ids.extra_quantity, 8)
        self.assertIn("Prices have risen", self.supply_round.message_ids[0].body)
        self.order.order_line.product_qty = 21
        self._check_refused(lambda: self.order.button_confirm())
        self.order.order_line.product_qty = 20
        self.order.button_confirm()
        self.assertEqual(self.supply_round.with_user(self.auditor).ordered_amount, 300)
        step = self.env['office.transition'].search([
            ('res_model', '=', 'office.supply.round'), ('res_id', '=', self.supply_round.id),
        ], order='id desc', limit=1)
        self.assertRecordValues(step, [{'verb': 'accept_increase', 'user_id': self.manager.id}])

    def test_what_changed_since_the_look_is_not_accepted(self):
        self.order.order_line.product_qty = 20
        self.order.action_ask_increase()
        action = self.supply_round.with_user(self.manager).action_accept_increase()
        with Form(self.env[action['res_model']].with_user(self.manager).with_context(**action['context'])) as form:
            self.assertIn("20 Units instead of 12", form.notice)
            form.reason = "Needed"
            self.order.order_line.product_qty = 200
        dialog = form.record
        with self.assertRaisesRegex(UserError, "have changed since you looked"):
            dialog.action_confirm()

    def test_other_goods_are_not_accepted(self):
        self.order.write({'order_line': [Command.create({'product_id': self.pen.id, 'product_qty': 5})]})
        with self.assertRaisesRegex(UserError, "purchase order of its own"):
            self.order.action_ask_increase()

    def test_nobody_accepts_by_writing(self):
        self.order.order_line.product_qty = 20
        for write in (
            lambda: self.order.write({'is_increase_asked': True}),
            lambda: self.supply_round.with_user(self.officer).write({'approved_amount': 1e6}),
            lambda: self.supply_round.line_ids.with_user(self.officer).write({'extra_quantity': 1000}),
            lambda: self.supply_round.with_user(self.manager)._transition('accept_increase'),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                write()

    def test_duplicate_stands_outside_the_round(self):
        copy = self.order.copy()
        self.assertFalse(copy.supply_round_id or copy.order_line.supply_round_line_id)

    def test_replenishment_does_not_join_an_order_of_a_round(self):
        rule = self.env['stock.rule'].search([('action', '=', 'buy')], limit=1)
        domain = rule._make_po_get_domain(self.company, {'date_planned': fields.Datetime.now()}, self.cheap)
        self.assertIn(('supply_round_id', '=', False), domain)

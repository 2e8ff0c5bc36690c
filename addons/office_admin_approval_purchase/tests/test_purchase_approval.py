from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .common import PurchaseApprovalCommon


@tagged('post_install', '-at_install')
class TestPurchaseApproval(PurchaseApprovalCommon):

    def test_r103_large_purchases_wait_for_the_manager(self):
        self.assertEqual(self._confirm(4999).state, 'purchase')
        other = self.env['res.partner'].create({'name': "Other"})
        order = self._confirm(5000, vendor=other)
        self.assertEqual(order.state, 'to approve')
        self.assertEqual(order.approver_ids, self.manager)
        with self.assertRaisesRegex(AccessError, "decided by Manager, not by you"):
            order.with_user(self.chief).button_approve()
        order.with_user(self.manager).button_approve()
        self.assertEqual(order.state, 'purchase')

    def test_r1_orders_to_approve_are_on_my_office(self):
        order = self._confirm(5000)
        self.env.flush_all()
        for user, count in ((self.manager, 1), (self.chief, 0), (self.buyer, 0)):
            sections = self.env['office.desk.card'].with_user(user).get_desk()['sections']
            rows = [row for section in sections if section['name'] == 'decide' for row in section['rows']]
            self.assertEqual([row['name'] for row in rows], [order.name] * count)
        action = self.env['office.desk.card'].with_user(self.manager).get_desk()['sections'][0]['rows'][0]['action']
        self.assertEqual((action['res_model'], action['res_id']), (order._name, order.id))

    def test_deleted_order_leaves_no_approval_waiting(self):
        order = self._confirm(5000)
        approval = order.sudo().approval_id
        order.sudo().with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()  # Odoo deletes so, whatever the state
        self.assertEqual(approval.state, 'cancelled')

    def test_who_reads_no_orders_is_told_nothing_of_them_by_their_approvals(self):
        order = self._confirm(5000)
        auditor = self._create_user('pur_auditor', 'office_admin_base.position_auditor')
        self.assertFalse(order.with_user(auditor).has_access('read'))
        approval = self.env['office.approval'].with_user(auditor).search([('res_id', '=', order.id)])
        self.assertTrue(approval)
        self.assertFalse(approval.document_name or approval.document_summary)
        with self.assertRaisesRegex(UserError, "not for you"):
            approval.action_open_document()

    def test_r103_three_orders_below_the_limit_are_a_possible_split(self):
        first = self._confirm(4900)
        self.assertEqual(first.state, 'purchase')
        self.assertFalse(first.evasion_warning)
        second, third = self._confirm(4900), self._create_order(4900)
        self.assertEqual(second.state, 'to approve')
        for order in (second, third):
            self.assertRegex(order.evasion_warning, f"Possible split: together with .*{first.name}")
        self.assertRegex(third.evasion_warning, "14,700")
        self.assertIn("Possible split", second.approval_timeline['note'])
        third.button_confirm()
        self.assertEqual(third.state, 'to approve')
        self.company.office_evasion_days = 0
        self.assertEqual(self._confirm(4900).state, 'purchase')

    def test_raw_write_and_create(self):
        order = self._create_order(9000)
        with self.assertRaisesRegex(UserError, "has to be approved first .Large purchases.. Confirm it"):
            order.write({'state': 'purchase'})
        with self.assertRaisesRegex(UserError, "has to be approved first"):
            self._create_order(9000, state='purchase')
        order.write({'state': 'to approve'})
        self.assertTrue(order.is_approval_running, "however it got there, somebody is asked")
        made = self._create_order(9000, state='to approve')
        self.assertEqual(made.approver_ids, self.manager)
        with self.assertRaisesRegex(UserError, "has to be approved first"):
            made.with_user(self.chief).write({'state': 'purchase'})

    def test_forged_amounts(self):
        order = self._create_order(9000)
        for record, name in ((order, 'amount_total'), (order.order_line, 'price_total')):
            with self.assertRaises(UserError):
                record.write({name: 1})
        with self.assertRaises(UserError):
            self._create_order(9000, amount_total=1)

    def test_nobody_changes_what_waits(self):
        order = self._confirm(9000)
        for act in (lambda: order.order_line.write({'price_unit': 20000}), order.order_line.unlink,
                    lambda: order.write({'partner_id': self.company.partner_id.id}),
                    lambda: order.write({'order_line': [Command.create({'product_id': self.product.id})]}),
                    lambda: self.env['purchase.order.line'].with_user(self.buyer).create({
                        'order_id': order.id, 'product_id': self.product.id, 'product_qty': 1, 'price_unit': 1})):
            with self.assertRaisesRegex(UserError, "waits for approval and cannot be changed"), \
                    self.env.cr.savepoint():
                act()
        self.assertEqual(order.amount_total, 9000)

    def test_order_does_not_grow_past_what_was_approved(self):
        order = self._confirm(9000)
        order.with_user(self.manager).action_approval_approve()
        order.order_line.price_unit = 8000
        with self.assertRaisesRegex(UserError, "has to be approved first"), self.env.cr.savepoint():
            order.order_line.price_unit = 9500
        small = self._confirm(100, vendor=self.company.partner_id)
        with self.assertRaisesRegex(UserError, "has to be approved first"), self.env.cr.savepoint():
            small.order_line.product_qty = 60

    def _assert_stays(self, order, act):
        """A confirmed order is not made worth more past the rule."""
        before = order.amount_total, order.currency_id
        with self.assertRaises(UserError), self.env.cr.savepoint():
            act()
        self.env.invalidate_all()
        self.assertEqual((order.amount_total, order.currency_id), before)

    def test_confirmed_order_filled_afterwards(self):
        order = self._create_order(1)
        order.order_line.unlink()
        order.button_confirm()
        self.assertEqual(order.state, 'purchase')
        values = {'product_id': self.product.id, 'product_qty': 1, 'price_unit': 90000}
        self._assert_stays(order, lambda: order.write({'order_line': [Command.create(values)]}))
        self._assert_stays(order, lambda: self.env['purchase.order.line'].with_user(self.buyer).create(
            {**values, 'order_id': order.id}))

    def test_confirmed_order_in_another_currency(self):
        currency = self.env['res.currency'].create({'name': 'XTS', 'symbol': 'x'})
        self.env['res.currency.rate'].create({'currency_id': currency.id, 'rate': 0.1, 'company_id': self.company.id})
        order = self._confirm(4000)
        self._assert_stays(order, lambda: order.write({'currency_id': currency.id}))
        draft = self._create_order(900, vendor=self.company.partner_id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            draft.write({'state': 'purchase', 'currency_id': currency.id})

    def test_negative_amounts_make_no_room(self):
        self._confirm(-100000)
        self.assertEqual(self._confirm(100000).state, 'to approve')
        other = self.env['res.partner'].create({'name': "Other"})
        order = self._create_order(100000, vendor=other)
        order.write({'order_line': [Command.create({
            'product_id': self.product.id, 'product_qty': 1, 'price_unit': -99000, 'tax_ids': [Command.clear()]})]})
        order.button_confirm()
        self.assertEqual(order.state, 'purchase')
        draft = self._create_order(1)
        self._assert_stays(order, lambda: order.order_line[1].write({'order_id': draft.id}))
        self._assert_stays(order, lambda: order.order_line[1].write({'company_id': 1}))

    def test_vendor_of_a_confirmed_order(self):
        order = self._confirm(9000)
        order.with_user(self.manager).action_approval_approve()
        self._assert_stays(order, lambda: order.write({'partner_id': self.company.partner_id.id}))

    def test_terms_of_an_approved_order(self):
        term = self.env['account.payment.term'].create({'name': "In Advance"})
        order = self._confirm(9000)
        with self.assertRaisesRegex(UserError, "waits for approval"), self.env.cr.savepoint():
            order.payment_term_id = term
        order.with_user(self.manager).action_approval_approve()
        for name in {'payment_term_id', 'dest_address_id'} & order._fields.keys():
            value = term if name == 'payment_term_id' else self.company.partner_id
            with self.assertRaisesRegex(UserError, "its terms, where it goes"), self.env.cr.savepoint():
                order[name] = value

    def test_orders_of_one_vendor_cannot_hide(self):
        for order in [self._create_order(4000), self._create_order(4000)]:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                order.write({'date_approve': '2020-01-01 00:00:00'})
        first, second = self._create_order(4000), self._create_order(4000)
        first.write({'state': 'purchase'})
        with self.assertRaisesRegex(UserError, "has to be approved first"), self.env.cr.savepoint():
            second.write({'state': 'purchase'})
        branch = self.env['res.partner'].create({
            'name': "Branch", 'is_company': True, 'parent_id': self.vendor.id})
        self.assertEqual(self._confirm(4000, vendor=branch).state, 'to approve')

    def test_small_orders_grow_one_after_the_other(self):
        orders = [self._confirm(1) for _number in range(3)]
        orders[2].order_line.price_unit = 4900
        self._assert_stays(orders[1], lambda: orders[1].order_line.write({'price_unit': 4900}))

    def test_two_orders_of_one_vendor_wait_together(self):
        first, second = self._confirm(8000), self._confirm(8000)
        for order in (first, second):
            order.with_user(self.manager).action_approval_approve()
        self.assertEqual((first.state, second.state), ('purchase', 'purchase'))
        small = self._confirm(100)
        self.assertEqual(small.state, 'to approve')
        small.with_user(self.manager).action_approval_approve()
        second.button_cancel()
        self._assert_stays(small, lambda: small.order_line.write({'price_unit': 8000}))

    def test_buyer_cannot_lock_the_approver_out(self):
        order = self._confirm(9000)
        with self.assertRaisesRegex(UserError, "waits for approval"), self.env.cr.savepoint():
            order.user_id = self.manager
        with self.assertRaisesRegex(UserError, "waits for approval"), self.env.cr.savepoint():
            order.order_line.name = "Gold"

    def test_rule_without_steps_still_asks(self):
        self.rule.step_ids.unlink()
        order = self._confirm(9000)
        self.assertEqual(order.approver_ids, self.manager, "who decides at last")

    def test_who_ordered_never_approves(self):
        order = self._create_order(9000, user=self.manager)
        order.user_id = self.buyer
        with self.assertRaisesRegex(UserError, "Nobody can approve"), self.env.cr.savepoint():
            order.button_confirm()
        self.company.office_fallback_approver_id = self.chief
        order.button_confirm()
        self.assertEqual(order.approver_ids, self.chief)
        foreign = self._create_order(9000, vendor=self.company.partner_id)
        foreign.with_user(self.manager).button_confirm()
        self.assertEqual(foreign.approver_ids, self.chief, "nor does who confirmed it")

    def test_refuse_and_ask_back(self):
        order = self._confirm(9000)
        order.sudo().approval_id.with_user(self.manager)._decide_each('ask_back', "Why so many?")
        self.assertEqual(order.state, 'draft')
        order.order_line.price_unit = 6000
        order.button_confirm()
        order.sudo().approval_id.with_user(self.manager)._decide_each('refuse', "We have chairs")
        self.assertEqual(order.state, 'cancel')
        self.assertIn("We have chairs", ' '.join(order.message_ids.mapped('body')))

    def test_approval_ends_with_cancelling(self):
        order = self._confirm(9000)
        order.with_user(self.manager).action_approval_approve()
        order.button_cancel()
        order.button_draft()
        order.button_confirm()
        self.assertEqual(order.state, 'to approve', "it has to be approved anew")
        order.button_cancel()
        self.assertFalse(order.is_approval_running)

    def test_two_step_approval_of_odoo_goes_on(self):
        self.company.write({'po_double_validation': 'two_step', 'po_double_validation_amount': 100})
        order = self._confirm(500)
        self.assertEqual(order.state, 'to approve')
        self.assertFalse(order.is_approval_running, "no rule of ours is for it")
        order.with_user(self.chief).button_approve()
        self.assertEqual(order.state, 'purchase')
        large = self._confirm(9000, vendor=self.company.partner_id)
        large.with_user(self.manager).action_approval_approve()
        self.assertEqual(large.state, 'purchase', "one approval is enough")

    def test_at_once_below_the_limit(self):
        self.rule.write({'min_amount': 0, 'auto_amount': 1000})
        order = self._confirm(500)
        self.assertEqual(order.state, 'purchase')
        self.assertIn("nobody has to decide", order.approval_timeline['note'])

    def test_rule_is_archived_until_somebody_wants_it(self):
        self.rule.active = False
        self.assertEqual(self._confirm(90000).state, 'purchase')

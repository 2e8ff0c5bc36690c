from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SIGNATURE, OfficeSupplyCommon
from .round_common import OfficeRoundMixin


@tagged('post_install', '-at_install')
class TestRound(OfficeRoundMixin, OfficeSupplyCommon):

    def test_r9_closed_round_refuses_new_lines(self):
        supply_round = self._create_round()
        draft = self._file(supply_round, self.user, submit=False)
        filed = self._file(supply_round, self.colleague)
        supply_round.action_close()
        self.assertEqual(supply_round.state, 'closed')
        with self.assertRaisesRegex(UserError, "is not open"):
            draft.action_submit()
        with self.assertRaisesRegex(UserError, "is not open"):
            draft.line_ids = [Command.create({'product_id': self.pen.id, 'quantity': 1})]
        with self.assertRaisesRegex(UserError, "is not open"):
            draft.line_ids.quantity = 7
        with self.assertRaisesRegex(UserError, "is not open"):
            self._file(supply_round, self.user, submit=False)
        draft.round_id = False
        draft.action_submit()
        self.assertEqual(draft.state, 'submitted')
        self.assertEqual(supply_round.line_ids.request_line_ids, filed.line_ids)

    def test_a_request_without_round_says_nothing_of_a_purchase(self):
        request = self._create_request(self.user, [(self.ink, 3)])
        self.assertFalse(request.order_summary)
        self.assertFalse(request.has_open_round)
        self._create_round()
        request.invalidate_recordset(['has_open_round'])
        self.assertTrue(request.has_open_round)
        self._submit(request)
        self.assertFalse(self._approve(request).order_summary)

    def test_an_open_round_stands_first_on_my_office(self):
        for _number in range(6):
            self._create_request(self.user, [(self.ink, 1)])
        supply_round = self._create_round()
        sections = self.env['office.desk.card'].with_user(self.user).get_desk()['sections']
        [rows] = [section['rows'] for section in sections if section['name'] == 'mine']
        self.assertEqual(rows[0]['document'], f'office.supply.round,{supply_round.id}')
        self.assertEqual(rows[1]['model'], 'office.supply.request')

    def test_r11_demand_of_departments_becomes_one_line(self):
        supply_round = self._create_round()
        requests = [self._file(supply_round, user, [(self.ink, 3)]) for user in self.askers]
        supply_round.action_close()
        line = supply_round.line_ids
        self.assertRecordValues(line, [{
            'product_id': self.ink.id, 'demand_quantity': 12, 'missing_quantity': 12, 'vendor_id': self.cheap.id,
            'proposed_quantity': 12, 'quantity': 12, 'request_count': 4, 'amount': 108}])
        self.assertEqual(line.request_line_ids.request_id, self.env['office.supply.request'].union(*requests))
        for request in requests:
            self.assertEqual(request.sudo().line_ids.round_line_id, line)

    def test_not_approved_requests_go_on_alone_or_in_the_next_round(self):
        supply_round = self._create_round()
        late = self._file(supply_round, self.user, approve=False)
        supply_round.action_close()
        self.assertFalse(late.round_id)
        self.assertEqual(late.state, 'submitted')
        self.assertFalse(supply_round.line_ids)

        supply_round, following = self._create_round(), self._create_round(title="Next")
        late = self._file(supply_round, self.user, approve=False)
        supply_round.action_close()
        self.assertEqual(late.round_id, following)

    def test_what_is_bought(self):
        """Filed, on the shelf, promised to others, under way: what is bought, with packs and minimum."""
        table = [
            # asked, stock, promised to others, pack, minimum: missing, to buy
            (10, 0, 0, 1, 0, 10, 10),
            (10, 4, 0, 1, 0, 6, 6),
            (10, 10, 0, 1, 0, 0, 0),
            (10, 25, 0, 1, 0, 0, 0),
            (10, 10, 5, 1, 0, 5, 5),
            (10, 0, 5, 1, 0, 15, 15),
            (10, 0, 0, 6, 0, 10, 12),
            (10, 0, 0, 6, 3, 10, 18),
            (1, 0, 0, 1, 20, 1, 20),
        ]
        for asked, stock, promised, pack, minimum, missing, to_buy in table:
            with self.subTest(asked=asked, stock=stock, promised=promised, pack=pack, minimum=minimum):
                product = self._create_product("Thing")
                if stock:
                    self._set_stock(product, stock)
                self.env['product.supplierinfo'].create({
                    'product_tmpl_id': product.product_tmpl_id.id, 'partner_id': self.cheap.id, 'price': 1,
                    'product_uom_id': self.pack.id if pack == 6 else self.unit.id, 'min_qty': minimum,
                    'company_id': self.company.id})
                if promised:
                    self._approve(self._submit(self._create_request(items=[(product, promised)])))
                supply_round = self._create_round()
                self._file(supply_round, self.user, [(product, asked)])
                supply_round.action_close()
                self.assertRecordValues(supply_round.line_ids, [{
                    'demand_quantity': asked, 'promised_quantity': promised, 'stock_quantity': stock,
                    'missing_quantity': missing, 'quantity': to_buy}])
                supply_round.action_cancel()

    def test_an_employee_reads_open_rounds_only(self):
        supply_round = self._create_round()
        mine = supply_round.with_user(self.user)
        self.assertTrue(mine.has_access('read'))
        self.assertFalse(mine.has_access('write'))
        self._file(supply_round, self.user)
        supply_round.action_close()
        mine.invalidate_recordset()
        self.assertFalse(mine.has_access('read'))
        self.assertFalse(supply_round.line_ids.with_user(self.user).has_access('read'))

    def test_product_without_vendor_and_vendor_without_price(self):
        product = self._create_product("Orphan")
        supply_round = self._create_round()
        self._file(supply_round, self.user, [(product, 4)])
        supply_round.action_close()
        line = supply_round.line_ids
        with self.assertRaisesRegex(UserError, "No vendor is chosen for Orphan"):
            supply_round.action_submit()
        offer = self.env['office.supply.round.offer'].with_user(self.officer).create(
            {'line_id': line.id, 'partner_id': self.cheap.id})
        offer.action_choose()
        with self.assertRaisesRegex(UserError, "have no price"):
            supply_round.action_submit()
        offer.price = 3
        supply_round.action_submit()
        self.assertEqual(supply_round.amount_total, 12)

    def test_large_round_is_worked_on_by_the_scheduled_action_and_goes_on(self):
        self.patch_limits(at_once=2, batch=1)
        supply_round = self._create_round()
        self._file(supply_round, self.user, [(self.ink, 3), (self.pen, 200), (self.paper, 200)])
        supply_round.action_close()
        self.assertEqual(supply_round.job, 'close')
        with self.assertRaisesRegex(UserError, "is being worked on"):
            supply_round.action_submit()
        supply_round.sudo()._work_on_job()
        self.assertEqual(len(supply_round.line_ids), 1)
        while supply_round.job:
            supply_round.sudo()._work_on_job()
        self.assertEqual(len(supply_round.line_ids), 3)
        self.assertEqual(len(supply_round.line_ids.request_line_ids), 3)

    def test_secret_requests_are_not_filed(self):
        supply_round = self._create_round()
        for user in (self.user, self.officer):
            undertaking = self.env['office.secrecy.undertaking'].create(
                {'user_id': user.id, 'company_id': self.company.id, 'level': 'confidential',
                 'training_date': fields.Date.today(), 'text': "<p>I keep it to myself.</p>"})
            undertaking.with_user(user)._sign(SIGNATURE)
        request = self._create_request(
            items=[(self.ink, 1)], round_id=supply_round.id, secrecy_level='confidential',
            allowed_user_ids=[Command.set(self.officer.ids)])
        with self.assertRaisesRegex(UserError, "cannot be filed in a round"):
            request.action_submit()


@tagged('post_install', '-at_install')
class TestClosedRound(OfficeRoundMixin, OfficeSupplyCommon):
    """What becomes of a round for which four departments have filed 3 of the ink each."""
    prepared_round = 'closed'

    def test_what_is_ordered_is_not_ordered_twice(self):
        supply_round = self._order(self._approve_round(self.supply_round))
        self.assertEqual(supply_round.line_ids.ordered_quantity, 12)
        following = self._create_round()
        self._file(following, self.user, [(self.ink, 2)])
        following.action_close()
        self.assertRecordValues(following.line_ids, [{
            'demand_quantity': 2, 'promised_quantity': 12, 'under_way_quantity': 12, 'missing_quantity': 2}])

    def test_two_rounds_in_preparation_do_not_buy_the_same_twice(self):
        following = self._create_round()
        self._file(following, self.user, [(self.ink, 2)])
        following.action_close()
        self.assertRecordValues(following.line_ids, [{
            'promised_quantity': 12, 'under_way_quantity': 12, 'missing_quantity': 2}])

    def test_round_over_its_whole_life_with_a_light_order(self):
        supply_round = self.supply_round
        supply_round.action_submit()
        self.assertEqual(supply_round.state, 'submitted')
        with self.assertRaisesRegex(AccessError, "your own request"):
            supply_round.action_approve()
        supply_round.with_user(self.manager).action_approve()
        self.assertEqual(supply_round.state, 'approved')
        self._order(supply_round)
        self.assertRecordValues(supply_round, [{'state': 'ordered', 'job': False, 'orderer_id': self.officer.id}])
        receipt = supply_round.line_ids.move_ids.picking_id
        self.assertRecordValues(receipt, [{'partner_id': self.cheap.id, 'state': 'assigned'}])
        self.assertEqual(supply_round.line_ids.to_order_quantity, 0)
        supply_round.action_done()
        self.assertEqual(supply_round.state, 'done')

    def test_lines_are_changed_in_preparation_only_and_within_the_terms_of_the_vendor(self):
        supply_round = self.supply_round
        line = supply_round.line_ids
        line.quantity = 15
        self.assertEqual(line.proposed_quantity, 12)
        for quantity in (-1, float('nan'), 1e9):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                line.write({'quantity': quantity})
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            line.demand_quantity = 100
        dear = line.offer_ids.filtered(lambda offer: offer.partner_id == self.dear)
        dear.action_choose()
        self.assertRecordValues(line, [{'vendor_id': self.dear.id, 'quantity': 12, 'amount': 120}])
        with self.assertRaisesRegex(ValidationError, "sells Ink by the 6"), self.cr.savepoint():
            line.quantity = 13
        supply_round.action_submit()
        with self.assertRaisesRegex(UserError, "only while it is closed"):
            line.quantity = 24
        with self.assertRaisesRegex(UserError, "only while it is closed"):
            dear.price = 1
        with self.assertRaises(AccessError):
            line.with_user(self.user).quantity = 24

    def test_price_lists_are_read_anew_and_the_chosen_vendor_stays(self):
        supply_round = self.supply_round
        line = supply_round.line_ids
        line.offer_ids.filtered(lambda offer: offer.partner_id == self.dear).action_choose()
        self.dear_price.price = 66
        supply_round.action_refresh_offers()
        self.assertRecordValues(line, [{'vendor_id': self.dear.id, 'quantity': 12, 'amount': 132}])
        with self.assertRaises(AccessError):
            supply_round.with_user(self.auditor).action_refresh_offers()

    def test_price_of_zero_pack_that_does_not_fit_and_price_list_that_is_over(self):
        supply_round = self.supply_round
        supply_round.action_collect_again()
        self.cheap_price.price = 0
        supply_round.action_close()
        self.assertEqual(supply_round.line_ids.vendor_id, self.dear)
        supply_round.action_collect_again()
        self.dear_price.product_uom_id = self.env.ref('uom.product_uom_litre')
        supply_round.action_close()
        self.assertFalse(supply_round.line_ids.offer_id)
        self.assertFalse(any(supply_round.line_ids.offer_ids.mapped('is_usable')))
        supply_round.action_collect_again()
        self.dear_price.date_end = fields.Date.add(fields.Date.today(), days=-1)
        supply_round.action_close()
        self.assertEqual(supply_round.line_ids.offer_ids.partner_id, self.cheap)

    def test_price_change_between_closing_and_ordering(self):
        supply_round = self._approve_round(self.supply_round)
        self.cheap_price.price = 9.2
        with self.assertRaisesRegex(UserError, "Prices have changed"):
            supply_round.action_order()
        supply_round.action_take_prices()
        self.assertRecordValues(supply_round, [{'state': 'approved', 'amount_total': 110.4}])
        self.cheap_price.price = 20
        supply_round.action_take_prices()
        self.assertEqual(supply_round.state, 'closed', "much dearer: approve it again")

    def test_prices_that_creep_are_compared_with_what_was_approved(self):
        supply_round = self._approve_round(self.supply_round)
        self.assertEqual(supply_round.approved_amount, 108)
        self.cheap_price.price = 9.4
        supply_round.action_take_prices()
        self.assertRecordValues(supply_round, [{'state': 'approved', 'approved_amount': 108, 'amount_total': 112.8}])
        self.cheap_price.price = 9.8
        supply_round.action_take_prices()
        self.assertEqual(supply_round.state, 'closed', "9 % dearer than what was approved")
        self.assertFalse(supply_round.approved_amount)
        supply_round.action_submit()
        supply_round.with_user(self.manager).action_approve()
        self.assertRecordValues(supply_round, [{'approved_amount': 117.6, 'amount_total': 117.6}])
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            supply_round.approved_amount = 1e6

    def test_who_approved_is_told_when_a_light_order_grows(self):
        supply_round = self._order(self._approve_round(self.supply_round))
        move = supply_round.sudo().line_ids.move_ids.with_user(self.officer)
        move.product_uom_qty = 12
        self.assertFalse(supply_round.message_ids.filtered('partner_ids'))
        move.product_uom_qty = 500
        message = supply_round.message_ids[0]
        self.assertIn("500 Units are ordered now, and 12 were approved", message.body)
        self.assertIn(self.manager.partner_id, message.partner_ids)

    def test_cancelled_request_leaves_the_sum(self):
        supply_round = self.supply_round
        request = supply_round.request_ids[0]
        request.sudo()._transition('cancel')
        self.assertEqual(supply_round.line_ids.demand_quantity, 9)

    def test_cancelled_round_lets_its_requests_go(self):
        supply_round = self.supply_round
        requests = supply_round.request_ids
        supply_round.action_cancel()
        self.assertFalse(requests.round_id)
        self.assertFalse(requests.sudo().line_ids.round_line_id)

    def test_collect_again(self):
        supply_round = self.supply_round
        supply_round.action_collect_again()
        self.assertFalse(supply_round.line_ids)
        self._file(supply_round, self.user, [(self.ink, 1)])
        supply_round.action_close()
        self.assertEqual(supply_round.line_ids.demand_quantity, 13)

    def test_approver_who_is_no_officer_reads_what_he_decides_and_nothing_else(self):
        rule = self.env['office.approval.rule'].search(
            [('res_model', '=', 'office.supply.round'), ('company_id', '=', self.company.id)])
        rule.step_ids.write({'who': 'users', 'user_ids': [Command.set(self.head.ids)]})
        supply_round, other = self.supply_round, self._create_round()
        other.action_close()
        supply_round.action_submit()
        mine = supply_round.with_user(self.head)
        self.assertTrue(mine.has_access('read'))
        self.assertEqual(mine.line_ids.mapped('amount'), [108])
        self.assertTrue(mine.line_ids.offer_ids.has_access('read'))
        self.assertFalse(mine.line_ids.has_access('write'))
        self.assertFalse(other.with_user(self.head).has_access('read'))
        mine.action_approve()
        self.assertEqual(supply_round.state, 'approved')
        with self.assertRaises(AccessError):
            mine.action_order()

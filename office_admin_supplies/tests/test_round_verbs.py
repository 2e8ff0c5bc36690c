from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OfficeSupplyCommon
from .round_common import OfficeRoundMixin


@tagged('post_install', '-at_install')
class TestRoundVerbs(OfficeRoundMixin, OfficeSupplyCommon):
    """Who may do what with a round, its products and offers, when, and what he reads where he may not."""
    prepared_round = 'closed'

    def _get_strangers(self):
        return [self.askers[0], self.head, self.auditor]

    def test_no_decision_without_or_beside_the_approvers(self):
        supply_round = self.supply_round
        for act in (supply_round.action_approve, supply_round.action_refuse):
            with self.assertRaisesRegex(UserError, "RND/.* has not been submitted"):
                act()
        supply_round.action_submit()
        for user in self._get_strangers():
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    supply_round.with_user(user).action_approve()
                with self.assertRaises(AccessError):
                    self._refuse(supply_round, user)
        with self.assertRaisesRegex(AccessError, "no button of its own"):
            supply_round.with_user(self.manager)._transition('approve')
        self.assertEqual(supply_round.state, 'submitted')

    def test_open_after_the_last_day(self):
        yesterday = fields.Date.add(fields.Date.today(), days=-1)
        planned = self.env['office.supply.round'].with_user(self.officer).create(
            {'title': "Late", 'close_date': yesterday})
        closed = self.supply_round
        closed.close_date = yesterday
        for act in (planned.action_open, closed.action_collect_again):
            with self.assertRaisesRegex(UserError, "The last day of .* is over. Choose a later day"):
                act()
        (planned | closed).close_date = fields.Date.today()
        planned.action_open()
        closed.action_collect_again()
        self.assertEqual((planned | closed).mapped('state'), ['collecting', 'collecting'])

    def test_back_to_preparation_from_every_state_that_allows_it(self):
        supply_round = self.supply_round
        for decide in (None, lambda: supply_round.with_user(self.manager).action_approve(),
                       lambda: self._refuse(supply_round, self.manager, "Too dear")):
            supply_round.action_submit()
            self.assertFalse(supply_round.refuse_reason, "a reason belongs to one submission")
            if decide:
                decide()
            supply_round.action_reset()
            self.assertEqual(supply_round.state, 'closed')
            self.assertFalse(supply_round.approver_ids)
            supply_round.line_ids.quantity += 1
        self.assertEqual(supply_round.refuse_reason, "Too dear")
        self.assertEqual(supply_round.line_ids.quantity, 15)

    def test_finish_with_something_to_buy(self):
        supply_round = self.supply_round
        with self.assertRaisesRegex(UserError, "1 products are to be bought in RND/.*set their quantities to zero"):
            supply_round.action_done()
        supply_round.line_ids.quantity = 0
        with self.assertRaisesRegex(UserError, "Nothing is to be bought in RND/"):
            supply_round.action_submit()
        supply_round.action_done()
        self.assertEqual(supply_round.state, 'done')

    def test_order_again_with_nothing_to_order(self):
        supply_round = self._order(self._approve_round(self.supply_round))
        with self.assertRaisesRegex(UserError, "Everything of RND/.* is ordered"):
            supply_round.with_user(self.receiver).action_order()
        self.assertEqual(supply_round.orderer_id, self.officer)
        self._receive(supply_round, 12)

    def test_nothing_is_done_while_a_round_is_worked_on(self):
        supply_round = self.supply_round
        line = supply_round.line_ids
        table = [
            ('closed', supply_round.action_submit), ('closed', supply_round.action_collect_again),
            ('closed', supply_round.action_done), ('approved', supply_round.action_order),
            ('closed', supply_round.action_take_prices), ('closed', supply_round.action_refresh_offers),
            ('closed', line.offer_ids[-1].action_choose), ('closed', lambda: line.write({'quantity': 20}))]
        supply_round._write_as_system({'job': 'close'})
        for state, act in table:
            self._put(supply_round, state)
            with self.subTest(act=act), self.assertRaisesRegex(UserError, "RND/.* is being worked on.*“Continue”"):
                act()

    def test_continue(self):
        supply_round = self.supply_round
        supply_round._write_as_system({'job': 'close', 'job_error': "It stopped"})
        for user in self._get_strangers():
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                supply_round.with_user(user).action_continue()
        self.assertTrue(supply_round.job_error)
        supply_round.action_continue()
        self.assertFalse(supply_round.job_error)
        supply_round.sudo()._work_on_job()
        self.assertFalse(supply_round.job)

    def test_take_prices(self):
        supply_round = self.supply_round
        with self.assertRaisesRegex(UserError, "No vendor has changed a price since RND/"):
            supply_round.action_take_prices()
        self.cheap_price.price = 10
        for user in self._get_strangers():
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                supply_round.with_user(user).action_take_prices()
        for state in ('planned', 'collecting', 'submitted', 'ordered', 'done', 'refused', 'cancelled'):
            self._put(supply_round, state)
            with self.subTest(state=state), self.assertRaisesRegex(
                    UserError, "The prices of RND/.* are taken anew between its closing and its orders only"):
                supply_round.action_take_prices()
        self._put(supply_round, 'closed')
        supply_round.action_take_prices()
        self.assertEqual(supply_round.amount_total, 120)

    def test_offers_and_products_by_the_wrong_person_or_too_late(self):
        supply_round = self.supply_round
        line = supply_round.line_ids
        dear = line.offer_ids.filtered(lambda offer: offer.partner_id == self.dear)
        values = {'line_id': line.id, 'partner_id': self.dear.id, 'price': 1}
        attempts = {
            'choose': lambda user: dear.with_user(user).action_choose(),
            'price': lambda user: dear.with_user(user).write({'price': 1}),
            'add': lambda user: dear.with_user(user).create(values),
            'remove': lambda user: dear.with_user(user).unlink(),
            'quantity': lambda user: line.with_user(user).write({'quantity': 24}),
            'read': lambda user: line.with_user(user).action_refresh_offers(),
            'read all': lambda user: supply_round.with_user(user).action_refresh_offers(),
        }
        for name, attempt in attempts.items():
            for user in self._get_strangers():
                with self.subTest(attempt=name, user=user.login), self.assertRaises(AccessError):
                    attempt(user)
        for state in ('submitted', 'approved', 'ordered', 'done', 'cancelled'):
            self._put(supply_round, state)
            for name, attempt in attempts.items():
                with self.subTest(attempt=name, state=state), self.assertRaisesRegex(
                        UserError, "What is bought in RND/.* only while it is closed"):
                    attempt(self.officer)
        self._put(supply_round, 'closed')
        for name, attempt in attempts.items():
            if name != 'remove':
                attempt(self.officer)
        self.assertRecordValues(line, [{'vendor_id': self.dear.id, 'quantity': 12}])
        by_hand = line.offer_ids.filtered(lambda offer: not offer.supplierinfo_id)
        by_hand.unlink()
        self.assertEqual(line.offer_ids.partner_id, self.cheap | self.dear)

    def test_an_offer_stays_with_its_product_and_a_product_with_its_own_offers(self):
        supply_round, other = self.supply_round, self._create_closed()
        with self.assertRaisesRegex(UserError, "An offer stays with its product"):
            supply_round.line_ids.offer_id.line_id = other.line_ids
        with self.assertRaisesRegex(UserError, "choose one of its own offers"):
            supply_round.line_ids.offer_id = other.line_ids.offer_id
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            supply_round.line_ids.sudo().unlink()
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            supply_round.line_ids.sudo().create({'round_id': supply_round.id, 'product_id': self.pen.id})

    def test_links_are_opened_by_those_who_may_see_them(self):
        supply_round = self.supply_round
        line = supply_round.line_ids
        for record, names in (
                (line, ('action_open_requests', 'action_view_offers', 'action_open_order')),
                (supply_round, ('action_view_orders',))):
            for name in names:
                with self.subTest(name), self.assertRaises(AccessError):
                    getattr(record.with_user(self.askers[0]), name)()
        for act in (line.action_open_order, supply_round.action_view_orders):
            with self.assertRaisesRegex(UserError, "RND/.*: nothing was ordered yet"):
                act()
        requests = self.env['office.supply.request'].with_user(self.officer)
        self.assertEqual(
            requests.search(supply_round.action_view_requests()['domain']), supply_round.request_ids)
        self.assertEqual(
            line.offer_ids.search(supply_round.action_view_offers()['domain']), line.offer_ids)
        self.assertEqual(line.offer_ids.search(line.action_view_offers()['domain']), line.offer_ids)
        asked = line.request_line_ids
        self.assertEqual(asked.search(line.action_open_requests()['domain']), asked)
        alone = self._create_request(self.askers[0], [(self.pen, 1)]).line_ids
        with self.assertRaisesRegex(UserError, "was not bought in a collection round"):
            alone.action_open_order()
        with self.assertRaises(AccessError):
            alone.with_user(self.askers[1]).action_open_order()

    def test_file_in_a_round_that_is_not_open(self):
        supply_round = self.supply_round
        with self.assertRaises(AccessError):
            supply_round.with_user(self.user).action_file()
        action = supply_round.action_file()
        with self.assertRaisesRegex(UserError, "is not open .* takes no new requests"):
            self.env['office.supply.request'].with_user(self.officer).with_context(**action['context']).create({})

    def test_a_round_that_has_begun_is_not_deleted(self):
        planned = self.env['office.supply.round'].with_user(self.officer).create({'title': "Planned"})
        with self.assertRaises(AccessError):
            planned.with_user(self.auditor).unlink()
        planned.unlink()
        with self.assertRaisesRegex(UserError, "has a number and cannot be deleted"):
            self._create_round().unlink()


@tagged('post_install', '-at_install')
class TestReceiptVerbs(OfficeRoundMixin, OfficeSupplyCommon):
    """Who may receive and divide, when, and what he reads where he may not."""
    prepared_round = 'ordered'

    def _create_split(self):
        supply_round = self.supply_round
        self._receive(supply_round, 7)
        return self.env['office.supply.split'].with_user(self.officer).search(
            [('round_id', '=', supply_round.id), ('state', '=', 'draft')])

    def test_shares_are_changed_by_officers_until_they_are_given(self):
        split = self._create_split()
        for user in (self.user, self.auditor):
            with self.assertRaises(AccessError):
                split.with_user(user).action_refresh()
            with self.assertRaises(AccessError):
                split.line_ids[0].with_user(user).given_quantity = 0
        for state in ('done', 'cancelled'):
            self._put(split, state)
            with self.assertRaisesRegex(UserError, "Ink is divided already, or void"):
                split.action_refresh()
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                split.line_ids[0].given_quantity = 0
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                split.method = 'hand'

    def test_shares_are_sound_numbers_of_what_was_asked(self):
        split = self._create_split()
        split.method = 'hand'
        line = split.line_ids[0]
        for quantity in (-1, float('nan'), float('inf'), "many"):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(UserError, "gets zero or more"):
                line.write({'given_quantity': quantity})
        for values in ({'asked_quantity': 99}, {'request_line_id': split.line_ids[1].request_line_id.id}):
            with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                line.write(values)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            split.available_quantity = 12
        with self.assertRaises(AccessError):
            line.unlink()

    def test_check_in_in_the_wrong_state_and_by_the_wrong_person(self):
        receipt = self.supply_round.line_ids.move_ids.picking_id
        for user in (self.askers[0], self.auditor):
            with self.assertRaises(AccessError):
                receipt.with_user(user).action_check_in()
            with self.assertRaises(AccessError):
                self.env['office.supply.receipt'].with_user(user).create({'picking_id': receipt.id})
        receipt = receipt.with_user(self.receiver)
        context = receipt.action_check_in()['context']
        wizards = self.env['office.supply.receipt'].with_user(self.receiver).with_context(**context)
        first, second = wizards.create({}), wizards.create({})
        with self.assertRaises(AccessError):
            first.with_user(self.officer).action_confirm()
        first.action_confirm()
        self.assertEqual(receipt.state, 'done')
        for act in (second.action_confirm, receipt.action_check_in, lambda: wizards.create({}).action_confirm()):
            with self.assertRaisesRegex(UserError, f"{receipt.name} is received or cancelled already"):
                act()
        self.assertEqual(receipt.move_ids.quantity, 12)

    def test_goods_of_another_receipt_are_not_checked_in_here(self):
        first, second = (
            supply_round.line_ids.move_ids.picking_id for supply_round in (self.supply_round, self._create_ordered()))
        wizard = self.env['office.supply.receipt'].with_user(self.receiver).with_context(
            default_picking_id=first.id).create({})
        wizard.line_ids.move_id = second.move_ids
        with self.assertRaisesRegex(UserError, f"{first.name}: .* is received or cancelled already"):
            wizard.action_confirm()

    def test_schedule_by_the_wrong_person(self):
        schedule = self.env['office.supply.round.schedule'].with_user(self.manager).create({
            'name': "Supplies", 'user_id': self.officer.id, 'company_id': self.company.id})
        for user in (self.user, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                schedule.with_user(user).open_days = 3
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                schedule.with_user(user).unlink()

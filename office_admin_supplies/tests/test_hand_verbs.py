from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeSupplyCommon
from .test_return import ReturnMixin


@tagged('post_install', '-at_install')
class TestHandVerbs(ReturnMixin, OfficeSupplyCommon):
    """Returns, things held, surplus goods and counts: what their verbs alone do not say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stapler = cls._create_product("Stapler", supply_is_durable=True)
        cls._set_stock(cls.stapler, 20)
        cls.second_officer = cls._create_user('sup_second', 'office_admin_base.position_officer')

    def _create_thing(self, quantity=2, **values):
        request = self._create_approved(items=[(self.stapler, quantity)], **values)
        self._hand_out(request)
        return self.env['office.supply.custody'].with_user(self.officer).search([('request_id', '=', request.id)])

    # Goods brought back

    def test_give_back_is_offered_to_those_for_whom_it_was(self):
        request = self._create_approved(employee_id=self.colleague_employee.id)
        self._hand_out(request)
        for user in (self.user, self.colleague, self.officer):
            with self.subTest(user=user.login):
                self.assertTrue(request.with_user(user).can_give_back)
                self.assertEqual(
                    request.with_user(user).action_give_back()['res_model'], 'office.supply.request.give.back')
        for user in (self.head, self.auditor, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError) as refused:
                request.with_user(user).action_give_back()
        self.assertNotIn(request.name, str(refused.exception), "who may not see it does not learn its name")
        with self.assertRaisesRegex(UserError, "Say why"):
            self._give_back(request, {self.paper: 1}, reason="  ")

    def test_two_officers_do_not_take_more_back_than_there_was(self):
        request = self._create_approved()
        self._hand_out(request)
        first, second = self._give_back(request, {self.paper: 2}), self._give_back(request, {self.paper: 3})
        (first | second).with_user(self.second_officer).action_accept()
        self.assertEqual((first | second).mapped('state'), ['done', 'done'])
        with self.assertRaisesRegex(UserError, "between nothing and 0 Units"):
            request._give_back({request.line_ids: 1}, "X", 'good')

    # Things held

    def test_thing_of_somebody_else_is_not_offered(self):
        thing = self._create_thing()
        for user in (self.stranger, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                thing.with_user(user).action_offer()
        self.assertFalse(thing.is_offered)

    def test_dialogs_ask_for_the_right_and_the_state_once_more(self):
        thing = self._create_thing()
        lose = self.env['office.custody.step'].with_user(self.officer).with_context(
            **thing.action_lose()['context']).create({'reason': "Left in a taxi"})
        pass_on = self.env['office.supply.custody.pass'].with_user(self.officer).with_context(
            **thing.action_pass_on()['context']).create({'employee_id': self.colleague_employee.id})
        for wizard in (lose, pass_on):
            for user in (self.second_officer, self.user):
                with self.subTest(wizard=wizard._name, user=user.login), self.assertRaises(AccessError):
                    wizard.with_user(user).action_confirm()
        for quantity in (0, -1, 3):
            pass_on.quantity = quantity
            with self.subTest(quantity=quantity), self.assertRaisesRegex(UserError, "at most 2 Units"):
                pass_on.action_confirm()
        with self.assertRaisesRegex(UserError, "at most 2 Units"):
            thing._pass_on(self.colleague_employee, float('nan'))
        pass_on.write({'quantity': 1, 'employee_id': self.user_employee.id})
        with self.assertRaisesRegex(UserError, "to somebody else"):
            pass_on.action_confirm()
        self._take_back(thing)
        for wizard in (lose, pass_on):
            with self.subTest(wizard=wizard._name), self.assertRaisesRegex(UserError, "status is “Given Back”"):
                wizard.action_confirm()

    def test_holder_offers_what_he_holds(self):
        thing = self._create_thing()
        self.assertEqual(thing.with_user(self.user).action_offer()['res_model'], 'office.supply.request.give.back')
        thing._pass_on(self.colleague_employee, 2)
        passed = thing.search([('employee_id', '=', self.colleague_employee.id)])
        with self.assertRaisesRegex(UserError, "“Take Back” is not possible for Stapler of User"):
            thing.with_user(self.user).action_offer()
        self.assertEqual(passed.with_user(self.colleague).action_offer()['tag'], 'display_notification')
        self._take_back(passed)
        self.assertEqual(passed.state, 'returned')

    def test_holder_offers_what_he_got_as_surplus(self):
        self._create_thing()
        surplus = self._offer(product_id=self.stapler.id, quantity=1)
        surplus.with_user(self.stranger).action_claim()
        surplus.action_give()
        thing = self.env['office.supply.custody'].with_user(self.stranger).search([('state', '=', 'held')])
        self.assertEqual(thing.action_offer()['tag'], 'display_notification')
        self.assertTrue(thing.is_offered)

    # Surplus goods

    def _offer(self, user=None, **values):
        self._set_had(self.paper, 2)
        return self.env['office.supply.surplus'].with_user(user or self.user).create(
            {'product_id': self.paper.id, 'quantity': 2, **values})

    def test_surplus_is_not_let_go_by_others(self):
        surplus = self._offer()
        with self.assertRaisesRegex(UserError, "you belong to none in Paper Street. Ask HR"):
            surplus.with_user(self.auditor).action_claim()
        self.assertNotIn('claim', surplus.with_user(self.auditor).allowed_verbs)
        surplus.with_user(self.stranger).action_claim()
        for user in (self.colleague, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "who has claimed it or who gives"):
                surplus.with_user(user).action_release()
        self.assertEqual(surplus.state, 'claimed')

    def test_surplus_is_let_go_by_either_side_and_handed_over_by_the_head(self):
        for user in (self.stranger, self.user, self.head):
            surplus = self._offer()
            surplus.with_user(self.stranger).action_claim()
            surplus.with_user(user).action_release()
            self.assertRecordValues(surplus, [{
                'state': 'offered', 'taker_id': False, 'taker_department_id': False, 'claim_datetime': False}])
        surplus.with_user(self.stranger).action_claim()
        surplus.with_user(self.head).action_give()
        self.assertEqual(surplus.state, 'handed_over')

    def test_surplus_is_changed_by_its_giver_while_it_is_free(self):
        surplus = self._offer()
        for user in (self.stranger, self.colleague, self.head, self.officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                surplus.with_user(user).quantity = 2
        surplus.quantity = 1
        surplus.with_user(self.stranger).action_claim()
        with self.assertRaisesRegex(UserError, "cannot be changed in Copy Paper A4"):
            surplus.quantity = 2
        with self.assertRaises(AccessError):
            surplus.unlink()
        self.assertEqual(surplus.quantity, 1)

    # Counts

    def _create_count(self):
        count = self.env['office.supply.count'].with_user(self.officer).create({
            'counter_ids': [Command.set((self.user | self.colleague).ids)]})
        count.action_start()
        return count

    def test_items_are_counted_while_the_count_runs(self):
        count = self._create_count()
        line = count.line_ids.with_user(self.user)[0]
        for state in ('counted', 'done', 'cancelled'):
            self._put(count, state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "CNT/.* is not being counted now"):
                line.action_none()
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "CNT/.* is not being counted now"):
                line.note = "Dusty"

    def test_items_are_counted_by_the_counters(self):
        count = self._create_count()
        for user in (self.stranger, self.head, self.auditor, self.officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                count.line_ids[0].with_user(user).action_none()
        self.assertFalse(count.counted_count)

    def test_officer_does_not_count_unless_he_is_named(self):
        count = self._create_count()
        with self.assertRaisesRegex(UserError, "you are not one of its counters"):
            count.line_ids[0].sudo().write({'counted_quantity': 1})  # sudo: past the record rules
        count.counter_ids |= self.officer
        count.line_ids[0].action_none()
        self.assertEqual(count.line_ids[0].counter_id, self.officer)

    def test_recount_asks_a_second_time_for_what_differs(self):
        count = self._create_count()
        lines = count.line_ids.with_user(self.user)
        lines.write({'counted_quantity': 100})
        stapler = lines.filtered(lambda line: line.product_id == self.stapler)
        stapler.counted_quantity = 20
        count.action_finish()
        self.assertEqual(count.state, 'counted')
        self.assertEqual(lines.search(count.action_open_lines()['domain']), lines)
        self._set_stock(self.paper, 90)
        count.action_recount()
        self.assertEqual(count.state, 'counting')
        self.assertFalse(count.line_ids.filtered('is_second'), "the book of that moment did not differ")
        count.action_cancel()
        self.assertFalse(count.activity_ids)

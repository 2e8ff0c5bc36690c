from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestSurplus(OfficeSupplyCommon):
    """What one department does not need is free to take by another before anything is bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stand = cls._create_product("Monitor Stand")
        cls._set_stock(cls.stand, 10)

    def _offer(self, user=None, product=None, **values):
        return self.env['office.supply.surplus'].with_user(user or self.user).create(
            {'product_id': (product or self.stand).id, 'quantity': 2, 'place': "Room 312", **values})

    def test_r105_request_shows_it_first(self):
        surplus = self._offer()
        with Form(self.env['office.supply.request'].with_user(self.stranger)) as form:
            with form.line_ids.new() as line:
                line.product_id = self.stand
            self.assertIn("Monitor Stand × 2 (Sales)", form.surplus_note)
        request = form.save()
        found = surplus.with_user(self.stranger).search(request.action_view_surplus()['domain'])
        self.assertEqual(found, surplus)
        self.assertTrue(found.can_claim)
        request.action_submit()
        self.assertIn("Monitor Stand", request.with_user(self.manager).surplus_note, "who decides sees it as well")
        found.action_claim()
        request.invalidate_recordset()
        self.assertFalse(request.surplus_note)

    def test_r105_consumption_follows_the_goods(self):
        surplus = self._offer()
        answer = surplus.with_user(self.stranger).action_claim()
        self.assertIn("hands it over", answer['params']['message'])
        self.assertRecordValues(surplus, [{
            'state': 'claimed', 'taker_id': self.stranger_employee.id, 'taker_department_id': self.office.id}])
        told = surplus.message_ids.filtered('partner_ids')
        self.assertEqual(told.partner_ids, self.user.partner_id)
        surplus.action_hand_over()
        self.assertEqual(surplus.state, 'handed_over')
        move = surplus.sudo().move_id
        self.assertRecordValues(move, [{'state': 'done', 'quantity': 2}])
        self.assertEqual(move.location_id.supply_department_id, self.sales)
        self.assertEqual(move.location_dest_id.supply_department_id, self.office)
        self.assertEqual(move.supply_surplus_ids, surplus, "it is no orphan among the issued items")
        self.assertEqual(self._get_stock(self.stand), 10)

    def test_not_of_ones_own_department(self):
        surplus = self._offer()
        self.assertFalse(surplus.with_user(self.colleague).can_claim)
        with self.assertRaisesRegex(UserError, "is offered by your own department"):
            surplus.with_user(self.colleague).action_claim()
        with self.assertRaisesRegex(ValidationError, "only if you work there or lead it"):
            self._offer(department_id=self.office.id)
        self.assertEqual(self._offer(self.head).department_id, self.sales)
        with self.assertRaises(UserError):
            surplus.write({'department_id': self.office.id})

    def test_wrong_person(self):
        surplus = self._offer()
        stranger = surplus.with_user(self.stranger)
        with self.assertRaises(AccessError):
            stranger.write({'quantity': 1})
        with self.assertRaisesRegex(AccessError, "“Withdraw” for Monitor Stand"):
            stranger.action_withdraw()
        with self.assertRaisesRegex(AccessError, "needs the right"):
            surplus.action_take_in()
        stranger.action_claim()
        for attempt in (stranger.action_hand_over, surplus.with_user(self.officer).action_hand_over):
            with self.assertRaisesRegex(AccessError, "is up to those for whom it is"):
                attempt()
        with self.assertRaisesRegex(AccessError, "only who has claimed it or who gives it"):
            surplus.with_user(self.officer).action_release()
        with self.assertRaisesRegex(UserError, "status is “Claimed”"):
            surplus.with_user(self.officer).action_claim()
        with self.assertRaises(UserError):
            self._offer(giver_id=self.head.id)
        with self.assertRaises(UserError):
            self._offer(state='handed_over')
        stranger.action_release()
        self.assertRecordValues(surplus, [{'state': 'offered', 'taker_id': False}])
        surplus.with_user(self.head).action_withdraw()
        self.assertEqual(surplus.state, 'withdrawn')
        with self.assertRaisesRegex(UserError, "“Take It” is not possible"):
            stranger.action_claim()

    def test_bad_goods(self):
        for quantity in (0, -1, 1e9):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(ValidationError, "offer more than zero"):
                self._offer(quantity=quantity)
        other = self._create_product("Chair", supply_ok=False)
        with self.assertRaisesRegex(ValidationError, "Chair cannot be offered"):
            self._offer(product=other)
        with self.assertRaisesRegex(ValidationError, "choose a day from today on"):
            self._offer(until_date='2020-01-01')

    def test_expires(self):
        surplus = self._offer()
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=40)):
            with self.assertRaisesRegex(UserError, "was free until"):
                surplus.with_user(self.stranger).action_claim()
            with patch.object(self.env.cr, 'rollback'), patch.object(self.env.cr, 'commit'):
                self.env['office.supply.surplus']._cron_expire()
        self.assertEqual(surplus.state, 'expired')

    def test_into_the_supply_room(self):
        surplus = self._offer()
        surplus.with_user(self.officer).action_take_in()
        self.assertEqual(surplus.state, 'taken_in')
        self.assertEqual(self._get_stock(self.stand), 12)

    def test_durable_things_change_hands(self):
        self.stand.supply_is_durable = True
        request = self._create_approved(items=[(self.stand, 3)])
        self._hand_out(request)
        surplus = self._offer()
        surplus.with_user(self.stranger).action_claim()
        surplus.action_hand_over()
        things = self.env['office.supply.custody'].with_user(self.officer).search(
            [('product_id', '=', self.stand.id)], order='id')
        self.assertRecordValues(things, [
            {'employee_id': self.user_employee.id, 'quantity': 1, 'state': 'held', 'end_reason': False},
            {'employee_id': self.user_employee.id, 'quantity': 2, 'state': 'passed',
             'end_reason': "Passed on to Stranger"},
            {'employee_id': self.stranger_employee.id, 'quantity': 2, 'state': 'held', 'end_reason': False}])
        things[0].action_give_back()
        self.assertEqual(things.mapped('state'), ['returned', 'passed', 'held'])
        self.assertFalse(things[2].move_id, "it was not handed out to the present holder")
        in_stock = self._get_stock(self.stand)
        things[2].action_give_back()
        self.assertEqual(things[2].state, 'returned')
        self.assertTrue(things[2].end_datetime)
        self.assertEqual(self._get_stock(self.stand), in_stock + 2)
        self.env.flush_all()
        [(consumed,)] = self.env['office.supply.consumption']._read_group(
            [('product_id', '=', self.stand.id), ('department_id', '=', self.office.id)], [], ['quantity:sum'])
        self.assertEqual(consumed, 0, "the department that took it over has it no more")

    def test_not_by_hand_between_departments(self):
        locations = self.env['stock.location']._get_supply_locations(self.company, self.sales | self.office)
        move = self.env['stock.move'].with_user(self.officer).create({
            'product_id': self.stand.id, 'product_uom_qty': 1, 'location_id': locations[self.sales].id,
            'location_dest_id': locations[self.office].id, 'company_id': self.company.id})
        move._action_confirm()
        move.quantity = 1
        with self.assertRaisesRegex(UserError, "by “Free to Take” only"):
            move._action_done()

    def test_my_office(self):
        surplus = self._offer()
        surplus.with_user(self.stranger).action_claim()
        [row] = surplus._search_desk('mine', 5)._prepare_desk_rows('mine')
        self.assertEqual([button['name'] for button in row['buttons']], ['action_hand_over'])
        self.assertEqual(row['who'], "Stranger")
        self.assertEqual(len(surplus.with_user(self.stranger)._search_desk('mine', 5)._prepare_desk_rows('mine')), 1)

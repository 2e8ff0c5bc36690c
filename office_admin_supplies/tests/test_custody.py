from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import SIGNATURE, OfficeSupplyCommon
from .test_return import ReturnMixin


@tagged('post_install', '-at_install')
class TestCustody(ReturnMixin, OfficeSupplyCommon):
    """Durable things are held by name, and come back from leavers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stapler = cls._create_product("Stapler", supply_is_durable=True)
        cls._set_stock(cls.stapler, 20)

    def _create_held(self, quantity=1, **values):
        request = self._create_approved(items=[(self.stapler, quantity), (self.paper, 1)], **values)
        self._hand_out(request)
        return self._get_things(request)

    def _get_things(self, request):
        return self.env['office.supply.custody'].with_user(self.officer).search([('request_id', '=', request.id)])

    def test_r14_durable_things_are_handed_out_by_name(self):
        with freeze_time('2026-11-24 03:00:00'):
            thing = self._create_held(employee_id=self.colleague_employee.id)
        self.assertRecordValues(thing, [{
            'employee_id': self.colleague_employee.id, 'product_id': self.stapler.id, 'quantity': 1, 'state': 'held',
            'begin_datetime': fields.Datetime.to_datetime('2026-11-24 03:00:00')}])
        self.assertEqual(thing.display_name, "Stapler of Colleague")
        self.assertEqual(thing.move_id.supply_line_id, thing.line_id)
        mine = self.env['office.supply.custody'].with_user(self.colleague).search([])
        self.assertEqual(mine, thing)
        self.assertFalse(self.env['office.supply.custody'].with_user(self.stranger).search([]))

    def test_take_back(self):
        thing = self._create_held(2)
        self._take_back(thing)
        self.assertEqual(thing.state, 'returned')
        self.assertTrue(thing.end_datetime)
        self.assertEqual(self._get_stock(self.stapler), 20)
        self.assertEqual(thing.line_id.handed_quantity, 0)

    def test_take_back_broken(self):
        thing = self._create_held()
        self._take_back(thing, 'broken')
        self.assertEqual(thing.state, 'returned')
        self.assertEqual(self._get_stock(self.stapler), 19)

    def test_part_given_back_by_the_holder(self):
        thing = self._create_held(3)
        action = thing.with_user(self.user).action_offer()
        self.assertEqual(action['context'], {'default_request_id': thing.request_id.id})
        self._give_back(thing.request_id, {self.stapler: 2}).action_accept()
        self.assertRecordValues(thing | self._get_things(thing.request_id).filtered(
            lambda custody: custody.state == 'returned'), [
                {'state': 'held', 'quantity': 1}, {'state': 'returned', 'quantity': 2}])

    def test_return_in_inventory_ends_it(self):
        thing = self._create_held()
        thing.move_id._return_to_stock(1)
        self.assertEqual(thing.state, 'returned')

    def test_lost(self):
        thing = self._create_held()
        self._do_with(thing, 'lose', reason="Left in a taxi")
        self.assertRecordValues(thing, [{'state': 'lost', 'end_reason': "Left in a taxi"}])
        self.assertEqual(self._get_stock(self.stapler), 19)

    def test_the_holder_of_a_thing_passed_on_brings_it_back(self):
        thing = self._create_held()
        mine = thing._pass_on(self.colleague_employee, 1)
        mine = mine.with_user(self.colleague)
        self.assertFalse(mine.request_id.has_access('read'))
        action = mine.action_offer()
        self.assertEqual(action['tag'], 'display_notification')
        self.assertTrue(mine.is_offered)
        self.assertEqual(mine.sudo().activity_ids.user_id, self.officer)
        mine.action_offer()
        self.assertEqual(len(mine.sudo().activity_ids), 1, "asked once")
        self._take_back(mine.with_user(self.officer))
        self.assertRecordValues(mine, [{'state': 'returned', 'is_offered': False}])
        self.assertFalse(mine.sudo().activity_ids)
        with self.assertRaises(AccessError):
            thing.with_user(self.stranger).action_offer()

    def test_pass_on(self):
        thing = self._create_held(3)
        action = thing.action_pass_on()
        wizard = self.env['office.supply.custody.pass'].with_user(self.officer).with_context(
            **action['context']).create({'employee_id': self.colleague_employee.id, 'quantity': 4})
        with self.assertRaisesRegex(UserError, "at most 3 Units, and to somebody else"):
            wizard.action_confirm()
        wizard.quantity = 2
        wizard.action_confirm()
        things = self._get_things(thing.request_id).sorted('id')
        self.assertRecordValues(things, [
            {'employee_id': self.user_employee.id, 'quantity': 1, 'state': 'held'},
            {'employee_id': self.user_employee.id, 'quantity': 2, 'state': 'passed'},
            {'employee_id': self.colleague_employee.id, 'quantity': 2, 'state': 'held'}])
        self._take_back(things[2])
        self.assertEqual(things.mapped('state'), ['held', 'passed', 'returned'])
        with self.assertRaisesRegex(AccessError, "needs the right"):
            thing.with_user(self.user).action_pass_on()
        with self.assertRaisesRegex(AccessError, "needs the right"):
            thing.with_user(self.user)._pass_on(self.head_employee, 1)
        with self.assertRaisesRegex(UserError, "“Pass On” is not possible"):
            things[2].action_pass_on()

    def test_wrong_person(self):
        thing = self._create_held()
        mine = thing.with_user(self.user)
        for values in ({'state': 'lost'}, {'quantity': 9}, {'employee_id': self.colleague_employee.id}):
            with self.assertRaises(UserError):
                mine.write(values)
        with self.assertRaises(AccessError):
            thing.unlink()
        own = self._create_request(employee_id=self.officer_employee.id, items=[(self.stapler, 1)])
        own.action_submit()
        own.with_user(self.manager).action_approve()
        self._hand_out(own, user=self._create_user('sup_second', 'office_admin_base.position_officer'))
        with self.assertRaisesRegex(UserError, "is held by yourself"):
            self._get_things(own).action_lose()

    def test_leaver_whose_things_are_not_back(self):
        thing = self._create_held()
        self.user_employee.action_archive()
        self.assertTrue(thing.is_called_in)
        self.assertTrue(thing.deadline_datetime)
        self.assertEqual(thing.activity_ids.user_id, self.officer)
        self.assertIn("User leaves: take back Stapler", thing.activity_ids.summary)
        domains = thing._get_desk_domains()
        self.assertIn('deadlines', domains)
        self.assertEqual(thing._get_deadline_holders('leave'), self.officer)
        self._take_back(thing)
        self.assertRecordValues(thing, [{'state': 'returned', 'is_called_in': False, 'deadline_outcome': 'met'}])
        self.assertFalse(thing.activity_ids)

    def test_departure_calls_in(self):
        thing = self._create_held()
        self.user_employee.departure_date = '2026-12-31'
        self.assertTrue(thing.is_called_in)
        self.user_employee.action_archive()
        self.assertEqual(len(thing.activity_ids), 1)

    # Old for new

    def _hand_out_new(self, outcome, reason=None):
        request = self._create_approved(items=[(self.stapler, 1)])
        wizard = self.env['office.supply.request.hand.out'].with_user(self.officer).create({
            'request_ids': [Command.set(request.ids)], 'signed_by': "User", 'signature': SIGNATURE})
        wizard.old_ids.write({'outcome': outcome, 'reason': reason})
        wizard.action_confirm()
        return self._get_things(request)

    def test_r23_old_for_new(self):
        self.stapler.supply_old_for_new = True
        old = self._create_held()
        with self.assertRaisesRegex(UserError, "User still holds Stapler since .* Say in “Hand Out”"):
            self._hand_out_new(False)
        new = self._hand_out_new('broken')
        self.assertEqual((old.state, new.state), ('replaced', 'held'))
        self.assertEqual(self._get_stock(self.stapler), 18)
        with self.assertRaisesRegex(UserError, "say how it was lost"):
            self._hand_out_new('lost')
        self._hand_out_new('lost', "Stolen")
        self.assertRecordValues(new, [{'state': 'lost', 'end_reason': "Stolen"}])

    def test_old_for_new_does_not_stop_the_rest_of_a_request(self):
        self.stapler.supply_old_for_new = True
        request = self._create_approved(items=[(self.stapler, 2)])
        self._hand_out(request, {self.stapler: 1})
        self._hand_out(request)
        self.assertEqual(request.state, 'done')

    def test_things_of_who_leaves_and_returns(self):
        thing = self._create_held().sudo()
        self.user_employee.resource_id.active = False
        self.assertTrue(thing.is_called_in and thing.deadline_datetime and thing.activity_ids)
        self.user_employee.action_unarchive()
        self.assertFalse(thing.is_called_in or thing.deadline_datetime or thing.activity_ids)
        self.assertEqual(thing.state, 'held')

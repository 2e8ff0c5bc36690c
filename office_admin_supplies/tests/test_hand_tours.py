from odoo.fields import Command
from odoo.tests import tagged

from .test_tours import SupplyTours


@tagged('post_install', '-at_install')
class TestHandTours(SupplyTours):

    def test_return(self):
        request = self._create_approved(items=[(self.paper, 5)])
        self._hand_out(request)
        self._start('supply-requests', 'give_back', self.user)
        given = self.env['office.supply.return'].search([('request_id', '=', request.id)])
        self.assertRecordValues(given, [{'state': 'submitted', 'quantity': 2, 'reason': "Too many"}])
        self._start('supply-returns', 'accept_return', self.officer)
        self.assertEqual(given.state, 'done')
        self.assertEqual(self._get_stock(self.paper), 97)

    def test_custody(self):
        stapler = self._create_product("Stapler", supply_is_durable=True)
        self._set_stock(stapler, 3)
        request = self._create_approved(items=[(stapler, 1)])
        self._hand_out(request)
        self._start('my-things', 'my_things', self.user)
        self._start('supply-held', 'take_back', self.officer)
        thing = self.env['office.supply.custody'].search([('request_id', '=', request.id)])
        self.assertEqual(thing.state, 'returned')

    def test_count(self):
        self.company.write({'supply_count_second': False, 'supply_count_tolerance': 1000})
        count = self.env['office.supply.count'].with_user(self.officer).create(
            {'counter_ids': [Command.set(self.user.ids)]})
        count.action_start()
        self._start('supply-counting', 'count', self.user)
        self._start('supply-counts', 'count_finish', self.officer)
        self.assertEqual(count.state, 'done')
        self.assertEqual((self._get_stock(self.paper), self._get_stock(self.pen)), (98, 0))

    def test_pick_list(self):
        self._create_approved()
        self._start('supply-pick-list', 'pick_list', self.officer)

    def test_surplus(self):
        self._set_had(self._create_product("Monitor Stand"), 1)
        self._start('supply-surplus', 'surplus_offer', self.user)
        surplus = self.env['office.supply.surplus'].search([('company_id', '=', self.company.id)])
        self.assertEqual(surplus.department_id, self.sales)
        self._start('supply-surplus', 'surplus', self.stranger)
        self.assertEqual(surplus.state, 'claimed')


@tagged('post_install', '-at_install')
class TestHandPhoneTours(SupplyTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_r14_hand_out_by_code(self):
        self.company.supply_receipt_way = 'code'
        request = self._create_approved()
        request._write_as_system({'pickup_code': '123456'})
        self._start('supply-requests', 'my_code', self.user)
        self._start('supply-hand-outs', 'code_phone', self.officer)
        self.assertEqual(request.state, 'done')
        self.assertTrue(request.sudo().picking_ids.receipt_by_code)

    def test_count(self):
        count = self.env['office.supply.count'].with_user(self.officer).create(
            {'counter_ids': [Command.set((self.user | self.colleague).ids)]})
        count.action_start()
        self._start('supply-counting', 'count_phone', self.user)
        self.assertEqual(count.counted_count, 2)

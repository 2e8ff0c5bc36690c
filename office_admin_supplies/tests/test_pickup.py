from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import SIGNATURE, OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestPickUp(OfficeSupplyCommon):
    """The receiver proves by a code that only he knows that he takes the goods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.supply_receipt_way = 'code'

    def _get_code(self, request):
        return request.with_user(self.user).my_pickup_code

    def _pick_up(self, requests, code, quantities=None, signed_by="Anna", **values):
        """Hand out by the dialog and return what it answers."""
        wizard = self.env['office.supply.request.hand.out'].with_user(self.officer).create(
            {'request_ids': [Command.set(requests.ids)], 'signed_by': signed_by, 'pickup_code': code, **values})
        for line in wizard.line_ids if quantities is not None else ():
            line.quantity = quantities.get(line.product_id, 0)
        return wizard.action_confirm()

    def _get_wrong(self, request):
        return f"{(int(self._get_code(request)) + 1) % 10 ** 6:06}"

    def test_r14_code_stores_name_and_time(self):
        request = self._create_approved(items=[(self.pen, 8)])
        code = self._get_code(request)
        self.assertRegex(code, r'^\d{6}$')
        self._pick_up(request, code, {self.pen: 5})
        done = request.sudo().picking_ids.filtered(lambda picking: picking.state == 'done')
        self.assertRecordValues(done, [{'received_by': "Anna", 'receipt_by_code': True, 'received_signature': False}])
        self.assertTrue(done.receipt_datetime)
        self.assertRecordValues(request.line_ids, [{'handed_quantity': 5, 'open_quantity': 3}])
        self.assertEqual(self._get_stock(self.pen), 95)
        self.assertTrue(self._get_code(request), "the rest has a code of its own")

    def test_code_is_for_the_receiver_alone(self):
        request = self._create_approved(employee_id=self.colleague_employee.id)
        code = self._get_code(request)
        self.assertEqual(request.with_user(self.colleague).my_pickup_code, code)
        for user in (self.officer, self.manager, self.head, self.auditor):
            seen = request.with_user(user)
            self.assertFalse(seen.my_pickup_code)
            with self.assertRaises(AccessError):
                seen.read(['pickup_code'])
            for attempt in (
                lambda seen=seen: seen.search([('pickup_code', '=like', f'{code[0]}%')]),
                lambda seen=seen: seen.search([], order='pickup_code'),
                lambda seen=seen: seen.read_group([], ['id'], ['pickup_code']),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertNotIn(code, ' '.join(self.env['mail.message'].search(
            [('model', '=', request._name), ('res_id', '=', request.id)]).mapped('body')))

    def test_my_office_shows_it_to_who_asked(self):
        request = self._create_approved()
        [row] = [row for row in self._get_desk_rows(request, 'mine') if row['id'] == request.id]
        self.assertIn(self._get_code(request), row['who'])
        rows = self._get_desk_rows(request.with_user(self.officer), 'queue')
        [row] = [row for row in rows if row['id'] == request.id]
        self.assertNotIn(self._get_code(request), str(row))

    def test_code_tried_many_times(self):
        request = self._create_approved()
        wrong = self._get_wrong(request)
        for left in (4, 3, 2, 1):
            answer = self._pick_up(request, wrong)
            self.assertIn(f"Tries left: {left}", answer['params']['message'])
        answer = self._pick_up(request, wrong)
        self.assertIn("has no valid pick-up code", answer['params']['message'])
        self.assertFalse(self._get_code(request))
        told = request.message_ids[0]
        self.assertIn("entered 5 times", told.body)
        self.assertEqual(told.partner_ids, self.user.partner_id)
        self.assertEqual(self._get_stock(self.paper), 100)
        self.assertEqual(request.state, 'approved')
        request.action_renew_pickup_code()
        self._pick_up(request, self._get_code(request))
        self.assertEqual(request.state, 'done')
        self.assertFalse(request.sudo().pickup_code)

    def test_void_code_does_not_open(self):
        request = self._create_approved()
        code, wrong = self._get_code(request), self._get_wrong(request)
        for _try in range(5):
            self._pick_up(request, wrong)
        self.assertIn("has no valid pick-up code", self._pick_up(request, code)['params']['message'])
        self.assertEqual(request.state, 'approved')

    def test_nothing_is_learnt_without_the_right_or_the_state(self):
        request = self._create_approved()
        code, wrong = self._get_code(request), self._get_wrong(request)
        for user in (self.stranger, self.head):
            for said in (code, wrong):
                with self.assertRaises(AccessError):
                    self.env['office.supply.request.hand.out'].with_user(user).create(
                        {'request_ids': [Command.set(request.ids)], 'signed_by': "X", 'pickup_code': said},
                    ).action_confirm()
        request._do_with_reason('cancel', "Not needed.")
        with self.assertRaisesRegex(UserError, "is not possible for SUP"):
            self._pick_up(request, code)

    def test_signature_is_not_enough_where_the_code_is_wanted(self):
        request = self._create_approved()
        with self.assertRaisesRegex(UserError, "the receiver says his pick-up code"):
            self._hand_out(request)
        self.company.supply_receipt_way = 'either'
        self._hand_out(request, signature=SIGNATURE)
        self.assertEqual(request.state, 'done')

    def test_proof_is_not_written_by_hand(self):
        picking = self._create_approved().sudo().picking_ids.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "records who received the goods"):
            picking.write({'receipt_by_code': True})

    def test_renew_wrong_person_and_state(self):
        request = self._create_approved()
        with self.assertRaisesRegex(AccessError, "up to those for whom it is"):
            request.with_user(self.officer).action_renew_pickup_code()
        self.company.supply_receipt_way = 'signature'
        with self.assertRaisesRegex(UserError, "needs no pick-up code"):
            request.action_renew_pickup_code()

    def test_one_receiver_says_two_codes(self):
        requests = self._create_approved() | self._create_approved(items=[(self.pen, 2)])
        first, second = (self._get_code(request) for request in requests)
        answer = self._pick_up(requests, first)
        self.assertIn(requests[1].name, answer['params']['message'])
        self._pick_up(requests, f"{second} {first}")
        self.assertEqual(requests.mapped('state'), ['done', 'done'])

    def test_many_departments_each_receiver_proves(self):
        mine, theirs = self._create_approved(), self._create_request(self.stranger, items=[(self.pen, 2)])
        theirs.action_submit()
        theirs.with_user(self.manager).action_approve()
        self.company.supply_receipt_way = 'either'
        mine._renew_pickup_code()
        wizard = self.env['office.supply.request.hand.out'].with_user(self.officer).create(
            {'request_ids': [Command.set((mine | theirs).ids)]})
        self.assertTrue(wizard.is_for_many)
        sales, office = wizard.receiver_ids.sorted(lambda receiver: receiver.department_id != self.sales)
        sales.write({'pickup_code': self._get_code(mine)})
        with self.assertRaisesRegex(UserError, "sign, or say his pick-up code"), self.env.cr.savepoint():
            wizard.action_confirm()
        office.is_here = False
        wizard.action_confirm()
        self.assertEqual((mine.state, theirs.state), ('done', 'approved'))
        self._hand_out(theirs, signed_by="Stranger")
        self.assertEqual(theirs.state, 'done')

    def test_empty_request_does_not_stop_the_others(self):
        self.company.supply_receipt_way = 'signature'
        requests = self._create_approved() | self._create_approved(items=[(self.pen, 2)])
        self._hand_out(requests, {self.paper: 5})
        self.assertEqual(requests.mapped('state'), ['done', 'approved'])


@tagged('post_install', '-at_install')
class TestPickList(OfficeSupplyCommon):

    def test_r14_pick_list_by_department(self):
        mine = self._create_approved(items=[(self.paper, 5), (self.pen, 200)])
        theirs = self._create_request(self.stranger, items=[(self.paper, 2)])
        theirs.action_submit()
        theirs.with_user(self.manager).action_approve()
        requests = (mine | theirs).with_user(self.officer)
        pick = requests._get_pick_list()
        [(location, rows)] = pick['shelf']
        self.assertEqual(location, self.warehouse.lot_stock_id)
        self.assertEqual([(row[0], row[2]) for row in rows], [(self.pen, 100), (self.paper, 7)])
        self.assertEqual([department for department, _rows in pick['departments']], [self.office, self.sales])
        wizard = self.env['office.supply.pick.list'].with_user(self.officer).create(
            {'request_ids': [Command.set(requests.ids)]})
        self.assertIn("100</span> of 200", wizard.content)
        html = self.env['ir.actions.report'].with_user(self.officer)._render_qweb_html(
            'office_admin_supplies.office_supply_pick_list_document', requests.ids)[0]
        self.assertIn(mine.name.encode(), html)

    def test_pick_list_leaves_out_what_somebody_else_must_hand_out(self):
        free = self._create_approved(items=[(self.paper, 5)])
        decided = self._create_request(self.stranger, items=[(self.paper, 2)])
        decided.action_submit()
        decided.with_user(self.manager).action_approve()
        pick_list = Form(self.env['office.supply.pick.list'].with_user(self.manager)).save()
        self.assertEqual(pick_list.request_ids, free | decided)
        self.assertEqual(pick_list.pickable_ids, free)
        self.assertIn(f"“Hand Out” of {decided.name} must be done by somebody else", pick_list.left_out)
        self.assertIn(free.name, pick_list.content)
        self.assertNotIn(decided.name, pick_list.content)
        self.assertEqual(pick_list.action_hand_out()['context']['default_request_ids'], free.ids)
        self.assertEqual(pick_list.action_print()['context']['active_ids'], free.ids)
        self.assertEqual((free | decided).with_user(self.manager).action_pick_list()['res_model'], pick_list._name)
        self._hand_out(free)
        nothing = Form(self.env['office.supply.pick.list'].with_user(self.manager)).save()
        self.assertFalse(nothing.pickable_ids)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            nothing.action_hand_out()
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            decided.with_user(self.manager).action_pick_list()

    def test_pick_list_wrong_person_and_state(self):
        request = self._create_approved()
        with self.assertRaisesRegex(AccessError, "needs the right"):
            request.action_pick_list()
        with self.assertRaises(AccessError):
            request._get_pick_list()
        self._hand_out(request)
        with self.assertRaisesRegex(UserError, "is not possible"):
            request.with_user(self.officer).action_pick_list()

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import SIGNATURE, OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestHandOut(OfficeSupplyCommon):

    def test_r14_issue_five_of_eight(self):
        request = self._create_approved(items=[(self.pen, 8)])
        with freeze_time('2026-11-24 03:00:00'):
            self._hand_out(request, {self.pen: 5}, signed_by="Anna")
        self.assertEqual(self._get_stock(self.pen), 95)
        self.assertRecordValues(request.line_ids, [{'handed_quantity': 5, 'open_quantity': 3}])
        self.assertEqual(request.state, 'approved')
        done, back_order = request.sudo().picking_ids.sorted('id')
        self.assertRecordValues(done, [{
            'state': 'done',
            'received_by': "Anna",
            'receipt_datetime': fields.Datetime.to_datetime('2026-11-24 03:00:00'),
        }])
        self.assertTrue(done.received_signature)
        self.assertRecordValues(back_order, [{'state': 'assigned', 'backorder_id': done.id, 'received_by': False}])
        self.assertEqual(back_order.move_ids.product_uom_qty, 3)

    def test_list_of_hand_outs_opens(self):
        """A browser asks for the sizes of pictures, not for the pictures."""
        request = self._create_approved()
        self._hand_out(request, signed_by="Anna")
        self.env.flush_all()
        self.env.invalidate_all()
        read = self.env['stock.picking'].with_user(self.officer).with_context(bin_size=True).web_search_read(
            [('supply_request_id', 'in', request.ids)], {'received_by': {}, 'received_signature': {}})
        self.assertEqual(read['records'][0]['received_by'], "Anna")
        self.assertRegex(read['records'][0]['received_signature'], rb'^[\d.]+ bytes$')

    def test_what_is_proposed_is_read_at_once(self):
        products = [self._create_product(f"Item {number}") for number in range(12)]
        for product in products:
            self._set_stock(product, 20)
        counts = []
        for number in (2, 12):
            request = self._create_approved(items=[(product, 5) for product in products[:number]])
            request = request.with_user(self.officer)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            proposed = request.line_ids._get_proposed_quantities()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(proposed, dict.fromkeys(request.line_ids, 5))
        self.assertLessEqual(counts[1], counts[0] + 1)

    def _get_own_requests(self):
        """Approved requests that are the officer's own, whoever asked."""
        requests = self._create_request(user=self.officer) | self._create_request(
            employee_id=self.officer_employee.id) | self._create_request(
            user=self.officer, employee_id=self.user_employee.id)
        for request in requests:
            request.with_user(request.sudo().requester_id).action_submit()
            request.with_user(request.sudo().approver_ids[:1]).action_approve()
        return requests

    def test_nobody_hands_out_to_themselves(self):
        other = self._create_user('sup_other', 'office_admin_base.position_officer')
        for request in self._get_own_requests():
            with self.subTest(request=request.employee_id.name):
                with self.assertRaisesRegex(AccessError, "must be done by somebody else: it is your own"):
                    self._hand_out(request)
                picking = request.sudo().picking_ids.with_user(self.officer)
                with self.assertRaisesRegex(AccessError, "it is your own"), self.cr.savepoint():
                    picking._write_receipt("Anna", SIGNATURE)
                    picking.move_ids.quantity = 5
                    picking.move_ids.picked = True
                    picking.button_validate()
                self.env.invalidate_all()
                self.assertFalse(request.hand_out_progress)
                self._hand_out(request, user=other)
                self.assertEqual(request.state, 'done')

    def test_a_very_small_office_records_it(self):
        self.company.office_segregation = 'warn'
        for request in self._get_own_requests():
            self._hand_out(request)
            self.assertEqual(request.state, 'done')
            warning = self.env['office.transition.warning'].search(
                [('res_model', '=', request._name), ('res_id', '=', request.id)])
            self.assertRecordValues(warning, [{'verb': 'hand_out', 'user_id': self.officer.id}])

    def test_r14_rest_is_handed_out_later_and_ends_the_request(self):
        request = self._create_approved(items=[(self.pen, 8)])
        self._hand_out(request, {self.pen: 5})
        self._hand_out(request)
        self.assertRecordValues(request, [{'state': 'done', 'hand_out_progress': 100}])
        self.assertEqual(self._get_stock(self.pen), 92)

    def test_r16_issued_item_leads_to_its_request(self):
        request = self._create_approved(items=[(self.paper, 5), (self.pen, 8)])
        self._hand_out(request, {self.paper: 5, self.pen: 5})
        self._hand_out(request)
        moves = request.sudo().picking_ids.move_ids
        self.assertEqual(len(moves), 3)
        for move in moves.with_user(self.officer):
            action = move.action_open_supply_request()
            self.assertEqual((action['res_model'], action['res_id']), (request._name, request.id))
            self.assertEqual(move.supply_line_id.product_id, move.product_id)
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.stock_move_action_supply')
        orphans = self.env['stock.move'].search(
            [('location_dest_id.supply_department_id', '!=', False), ('supply_request_id', '=', False)])
        self.assertFalse(orphans)
        self.assertIn("('supply_request_id', '!=', False)", action['domain'])

    def test_supplies_are_served_by_their_own_verb_only(self):
        request = self._create_approved()
        with self.assertRaisesRegex(UserError, "use “Hand Out”"):
            request.with_user(self.officer).action_serve()
        self.assertEqual((request.state, request.serve_datetime), ('approved', False))
        self._serve(request)
        self.assertTrue(request.serve_datetime)

    def test_hand_out_wrong_person(self):
        request = self._create_approved()
        for user in (self.user, self.head, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._hand_out(request, user=user)
            with self.subTest(user=user.login), self.assertRaisesRegex(
                    AccessError, "needs the right “Supplies / Officer"):
                request.with_user(user)._hand_out(
                    {request.line_ids: 5}, "Anna", SIGNATURE)

    def test_hand_out_wrong_state(self):
        request = self._create_request()
        request.action_submit()
        with self.assertRaisesRegex(UserError, r"“Hand Out” is not possible for SUP/.*“Submitted”"):
            self._hand_out(request)

    def test_approver_does_not_hand_out(self):
        self.officer.group_ids += self.env.ref('office_admin_base.position_manager')
        self.sales.manager_id = self.officer_employee
        request = self._create_request()
        request.action_submit()
        request.with_user(self.officer).action_approve()
        with self.assertRaisesRegex(AccessError, "“Hand Out” of SUP/.* must be done by somebody else"):
            self._hand_out(request)
        self.company.office_segregation = 'warn'
        self._hand_out(request)
        self.assertEqual(request.state, 'done')
        warned = self.env['office.transition'].sudo().search(
            [('res_model', '=', request._name), ('res_id', '=', request.id), ('warning', '!=', False)])
        self.assertEqual(set(warned.mapped('verb')), {'hand_out'})
        self.assertIn("two different people", ' '.join(request.message_ids.mapped('body')))

    def test_more_than_asked(self):
        request = self._create_approved(items=[(self.paper, 5)])
        with self.assertRaisesRegex(UserError, r"SUP/.*: only 5 Units of Copy Paper A4 are still open"):
            self._hand_out(request, {self.paper: 6})
        self.assertEqual(self._get_stock(self.paper), 100)

    def test_negative_or_not_a_number(self):
        request = self._create_approved(items=[(self.paper, 5)])
        for quantity in (-1, float('nan')):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(UserError, "Copy Paper A4"):
                request.with_user(self.officer)._hand_out({request.line_ids: quantity}, "Anna", SIGNATURE)

    def test_more_than_in_stock(self):
        self._set_stock(self.paper, 3)
        request = self._create_approved(items=[(self.paper, 5)])
        with self.assertRaisesRegex(UserError, r"SUP/.*: only 3 Units of Copy Paper A4 are in stock"):
            self._hand_out(request, {self.paper: 5})
        self._hand_out(request, {self.paper: 3})
        self.assertEqual(self._get_stock(self.paper), 0)
        self.assertEqual(request.line_ids.open_quantity, 2)

    def test_wizard_proposes_what_the_stock_holds(self):
        self._set_stock(self.paper, 3)
        request = self._create_approved(items=[(self.paper, 5), (self.pen, 1)])
        self._hand_out(request)
        self.assertEqual(request.line_ids.mapped('handed_quantity'), [3, 1])

    def test_nothing(self):
        request = self._create_approved(items=[(self.paper, 5)])
        with self.assertRaisesRegex(UserError, "Nothing of SUP/.* is to be handed out"):
            self._hand_out(request, {})

    def test_item_of_another_request(self):
        request, other = self._create_approved(), self._create_approved()
        with self.assertRaisesRegex(UserError, "only 5"):
            request.with_user(self.officer)._hand_out({other.line_ids: 5}, "Anna", SIGNATURE)

    def test_signature_and_receiver_are_needed(self):
        request = self._create_approved()
        with self.assertRaisesRegex(UserError, "Say who receives the goods of SUP/"):
            self._hand_out(request, signed_by="  ")
        with self.assertRaisesRegex(UserError, "Let the receiver sign for the goods of SUP/"):
            self._hand_out(request, signature=False)
        self.company.supply_receipt_way = 'name'
        self._hand_out(request, signature=False)
        self.assertEqual(request.state, 'done')

    def test_one_item_twice_in_the_wizard_adds_up(self):
        request = self._create_approved(items=[(self.paper, 5)])
        line = request.line_ids.id
        self.env['office.supply.request.hand.out'].with_user(self.officer).create({
            'request_ids': [Command.set(request.ids)], 'signed_by': "Anna", 'signature': SIGNATURE,
            'line_ids': [Command.create({'request_line_id': line, 'quantity': quantity}) for quantity in (1, 2)],
        }).action_confirm()
        self.assertEqual(request.line_ids.handed_quantity, 3)

    def test_several_requests_at_once(self):
        requests = self._create_approved(items=[(self.paper, 5)]) | self._create_approved(items=[(self.pen, 2)])
        self._hand_out(requests)
        self.assertEqual(requests.mapped('state'), ['done', 'done'])

    def test_units_of_the_request(self):
        request = self._create_request(items=[(self.pen, 2)])
        request.line_ids.uom_id = self.pack
        request.action_submit()
        request.with_user(self.head).action_approve()
        self._hand_out(request, {self.pen: 1})
        self.assertEqual(self._get_stock(self.pen), 94)
        self.assertRecordValues(
            request.line_ids, [{'handed_quantity': 1, 'open_quantity': 1, 'consumed_quantity': 6}])
        self.assertEqual(request.item_summary, "Ballpoint Pen × 2 Pack of 6")

    def test_close_lets_the_rest_lapse(self):
        request = self._create_approved(items=[(self.pen, 8)])
        self._hand_out(request, {self.pen: 5})
        request.with_user(self.officer).action_done()
        self.assertEqual(request.state, 'done')
        self.assertEqual(request.sudo().picking_ids.mapped('state'), ['cancel', 'done'])

    def test_nothing_is_closed_of_which_nothing_was_handed_out(self):
        request = self._create_approved(items=[(self.pen, 8)])
        with self.assertRaisesRegex(UserError, "Nothing of SUP/.* was handed out yet"):
            request.with_user(self.officer).action_done()
        self.assertEqual(request.state, 'approved')

    def test_cancelled_transfer_is_made_again(self):
        request = self._create_approved()
        request.sudo().picking_ids.action_cancel()
        self._hand_out(request)
        self.assertEqual(request.state, 'done')

    # The same through Odoo's Inventory

    def test_validating_in_inventory_asks_for_the_receiver(self):
        request = self._create_approved()
        picking = request.sudo().picking_ids.with_user(self.officer)
        action = picking.button_validate()
        self.assertEqual(action['res_model'], 'office.supply.request.hand.out')
        self.assertEqual(action['context']['default_request_ids'], request.ids)
        self.assertEqual(picking.state, 'assigned')

    def test_validating_in_inventory_keeps_the_rules(self):
        clerk = self._create_user('sup_clerk', 'stock.group_stock_user')
        request = self._create_approved()
        picking = request.sudo().picking_ids.with_user(clerk)
        picking._write_receipt("Anna")
        with self.assertRaises(AccessError):
            picking.with_context(skip_backorder=True).button_validate()
        picking = picking.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "Let the receiver sign"):
            picking.button_validate()
        picking._write_receipt("Anna", SIGNATURE)
        picking.move_ids.quantity = 6
        with self.assertRaisesRegex(UserError, "only 5 Units of Copy Paper A4 are still open"):
            picking.button_validate()
        picking.move_ids.quantity = 5
        picking.move_ids = [Command.create({
            'product_id': self.pen.id, 'product_uom_qty': 1, 'quantity': 1, 'location_id': picking.location_id.id,
            'location_dest_id': picking.location_dest_id.id})]
        with self.assertRaisesRegex(UserError, "Ballpoint Pen in .* was not asked for"):
            picking.button_validate()
        self.assertEqual(request.state, 'approved')

    def test_receiver_cannot_be_changed_afterwards(self):
        request = self._create_approved()
        self._hand_out(request)
        with self.assertRaisesRegex(UserError, "who received it cannot be changed"):
            request.sudo().picking_ids._write_receipt("Nobody")

    def test_return_lowers_what_was_handed_out(self):
        request = self._create_approved(items=[(self.paper, 5)])
        self._hand_out(request)
        wizard = self.env['stock.return.picking'].with_context(
            active_id=request.sudo().picking_ids.id, active_model='stock.picking').create(
                {'picking_id': request.sudo().picking_ids.id})
        wizard.product_return_moves.quantity = 2
        back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        back.button_validate()
        self.assertEqual(back.state, 'done')
        self.assertEqual(self._get_stock(self.paper), 97)
        self.assertEqual(request.line_ids.handed_quantity, 3)

    def test_new_warehouse_and_company_can_hand_out(self):
        company = self.env['res.company'].create({'name': "Branch"})
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', company.id)])
        self.assertEqual(warehouse.supply_type_id.default_location_dest_id, company.supply_location_id)
        self.assertEqual(company.supply_location_id.usage, 'production')
        first = self.env['stock.location'].search(
            [('usage', '=', 'production'), ('company_id', '=', company.id)], limit=1)
        self.assertNotEqual(first, company.supply_location_id, "Manufacturing takes the first for its own")

    def test_company_without_warehouse(self):
        request = self._create_request()
        request.action_submit()
        self.warehouse.supply_type_id = False
        with self.assertRaisesRegex(UserError, "Paper Street has no warehouse from which SUP/"):
            request.with_user(self.head).action_approve()
        self.assertEqual(request.state, 'submitted')

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestSupplyRequest(OfficeSupplyCommon):

    # Asking

    def test_r8_employee_requests_three_items_in_one_numbered_request(self):
        stapler = self._create_product("Stapler")
        with Form(self.env['office.supply.request'].with_user(self.user)) as form:
            for product, quantity in [(self.paper, 5), (self.pen, 8), (stapler, 1)]:
                with form.line_ids.new() as line:
                    line.product_id = product
                    line.quantity = quantity
        request = form.record
        self.assertFalse(request.name)
        request.action_submit()
        self.assertRecordValues(request, [{
            'state': 'submitted',
            'requester_id': self.user.id,
            'employee_id': self.user_employee.id,
            'department_id': self.sales.id,
        }])
        self.assertRegex(request.name, r'^SUP/\d{4}/0001$')
        self.assertEqual(request.destination_id.sudo().supply_department_id, self.sales)
        self.assertEqual(request.destination_id.sudo().usage, 'production')
        self.assertEqual(len(request.line_ids), 3)

    def test_employee_asks_for_colleague(self):
        request = self._create_request(employee_id=self.stranger_employee.id)
        request.action_submit()
        self.assertEqual(request.department_id, self.office)
        self.assertEqual(request.approver_ids, self.manager)
        self.assertTrue(request.with_user(self.stranger).has_access('read'), "it is for him")

    def test_department_is_frozen_at_submit(self):
        request = self._create_request()
        self.user_employee.department_id = self.office
        self.office.manager_id = self.head_employee
        request.action_submit()
        self.assertEqual(request.department_id, self.office, "he moved while it was a draft")
        self.user_employee.department_id = self.sales
        self.assertEqual(request.department_id, self.office, "last year's reports do not move with people")

    def test_submit_empty_request(self):
        request = self.env['office.supply.request'].with_user(self.user).create({})
        with self.assertRaisesRegex(UserError, r"Add at least one item to Draft"):
            request.action_submit()
        self.assertRecordValues(request, [{'state': 'draft', 'name': False}])

    def test_submit_wrong_person(self):
        request = self._create_request(employee_id=self.colleague_employee.id)
        with self.assertRaisesRegex(AccessError, "up to who asked: User"):
            request.with_user(self.colleague).action_submit()

    def test_submit_without_employee_record(self):
        newcomer = self._create_user('sup_newcomer')
        request = self._create_request(newcomer)
        with self.assertRaisesRegex(UserError, "ask HR to link one to your user"):
            request.action_submit()

    def test_department_without_head(self):
        self.sales.manager_id = False
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.approver_ids, self.manager, "who decides at last")
        self.assertIn("has nobody who could decide, so Manager is asked", request.approval_timeline['note'])
        self.manager.active = False
        second = self._create_request()
        with self.assertRaisesRegex(UserError, "(?s)Nobody can approve Draft.*Ask HR"):
            second.action_submit()
        self.assertRecordValues(second, [{'state': 'draft', 'name': False, 'destination_id': False}])

    def test_quantity_must_make_sense(self):
        for quantity in (0, -1, 0.001, 10_001):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(
                    ValidationError, r"Draft.*more than zero and at most 10000 Units of Copy Paper A4"):
                self._create_request(items=[(self.paper, quantity)])

    def test_unit_must_fit(self):
        line = self._create_request().line_ids
        with self.assertRaisesRegex(
                ValidationError, "Copy Paper A4 is not handed out by the Pack of 6. Choose one of: Units"):
            line.uom_id = self.pack
        pens = self._create_request(items=[(self.pen, 1)]).line_ids
        pens.uom_id = self.pack
        self.assertEqual(pens.uom_id, self.pack)

    def test_archived_product(self):
        request = self._create_request()
        self.paper.active = False
        with self.assertRaisesRegex(UserError, "Copy Paper A4 in Draft.* can no longer be asked for"):
            request.action_submit()

    def test_product_that_is_no_office_supply(self):
        chair = self._create_product("Gold Chair", supply_ok=False)
        request = self._create_request(items=[(chair, 1)])
        with self.assertRaisesRegex(UserError, "Gold Chair in Draft.* can no longer be asked for"):
            request.action_submit()

    def test_product_of_another_company(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self._create_product("Foreign Pen", company_id=other.id)
        told = "Draft.*: what is chosen as “Product” belongs to another company"
        with self.assertRaisesRegex(UserError, told) as refused:
            self._create_request(items=[(foreign, 1)])
        self.assertNotIn("Foreign Pen", str(refused.exception), "which products others have is theirs")
        tape = self._create_product("Tape")
        request = self._create_request(items=[(tape, 1)])
        tape.company_id = other
        with self.assertRaisesRegex(UserError, told):
            request.action_submit()
        self.assertEqual(request.state, 'draft')

    # Availability

    def test_employee_sees_availability_without_stock_rights(self):
        stapler, tape = self._create_product("Stapler"), self._create_product("Tape")
        self._set_stock(stapler, 1)
        request = self._create_request(items=[(self.paper, 5), (stapler, 2), (tape, 1)])
        self.assertFalse(self.env['stock.move'].with_user(self.user).has_access('read'))
        with self.assertRaises(AccessError):
            self.paper.with_user(self.user).read(['qty_available'])
        self.assertEqual(request.line_ids.mapped('availability'), ['available', 'low', 'none'])
        self.assertEqual(request.availability, 'none')

    def test_reserved_for_me_is_available(self):
        self._set_stock(self.paper, 5)
        request = self._create_approved()
        other = self._create_request(self.colleague)
        self.assertEqual(request.line_ids.availability, 'available')
        self.assertEqual(other.line_ids.availability, 'none', "all is reserved for the first request")

    def test_product_without_unit_in_the_form(self):
        line = self.env['office.supply.request.line'].with_user(self.user).new(
            {'product_id': self.pen.id, 'uom_id': False, 'quantity': 1, 'company_id': self.company.id})
        self.assertFalse(line.availability)

    def test_form_tells_nothing_of_other_companies(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        department = self.env['hr.department'].create({'name': "Hidden", 'company_id': other.id})
        employee = self.env['hr.employee'].create(
            {'name': "Hidden", 'department_id': department.id, 'company_id': other.id})
        probe = self.env['office.supply.request'].with_user(self.user).onchange(
            {'employee_id': employee.id}, ['employee_id'], {'employee_id': {}, 'department_id': {}})
        self.assertFalse(probe['value'].get('department_id'))
        line = self.env['office.supply.request.line'].with_user(self.user).new(
            {'product_id': self.pen.id, 'quantity': 1, 'company_id': other.id})
        self.assertFalse(line.availability)

    def test_stock_of_another_company_does_not_count(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', other.id)])
        tape = self._create_product("Tape")
        self.env['stock.quant']._update_available_quantity(tape, warehouse.lot_stock_id, 10)
        self.user.company_ids += other
        request = self._create_request(items=[(tape, 1)])
        both = request.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertEqual(both.line_ids.availability, 'none')

    def test_list_needs_no_query_per_request(self):
        specification = {'display_name': {}, 'item_summary': {}, 'availability': {}, 'state': {}, 'is_my_approval': {},
                         'department_id': {'fields': {'display_name': {}}}}

        def count_queries(user, limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env['office.supply.request'].with_user(user).web_search_read([], specification, limit=limit)
            self.assertEqual(len(found['records']), limit)
            return self.env.cr.sql_log_count - before

        for number in range(16):
            product = self._create_product(f"Product {number}")
            request = self._create_request(items=[(product, 1), (self.paper, 1)])
            request.action_submit()
            if number % 2:
                request.with_user(self.head).action_approve()
        for user in (self.user, self.officer):
            count_queries(user, 16)  # warm up
            self.assertLessEqual(count_queries(user, 16), count_queries(user, 2) + 1)

    # Approving

    def test_approve_reserves_the_stock(self):
        request = self._create_request(items=[(self.paper, 5)])
        request.action_submit()
        self.assertTrue(request.with_user(self.head).is_my_approval)
        request.with_user(self.head).action_approve()
        self.assertEqual(request.state, 'approved')
        picking = request.sudo().picking_ids
        self.assertRecordValues(picking, [{
            'state': 'assigned',
            'picking_type_id': self.warehouse.supply_type_id.id,
            'location_id': self.warehouse.lot_stock_id.id,
            'location_dest_id': request.destination_id.id,
            'origin': request.name,
        }])
        self.assertFalse(request.with_user(self.head).is_my_approval)

    def test_requester_and_beneficiary_never_approve(self):
        request = self._create_request(employee_id=self.colleague_employee.id)
        request.action_submit()
        for user in (self.user, self.colleague):
            with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "is your own request"):
                request.with_user(user).action_approve()
        # even if he stands among the approvers, for example since HR changed his user afterwards
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE office_approval_assignment SET user_id = %s WHERE res_model = %s AND res_id = %s",
            [self.colleague.id, request._name, request.id])
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "is your own request"):
            request.with_user(self.colleague).action_approve()

    def test_head_asks_for_himself(self):
        request = self._create_request(self.head)
        request.action_submit()
        self.assertEqual(request.approver_ids, self.manager, "only he stands above himself, so supplies decides")
        boss = self._create_employee(self._create_user('sup_boss'), self.office)
        self.head_employee.parent_id = boss
        second = self._create_request(self.head)
        second.action_submit()
        self.assertEqual(second.approver_ids, boss.user_id)

    def test_head_asks_for_his_people(self):
        boss = self._create_employee(self._create_user('sup_boss'), self.office)
        self.head_employee.parent_id = boss
        request = self._create_request(self.head, employee_id=self.user_employee.id)
        request.action_submit()
        self.assertEqual(request.approver_ids, boss.user_id)

    def test_approver_of_parent_department(self):
        team = self.env['hr.department'].create({
            'name': "Team", 'parent_id': self.sales.id, 'company_id': self.company.id})
        self.user_employee.department_id = team
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.approver_ids, self.head)

    def test_managers_in_a_circle(self):
        clerk = self._create_employee(self.env['res.users'], self.sales, name="Without Login")
        self.sales.manager_id = False
        clerk.parent_id = self.user_employee
        self.user_employee.parent_id = clerk
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.approver_ids, self.manager)

    def test_archived_or_foreign_approver_is_skipped(self):
        self.head.active = False
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.approver_ids, self.manager)

    def test_refuse_with_reason(self):
        request = self._create_request()
        request.action_submit()
        self._refuse(request, reason="We still have 20.")
        self.assertRecordValues(request, [{'state': 'refused', 'refuse_reason': "We still have 20."}])
        self.assertFalse(request.activity_ids)

    def test_refuse_needs_a_reason(self):
        request = self._create_request()
        request.action_submit()
        with self.assertRaisesRegex(UserError, "Say why: who asked for SUP/"):
            self._refuse(request, reason="  ")

    def test_approver_gets_an_activity_that_ends_with_the_decision(self):
        request = self._create_request()
        request.action_submit()
        self.assertRecordValues(request.activity_ids, [{
            'user_id': self.head.id, 'create_uid': SUPERUSER_ID, 'summary': "Approve or refuse"}])
        request.with_user(self.head).action_approve()
        self.assertFalse(request.activity_ids)

    def test_who_asked_and_who_benefits_hear_of_it(self):
        request = self._create_request(employee_id=self.colleague_employee.id)
        request.action_submit()
        self.assertEqual(request.message_partner_ids, (self.user | self.colleague).partner_id)
        request.with_user(self.head).action_approve()
        self.env.cr.precommit.run()  # posts the tracking message
        message = request.message_ids[0]
        self.assertEqual(message.subtype_id, self.env.ref('office_admin_supplies.mt_approved'))
        self.assertEqual(message.notified_partner_ids, (self.user | self.colleague).partner_id)
        self._hand_out(request)
        self.assertIn("Anna received: Copy Paper A4 × 5 Units", ' '.join(request.message_ids.mapped('body')))

    # Cancelling and going back

    def test_reset_keeps_the_number(self):
        request = self._create_request()
        request.action_submit()
        number = request.name
        request.action_reset()
        self.assertEqual(request.state, 'draft')
        request.line_ids.quantity = 3
        request.action_submit()
        self.assertEqual(request.name, number)

    def test_reset_ends_what_others_may_see(self):
        request = self._create_request(employee_id=self.colleague_employee.id)
        request.action_submit()
        self.assertTrue(request.with_user(self.head).has_access('read'))
        request.action_reset()
        request.employee_id = self.user_employee
        self.assertFalse(request.with_user(self.head).has_access('read'))
        self.assertFalse(request.with_user(self.colleague).has_access('read'))
        self.assertEqual(request.message_partner_ids, self.user.partner_id)

    def test_employee_with_requests_is_not_deleted(self):
        request = self._create_approved()
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError):
            self.user_employee.unlink()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(request.employee_id, self.user_employee)

    def test_cancel_releases_the_stock(self):
        request = self._create_approved(items=[(self.paper, 60)])
        other = self._create_request(items=[(self.paper, 60)])
        self.assertEqual(other.line_ids.availability, 'low')
        request._do_with_reason('cancel', "Not needed.")
        self.assertEqual(request.state, 'cancelled')
        self.assertEqual(request.sudo().picking_ids.state, 'cancel')
        other.invalidate_recordset()
        self.assertEqual(other.line_ids.availability, 'available')

    def test_cancel_wrong_person(self):
        request = self._create_approved()
        with self.assertRaisesRegex(AccessError, r"up to who asked \(User\) or needs the right “Supplies / Officer"):
            request.with_user(self.head).action_cancel()

    def test_cancel_after_partial_hand_out(self):
        request = self._create_approved(items=[(self.paper, 5)])
        self._hand_out(request, {self.paper: 2})
        with self.assertRaisesRegex(UserError, "was handed out in part and cannot be cancelled. Close it"):
            request.action_cancel()

    def test_approve_many_lists_who_was_refused(self):
        mine, other = self._create_request(), self._create_request()
        mine.action_submit()
        other.action_submit()
        other._do_with_reason('cancel', "Not needed.")
        both = (mine | other).with_user(self.head)
        with self.assertRaisesRegex(UserError, "is decided already: Cancelled"):
            other.with_user(self.head).action_approve()
        action = both.action_approve()
        self.assertEqual(mine.state, 'approved')
        self.assertEqual(action['tag'], 'display_notification')
        self.assertIn(other.name, action['params']['message'])
        self.assertNotIn(mine.name, action['params']['message'])

    def test_headings_of_a_catalogue_that_has_none(self):
        request = self._create_request()
        self.assertEqual(request._get_sections('line_ids'), [])
        with self.assertRaisesRegex(UserError, "no headings"):
            request._create_section('line_ids', "Paper", 'top')
        with self.assertRaisesRegex(UserError, "no headings"):
            request._resequence_sections([], 'line_ids')

    def test_links_in_a_form_that_nobody_can_read(self):
        draft = self._create_request()
        for junk in {'id': {'id': 3}}, {'id': 'x'}:
            values = {'line_ids': [[0, 0, {'product_id': junk}]]}
            for way in (lambda values=values: draft.onchange(values, list(values), {'line_ids': {}}),
                        lambda values=values: draft.create(values), lambda values=values: draft.write(values)):
                with self.subTest(junk=junk), self.assertRaisesRegex(
                        UserError, "form that cannot be read|not for you, or that is gone"):
                    way()

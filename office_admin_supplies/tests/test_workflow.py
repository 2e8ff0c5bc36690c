from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestWorkflow(OfficeSupplyCommon):
    """The contracts of the mixins of the foundation, on a real document."""

    def test_state_is_not_written(self):
        request = self._create_request()
        attempts = {
            'write': lambda request: request.write({'state': 'approved'}),
            'assignment': lambda request: setattr(request, 'state', 'approved'),
            'same value': lambda request: request.write({'state': 'draft'}),
            'web_save': lambda request: request.web_save({'state': 'approved'}, {}),
            'copy': lambda request: request.copy({'state': 'approved'}),
            'create': lambda request: request.create({'state': 'approved'}),
        }
        for name, attempt in attempts.items():
            for who in (request, request.sudo(), request.with_user(SUPERUSER_ID)):
                with self.subTest(attempt=name, user=who.env.user.login, su=who.env.su), \
                        self.assertRaises(UserError), self.env.cr.savepoint():
                    attempt(who)
        self.assertEqual(request.state, 'draft')

    def test_state_is_not_imported(self):
        request = self._create_request()
        external_id = 'office_admin_supplies.test_request'
        self.env['ir.model.data'].create({
            'module': 'office_admin_supplies', 'name': 'test_request', 'model': request._name, 'res_id': request.id})
        for row in ([external_id, 'approved'], ['office_admin_supplies.other', 'approved']):
            result = request.load(['id', 'state'], [row])
            self.assertFalse(result['ids'])
            self.assertIn("cannot be set by hand", result['messages'][0]['message'])
        self.assertEqual(request.state, 'draft')

    def test_defaults_do_not_reach_system_fields(self):
        forged = {
            'default_state': 'approved', 'default_name': 'SUP/2026/9999', 'default_requester_id': self.head.id,
            'default_approver_ids': self.user.ids}
        self.env['ir.default'].set('office.supply.request', 'state', 'approved')
        model = self.env['office.supply.request'].with_user(self.user).with_context(**forged)
        request = model.create({})
        self.assertRecordValues(request, [{
            'state': 'draft', 'name': False, 'requester_id': self.user.id, 'approver_ids': []}])
        defaults = model.default_get(['state', 'name', 'requester_id', 'approver_ids'])
        self.assertEqual(defaults['state'], 'draft')
        self.assertEqual(defaults['requester_id'], self.user.id)
        self.assertFalse(defaults.get('name') or defaults.get('approver_ids'))

    def test_mail_gateway_makes_drafts(self):
        request = self.env['office.supply.request'].with_user(self.user).message_new(
            {'subject': "Pens", 'from': "x@example.com"}, {'state': 'approved', 'note': "Pens"})
        self.assertRecordValues(request, [{'state': 'draft', 'note': "Pens"}])

    def test_verb_checks_the_person_even_in_sudo(self):
        request = self._create_request()
        request.action_submit()
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).sudo().action_approve()
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).sudo().action_cancel()
        with self.assertRaisesRegex(AccessError, "follows from a decision"):
            request.with_user(self.head)._transition('approve')

    def test_locked_after_submit(self):
        request = self._create_request()
        request.action_submit()
        for values in (
            {'need_date': '2030-01-01'}, {'note': "x"}, {'employee_id': self.colleague_employee.id},
            {'line_ids': [Command.create({'product_id': self.pen.id})]}, {'line_ids': [Command.clear()]},
        ):
            for who in (request, request.sudo()):
                with self.subTest(values=values, su=who.env.su), self.assertRaises(UserError):
                    who.write(values)

    def test_system_fields_are_never_written_by_hand(self):
        request = self._create_request()
        for values in (
            {'name': 'SUP/2026/7777'}, {'requester_id': self.colleague.id},
            {'approver_ids': [Command.set(self.user.ids)]}, {'department_id': self.office.id},
            {'company_id': self.env.company.id}, {'refuse_reason': "x"},
            {'destination_id': 1}, {'submit_datetime': '2020-01-01'},
        ):
            for who in (request, request.sudo()):
                with self.subTest(values=values, su=who.env.su), \
                        self.assertRaisesRegex(UserError, "cannot be set by hand"):
                    who.write(values)
            if 'company_id' not in values:
                with self.subTest(create=values), self.assertRaisesRegex(UserError, "cannot be set by hand"):
                    request.create(values)

    def test_computed_fields_are_not_forged(self):
        request = self._create_request()
        for record, values in (
            (request, {'hand_out_progress': 100}), (request.line_ids, {'handed_quantity': 5}),
            (request.line_ids, {'company_id': self.env.company.id}),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "cannot be set by hand"):
                record.write(values)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            self.env['office.supply.request.line'].with_user(self.user).create(
                {'request_id': request.id, 'product_id': self.pen.id, 'handed_quantity': 5})

    def test_lines_are_locked_in_python(self):
        draft, submitted = self._create_request(), self._create_request()
        submitted.action_submit()
        Line = self.env['office.supply.request.line'].sudo()
        line, locked = draft.line_ids.sudo(), submitted.line_ids.sudo()
        attempts = {
            'change': lambda: locked.write({'quantity': 1}),
            'delete': lambda: locked.unlink(),
            'add': lambda: Line.create({'request_id': submitted.id, 'product_id': self.pen.id}),
            'move to a submitted request': lambda: line.write({'request_id': submitted.id}),
            'move away from it': lambda: locked.write({'request_id': draft.id}),
            'move between drafts': lambda: line.write({'request_id': self._create_request().id}),
        }
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaises(UserError):
                attempt()
        self.assertEqual(locked.quantity, 5)

    def test_delete(self):
        request = self._create_request()
        request.action_submit()
        with self.assertRaises(AccessError):
            request.unlink()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            request.sudo().unlink()
        request.action_reset()
        with self.assertRaisesRegex(UserError, r"SUP/.* has a number and cannot be deleted. Cancel it instead"):
            request.unlink()
        self._create_request().unlink()

    def test_numbers_have_no_gap_and_are_per_company(self):
        requests = self._create_request() | self._create_request() | self._create_request()
        requests.action_submit()
        self.assertEqual([name[-4:] for name in requests.mapped('name')], ['0001', '0002', '0003'])
        failing = self.env['office.supply.request'].with_user(self.user).create({})
        with self.assertRaises(UserError):
            failing.action_submit()
        following = self._create_request()
        following.action_submit()
        self.assertEqual(following.name[-4:], '0004')

    def test_number_is_unique_in_company(self):
        request, other = self._create_request(), self._create_request()
        (request | other).action_submit()
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE office_supply_request SET name = %s WHERE id = %s", [request.name, other.id])
        self.assertIn('office_supply_request_name_uniq', str(caught.exception))

    def test_number_follows_the_year_of_the_company(self):
        self.company.resource_calendar_id.tz = 'Asia/Shanghai'
        request = self._create_request()
        with freeze_time('2026-12-31 16:30:00'):  # half past midnight in Shanghai
            request.action_submit()
        self.assertEqual(request.name, 'SUP/2027/0001')

    def test_log_is_append_only(self):
        request = self._create_approved()
        steps = self.env['office.transition'].sudo().search(
            [('res_model', '=', request._name), ('res_id', '=', request.id)])
        self.assertRecordValues(steps, [
            {'verb': 'submit', 'state_from': 'draft', 'state_to': 'submitted', 'user_id': self.user.id,
             'company_id': self.company.id, 'department_id': self.sales.id},
            {'verb': 'approve', 'state_from': 'submitted', 'state_to': 'approved', 'user_id': self.head.id,
             'company_id': self.company.id, 'department_id': self.sales.id},
        ])
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            steps.write({'verb': 'x'})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            steps.unlink()
        for user in (self.user, self.manager, self.auditor, self.env.ref('base.user_admin')):
            for operation in ('read', 'write', 'create', 'unlink'):
                self.assertFalse(self.env['office.transition'].with_user(user).has_access(operation))

    def test_counter_is_closed(self):
        for user in (self.user, self.manager, self.env.ref('base.user_admin')):
            self.assertFalse(self.env['office.number.counter'].with_user(user).has_access('read'))

    def test_names_the_document_in_messages(self):
        request = self._create_request()
        self.assertEqual(request.display_name, f"Draft (*{request.id})")
        self.assertEqual(self.env['office.supply.request'].new().display_name, "New")

"""What a plain employee tries over the two interfaces that are open to him, and does not get."""
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.attacks import Refused, RequestAttackMixin

REQUEST = 'office.test.request'
LINE = 'office.test.request.line'


@tagged('post_install', '-at_install')
class TestAttacks(RequestAttackMixin):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._make_keys(cls.user, cls.stranger, cls.head, cls.officer)
        cls.draft = cls._create_request()
        cls.submitted = cls._create_request()
        cls.submitted.action_submit()
        cls.foreign = cls._create_request(cls.colleague)
        cls.foreign.action_submit()

    def test_the_door_is_open(self):
        """The attacks below fail since they are refused, not since nobody gets in."""
        for call in (self._call_json2, self._call_xmlrpc):
            found = call(self.user, REQUEST, 'search_read', domain=[('id', '=', self.draft.id)], fields=['state'])
            self.assertEqual(found, [{'id': self.draft.id, 'state': 'draft'}])
            call(self.user, REQUEST, 'write', self.draft.ids, vals={'note': "mine"})

    def test_refusals_do_not_name_documents_of_others(self):
        for method, arguments in (('write', {'vals': {'state': 'draft'}}), ('write', {'vals': {'note': "x"}}),
                                  ('unlink', {})):
            for model, records in ((REQUEST, self.foreign), (LINE, self.foreign.line_ids)):
                for call in (self._call_json2, self._call_xmlrpc):
                    with self.assertRaises(Refused) as refused:
                        call(self.stranger, model, method, records.ids, **arguments)
                    self.assertNotIn(self.foreign.name, str(refused.exception))

    def test_write_state(self):
        for request in (self.draft, self.submitted):
            self._assert_refused(self.user, REQUEST, 'write', request.ids, vals={'state': 'approved'})
        self._assert_refused(
            self.user, REQUEST, 'web_save', self.draft.ids, "cannot be set by hand",
            vals={'state': 'done'}, specification={})
        self._assert_refused(self.head, REQUEST, 'write', self.submitted.ids, vals={'state': 'approved'})
        self._assert_refused(self.officer, REQUEST, 'write', self.submitted.ids, vals={'state': 'approved'})

    def test_create_in_a_later_state(self):
        self._assert_refused(
            self.user, REQUEST, 'create', message="cannot be set by hand", vals_list=[{'state': 'approved'}])
        for values in ({'name': 'TST/2020/0001'}, {'requester_id': self.head.id}, {'approver_ids': [[4, self.user.id]]},
                       {'department_id': self.office.id}):
            self._assert_refused(
                self.user, REQUEST, 'create', message="cannot be set by hand", vals_list=[values])

    def test_default_state(self):
        for call in (self._call_json2, self._call_xmlrpc):
            context = {
                'default_state': 'approved', 'default_name': 'TST/2020/0001', 'default_requester_id': self.head.id,
                'default_approver_ids': [(4, self.user.id)]}
            [made] = call(self.user, REQUEST, 'create', vals_list=[{}], context=context)
            self.assertRecordValues(self.env[REQUEST].browse(made), [
                {'state': 'draft', 'name': False, 'requester_id': self.user.id, 'approver_ids': []}])

    def test_import_in_a_later_state(self):
        before = self._take_snapshot()
        for call in (self._call_json2, self._call_xmlrpc):
            result = call(self.user, REQUEST, 'load', fields=['note', 'state'], data=[["imported", 'approved']])
            self.assertFalse(result['ids'])
            self.assertIn("cannot be set by hand", result['messages'][0]['message'])
            result = call(self.user, REQUEST, 'load', fields=['.id', 'state'], data=[[str(self.draft.id), 'approved']])
            self.assertFalse(result['ids'])
        self.assertEqual(self._take_snapshot(), before)

    def test_verb_of_another_role(self):
        self._assert_refused(self.user, REQUEST, 'action_approve', self.submitted.ids, "your own request")
        self._assert_refused(self.user, REQUEST, 'action_done', self.submitted.ids)
        self._assert_refused(self.stranger, REQUEST, 'action_approve', self.submitted.ids)
        self._assert_refused(self.stranger, REQUEST, 'action_cancel', self.submitted.ids)
        self._assert_refused(self.officer, REQUEST, 'action_approve', self.submitted.ids, "decided by Head")
        for method in ('_transition', '_decide', '_serve', '_write_transition'):
            self._assert_refused(self.user, REQUEST, method, self.submitted.ids)
        self.submitted.with_user(self.head).action_approve()
        for user in self.user | self.stranger | self.head:
            self._assert_refused(user, REQUEST, 'action_serve', self.submitted.ids)

    def test_refuse_wizard_of_a_stranger(self):
        before = self._take_snapshot()
        for call in (self._call_json2, self._call_xmlrpc):
            for user in (self.stranger, self.user):
                with self.assertRaises(Refused):
                    [wizard] = call(user, 'office.approval.decide', 'create', vals_list=[{
                        'verb': 'refuse', 'reason': "Because",
                        'approval_ids': [[6, 0, self.submitted.sudo().approval_id.ids]]}])
                    call(user, 'office.approval.decide', 'action_confirm', [wizard])
        self.assertEqual(self._take_snapshot(), before)

    def test_verbs_answer_over_both_interfaces(self):
        for call in (self._call_json2, self._call_xmlrpc):
            self.assertTrue(call(self.user, REQUEST, 'action_reset', self.submitted.ids))
            self.assertTrue(call(self.user, REQUEST, 'action_submit', self.submitted.ids))

    def test_forged_context(self):
        context = {
            'office_workflow_moving': True, 'bypass': True, 'install_mode': True, 'tracking_disable': True,
            'su': True, 'uid': 1, 'import_file': True, 'active_test': False, 'force_company': 1,
            'allowed_company_ids': self.company.ids, 'default_state': 'approved'}
        self._assert_refused(self.user, REQUEST, 'write', self.draft.ids, vals={'state': 'approved'}, context=context)
        self._assert_refused(self.user, REQUEST, 'action_approve', self.submitted.ids, context=context)
        self._assert_refused(self.stranger, REQUEST, 'read', self.submitted.ids, fields=['note'], context=context)

    def test_read_another_departments_request(self):
        for method, arguments in (('read', {'fields': ['name']}), ('web_read', {'specification': {'name': {}}}),
                                  ('export_data', {'fields_to_export': ['name']})):
            self._assert_refused(self.stranger, REQUEST, method, self.foreign.ids, **arguments)
        self._assert_refused(self.stranger, LINE, 'read', self.foreign.line_ids.ids, fields=['name'])
        for call in (self._call_json2, self._call_xmlrpc):
            self.assertEqual(call(self.stranger, REQUEST, 'search', domain=[]), [])
            self.assertEqual(call(self.stranger, REQUEST, 'search_count', domain=[]), 0)
            self.assertEqual(call(self.stranger, REQUEST, 'name_search', name=self.foreign.name), [])
            self.assertEqual(call(self.stranger, LINE, 'search', domain=[]), [])
            groups = call(self.stranger, REQUEST, 'formatted_read_group', domain=[], groupby=['state'],
                          aggregates=['__count'])
            self.assertEqual(groups, [])
            messages = call(self.stranger, 'mail.message', 'search', domain=[
                ('model', '=', REQUEST), ('res_id', '=', self.foreign.id)])
            self.assertEqual(messages, [])

    def test_draw_a_number(self):
        counter = self.env['office.number.counter'].search([('company_id', '=', self.company.id)])
        self._assert_refused(self.user, 'office.number.counter', '_draw', code='TST', company=1, year=2026)
        self._assert_refused(self.user, 'office.number.counter', 'search_read', domain=[])
        self._assert_refused(self.user, 'office.number.counter', 'write', counter.ids, vals={'number': 900})
        self._assert_refused(
            self.user, 'office.number.counter', 'create',
            vals_list=[{'code': 'TST', 'company_id': self.company.id, 'year': 2030, 'number': 1}])
        self.assertFalse(self.env['ir.sequence'].search([('code', 'ilike', 'office.test')]))

    def test_change_or_delete_a_line_after_submit(self):
        line = self.submitted.line_ids
        self._assert_refused(self.user, LINE, 'write', line.ids, vals={'quantity': 500})
        self._assert_refused(self.user, LINE, 'unlink', line.ids)
        self._assert_refused(self.user, LINE, 'create', vals_list=[
            {'request_id': self.submitted.id, 'name': "Pen", 'quantity': 1}])
        self._assert_refused(self.user, LINE, 'write', self.draft.line_ids.ids, vals={'request_id': self.submitted.id})
        self._assert_refused(self.user, REQUEST, 'write', self.submitted.ids, vals={
            'line_ids': [[1, line.id, {'quantity': 500}]]})
        self._assert_refused(self.user, REQUEST, 'write', self.draft.ids, vals={'line_ids': [[4, line.id, 0]]})
        self._assert_refused(self.user, REQUEST, 'write', self.draft.ids, vals={
            'line_ids': [[1, line.id, {'quantity': 500}]]})
        self._assert_refused(self.user, REQUEST, 'write', self.draft.ids, vals={'line_ids': [[2, line.id, 0]]})

    def test_delete_a_numbered_request(self):
        self._assert_refused(self.user, REQUEST, 'unlink', self.submitted.ids)
        self.submitted.action_reset()
        self._assert_refused(self.user, REQUEST, 'unlink', self.submitted.ids, "has a number and cannot be deleted")

    def test_change_the_log(self):
        steps = self.env['office.transition'].search([('res_model', '=', REQUEST)], limit=1)
        self._assert_refused(self.user, 'office.transition', 'search_read', domain=[])
        self._assert_refused(self.user, 'office.transition', 'unlink', steps.ids)
        self._assert_refused(self.user, 'office.transition', 'write', steps.ids, vals={'verb': 'x'})

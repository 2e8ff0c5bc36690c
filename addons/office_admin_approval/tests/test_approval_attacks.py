"""What the known approval module let any employee do, and more, tried over both interfaces."""
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.attacks import AttackMixin, Refused

from .common import ApprovalMixin

REQUEST = 'office.test.request'
APPROVAL = 'office.approval'
ENGINE_MODELS = (APPROVAL, 'office.approval.step', 'office.approval.assignment', 'office.approval.decision')


@tagged('post_install', '-at_install')
class TestApprovalAttacks(ApprovalMixin, AttackMixin):
    attacked = {
        REQUEST: ['name', 'state', 'requester_id', 'employee_id', 'department_id', 'note', 'company_id',
                  'refuse_reason'],
        'office.test.request.line': ['request_id', 'name', 'quantity'],
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._make_keys(cls.user, cls.stranger, cls.head, cls.officer, cls.manager)
        cls.submitted = cls._create_request()
        cls.submitted.action_submit()
        cls.approval = cls.submitted.sudo().approval_id.sudo(False)
        cls.decided = cls._create_request()
        cls.decided.action_submit()
        cls.decided.with_user(cls.head).action_approve()

    def _take_snapshot(self):
        self.env.invalidate_all()
        return super()._take_snapshot() + [
            self.env[model].search_read(
                [], [name for name, field in self.env[model]._fields.items() if field.store], order='id')
            for model in (*ENGINE_MODELS, 'office.substitution')
        ] + [self.env['office.approval.rule'].search_read([], ['name', 'domain', 'step_ids'], order='id')] + [
            self.env['mail.activity'].search_read([('res_model', '=', REQUEST)], ['user_id', 'active'], order='id')]

    def test_forge_a_decision(self):
        values = {
            'approval_id': self.approval.id, 'res_model': REQUEST, 'res_id': self.submitted.id, 'verb': 'approve',
            'company_id': self.company.id, 'user_id': self.head.id, 'datetime': '2026-01-01 00:00:00'}
        for user in (self.user, self.stranger, self.head, self.manager):
            self._assert_refused(user, 'office.approval.decision', 'create', vals_list=[values])
            self._assert_refused(user, APPROVAL, 'write', self.approval.ids, vals={'state': 'approved'})
            self._assert_refused(user, APPROVAL, 'create', vals_list=[{
                'res_model': REQUEST, 'res_id': self.submitted.id, 'state': 'approved', 'company_id': self.company.id,
                'requester_id': self.user.id, 'start_datetime': '2026-01-01 00:00:00'}])

    def test_import_an_approval(self):
        before = self._take_snapshot()
        for call in (self._call_json2, self._call_xmlrpc):
            for model, names, row in ((APPROVAL, ['.id', 'state'], [str(self.approval.id), 'approved']),
                                      ('office.approval.decision', ['verb'], ['approve'])):
                for user in (self.user, self.head):
                    try:
                        result = call(user, model, 'load', fields=names, data=[row])
                    except Refused:
                        continue
                    self.assertFalse(result['ids'])
        self.assertEqual(self._take_snapshot(), before)

    def test_delete_a_decision(self):
        approval = self.decided.sudo().approval_id
        for user in (self.user, self.head, self.manager):
            self._assert_refused(user, 'office.approval.decision', 'unlink', approval.decision_ids.ids)
            self._assert_refused(user, APPROVAL, 'unlink', approval.ids)
            self._assert_refused(user, 'office.approval.assignment', 'unlink', approval.assignment_ids.ids)

    def test_write_a_snapshot(self):
        assignment = self.approval.sudo().assignment_ids
        for user in (self.user, self.stranger, self.head, self.manager):
            self._assert_refused(user, assignment._name, 'write', assignment.ids, vals={'user_id': user.id})
            self._assert_refused(user, assignment._name, 'create', vals_list=[{
                'step_id': assignment.step_id.id, 'approval_id': self.approval.id, 'user_id': user.id,
                'res_model': REQUEST, 'res_id': self.submitted.id, 'origin': 'users', 'is_open': True}])
            self._assert_refused(
                user, 'office.approval.step', 'write', assignment.step_id.ids,
                vals={'end_datetime': '2026-01-01 00:00:00'})
            self._assert_refused(user, APPROVAL, 'write', self.approval.ids, vals={'excluded_user_ids': [[5]]})
            self._assert_refused(user, REQUEST, 'write', self.submitted.ids, vals={
                'approval_ids': [[1, self.approval.id, {'state': 'approved'}]]})
            self._assert_refused(user, REQUEST, 'write', self.submitted.ids, vals={'approver_ids': [[4, user.id]]})

    def test_decide_twice(self):
        self._assert_refused(self.head, REQUEST, 'action_approve', self.decided.ids, "is decided already")
        self._assert_refused(
            self.head, APPROVAL, 'action_approve', self.decided.sudo().approval_id.ids, "is decided already")

    def test_decide_as_somebody_else(self):
        for user, message in ((self.user, "your own request"), (self.officer, "decided by Head"),
                              (self.manager, "decided by Head"), (self.stranger, '')):
            self._assert_refused(user, REQUEST, 'action_approve', self.submitted.ids, message)
            self._assert_refused(user, APPROVAL, 'action_approve', self.approval.ids)
        for method in ('_decide', '_decide_each', '_finish', '_write_as_system', '_create_as_system', '_advance',
                       '_start', '_let_decide_late', '_add_approver', '_cancel_approval', '_start_approval',
                       '_after_approved'):
            for user in (self.user, self.head):
                self._assert_refused(user, APPROVAL, method, self.approval.ids)
                self._assert_refused(user, REQUEST, method, self.submitted.ids)

    def test_decide_through_the_dialog(self):
        before = self._take_snapshot()
        for call in (self._call_json2, self._call_xmlrpc):
            for user in (self.user, self.stranger, self.officer):
                for verb in ('refuse', 'ask_back', 'except', 'add'):
                    with self.assertRaises(Refused):
                        [wizard] = call(user, 'office.approval.decide', 'create', vals_list=[{
                            'verb': verb, 'reason': "Because", 'approval_ids': [[6, 0, self.approval.ids]],
                            'user_id': user.id}])
                        call(user, 'office.approval.decide', 'action_confirm', [wizard])
        self.assertEqual(self._take_snapshot(), before)

    def test_name_oneself_as_substitute(self):
        now = fields.Datetime.now()
        values = {'user_id': self.head.id, 'substitute_id': self.stranger.id,
                  'start': str(now - timedelta(days=1)), 'stop': str(now + timedelta(days=1))}
        for user in (self.stranger, self.user, self.officer):
            self._assert_refused(user, 'office.substitution', 'create', vals_list=[values])
        mine = self._substitute(self.stranger, self.colleague, start=1)
        self._assert_refused(self.stranger, mine._name, 'write', mine.ids, vals={'user_id': self.head.id})
        self._assert_refused(self.stranger, REQUEST, 'action_approve', self.submitted.ids)

    def test_after_the_end_of_a_substitution(self):
        substitution = self._substitute(self.head, self.stranger, start=-48, stop=-1)
        self._assert_refused(self.stranger, REQUEST, 'action_approve', self.submitted.ids)
        self._assert_refused(self.stranger, APPROVAL, 'read', self.approval.ids, fields=['amount'])
        self._assert_refused(
            self.stranger, substitution._name, 'write', substitution.ids, vals={'stop': '2099-01-01 00:00:00'})
        self._assert_refused(
            self.head, substitution._name, 'write', substitution.ids, "has ended", vals={'stop': '2099-01-01 00:00:00'})

    def test_activity_of_an_approver(self):
        activity = self.env['mail.activity'].search([
            ('res_model', '=', REQUEST), ('res_id', '=', self.submitted.id)])
        for user in (self.user, self.head, self.manager):
            for method, arguments in (
                    ('action_done', {}), ('action_feedback', {'feedback': "done"}), ('unlink', {}),
                    ('action_cancel', {}),
                    ('action_reschedule_tomorrow', {}), ('write', {'vals': {'user_id': user.id}}),
                    ('write', {'vals': {'res_id': self.decided.id}}), ('write', {'vals': {'active': False}})):
                self._assert_refused(user, 'mail.activity', method, activity.ids, **arguments)

    def test_submit_what_one_may_not_read(self):
        draft = self._create_request(self.colleague)
        for user in (self.stranger, self.head, self.manager):
            self._assert_refused(user, REQUEST, 'action_submit', draft.ids)
            self._assert_refused(user, REQUEST, 'action_ask_back', draft.ids)

    def test_context_keys(self):
        context = {
            'skip_validation_check': True, 'office_approval_writing': True, 'bypass': True, 'tier_validation': False,
            'default_state': 'approved', 'default_verb': 'approve', 'su': True, 'uid': self.head.id,
            'install_mode': True, 'mail_activity_automation_skip': True}
        self._assert_refused(self.user, REQUEST, 'action_approve', self.submitted.ids, context=context)
        self._assert_refused(
            self.user, REQUEST, 'write', self.submitted.ids, vals={'state': 'approved'}, context=context)
        self._assert_refused(
            self.user, APPROVAL, 'write', self.approval.ids, vals={'state': 'approved'}, context=context)
        [made] = self._call_json2(self.user, REQUEST, 'create', vals_list=[{}], context=context)
        self.assertEqual(self.env[REQUEST].browse(made).state, 'draft')

    def test_change_the_rules(self):
        for user in (self.user, self.head, self.officer):
            self._assert_refused(user, self.rule._name, 'write', self.rule.ids, vals={'auto_amount': 1e9})
            self._assert_refused(user, self.rule._name, 'read', self.rule.ids, fields=['name'])
            self._assert_refused(user, self.rule._name, '_create_defaults')
            self._assert_refused(user, 'office.approval.rule.step', 'unlink', self.rule.step_ids.ids)
            self._assert_refused(user, 'office.approval.rule.try', 'create', vals_list=[{'res_model': REQUEST}])

    def test_read_what_others_decide(self):
        for user in (self.stranger, self.officer):
            for call in (self._call_json2, self._call_xmlrpc):
                self.assertEqual(call(user, APPROVAL, 'search', domain=[]), [])
                self.assertEqual(call(user, APPROVAL, 'search_count', domain=[('is_mine', '=', True)]), 0)
                self.assertEqual(call(
                    user, APPROVAL, 'formatted_read_group', domain=[], groupby=['state'], aggregates=['__count']), [])
        self._assert_refused(self.stranger, APPROVAL, 'read', self.approval.ids, fields=['timeline'])
        for model in ENGINE_MODELS[1:]:
            self._assert_refused(self.head, model, 'search_read', domain=[])
        self._assert_refused(self.stranger, REQUEST, 'read', self.submitted.ids, fields=['approval_timeline'])
        found = self._call_json2(self.stranger, REQUEST, 'search', domain=[('is_approver', '=', False)])
        self.assertEqual(found, [])

    def test_no_decision_by_an_unauthenticated_link(self):
        self.authenticate(None, None)
        for path in (f'/mail/view?model={REQUEST}&res_id={self.submitted.id}', f'/odoo/my-approvals/{self.approval.id}',
                     f'/web/content/{APPROVAL}/{self.approval.id}/timeline'):
            response = self.url_open(path)
            self.assertNotIn(self.submitted.name, response.text)
        self.assertEqual(self.submitted.state, 'submitted')

    def test_superuser_mode_decides_for_nobody(self):
        for approvals in (self.approval.sudo(), self.approval.with_user(self.user).sudo()):
            with self.assertRaises(Exception) as refused, self.env.cr.savepoint():
                approvals.action_approve()
            self.assertRegex(str(refused.exception), "decided by Head|your own request")
        self.assertEqual(self.submitted.state, 'submitted')

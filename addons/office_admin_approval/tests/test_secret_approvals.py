"""Approvals of what is secret are as secret, and only who is cleared decides."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin
from odoo.addons.office_admin_test.tests.secrecy import TITLE, SecrecyMixin

REQUEST = 'office.test.request'


@tagged('post_install', '-at_install')
class TestSecretApprovals(SecrecyMixin, OfficeTestMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()

    def test_approvals_of_it_are_hidden(self):
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        self.env.invalidate_all()
        for user in self.manager | self.auditor | self.administrator | self.stranger:
            with self.subTest(user=user.name):
                self.assertFalse(self.env['office.approval'].with_user(user).search([('res_id', '=', request.id)]))
        self.assertFalse(self.env['office.approval.decision'].with_user(self.manager).search(
            [('res_id', '=', request.id)]))

    def test_approver_without_undertaking_is_passed_over(self):
        self.env['office.secrecy.undertaking'].search([('user_id', '=', self.head.id)])._withdraw("Moved")
        request = self._create_secret()
        self.assertNotIn(self.head, request.sudo().approver_ids)
        self.assertTrue(request.sudo().approver_ids)
        with self.assertRaises(AccessError):
            request.with_user(self.head).action_approve()

    def test_raising_the_level_asks_the_next_approver(self):
        self.env['office.secrecy.undertaking'].search([('user_id', '=', self.head.id)])._withdraw("Moved")
        request = self._create_request()
        request.action_submit()
        self.assertIn(self.head, request.sudo().approver_ids)
        request._classify('confidential', self.officer, "A lawsuit")
        self.env.invalidate_all()
        self.assertFalse(request.with_user(self.head).has_access('read'))
        self.assertNotIn(self.head, request.sudo().approver_ids)

    def test_administrator_gives_himself_rights(self):
        self._create_approved().with_user(self.officer)._hand_over(self.manager, TITLE)
        request = self._create_secret()
        self.env['office.secrecy.log']._append(request, 'read')
        names = ['office.hand.over', 'office.transition', 'office.number.counter', 'office.deadline',
                 'office.approval.step', 'office.approval.assignment', 'bus.bus', 'office.deadline.pause']
        self.env['ir.model.access'].with_user(self.administrator).create([{
            'name': name, 'model_id': self.env['ir.model']._get_id(name),
            'group_id': self.env.ref('base.group_system').id, 'perm_read': True, 'perm_write': True,
            'perm_create': True, 'perm_unlink': True,
        } for name in [*names, 'office.secrecy.undertaking', 'office.secrecy.log']])
        for name in names:
            with self.subTest(name=name):
                self.assertFalse(self.env[name].with_user(self.administrator).search_count([]))
                if name not in ('bus.bus', 'office.deadline.pause'):
                    records = self.env[name].search([], limit=1)
                    self.assertTrue(records)
                    self.assertFalse(records.with_user(self.administrator).has_access('read'))
        own = self.env['office.secrecy.undertaking'].create({
            'user_id': self.administrator.id, 'company_id': self.company.id, 'training_date': fields.Date.today(),
            'text': "<p>x</p>"})
        with self.assertRaisesRegex(AccessError, "as it was issued"):
            own.with_user(self.administrator).write({'sign_datetime': fields.Datetime.now(), 'level': 'secret'})
        with self.assertRaisesRegex(UserError, "never by hand"):
            self.env['office.secrecy.log'].with_user(self.administrator).create({
                'res_model': REQUEST, 'res_id': request.id, 'company_id': self.company.id, 'secrecy_level': 'secret',
                'user_id': self.officer.id, 'action': 'read', 'datetime': fields.Datetime.now()})

    def test_number_of_what_waits_for_somebody_else(self):
        self.env['office.substitution'].with_user(self.head).create({
            'user_id': self.head.id, 'substitute_id': self.colleague.id,
            'start': fields.Datetime.now() - timedelta(hours=1), 'stop': fields.Datetime.now() + timedelta(days=1)})
        self._create_request().action_submit()
        self._create_secret()
        substitution = self.env['office.substitution'].search([('user_id', '=', self.head.id)])
        self.assertEqual(substitution.with_user(self.head).waiting_count, 2)
        for user in self.colleague | self.auditor | self.administrator:
            self.assertEqual(substitution.with_user(user).waiting_count, 1, user.name)

    def test_document_with_which_rules_are_tried(self):
        secret = self._create_secret()
        dialog = self.env['office.approval.rule.try'].with_user(self.administrator)
        values = {'document_ref': f'{REQUEST},{secret.id}'}
        with self.assertRaisesRegex(AccessError, "not for you, or that is gone"):
            dialog.onchange(values, list(values), {'document_ref': {}})
        with self.assertRaisesRegex(AccessError, "not for you, or that is gone"):
            dialog.with_context(default_document_ref=values['document_ref']).onchange({}, [], {'document_ref': {}})

"""What people try from beside a request: by Odoo's dialogs and by the door for mails."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeTestCommon

REQUEST = 'office.test.request'
NOT_YOURS = "not for you, or that is gone"
MAIL = """From: Head <%s>
To: office@example.com
Subject: Approved
Message-Id: <1@example.com>
Content-Type: text/plain

I have approved this.
"""


@tagged('post_install', '-at_install')
class TestOutside(OfficeTestCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user('sup_administrator', 'base.group_system')

    def setUp(self):
        super().setUp()
        self.request = self._submit()

    def _get_messages(self):
        return self.env['mail.message'].search([('model', '=', REQUEST), ('res_id', '=', self.request.id)])

    def test_what_a_dialog_keeps_tells_nothing(self):
        """Neither the number nor the level, which Odoo computes for it as superuser."""
        for user in self.stranger | self.administrator:
            self.assertFalse(self.request.with_user(user).has_access('read'))
            dialogs = self.env['mail.compose.message'].with_user(user)
            own = dialogs.create({'model': 'res.partner', 'res_ids': str(user.partner_id.ids)})
            for values in ({'model': REQUEST, 'res_ids': str(self.request.ids)},
                           {'parent_id': self._get_messages()[:1].id}):
                with self.subTest(user=user.login, values=values):
                    with self.assertRaisesRegex(AccessError, NOT_YOURS):
                        dialogs.create(values)
                    with self.assertRaisesRegex(AccessError, NOT_YOURS):
                        own.write(values)
        dialog = self.env['mail.compose.message'].with_user(self.user).create(
            {'model': REQUEST, 'res_ids': str(self.request.ids)})
        self.assertEqual(dialog.subject, self.request.name)

    def test_ids_that_a_dialog_finds_in_the_context(self):
        for user in self.stranger | self.administrator:
            dialogs = self.env['mail.compose.message'].with_user(user)
            own = dialogs.create(
                {'model': REQUEST, 'composition_mode': 'mass_mail', 'body': "Forged", 'subject': "Forged"})
            before = self._get_messages()
            for key, value in {'active_ids': self.request.ids, 'active_id': self.request.id,
                               'composer_force_res_ids': self.request.ids}.items():
                with self.subTest(user=user.login, key=key):
                    there = dialogs.with_context(**{key: value})
                    with self.assertRaisesRegex(AccessError, NOT_YOURS):
                        there.create({'model': REQUEST})
                    with self.assertRaisesRegex(AccessError, NOT_YOURS):
                        there.onchange({'model': REQUEST}, ['model'], {'subject': {}})
                    if key != 'active_id':  # it is not asked for any more when the dialog is there
                        with self.assertRaisesRegex(AccessError, NOT_YOURS):
                            own.with_env(there.env).action_send_mail()
            self.assertEqual(self._get_messages(), before)

    def test_ids_of_a_dialog_do_not_come_to_mean_another_model(self):
        for user in self.stranger | self.administrator:
            own = self.env['mail.compose.message'].with_user(user).create(
                {'model': 'res.partner', 'res_ids': str(self.request.ids)})
            with self.assertRaisesRegex(AccessError, NOT_YOURS):
                own.write({'model': REQUEST})
            with self.assertRaisesRegex(AccessError, NOT_YOURS):
                own.onchange({'model': REQUEST}, ['model'], {'subject': {}})
            own.write({'res_ids': str(self.request.ids), 'body': "What it links to already may be sent back."})

    def test_what_is_of_another_company_is_not_named(self):
        company = self.env['res.company'].create({'name': "Elsewhere"})
        foreigner = self._create_user('sup_foreigner')
        foreigner.write({'company_ids': [Command.set(company.ids)], 'company_id': company.id})
        self.user_employee.name = "Xyzzy"
        with self.assertRaises(UserError) as refused:
            self._create_request(foreigner, employee_id=self.user_employee.id)
        self.assertIn("“For” belongs to another company, or is gone", str(refused.exception))
        self.assertNotIn("Xyzzy", str(refused.exception))

    def test_mails_are_taken_in_by_the_server_alone(self):
        """Who hands in a mail says who has sent it, what it answers, and what is made of it."""
        self.head.email = 'head@example.com'
        before = self._get_messages(), self.env[REQUEST].search([])
        for user in self.user | self.stranger | self.auditor | self.administrator:
            thread = self.env['mail.thread'].with_user(user)
            for values in ({'thread_id': self.request.id}, {'custom_values': {'note': "Forged"}}):
                with self.subTest(user=user.login, values=values), self.assertRaisesRegex(AccessError, "by the server"):
                    thread.message_process(REQUEST, MAIL % self.head.email, **values)
        for user in self.user | self.stranger | self.auditor:
            with self.assertRaisesRegex(AccessError, "by the server"):
                self.env['mail.thread'].with_user(user).message_process(REQUEST, MAIL % self.head.email)
        self.assertEqual((self._get_messages(), self.env[REQUEST].search([])), before)
        number = self.env['mail.thread'].sudo().message_process(  # as the server fetches it
            REQUEST, MAIL % self.head.email, thread_id=self.request.id)
        self.assertEqual(number, self.request.id)
        self.assertEqual((self._get_messages() - before[0]).author_id, self.head.partner_id)

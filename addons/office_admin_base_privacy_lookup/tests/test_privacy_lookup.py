from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestPrivacyLookup(OfficeTestCommon):
    """Administrators look a person up, and neither find nor delete by it what is not theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user('sup_administrator', 'base.group_system')
        for user in cls.user | cls.head | cls.officer:
            cls._clear(user)
        cls.user.email = 'user@example.com'

    def setUp(self):
        super().setUp()
        self.secret = self._submit(secrecy_level='secret', allowed_user_ids=[Command.set(self.officer.ids)])
        self.public = self._submit()
        for request in self.secret | self.public:
            request.with_user(self.user).message_post(body="I need it.")

    def _look_up(self):
        wizard = self.env['privacy.lookup.wizard'].with_user(self.administrator).create(
            {'name': self.user.name, 'email': self.user.email})
        wizard.action_lookup()
        wizard.env.flush_all()
        return wizard

    def _get_messages(self, request):
        return self.env['mail.message'].search([('model', '=', request._name), ('res_id', '=', request.id)])

    def _get_line_values(self, record):
        return {'res_model_id': self.env['ir.model']._get_id(record._name), 'res_id': record.id}

    def test_what_is_hidden_is_not_found(self):
        wizard = self._look_up()
        found = {(line.res_model, line.res_id) for line in wizard.line_ids}
        self.assertIn(('res.partner', self.user.partner_id.id), found)
        messages = self._get_messages(self.secret)
        self.assertTrue(messages)
        self.assertFalse(found & {('mail.message', message.id) for message in messages})
        self.assertNotIn(self.secret.name, str(wizard.line_ids.read()))
        for message in messages:
            self.assertNotIn(f'#{message.id},', f'{wizard.records_description},')

    def test_what_is_hidden_is_no_line(self):
        wizard = self._look_up()
        lines = wizard.line_ids
        for record in self.secret | self.public:
            values = self._get_line_values(record)
            with self.assertRaisesRegex(AccessError, "not for you, or that is gone"):
                lines.create(values)
            with self.assertRaisesRegex(AccessError, "not for you, or that is gone"):
                lines[:1].write(values)
            with self.assertRaisesRegex(AccessError, "not for you, or that is gone"):
                lines.onchange(values, ['res_id'], {'res_name': {}})

    def test_what_was_said_is_not_deleted(self):
        self.administrator.write({'group_ids': [Command.link(self.env.ref('office_admin_test.group_manager').id)]})
        message = self._get_messages(self.public)[:1]
        self.assertTrue(message.with_user(self.administrator).has_access('read'))
        line = self._look_up().line_ids.create(self._get_line_values(message))
        with self.assertRaises(UserError):
            line.action_unlink()
        self.assertTrue(message.exists())

    def test_the_rest_is_deleted_as_in_odoo(self):
        tag = self.env['res.partner.category'].create({'name': "Old"})
        line = self._look_up().line_ids.create(self._get_line_values(tag))
        line.action_unlink()
        self.assertFalse(tag.exists())
        self.assertTrue(line.is_unlinked)

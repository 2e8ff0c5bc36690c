"""Ways around secrecy: beside the document, through dialogs, and by who administers Odoo."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin
from odoo.addons.office_admin_test.tests.secrecy import TITLE, SecrecyMixin

REQUEST = 'office.test.request'
MESSAGE_RECORDS = {
    'mail.notification': 'mail_message_id', 'mail.tracking.value': 'mail_message_id',
    'mail.message.translation': 'message_id'}


@tagged('post_install', '-at_install')
class TestAttackSecrecy(SecrecyMixin, OfficeTestMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.secret = cls._create_secret()

    def _talk_about(self, request):
        message = request.with_user(self.head).message_post(
            body=TITLE, subject=TITLE, partner_ids=self.officer.partner_id.ids, subtype_xmlid='mail.mt_comment')
        self.env['mail.message.translation'].create({
            'message_id': message.id, 'source_lang': 'en', 'target_lang': 'zh', 'body': TITLE})
        self.env.flush_all()
        self.env.invalidate_all()
        return message.sudo()

    def test_who_was_notified_and_what_has_changed(self):
        request = self.secret
        message = self._talk_about(request)
        messages = self.env['mail.message'].search([('model', '=', REQUEST), ('res_id', '=', request.id)])
        self.assertTrue(messages.tracking_value_ids)
        self.assertTrue(self.env['mail.notification'].with_user(self.officer).search(
            [('mail_message_id', '=', message.id)]))
        for user in self._get_outsiders():
            for name, field in MESSAGE_RECORDS.items():
                model = self.env[name].with_user(user)
                records = model.sudo().search([(field, 'in', messages.ids)])
                self.assertTrue(records, name)
                if model.has_access('read'):
                    with self.subTest(user=user.name, model=name):
                        self.assertFalse(model.search([(field, 'in', messages.ids)]))
                        self.assertFalse(model.search_count([('id', 'in', records.ids)]))
                        self.assertFalse(records.with_user(user)._filtered_access('read'))

    def test_subject_as_a_label(self):
        message = self._talk_about(self.secret)
        reaction = self.env['mail.message.reaction'].create(
            {'message_id': message.id, 'content': "👍", 'partner_id': self.head.partner_id.id})
        with self.assertRaises(AccessError):
            reaction.with_user(self.administrator).read(['message_id'])
        for user in self._get_outsiders():
            self.assertNotIn(TITLE, message.with_user(user).sudo().display_name)
        for user in self.head | self.officer | self.env.ref('base.user_root'):
            self.assertEqual(message.with_user(user).sudo().display_name, TITLE)

    def test_what_waits_to_be_shown_on_a_phone(self):
        device = self.env['mail.push.device'].create({
            'partner_id': self.officer.partner_id.id, 'endpoint': "https://push.example/1", 'keys': "{}"})
        push = self.env['mail.push'].create({'mail_push_device_id': device.id, 'payload': TITLE})
        self.assertFalse(push.with_user(self.administrator).search([('payload', 'ilike', TITLE)]))
        self.assertFalse(push.with_user(self.administrator).has_access('read'))

    def test_labels_of_what_is_of_another_department_or_company(self):
        message = self._talk_about(request := self._submit())
        for user in self.stranger | self.foreigner:
            self.assertFalse(request.with_user(user).has_access('read'))
            [values] = message.notification_ids[:1].with_user(user).read(['mail_message_id'])
            self.assertEqual(values['mail_message_id'], (message.id, "Not for you"))
        self.assertEqual(message.with_user(self.user).sudo().display_name, TITLE)

    def test_file_as_the_label_of_another_file(self):
        request = self.secret
        secret = self.env['ir.attachment'].create(
            {'name': TITLE, 'raw': b'x', 'res_model': REQUEST, 'res_id': request.id})
        self.env.flush_all()
        for user in self._get_outsiders():
            copy = self.env['ir.attachment'].with_user(user).create({'name': "Mine", 'original_id': secret.id})
            [values] = copy.read(['original_id'])
            self.assertNotIn(TITLE, str(values), user.name)
            for record in secret, request.sudo().message_ids, request.sudo().activity_ids:
                self.assertNotIn(request.name, str(record.with_user(user).sudo().mapped('display_name')))
        self.assertEqual(secret.with_user(self.officer).display_name, TITLE)

    def test_nothing_beside_it_is_counted(self):
        request = self.secret
        self._talk_about(request)
        request.sudo().activity_schedule('mail.mail_activity_data_todo', user_id=self.officer.id, summary=TITLE)
        self.env['ir.attachment'].create({'name': TITLE, 'raw': b'x', 'res_model': REQUEST, 'res_id': request.id})
        request.with_user(self.officer).read(['note'])
        for mixin in ('office.secrecy.attached.mixin', 'office.secrecy.line.mixin'):
            for name in self.env.registry.descendants([mixin], '_inherit'):
                model = self.env[name]
                if model._abstract:
                    continue
                if mixin == 'office.secrecy.attached.mixin':
                    domain = [(model._document_model_field, '=', REQUEST), (model._document_id_field, '=', request.id)]
                elif model._fields[field := model._get_document_field()].comodel_name == REQUEST:
                    domain = [(field, '=', request.id)]
                else:
                    continue
                for user in self._get_outsiders():
                    theirs = model.with_user(user)
                    if theirs.has_access('read'):
                        with self.subTest(user=user.name, model=name):
                            self.assertEqual(theirs.search_count(domain), 0)

    def test_who_reads_the_lines_is_recorded(self):
        request = self.secret
        lines = request.line_ids.with_user(self.officer)
        lines.read(['name'])
        lines.export_data(['name'])
        rows = self.env['office.secrecy.log'].search([('res_id', '=', request.id), ('user_id', '=', self.officer.id)])
        self.assertEqual(set(rows.mapped('action')), {'read', 'export'})

    def test_dialog_of_a_document_that_one_may_not_see(self):
        request = self.secret
        classify = self.env['office.secrecy.classify']
        values = {'res_model': REQUEST, 'res_id': request.id, 'reason': "x"}
        for user in self._get_outsiders():
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    classify.with_user(user).create(values)
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    classify.with_user(user).create(
                        {**values, 'secrecy_level': 'public', 'allowed_user_ids': []}).read(['company_id'])
        wizard = classify.with_user(self.officer).create(values)
        self.assertEqual(wizard.secrecy_level, 'secret')
        self.assertEqual(wizard.allowed_user_ids, self.officer)

    def test_undertaking_of_somebody_else_in_the_dialog(self):
        undertaking = self.env['office.secrecy.undertaking'].search([('user_id', '=', self.head.id)], limit=1)
        with self.assertRaises(AccessError):
            self.env['office.secrecy.undertaking.sign'].with_user(self.colleague).create(
                {'undertaking_id': undertaking.id}).read(['text'])
        with self.assertRaises(AccessError):
            self.env['office.secrecy.undertaking.sign'].with_user(self.colleague).create(
                {'undertaking_id': undertaking.id}).read(['undertaking_id'])

    def test_administrator_changes_no_rule_of_secrecy(self):
        rules = self.env['ir.rule'].search([
            ('groups', '=', False), '|',
            ('domain_force', '=like', "%cleared', '=', True)]"), ('domain_force', '=', "[(0, '=', 1)]")])
        self.assertIn(REQUEST, rules.mapped('model_id.model'))
        for values in ({'active': False}, {'domain_force': "[(1, '=', 1)]"}, {'perm_read': False},
                       {'groups': [Command.set(self.env.ref('base.group_system').ids)]}):
            for rule in rules:
                with self.assertRaisesRegex(UserError, "cannot be changed"):
                    rule.with_user(self.administrator).write(values)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            rules.with_user(self.administrator).unlink()
        other = self.env['ir.rule'].with_user(self.administrator).create(
            {'name': "x", 'model_id': self.env['ir.model']._get_id('res.partner')})
        other.active = False
        other.unlink()

    def test_administrator_adds_no_field_that_tracks_a_secret(self):
        with self.assertRaisesRegex(ValidationError, "cannot be tracked"):
            self.env['ir.model.fields'].with_user(self.administrator).create({
                'model_id': self.env['ir.model']._get_id('res.partner'), 'name': 'x_request', 'tracking': 1,
                'field_description': "Request", 'ttype': 'many2one', 'relation': REQUEST})

"""Who says what when on our documents: nobody speaks as somebody else, and what was logged stays."""
from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon, OfficeTestMixin


@tagged('post_install', '-at_install')
class TestHistory(OfficeTestCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, 'sup_admin', 'base.group_system', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])
        cls.request = cls._create_request()
        cls.request.action_submit()
        cls.env.cr.precommit.run()  # tracking
        cls.log = cls._get_messages().filtered(lambda message: message.message_type == 'notification')[:1]

    @classmethod
    def _get_messages(cls):
        return cls.env['mail.message'].search([('model', '=', cls.request._name), ('res_id', '=', cls.request.id)])

    def test_nobody_edits_what_was_logged(self):
        self.assertTrue(self.log)
        before = self.log.read(['body', 'date', 'author_id', 'message_type'])
        for user in (self.user, self.head, self.manager, self.admin):
            log = self.log.with_user(user)
            for values in ({'body': "Never"}, {'date': '2020-01-01 08:00:00'}, {'message_type': 'comment'},
                           {'author_id': self.head.partner_id.id}, {'model': False}, {'res_id': 1},
                           {'tracking_value_ids': [Command.clear()]}):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    log.write(values)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                log.unlink()
        self.assertEqual(self.log.read(['body', 'date', 'author_id', 'message_type']), before)

    def test_a_comment_is_neither_dated_back_nor_deleted(self):
        comment = self.request.message_post(body="I need it", message_type='comment')
        for values in ({'body': "I do not"}, {'date': '2020-01-01 08:00:00'}, {'email_from': "head@example.com"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                comment.write(values)
        with self.assertRaises(UserError):
            comment.unlink()
        comment.toggle_message_starred()
        self.assertIn(self.user.partner_id, comment.sudo().starred_partner_ids)

    def test_nobody_speaks_as_somebody_else(self):
        head = self.head.partner_id
        names = [{'author_id': head.id}, {'email_from': head.email_formatted}, {'author_id': False},
                 {'author_id': self.user.partner_id.id, 'email_from': head.email_formatted}]
        for user in (self.user, self.admin):
            request = self.request.with_user(self.user)
            for values in names:
                with self.subTest(user=user.login, values=values):
                    with self.assertRaisesRegex(AccessError, "own name"):
                        request.message_post(body="Approved", message_type='comment', **values)
                    with self.assertRaisesRegex(AccessError, "own name"):
                        request.message_notify(body="Approved", partner_ids=self.colleague.partner_id.ids, **values)
                    with self.assertRaisesRegex(AccessError, "own name"), self.cr.savepoint():
                        request.env['mail.thread'].message_notify(
                            body="Approved", partner_ids=self.colleague.partner_id.ids,
                            model=request._name, res_id=request.id, **values)
                    with self.assertRaises(UserError), self.cr.savepoint():
                        request.env['mail.message'].create(
                            {'model': request._name, 'res_id': request.id, 'body': "Approved", **values})
        self.assertFalse(self._get_messages().filtered(lambda message: message.author_id == head))

    def test_context_makes_nobody_the_author(self):
        for context in ({'default_author_id': self.head.partner_id.id}, {'default_message_type': 'notification'},
                        {'default_date': '2020-01-01 08:00:00'}):
            with self.subTest(context=context), self.assertRaises(AccessError):
                self.env['mail.message'].with_user(self.user).with_context(**context).create(
                    {'model': self.request._name, 'res_id': self.request.id, 'body': "Approved"})

    def test_what_is_posted_by_hand_looks_so(self):
        for message_type in ('notification', 'auto_comment', 'email', 'comment'):
            message = self.request.message_post(body="Approved", message_type=message_type)
            self.assertEqual(message.message_type, 'comment')
        with self.assertRaises(AccessError):
            self.request.message_post(body="Before", date='2020-01-01 08:00:00')
        field = self.env['ir.model.fields']._get('office.test.request', 'state')
        with self.assertRaises(AccessError):
            self.request.message_post(body="", tracking_value_ids=[Command.create(
                {'field_id': field.id, 'old_value_char': "Submitted", 'new_value_char': "Approved"})])

    def test_composer_writes_in_the_own_name(self):
        for mode in ('comment', 'mass_mail'):
            values = {
                'model': self.request._name, 'res_ids': str(self.request.ids), 'body': "Approved", 'subject': "Yes",
                'composition_mode': mode, 'partner_ids': [Command.set(self.colleague.partner_id.ids)]}
            composer = self.env['mail.compose.message'].with_user(self.user)
            for forged in ({'author_id': self.head.partner_id.id, 'email_from': self.head.email_formatted},
                           {'email_from': self.head.email_formatted}):
                with self.subTest(mode=mode, forged=forged), self.assertRaises(AccessError):
                    composer.create({**values, **forged})._action_send_mail()
            composer.create(values)._action_send_mail()

    def test_a_scheduled_message_is_its_authors(self):
        values = {'model': self.request._name, 'res_id': self.request.id, 'body': "Later",
                  'scheduled_date': fields.Datetime.add(fields.Datetime.now(), hours=1)}
        scheduled = self.env['mail.scheduled.message'].with_user(self.head).create(
            {**values, 'author_id': self.head.partner_id.id})
        with self.assertRaises(AccessError):
            scheduled.with_user(self.user).write({'body': "I approve"})
        with self.assertRaises(AccessError):
            scheduled.with_user(self.user).unlink()
        with self.assertRaises(AccessError):
            self.env['mail.scheduled.message'].with_user(self.user).create(
                {**values, 'author_id': self.head.partner_id.id})
        with self.assertRaises(AccessError):
            scheduled.author_id = self.user.partner_id
        scheduled.with_user(self.head).post_message()
        self.assertEqual(self._get_messages()[:1].author_id, self.head.partner_id)

    def test_tracked_changes_stay_for_administrators_too(self):
        values = self._get_messages().tracking_value_ids
        self.assertTrue(values)
        for value in values.with_user(self.admin):
            with self.assertRaises(UserError):
                value.new_value_char = "Refused"
            with self.assertRaises(UserError):
                value.unlink()
        with self.assertRaises(UserError):
            self.env['mail.tracking.value'].with_user(self.admin).create({
                'mail_message_id': self.log.id, 'new_value_char': "Refused", 'field_id': values[0].field_id.id})

    def test_messages_do_not_wander(self):
        other = self._create_request()
        with self.assertRaises(AccessError):
            self.request.message_change_thread(other)
        hidden = self.request.with_user(self.stranger)
        with self.assertRaises(AccessError) as refused:
            hidden.message_change_thread(hidden)
        self.assertNotIn(self.request.name, str(refused.exception))
        note = self.admin.partner_id.with_user(self.admin).message_post(body="Elsewhere", message_type='comment')
        with self.assertRaises(UserError):
            note.write({'model': self.request._name, 'res_id': self.request.id})

    def test_documents_of_odoo_stay_as_they_are(self):
        keeper = self._create_user('sup_keeper', 'base.group_partner_manager')
        if accounting := self.env.ref('account.group_account_readonly', raise_if_not_found=False):
            keeper.group_ids += accounting  # where it is installed, it looks for entries of each message
        message = self.officer.partner_id.with_user(keeper).message_post(
            body="As before", author_id=self.head.partner_id.id, message_type='notification')
        self.assertEqual(message.author_id, self.head.partner_id)
        message.write({'body': "Changed", 'date': '2020-01-01 08:00:00'})
        self.assertEqual(message.message_type, 'notification')
        message.unlink()

    def test_a_draft_is_deleted_with_its_messages(self):
        draft = self._create_request()
        draft.message_post(body="Soon", message_type='comment')
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_every_document_of_ours_has_such_a_history(self):
        models = self.env.registry.descendants(['office.workflow.mixin', 'office.secrecy.mixin'], '_inherit')
        for name in models:
            if not self.env[name]._abstract:
                self.assertTrue(self.env['office.history.mixin']._has_history(name), name)


@tagged('post_install', '-at_install')
class TestHistoryOverHttp(OfficeTestMixin, MailCommon, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.admin = new_test_user(
            cls.env, 'sup_admin', 'base.group_system', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])

    def _update(self, user, message, body):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            '/mail/message/update_content', {'message_id': message.id, 'update_data': {
                'body': body, 'attachment_ids': [], 'message_type': 'notification'}})

    @mute_logger('odoo.http')
    def test_only_authors_edit_only_what_they_wrote(self):
        request = self._create_request()
        request.action_submit()
        comment = request.message_post(body="I need it", message_type='comment')
        request.sudo()._message_log(body="Logged")
        log = self.env['mail.message'].search(
            [('model', '=', request._name), ('res_id', '=', request.id), ('message_type', '=', 'notification')],
            limit=1)
        for user, message in ((self.admin, comment), (self.head, comment), (self.user, log), (self.admin, log)):
            before = message.body
            with self.subTest(user=user.login, message=before), self.assertRaises(JsonRpcException):
                self._update(user, message, "Never")
            self.env.invalidate_all()
            self.assertEqual(message.sudo().body, before)
        self._update(self.user, comment, "I need it very much")
        self.env.invalidate_all()
        self.assertIn("very much", comment.sudo().body)
        self.assertIn("o-mail-Message-edited", comment.sudo().body)
        self.assertEqual(comment.sudo().message_type, 'comment')

    def test_the_page_posts_no_log_entries(self):
        request = self._create_request()
        request.action_submit()
        self.authenticate(self.user.login, self.user.login)
        answer = self.make_jsonrpc_request('/mail/message/post', {
            'thread_model': request._name, 'thread_id': request.id,
            'post_data': {'body': "Approved", 'message_type': 'notification', 'author_id': self.head.partner_id.id}})
        message = self.env['mail.message'].browse(answer['message_id'])
        self.assertRecordValues(message, [{'message_type': 'comment', 'author_id': self.user.partner_id.id}])

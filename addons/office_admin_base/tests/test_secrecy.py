"""Who is not cleared sees nothing of a document, in whichever list, message, file or address."""
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin
from odoo.addons.office_admin_test.tests.secrecy import TITLE, SecrecyMixin

REQUEST = 'office.test.request'
LINE = 'office.test.request.line'


@tagged('post_install', '-at_install')
class TestSecrecy(SecrecyMixin, OfficeTestMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.secret = cls._create_secret()

    def test_r137_only_those_concerned_see_it(self):
        request = self.secret
        for user in self.user | self.head | self.officer:
            self.assertTrue(request.with_user(user).has_access('read'), user.name)
        for user in self._get_outsiders():
            requests = self.env[REQUEST].with_user(user)
            with self.subTest(user=user.name):
                self.assertFalse(request.with_user(user).has_access('read'))
                self.assertFalse(requests.search([('id', '=', request.id)]))
                self.assertFalse(requests.search_count([('note', 'ilike', 'lawsuit')]))
                self.assertFalse(requests.name_search(request.name))
                self.assertFalse(requests.formatted_read_group(
                    [('id', '=', request.id)], ['state'], ['__count']))
                self.assertFalse(self.env[LINE].with_user(user).search(
                    [('request_id', '=', request.id)]))
                with self.assertRaises(UserError):
                    request.with_user(user).export_data(['name', 'note'])

    def test_r137_expired_undertaking_closes(self):
        request = self._create_secret('confidential')
        self.assertTrue(request.with_user(self.officer).has_access('read'))
        self.env['office.secrecy.undertaking'].search([('user_id', '=', self.officer.id)])._write_as_system(
            {'end_datetime': fields.Datetime.now() - timedelta(seconds=1)})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "need a valid undertaking") as caught:
            request.with_user(self.officer).read(['note'])
        self.assertNotIn(request.name, str(caught.exception))
        with self.env.cr.savepoint(), self.assertRaises(AccessError):
            request.with_user(self.officer).action_serve()
            request.with_user(self.officer)._serve()

    def test_r137_confidential_undertaking_opens_no_secret(self):
        request = self.secret
        self.env['office.secrecy.undertaking'].search([('user_id', '=', self.officer.id)])._withdraw("Moved")
        self._clear(self.officer, 'confidential')
        self.assertFalse(request.with_user(self.officer).has_access('read'))

    def test_r137_ended_undertaking_opens_nothing_beside_a_valid_one(self):
        request = self.secret
        self.env['office.secrecy.undertaking'].search([('user_id', '=', self.officer.id)])._write_as_system(
            {'end_datetime': fields.Datetime.now() - timedelta(seconds=1)})
        self._clear(self.officer, 'confidential')
        self.assertFalse(request.with_user(self.officer).has_access('read'))

    def test_messages_and_followers_are_hidden_from_former_participants(self):
        request = self._create_request(secrecy_level='public', note=TITLE)
        request.action_submit()
        request.with_user(self.head).message_post(body=TITLE, partner_ids=self.colleague.partner_id.ids)
        request.sudo().message_subscribe(self.colleague.partner_id.ids)
        own = request.with_user(self.officer).message_post(body=f"{TITLE}!")
        messages = self.env['mail.message'].with_user(self.colleague)
        self.assertTrue(messages.search([('body', 'ilike', TITLE)]))
        request.with_user(self.user)._classify('secret', self.env['res.users'], "A lawsuit")
        self.env.flush_all()
        self.env.invalidate_all()
        for user in self.colleague | self.officer | self.stranger | self.administrator:
            with self.subTest(user=user.name):
                self.assertFalse(self.env['mail.message'].with_user(user).search([('body', 'ilike', TITLE)]))
                self.assertFalse(own.with_user(user).has_access('read'))
                self.assertFalse(self.env['mail.followers'].with_user(user).search(
                    [('res_model', '=', request._name), ('res_id', '=', request.id)]))
        self.assertNotIn(self.colleague.partner_id, request.sudo().message_partner_ids)
        self.assertFalse(self.env['mail.notification'].search(
            [('mail_message_id.res_id', '=', request.id), ('mail_message_id.model', '=', request._name),
             ('res_partner_id', '=', self.colleague.partner_id.id)]))

    def test_nobody_is_notified_of_what_he_may_not_see(self):
        request = self.secret
        request.sudo().message_subscribe((self.colleague | self.officer).partner_id.ids)
        message = request.with_user(self.head).message_post(
            body=TITLE, partner_ids=self.stranger.partner_id.ids, subtype_xmlid='mail.mt_comment')
        notified = message.sudo().notification_ids.res_partner_id
        self.assertIn(self.officer.partner_id, notified)
        self.assertFalse(notified & (self.colleague | self.stranger).partner_id)

    def test_messages_written_for_later_wait_for_readers_only(self):
        request = self._create_request(note=TITLE)
        request.action_submit()
        later = self.env['mail.scheduled.message'].with_user(self.officer).create({
            'model': request._name, 'res_id': request.id, 'subject': TITLE, 'body': TITLE,
            'author_id': self.officer.partner_id.id, 'scheduled_date': fields.Datetime.now() + timedelta(days=1)})
        self.assertTrue(later.has_access('read'))
        request.with_user(self.user)._classify('secret', self.env['res.users'], "A lawsuit")
        self.env.invalidate_all()
        for user in self.officer | self.stranger | self.administrator:
            self.assertFalse(self.env['mail.scheduled.message'].with_user(user).search([('id', '=', later.id)]))
            self.assertFalse(later.with_user(user).has_access('read'))

    def test_level_raised_while_others_have_it_open(self):
        request = self._create_request(note=TITLE)
        request.action_submit()
        officers = request.with_user(self.officer)
        self.assertEqual(officers.read(['note'])[0]['note'], TITLE)
        request.with_user(self.user)._classify('secret', self.env['res.users'], "A lawsuit")
        request.with_user(self.head).action_approve()
        for act in (officers.action_serve, officers.action_cancel, officers.action_classify,
                    partial(officers.read, ['note']), partial(officers.web_save, {'note': "x"}, {'note': {}}),
                    partial(officers.message_post, body="x"), partial(officers.copy, {}),
                    partial(officers.activity_schedule, 'mail.mail_activity_data_todo')):
            with self.subTest(act=act), self.env.cr.savepoint(), self.assertRaises(AccessError) as caught:
                act()
            self.assertNotIn(TITLE, str(caught.exception))
            self.assertNotIn(request.name, str(caught.exception))

    def test_nobody_hears_that_a_promise_is_late_who_may_not_see_it(self):
        request = self.secret
        for rung in ('holder', 'head', 'manager'):
            told = request._get_escalation_users(rung, 'serve')
            self.assertFalse(told & self._get_outsiders(), rung)
        self.assertEqual(request._get_escalation_users('holder', 'serve'), self.officer)

    def test_r68_no_address_tells_outsiders(self):
        request = self.secret
        request.with_user(self.head).message_post(body=TITLE)
        thread = {'thread_model': request._name, 'thread_id': request.id}
        routes = {
            '/mail/thread/messages': thread,
            '/mail/thread/data': thread | {'request_list': ['followers', 'attachments', 'suggestedRecipients']},
            '/mail/data': {'fetch_params': [['systray_get_activities'], ['mail.thread', thread]]},
            '/mail/inbox/messages': {}, '/mail/history/messages': {}, '/mail/starred/messages': {},
        }
        self.assertIn(TITLE, self._post(self.officer, '/mail/thread/messages', thread))
        for user in self._get_outsiders():
            for route, params in routes.items():
                with self.subTest(user=user.name, route=route):
                    answer = self._post(user, route, params)
                    self.assertNotIn(TITLE, answer)
                    self.assertNotIn(request.name, answer)
            page = self.url_open(f'/mail/view?model={request._name}&res_id={request.id}').text
            self.assertNotIn(TITLE, page)

    def _post(self, user, route, params):
        self.authenticate(user.login, user.login)
        return self.url_open(route, json={'params': params}).text

    def test_activities_are_only_for_readers(self):
        request = self._create_request(note=TITLE)
        request.action_submit()
        activity = request.sudo().activity_schedule(
            'mail.mail_activity_data_todo', user_id=self.officer.id, summary=TITLE)
        request.with_user(self.user)._classify('secret', self.env['res.users'], "A lawsuit")
        self.assertFalse(activity.exists())
        with self.assertRaisesRegex(UserError, "may not see"):
            request.sudo().activity_schedule('mail.mail_activity_data_todo', user_id=self.officer.id, summary=TITLE)

    def test_r68_files_are_closed_by_address_and_token(self):
        request = self.secret
        attachment = self.env['ir.attachment'].create(
            {'name': TITLE, 'raw': b'secret words', 'res_model': request._name, 'res_id': request.id})
        token = attachment.generate_access_token()[0]
        raw_token = attachment._get_raw_access_token()
        with self.assertRaisesRegex(UserError, "cannot be made public"), self.env.cr.savepoint():
            attachment.public = True
        self.env.flush_all()
        addresses = [f'/web/content/{attachment.id}', f'/web/content/{attachment.id}?access_token={token}',
                     f'/web/content/{attachment.id}?access_token={raw_token}', f'/web/image/{attachment.id}']
        for user in self._get_outsiders():
            self.assertFalse(self.env['ir.attachment'].with_user(user).search([('id', '=', attachment.id)]))
            self.authenticate(user.login, user.login)
            for address in addresses:
                with self.subTest(user=user.name, address=address):
                    self.assertNotIn(b'secret words', self.url_open(address).content)
        self.authenticate(None, None)
        for address in addresses:
            self.assertNotIn(b'secret words', self.url_open(address).content)
        self.authenticate(self.officer.login, self.officer.login)
        self.assertIn(b'secret words', self.url_open(addresses[0]).content)
        row = self.env['office.secrecy.log'].search([('res_id', '=', request.id), ('action', '=', 'download')])
        self.assertRecordValues(row, [{'user_id': self.officer.id, 'file_name': TITLE}])

    def test_r137_what_was_signed_stays(self):
        undertaking = self.env['office.secrecy.undertaking'].search([('user_id', '=', self.officer.id)])
        self.assertTrue(undertaking.sign_datetime)
        with self.assertRaisesRegex(UserError, "signed stays"):
            undertaking.with_user(self.manager).unlink()
        with self.assertRaisesRegex(AccessError, "as it was issued"):
            undertaking.with_user(self.manager).sudo().write({'level': 'confidential'})
        unsigned = undertaking.with_user(self.manager).create({
            'user_id': self.stranger.id, 'company_id': self.company.id, 'training_date': fields.Date.today()})
        unsigned.unlink()
        self.assertFalse(unsigned.exists())

    def test_r137_openings_are_recorded_once_and_for_good(self):
        request = self.secret
        request.with_user(self.officer).read(['note'])
        request.with_user(self.officer).web_read({'note': {}})
        request.with_user(self.officer).export_data(['note'])
        rows = self.env['office.secrecy.log'].search([('res_id', '=', request.id)])
        self.assertEqual(sorted(rows.filtered(lambda row: row.user_id == self.officer).mapped('action')),
                         ['export', 'read'])
        with self.assertRaises(UserError):
            rows.write({'user_id': self.user.id})
        with self.assertRaises(UserError):
            rows.unlink()
        self.assertFalse(self.env['office.secrecy.log'].with_user(self.auditor).search([('res_id', '=', request.id)]))
        with self.assertRaises(AccessError):
            self.env['office.secrecy.log'].with_user(self.user).search([])

    def test_r137_openings_by_calls_that_only_read_are_recorded(self):
        """Odoo serves them in a transaction that only reads, and again in another one where something is written."""
        self.authenticate(self.officer.login, self.officer.login)
        for method in 'web_read', 'search_read':
            request = self._create_secret()
            self.assertTrue(getattr(request, method)._readonly)
            arguments = {'web_read': [request.ids, {'note': {}}], 'search_read': [[('id', '=', request.id)], ['note']]}
            [values] = self.make_jsonrpc_request(f'/web/dataset/call_kw/{request._name}/{method}', {
                'model': request._name, 'method': method, 'args': arguments[method], 'kwargs': {}})
            self.assertEqual(values['note'], TITLE)
            rows = self.env['office.secrecy.log'].search([('res_id', '=', request.id), ('action', '=', 'read')])
            self.assertIn(self.officer, rows.user_id)

    def test_whom_to_write_to_is_told_to_readers(self):
        request = self.secret
        for route in '/mail/thread/recipients', '/mail/thread/recipients/get_suggested_recipients':
            for number in request.id, request.id + 1000:
                answer = self._post(self.stranger, route, {'thread_model': request._name, 'thread_id': number})
                self.assertIn("not for you, or that is gone", answer)
            self.assertNotIn('error', self._post(
                self.officer, route, {'thread_model': request._name, 'thread_id': request.id}))

    def test_who_changes_the_level(self):
        request = self._create_request()
        request.action_submit()
        for user in self.head | self.officer:
            with self.assertRaisesRegex(AccessError, "is up to who asked"):
                request.with_user(user)._classify('secret', self.env['res.users'], "No")
        with self.assertRaises(AccessError):
            request.with_user(self.stranger)._classify('secret', self.env['res.users'], "No")
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            request.write({'secrecy_level': 'internal'})
        with self.assertRaisesRegex(ValidationError, "cannot be allowed to see"), self.env.cr.savepoint():
            request._classify('secret', self.foreigner, "No")
        with self.assertRaisesRegex(UserError, "would not see"), self.env.cr.savepoint():
            request.with_user(self.manager)._classify('secret', self.env['res.users'], "No")
        request.with_user(self.manager)._classify('secret', self.manager, "Yes")
        self.assertEqual(request.secrecy_level, 'secret')

    def test_nobody_makes_a_secret_that_he_could_not_see(self):
        with self.assertRaisesRegex(UserError, "need a valid undertaking"):
            self._create_request(self.colleague, secrecy_level='secret')

    def test_secret_request_needs_somebody_to_serve(self):
        request = self._create_request(secrecy_level='secret')
        with self.assertRaisesRegex(UserError, "Nobody who may see"):
            request.action_submit()

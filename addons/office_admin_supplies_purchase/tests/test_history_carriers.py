"""Documents of Odoo that carry ours: nobody speaks there as somebody else, and what was logged stays."""
from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common import OfficePurchaseCommon


@tagged('post_install', '-at_install')
class TestHistoryOfCarriers(OfficePurchaseCommon, MailCommon):
    prepared_round = 'purchased'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, 'sup_admin', 'base.group_system,stock.group_stock_manager,purchase.group_purchase_manager',
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])
        request = cls._create_approved()
        cls.order.with_user(cls.officer).button_confirm()
        cls.env.cr.precommit.run()  # tracking
        # a hand-out, an order of a round and its receipt
        cls.carriers = [document.sudo(False).with_user(cls.officer)
                        for document in (request.sudo().picking_ids[:1], cls.order, cls.order.picking_ids)]

    def _get_messages(self, document):
        return self.env['mail.message'].search([('model', '=', document._name), ('res_id', '=', document.id)])

    def test_nobody_speaks_as_somebody_else(self):
        head = self.head.partner_id
        for document in self.carriers:
            for user in (self.officer, self.admin):
                own = document.with_user(user)
                for values in ({'author_id': head.id}, {'email_from': head.email_formatted}, {'author_id': False},
                               {'author_id': user.partner_id.id, 'email_from': head.email_formatted}):
                    with self.subTest(document=document, user=user.login, values=values):
                        self.assertTrue(own)
                        for message_type in ('comment', 'notification', 'email'):
                            with self.assertRaisesRegex(AccessError, "own name"), self.cr.savepoint():
                                own.message_post(body="Approved", message_type=message_type, **values)
                        with self.assertRaisesRegex(AccessError, "own name"), self.cr.savepoint():
                            own.message_notify(body="Approved", partner_ids=self.colleague.partner_id.ids, **values)
                        with self.assertRaisesRegex(AccessError, "own name"), self.cr.savepoint():
                            own.env['mail.thread'].message_notify(
                                body="Approved", partner_ids=self.colleague.partner_id.ids, model=document._name,
                                res_id=document.id, **values)
                        with self.assertRaises(UserError), self.cr.savepoint():
                            own.env['mail.message'].create(
                                {'model': document._name, 'res_id': document.id, 'body': "Approved", **values})
            self.assertFalse(self._get_messages(document).filtered(lambda message: "Approved" in (message.body or "")))

    def test_what_was_logged_stays(self):
        for document in self.carriers:
            comment = document.message_post(body="As agreed", message_type='comment')
            messages = self._get_messages(document)
            self.assertTrue(messages - comment)
            for user in (self.officer, self.admin):
                for message in (comment, (messages - comment)[:1]):
                    own = message.with_user(user)
                    for values in ({'body': "Never"}, {'date': '2020-01-01 08:00:00'}, {'res_id': 1}, {'model': False},
                                   {'author_id': self.head.partner_id.id}, {'email_from': "head@example.com"}):
                        with self.subTest(document=document, user=user.login, values=values), (
                                self.assertRaises(UserError)):
                            own.write(values)
                    with self.assertRaises(UserError):
                        own.unlink()
            with self.assertRaises(AccessError):
                document.message_change_thread(document.env['res.partner'].browse(self.admin.partner_id.id))

    def test_nothing_is_logged_or_dated_back_by_hand(self):
        for document in self.carriers:
            values = {'model': document._name, 'res_id': document.id, 'body': "Approved"}
            for forged in ({'message_type': 'notification'}, {'date': '2020-01-01 08:00:00'},
                           {'message_type': 'auto_comment'}):
                with self.subTest(document=document, forged=forged), self.assertRaises(AccessError):
                    document.env['mail.message'].create({**values, 'message_type': 'comment', **forged})
            with self.assertRaises(AccessError):
                document.message_post(body="Before", date='2020-01-01 08:00:00')
            with self.assertRaises(AccessError):
                document.env['mail.message'].with_context(default_author_id=self.head.partner_id.id).create(values)

    def test_no_message_comes_from_elsewhere(self):
        note = self.admin.partner_id.with_user(self.admin).message_post(body="Elsewhere", message_type='comment')
        for document in self.carriers:
            with self.assertRaises(UserError):
                note.write({'model': document._name, 'res_id': document.id})

    def test_scheduled_messages_are_their_authors(self):
        for document in self.carriers:
            with self.assertRaises(AccessError):
                document.env['mail.scheduled.message'].create({
                    'model': document._name, 'res_id': document.id, 'body': "Later",
                    'author_id': self.head.partner_id.id,
                    'scheduled_date': fields.Datetime.add(fields.Datetime.now(), hours=1)})

    def test_the_composer_writes_in_the_own_name(self):
        for document in self.carriers:
            for mode in ('comment', 'mass_mail'):
                with self.subTest(document=document, mode=mode), self.assertRaises(AccessError):
                    document.env['mail.compose.message'].create({
                        'model': document._name, 'res_ids': str(document.ids), 'body': "Approved", 'subject': "Yes",
                        'composition_mode': mode, 'author_id': self.head.partner_id.id,
                        'email_from': self.head.email_formatted})._action_send_mail()

    def test_an_order_is_sent_by_whoever_sends_it(self):
        """The template of Odoo names the buyer as the sender, whoever presses the button."""
        _round, order = self._create_purchased()
        order.user_id = self.manager
        order = order.with_user(self.officer)
        action = order.action_rfq_send()
        composer = self.env['mail.compose.message'].with_user(self.officer).with_context(**action['context']).create({})
        with self.mock_mail_gateway():
            composer.action_send_mail()
        message = self._get_messages(order).filtered(lambda message: message.message_type == 'comment')
        self.assertEqual(message.author_id, self.officer.partner_id)
        self.assertEqual(message.email_from, self.officer.email_formatted)

    def test_other_documents_of_odoo_stay_as_they_are(self):
        order = self.env['purchase.order'].with_user(self.officer).create({'partner_id': self.cheap.id})
        message = order.message_post(
            body="As before", author_id=self.head.partner_id.id, message_type='notification')
        self.assertEqual(message.author_id, self.head.partner_id)

    def test_what_carries_ours_is_found_in_the_registry(self):
        found = {name for name, model in self.env.registry.items() if not model._abstract
                 and hasattr(model, '_keeps_history') and any(self.env[name]._get_history_links())}
        self.assertLessEqual({'stock.picking', 'purchase.order'}, found)
        self.assertFalse(found & {'res.partner', 'res.users', 'product.template', 'hr.employee'}, found)


@tagged('post_install', '-at_install')
class TestHistoryOfCarriersOverHttp(OfficePurchaseCommon, MailCommon, HttpCase):

    @mute_logger('odoo.http')
    def test_only_authors_edit_only_what_they_wrote(self):
        _round, order = self._create_purchased()
        comment = order.with_user(self.officer).message_post(body="As agreed", message_type='comment')
        admin = new_test_user(
            self.env, 'sup_admin', 'base.group_system,purchase.group_purchase_manager', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])

        def update(user, body):
            self.authenticate(user.login, user.login)
            return self.make_jsonrpc_request('/mail/message/update_content', {
                'message_id': comment.id, 'update_data': {'body': body, 'attachment_ids': []}})

        with self.assertRaises(JsonRpcException):
            update(admin, "Never")
        self.env.invalidate_all()
        self.assertIn("As agreed", comment.sudo().body)
        update(self.officer, "As agreed by phone")
        self.env.invalidate_all()
        self.assertIn("by phone", comment.sudo().body)

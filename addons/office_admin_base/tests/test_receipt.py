from contextlib import suppress

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import SIGNATURE, OfficeTestCommon


@tagged('post_install', '-at_install')
class TestReceipt(OfficeTestCommon):
    """Who received something is written down by our own code, once, and told to those only who may know it."""

    STORED = {'receiver_name': "Nobody", 'receiver_signature': SIGNATURE, 'receipt_datetime': '2020-01-01 08:00:00',
              'receipt_by_code': True}
    SHOWN = {'received_by': "Nobody", 'received_signature': SIGNATURE}

    def _create_signed(self):
        request = self._create_approved()
        request._write_receipt(" Anna ", SIGNATURE)
        request._complete_receipt()
        return request

    def test_serving_writes_it(self):
        request = self._create_approved()
        before = fields.Datetime.now()
        self._serve(request)
        self.assertRecordValues(request.with_user(self.user), [{
            'received_by': self.user_employee.name, 'received_signature': False, 'receipt_by_code': False}])
        self.assertGreaterEqual(request.receipt_datetime, before)

    def test_shown_to_who_may_see_it(self):
        request = self._create_signed()
        for user in (self.user, self.officer):
            seen = request.with_user(user)
            self.assertEqual(seen.received_by, "Anna")
            self.assertTrue(seen.received_signature)

    def test_hidden_from_who_may_not(self):
        request = self._create_signed()
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.head, self.auditor):
            seen = request.with_user(user)
            with self.subTest(user.login):
                values = seen.web_read({name: {} for name in (*self.SHOWN, 'display_name')})
                self.assertFalse(values[0]['received_by'] or values[0]['received_signature'])
        for user in (self.user, self.officer, self.head):
            seen = request.with_user(user)
            for name in ('receiver_name', 'receiver_signature'):
                for attempt in (
                    lambda seen=seen, name=name: seen.read([name]),
                    lambda seen=seen, name=name: seen.search([(name, '!=', False)]),
                    lambda seen=seen, name=name: seen.search([], order=name),
                    lambda seen=seen, name=name: seen.formatted_read_group([], [name], ['__count']),
                ):
                    with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                        attempt()

    def test_nobody_writes_it_by_hand(self):
        request = self._create_request()
        for name, value in (self.STORED | self.SHOWN).items():
            for records in (request.with_user(self.user), request.sudo()):
                for way in (
                    lambda records=records, name=name, value=value: records.write({name: value}),
                    lambda records=records, name=name, value=value: records.create({name: value}),
                    lambda records=records, name=name, value=value: records.copy({name: value}),
                    lambda records=records, name=name, value=value: records.web_save({name: value}, {}),
                ):
                    with self.subTest(name=name, su=records.env.su), self.assertRaises(UserError), \
                            self.env.cr.savepoint():
                        way()
            with self.subTest(default=name), suppress(AccessError), self.env.cr.savepoint():
                made = request.with_user(self.user).with_context(**{f'default_{name}': value}).copy()
                self.assertFalse(made.sudo()[name])

    def test_it_is_final(self):
        request = self._create_approved()
        request._write_receipt("Ann")
        request._write_receipt("Anna", SIGNATURE, by_code=True)
        request._complete_receipt()
        moment = request.receipt_datetime
        for attempt in (
            lambda: request._write_receipt("Nobody"),
            request._complete_receipt,
            lambda: request.sudo().write({'receiver_name': "Nobody"}),
            lambda: request.sudo().unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        with self.assertRaisesRegex(UserError, "who received it cannot be changed or deleted"):
            request._write_receipt("Nobody")
        self.assertRecordValues(request.sudo(), [{
            'receiver_name': "Anna", 'receipt_by_code': True, 'receipt_datetime': moment}])
        self.assertFalse(self.env['ir.attachment'].sudo().search(
            [('res_model', '=', request._name), ('res_field', 'in', ('receiver_signature', 'received_signature'))]),
            "an attachment could be replaced afterwards")

    def test_a_copy_is_not_received(self):
        copied = self._create_signed().with_user(self.user).copy()
        self.assertFalse(any(copied.sudo()[name] for name in (*self.STORED, *self.SHOWN)))

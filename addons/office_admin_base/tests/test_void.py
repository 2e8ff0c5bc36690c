from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

SLIP = 'office.test.slip'
REASON = 'office.closing.reason'


@tagged('post_install', '-at_install')
class TestVoid(OfficeTestCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slip = cls.env[SLIP].with_user(cls.user).create({'note': "Two chairs"})
        cls.slip.action_submit()

    def _void(self, slips, user, reason="Written twice."):
        action = slips.with_user(user).action_void()
        result = self.env[REASON].with_user(user).with_context(**action['context']).create(
            {'reason': reason}).action_confirm()
        slips.invalidate_recordset()
        return result

    def test_number_stays_given(self):
        number = self.slip.name
        self._void(self.slip, self.manager)
        self.assertRecordValues(self.slip, [{'name': number, 'state': 'voided', 'void_reason': "Written twice."}])
        logged = self.slip.message_ids.filtered(lambda message: "Void: Written twice." in message.body)
        self.assertEqual(logged.author_id, self.manager.partner_id)
        step = self.env['office.transition'].search([('res_model', '=', SLIP), ('res_id', '=', self.slip.id)])[-1]
        self.assertRecordValues(step, [{
            'verb': 'void', 'state_from': 'submitted', 'state_to': 'voided', 'user_id': self.manager.id}])
        later = self.env[SLIP].with_user(self.user).create({})
        later.action_submit()
        self.assertEqual(int(later.name.rpartition('/')[2]), int(number.rpartition('/')[2]) + 1)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.slip.sudo().unlink()
        with self.assertRaisesRegex(UserError, "its status is “Void”"):
            self._void(self.slip, self.manager)

    def test_what_is_closed_can_be_void(self):
        self.slip.with_user(self.officer).action_done()
        self.assertIn('void', self.slip.with_user(self.manager).allowed_verbs)
        self._void(self.slip, self.manager)
        self.assertEqual(self.slip.state, 'voided')

    def test_it_needs_a_reason_and_the_right(self):
        for user in (self.user, self.officer):
            with self.assertRaisesRegex(AccessError, "needs the right"):
                self._void(self.slip, user)
            self.assertNotIn('void', self.slip.with_user(user).allowed_verbs)
            dialog = self.env[REASON].with_user(user).create({
                'res_model': SLIP, 'res_ids': self.slip.ids, 'verb': 'void', 'reason': "Mine"})
            with self.assertRaisesRegex(AccessError, "needs the right"):
                dialog.action_confirm()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._void(self.slip, self.manager, " ")
        self.assertEqual(self.slip.state, 'submitted')

    def test_what_has_no_number_is_not_void(self):
        self._put(self.slip, 'done')
        self.slip._write_as_system({'name': False})
        with self.assertRaisesRegex(UserError, "has no number that could be void"):
            self._void(self.slip, self.manager)

    def test_dialog_does_nothing_else_with_it(self):
        for verb in ('cancel', 'done', 'reopen', 'follow_up'):
            dialog = self.env[REASON].with_user(self.manager).create({
                'res_model': SLIP, 'res_ids': self.slip.ids, 'verb': verb, 'reason': "x"})
            with self.assertRaisesRegex(UserError, "use its buttons"):
                dialog.action_confirm()
        request = self._submit()
        dialog = self.env[REASON].with_user(self.manager).create({
            'res_model': request._name, 'res_ids': request.ids, 'verb': 'void', 'reason': "x"})
        with self.assertRaises(UserError):
            dialog.action_confirm()
        self.assertEqual((self.slip.state, request.state), ('submitted', 'submitted'))


@tagged('post_install', '-at_install')
class TestLean(OfficeTestCommon):

    def test_numbered_document_has_no_column_that_it_does_not_need(self):
        """There may be millions of them: nothing of secrecy, approval, hand-over or rating."""
        columns = {field.name for field in self.env[SLIP]._fields.values() if field.store and field.column_type}
        self.assertEqual(columns, {
            'id', 'create_uid', 'create_date', 'write_uid', 'write_date', 'company_id', 'state', 'name', 'void_reason',
            'note'})

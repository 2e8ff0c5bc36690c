from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import SIGNATURE, OfficeTestCommon

REQUEST = 'office.test.request'


@tagged('post_install', '-at_install')
class TestBadInput(OfficeTestCommon):
    """What nobody sends from a screen is refused in a sentence, and not by an error of Python or of PostgreSQL."""

    def test_dialogs(self):
        for res_ids in (5, True, 'x', {'a': 1}, [True], [-1], [2**31], [[1]], [None], [1.5]):
            for model, values in (('office.closing.confirm', {'rating': '5'}),
                                  ('office.closing.reason', {'verb': 'cancel', 'reason': "x"}),
                                  ('office.hand.over.pass', {'verb': 'pass', 'note': "x"})):
                with self.subTest(model=model, res_ids=res_ids), self.env.cr.savepoint(), self.assertRaises(UserError):
                    self.env[model].with_user(self.user).create(
                        {'res_model': REQUEST, 'res_ids': res_ids, **values}).action_confirm()

    def test_the_same_document_several_times(self):
        done, approved = self._create_done(), self._create_approved()
        self.env['office.closing.confirm'].with_user(self.user).create(
            {'res_model': REQUEST, 'res_ids': done.ids * 3, 'rating': '5'}).action_confirm()
        self.assertEqual(len(done.sudo().rating_ids), 1)
        passing = self.env['office.hand.over.pass'].with_user(self.manager).create({
            'verb': 'decide', 'note': "x", 'user_id': self.manager.id, 'res_model': REQUEST,
            'res_ids': approved.ids * 3})
        passing.action_confirm()
        self.assertEqual(self.env['office.hand.over'].search_count([('res_id', '=', approved.id)]), 1)

    def test_pages(self):
        for name in (5, None, [], {}, 'x'):
            with self.assertRaisesRegex(UserError, "no such page"):
                self.env['office.rights'].with_user(self.manager).get_page(name)

    def test_undertaking_without_a_day_or_for_ever(self):
        undertakings = self.env['office.secrecy.undertaking'].with_user(self.manager)
        values = {'user_id': self.stranger.id, 'training_date': fields.Date.today()}
        for end in ('9999-12-31', '0001-01-01'):
            with self.assertRaisesRegex(ValidationError, "choose a"), self.env.cr.savepoint():
                undertakings.create({**values, 'end_date': end})
        result = undertakings.load(
            ['user_id/.id', 'training_date', 'end_date', 'text'],
            [[str(self.stranger.id), str(fields.Date.today()), '', "x"]])
        self.assertFalse(result['ids'])
        self.assertNotIn("TypeError", str(result['messages']))

    def test_signature_that_is_no_picture(self):
        undertaking = self.env['office.secrecy.undertaking'].create({
            'user_id': self.stranger.id, 'company_id': self.company.id, 'training_date': fields.Date.today(),
            'text': "<p>x</p>"})
        for signature in ("x", "!!!", b'aGVsbG8=', SIGNATURE[:20]):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.env['office.secrecy.undertaking.sign'].with_user(self.stranger).create(
                    {'undertaking_id': undertaking.id, 'signature': signature}).action_confirm()
        self.assertFalse(undertaking.sign_datetime)

"""Undertakings: issued by managers, signed by those who give them, and nobody forgets them."""
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.office_admin_test.tests.common import SIGNATURE, OfficeTestCommon


@tagged('post_install', '-at_install')
class TestUndertaking(OfficeTestCommon):

    def test_r137_leaver_is_not_cleared_when_he_returns(self):
        undertaking = self._clear(self.colleague)
        self.colleague.active = False
        self.colleague.active = True
        self.assertEqual(undertaking.status, 'withdrawn')

    def test_r137_person_signs_himself_and_manager_issues(self):
        administrator = self._create_user('sup_administrator', 'base.group_system')
        undertakings = self.env['office.secrecy.undertaking']
        values = {'company_id': self.company.id, 'training_date': fields.Date.today(), 'text': "<p>…</p>"}
        for user in self.colleague | self.officer | administrator:
            with self.assertRaises(AccessError):
                undertakings.with_user(user).create({'user_id': self.colleague.id, **values})
        with self.assertRaisesRegex(ValidationError, "cannot clear himself"), self.env.cr.savepoint():
            undertakings.with_user(self.manager).create({'user_id': self.manager.id, **values})
        for forged in ({'sign_datetime': '2020-01-01'}, {'signature': SIGNATURE}, {'end_datetime': '2099-01-01'}):
            with self.assertRaisesRegex(UserError, "cannot be set by hand"), self.env.cr.savepoint():
                undertakings.with_user(self.manager).create({'user_id': self.colleague.id, **forged, **values})
        issued = undertakings.with_user(self.manager).with_context(
            default_sign_datetime='2020-01-01', default_signature=SIGNATURE, default_end_datetime='2099-01-01').create(
                {'user_id': self.colleague.id, **values})
        self.assertLess(issued.end_datetime.year, 2099)
        self.assertEqual(issued.status, 'to_sign')
        self.assertEqual(issued.activity_ids.user_id, self.colleague)
        with self.assertRaisesRegex(AccessError, "Only Colleague can sign"):
            issued._sign(SIGNATURE)
        with self.assertRaises(AccessError):
            issued.with_user(self.colleague).write({'level': 'secret'})
        with self.assertRaises(AccessError):
            issued.sudo().write({'level': 'secret'})
        issued.with_user(self.colleague)._sign(SIGNATURE)
        self.assertEqual(issued.status, 'valid')
        self.assertFalse(issued.activity_ids)
        with self.assertRaisesRegex(UserError, "cannot be signed any more"):
            issued.with_user(self.colleague)._sign(SIGNATURE)


@tagged('post_install', '-at_install')
class TestUndertakingReminder(OfficeTestCommon):

    def _issue(self):
        return self.env['office.secrecy.undertaking'].with_user(self.manager).create({
            'user_id': self.user.id, 'company_id': self.company.id, 'level': 'secret',
            'training_date': fields.Date.today(), 'text': "<p>I keep it to myself.</p>"})

    def test_r137_who_has_to_sign_is_reminded_until_he_has(self):
        undertaking = self._issue()
        self.assertEqual(undertaking.sudo().activity_ids.user_id, self.user)
        undertaking.with_user(self.user)._sign(SIGNATURE)
        self.assertFalse(undertaking.sudo().activity_ids)

    def test_r137_what_one_has_to_sign_is_on_my_office(self):
        undertaking = self._issue()
        desk = self.env['office.desk.card'].with_user(self.user)
        [row] = [row for section in desk.get_desk()['sections'] for row in section['rows']]
        self.assertEqual([button['name'] for button in row['buttons']], ['action_sign'])
        self.assertEqual((row['model'], row['id']), (undertaking._name, undertaking.id))
        undertaking.with_user(self.user)._sign(SIGNATURE)
        self.assertFalse([row for section in desk.get_desk()['sections'] for row in section['rows']])

    def test_r137_withdrawn_undertaking_reminds_nobody(self):
        undertaking = self._issue()
        undertaking._withdraw("Other work")
        self.assertFalse(undertaking.sudo().activity_ids)

    def test_r137_issuer_hears_that_it_ends_soon(self):
        undertaking = self._issue()
        undertaking.with_user(self.user)._sign(SIGNATURE)
        with freeze_time(fields.Date.add(undertaking.end_date, days=-5)):
            self.env['office.secrecy.undertaking']._cron_remind()
            self.assertEqual(undertaking.sudo().activity_ids.user_id, self.manager)
            self.env['office.secrecy.undertaking']._cron_remind()
            self.assertEqual(len(undertaking.sudo().activity_ids), 1)

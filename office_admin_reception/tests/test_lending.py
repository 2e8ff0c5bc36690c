from datetime import time, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.office_admin_custody.tests.common import CustodyMixin

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestLending(CustodyMixin, OfficeVisitCommon):
    """Badges, keys and umbrellas of the front desk, in one pair of hands at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.badge, cls.umbrella = cls.env['office.desk.thing'].with_user(cls.desk).create([
            {'name': "Badge 12"}, {'name': "Umbrella 3", 'kind': 'umbrella'}])
        cls.guest = cls._let_in(hours=0).guest_ids.with_user(cls.desk)

    def _lend(self, things, user=None, **values):
        action = things.with_user(user or self.desk).action_lend()
        self.env['office.desk.lend'].with_user(user or self.desk).with_context(**action['context']).create(
            values).action_confirm()
        things.invalidate_recordset()

    def test_a_badge_is_lent_until_the_end_of_the_visit_and_comes_back(self):
        self._lend(self.badge, guest_id=self.guest.id)
        self.assertRecordValues(self.badge, [{
            'state': 'lent', 'holder_name': "Ann Lee", 'due_datetime': self.guest.visit_id.end_datetime,
            'is_late': False}])
        self.assertEqual(self.badge.sudo().deadline_ids.kind, 'back')
        self.badge.action_take_back()
        self.assertRecordValues(self.badge, [{'state': 'here', 'holder_name': False, 'due_datetime': False}])
        self.assertTrue(self.guest.loan_ids.end_datetime)
        self.assertEqual(self.badge.sudo().deadline_ids.outcome, 'met')

    def test_a_thing_is_in_one_pair_of_hands(self):
        self._lend(self.badge, guest_id=self.guest.id)
        with self.assertRaisesRegex(UserError, "Badge 12.*its status is “Lent”"):
            self.badge.action_lend()
        wizard = self.env['office.desk.lend'].with_user(self.desk).create({
            'thing_ids': self.badge.ids, 'employee_id': self.user_employee.id})
        with self.assertRaisesRegex(UserError, "Badge 12.*its status is “Lent”"):
            wizard.action_confirm()
        self.assertFalse(self.badge.custody_ids)

    def test_it_is_lent_to_somebody_who_is_here(self):
        expected = self._announce(guests=("Bob",)).guest_ids
        lend = self.env['office.desk.lend'].with_user(self.desk)
        for values, words in (
                ({'thing_ids': self.badge.ids, 'guest_id': expected.id}, "Bob is not in the house"),
                ({'thing_ids': self.badge.ids}, "Choose a guest or an employee"),
                ({'guest_id': self.guest.id}, "Choose what is lent")):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                lend.create(values).action_confirm()

    def test_the_desk_is_reminded_at_sign_out_and_nobody_is_kept(self):
        self._lend(self.badge | self.umbrella, guest_id=self.guest.id)
        told = []
        self.patch(self.env.registry['res.users'], '_bus_send', lambda users, _kind, message, **_options: told.append(
            (users.ids, message.get('message'))))
        self.guest._sign_out('guest')
        self.assertIn((self.desk.ids, "Ann Lee goes. Ask for: Badge 12 and Umbrella 3"), told)
        self.assertEqual(self.guest.state, 'left')
        late = self.env['office.desk.thing'].with_user(self.desk).search([('is_late', '=', True)])
        self.assertEqual(late, self.badge | self.umbrella)
        self.assertEqual(
            self.env['office.desk.thing'].with_user(self.desk).search(
                self.env['office.desk.thing'].with_user(self.desk)._get_queue_domain()), late)
        late.action_take_back()
        self.assertFalse(late.filtered('is_late'))

    def test_what_an_employee_holds_is_among_my_things(self):
        today = self.company._get_office_today()
        self._lend(self.umbrella, employee_id=self.user_employee.id, due_date=today + timedelta(days=1))
        custody = self.umbrella.custody_ids
        self.assertEqual(self.umbrella.holder_name, self.user_employee.name)
        thing = self.env['office.custody.thing'].with_user(self.user).search(
            [('employee_id', '=', self.user_employee.id)])
        self.assertEqual(thing.name, "Umbrella 3")
        self.assertEqual(thing.search([('name', 'ilike', "umbrella 3")]), thing)
        self._do_with(custody.with_user(self.desk), 'renew', due_date=today + timedelta(days=3), reason="Rain")
        self.umbrella.invalidate_recordset()
        self.assertEqual(self.umbrella.due_datetime, self.company._get_office_moment(
            today + timedelta(days=3), time(23, 59)))
        action = self.umbrella.action_take_back()
        self.env['office.custody.step'].with_user(self.desk).with_context(**action['context']).create(
            {'condition': 'good'}).action_confirm()
        self.assertRecordValues(self.umbrella, [{'state': 'here', 'due_datetime': False}])
        self.assertEqual(custody.state, 'returned')

    def test_a_leaver_is_asked_for_it(self):
        self._lend(self.umbrella, employee_id=self.user_employee.id)
        self.user_employee.sudo().with_context(no_wizard=True).action_archive()
        self.assertTrue(self.umbrella.custody_ids.is_called_in)
        self.umbrella.invalidate_recordset()
        self.assertTrue(self.umbrella.is_late)

    def test_what_is_lost_says_how_and_may_be_found_again(self):
        self._lend(self.badge, guest_id=self.guest.id)
        self._lend(self.umbrella, employee_id=self.user_employee.id)
        action = self.badge.action_lose()
        reason = self.env['office.closing.reason'].with_user(self.desk).with_context(**action['context'])
        reason.create({'reason': "Left it in the taxi"}).action_confirm()
        self.assertEqual((self.badge.state, self.guest.loan_ids.note), ('lost', "Left it in the taxi"))
        self.assertTrue(self.guest.loan_ids.is_lost)
        action = self.umbrella.action_lose()
        self.env['office.custody.step'].with_user(self.desk).with_context(**action['context']).create(
            {'reason': "On the train"}).action_confirm()
        self.assertEqual((self.umbrella.state, self.umbrella.custody_ids.state), ('lost', 'lost'))
        (self.badge | self.umbrella).action_find()
        self.assertEqual(set((self.badge | self.umbrella).mapped('state')), {'here'})
        self.badge.action_retire()
        with self.assertRaisesRegex(UserError, "Badge 12 has been lent"):
            self.umbrella.browse(self.badge.id).unlink()

    def test_what_was_said_of_a_guest_is_erased_with_them(self):
        self._lend(self.badge, guest_id=self.guest.id)
        action = self.badge.action_lose()
        self.env['office.closing.reason'].with_user(self.desk).with_context(**action['context']).create(
            {'reason': "Ann left it in the taxi"}).action_confirm()
        self.guest._sign_out('desk')
        visit = self.guest.visit_id.sudo()
        self.env['office.visit.privacy']._erase_visits(visit)
        self.assertFalse(visit.loan_ids.note)
        self.assertNotIn("Ann", ' '.join(map(str, self.badge.sudo().message_ids.mapped('body'))))

    def test_an_employee_lends_nothing(self):
        person = new_test_user(self.env, 'sup_plain', 'base.group_user', company_id=self.company.id)
        for user in person | self.user:
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.badge.with_user(user).action_lend()
                with self.assertRaises(AccessError):
                    self.env['office.desk.lend'].with_user(user).create({'thing_ids': self.badge.ids})
                with self.assertRaises(AccessError):
                    self.guest.visit_id.with_user(self.user).action_lend()

    def test_what_was_lent_is_written_by_nobody(self):
        self._lend(self.badge, guest_id=self.guest.id)
        for values in ({'state': 'here'}, {'due_datetime': fields.Datetime.now()}, {'loan_ids': [(5,)]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.badge.with_user(self.desk).write(values)
        with self.assertRaises(UserError):
            self.guest.loan_ids.with_user(self.desk).write({'note': "x"})

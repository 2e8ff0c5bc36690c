from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MY_THING, CustodyCommon


@tagged('post_install', '-at_install')
class TestThings(CustodyCommon):
    """What people hold, of all apps on one page."""

    def setUp(self):
        super().setUp()
        self.thing = self._lend()
        self.env.flush_all()

    def _search(self, user, domain=()):
        self.env.invalidate_all()
        return self.env[MY_THING].with_user(user).search([('res_model', '=', self.thing._name), *domain])

    def test_rows_are_those_of_the_app(self):
        row = self._search(self.user)
        self.assertRecordValues(row, [{
            'res_id': self.thing.id, 'name': "Chair", 'employee_id': self.user_employee.id, 'state': 'held',
            'begin_datetime': self.thing.begin_datetime, 'due_date': self.thing.due_date,
            'deadline_datetime': self.thing.deadline_datetime, 'is_mine': True, 'is_late': False,
            'end_condition': False}])
        self.assertEqual(row.display_name, "Chair")
        self._do(self.thing, 'give_back', condition='used')
        self.assertRecordValues(self._search(self.user), [{'state': 'returned', 'end_condition': 'used'}])

    def test_each_sees_what_their_app_shows(self):
        for user in self.user | self.officer | self.auditor:
            with self.subTest(user=user.login):
                self.assertEqual(self._search(user).res_id, self.thing.id)
        for user in self.stranger | self.head | self.colleague:
            with self.subTest(user=user.login):
                self.assertFalse(self._search(user))
                with self.assertRaises(AccessError):
                    self._search(self.user).with_user(user).read(['state'])
                with self.assertRaises(AccessError):
                    self._search(self.user).with_user(user).action_open()

    def test_secret_is_hidden(self):
        for user in self.user | self.officer:
            self._clear(user)
        self.thing.request_id._write_as_system(
            {'secrecy_level': 'secret', 'allowed_user_ids': [Command.set(self.officer.ids)]})
        rows = self._search(self.user) | self._search(self.officer).with_user(self.user)
        self.assertEqual(len(rows), 1)
        self.assertFalse(self._search(self.manager) or self._search(self.auditor))
        hidden = rows.with_user(self.auditor).sudo()
        self.assertEqual((hidden.name, hidden.display_name), ("Not for you (Secret)", "Not for you (Secret)"))

    def test_search(self):
        for user in self.user | self.officer:
            self.assertTrue(self._search(user, [('name', 'ilike', "chai")]))
            self.assertFalse(self._search(user, [('name', 'ilike', "lamp")]))
            self.assertFalse(self._search(user, [('is_late', '=', True)]))
        self.thing._write_as_system({'is_offered': True})
        self.assertTrue(self._search(self.officer, [('is_offered', '=', True)]))
        self._get_promises(self.thing, 'give_back')._write_as_system({
            'start': fields.Datetime.now() - timedelta(days=2), 'due': fields.Datetime.now() - timedelta(days=3)})
        self.assertRecordValues(self._search(self.officer, [('is_late', '=', True)]), [{'is_late': True}])

    def test_buttons_work_on_the_record(self):
        row = self._search(self.user)
        self.assertEqual(row.action_open()['res_id'], self.thing.id)
        self.assertNotIn('give_back', row.card_verbs)
        row.action_offer()
        self.assertTrue(self.thing.is_offered)
        self.assertIn('give_back', self._search(self.officer).card_verbs)
        action = self._search(self.officer).action_give_back()
        self.assertEqual(action['context']['default_res_ids'], self.thing.ids)
        with self.assertRaisesRegex(AccessError, "needs the right"):
            row.action_give_back()

    def test_nobody_writes_rows(self):
        row = self._search(self.officer)
        for attempt in (
                lambda: row.write({'state': 'lost'}), lambda: row.unlink(), lambda: row.copy(),
                lambda: row.create({'res_model': self.thing._name, 'res_id': self.thing.id})):
            with self.assertRaises(UserError):
                attempt()

    def test_number_on_the_employee(self):
        self.officer.group_ids += self.env.ref('hr.group_hr_user')
        employee = self.user_employee.with_user(self.officer)
        self.assertEqual(employee.office_thing_count, 1)
        action = employee.action_view_office_things()
        rows = self.env[MY_THING].with_user(self.officer).search(action['domain'])
        self.assertEqual(rows.res_id, self.thing.id)
        keeper = self._create_user('sup_keeper', 'hr.group_hr_user')
        self.env.invalidate_all()
        self.assertFalse(self.user_employee.with_user(keeper).office_thing_count, "what they may not see")

    def test_without_any_app(self):
        self.patch(type(self.env['office.custody.mixin']), '_get_custody_models', lambda self: [])
        self.assertFalse(self.env[MY_THING].with_user(self.user).search([]))
        self.assertFalse(self.env[MY_THING].sudo().search([]))

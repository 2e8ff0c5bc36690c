from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import THING, CustodyCommon


@tagged('post_install', '-at_install')
class TestCustodyAttacks(CustodyCommon):
    """Nobody makes, changes or deletes by hand what is known of things in people's hands."""

    def setUp(self):
        super().setUp()
        self.thing = self._lend()
        self.values = {'employee_id': self.colleague_employee.id, 'name': "Car", 'begin_datetime': '2026-01-01'}

    def test_nobody_makes_one(self):
        for user in self.user | self.officer | self.manager:
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    self.env[THING].with_user(user).create(self.values)
                with self.assertRaises(AccessError):
                    self.env[THING].with_user(user).create({})
                with self.assertRaises(AccessError):
                    self.thing.with_user(user).copy()
        # whatever right somebody has
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            self.env[THING].sudo().create(self.values)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            self.env[THING].sudo().create({'state': 'returned'})
        result = self.env[THING].with_user(self.officer).load(
            ['name', 'employee_id/.id'], [["Car", str(self.colleague_employee.id)]])
        self.assertFalse(result['ids'])

    def test_defaults_of_the_context_do_nothing(self):
        thing = self.env[THING].with_context(
            default_state='lost', default_is_called_in=True, default_due_date='2020-01-01')._start_custody(
                [{'employee_id': self.user_employee.id, 'name': "Lamp"}])
        self.assertRecordValues(thing, [{'state': 'held', 'is_called_in': False, 'due_date': False}])

    def test_nobody_changes_one(self):
        for values in (
                {'employee_id': self.colleague_employee.id}, {'due_date': '2030-01-01'}, {'state': 'returned'},
                {'is_called_in': True}, {'end_reason': "x"}, {'begin_datetime': '2020-01-01'}, {'name': "Car"}):
            with self.subTest(values=values):
                for user in self.user | self.officer:
                    with self.assertRaises(UserError):
                        self.thing.with_user(user).write(values)
                with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                    self.thing.sudo().write(values)
                with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                    self.thing.sudo().web_save(values, {})

    def test_nobody_deletes_one(self):
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.thing.sudo().unlink()
        for user in self.user | self.officer | self.manager:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.thing.with_user(user).unlink()

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestTimeOffSubstitute(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss, cls.head, cls.clerk = (
            new_test_user(cls.env, login=f'off_{login}', name=login.capitalize(), groups='base.group_user')
            for login in ('boss', 'head', 'clerk'))
        cls.officer = new_test_user(
            cls.env, login='off_officer', groups='base.group_user,hr_holidays.group_hr_holidays_manager')
        boss = cls._create_employee(cls.boss)
        cls.head_employee = cls._create_employee(cls.head, parent_id=boss.id)
        cls.clerk_employee = cls._create_employee(cls.clerk, parent_id=cls.head_employee.id)
        cls.leave_type = cls.env['hr.leave.type'].create({
            'name': "Holiday", 'requires_allocation': False, 'leave_validation_type': 'hr'})

    @classmethod
    def _create_employee(cls, user, **values):
        return cls.env['hr.employee'].create({'name': user.name, 'user_id': user.id, **values})

    def _approve_leave(self, employee, days=7):
        day = fields.Date.today() + timedelta(days=days)
        day += timedelta(days=(7 - day.weekday()) % 7)  # a Monday
        leave = self.env['hr.leave'].with_user(self.officer).create({
            'employee_id': employee.id, 'holiday_status_id': self.leave_type.id,
            'request_date_from': day, 'request_date_to': day + timedelta(days=3)})
        leave.action_approve()
        self.assertEqual(leave.state, 'validate')
        return leave

    def _get_substitutions(self, user):
        return self.env['office.substitution'].search([('user_id', '=', user.id)])

    def test_proposes_the_manager(self):
        leave = self._approve_leave(self.head_employee)
        proposal = self._get_substitutions(self.head)
        self.assertRecordValues(proposal, [{
            'substitute_id': self.boss.id, 'start': leave.date_from, 'stop': leave.date_to, 'status': 'proposed'}])
        self.assertEqual(proposal.activity_ids.user_id, self.head)
        self.assertNotIn(self.head, self.env['office.substitution']._get_current('x'))
        for user in (self.boss, self.officer):
            with self.assertRaises(UserError):
                proposal.with_user(user).action_accept()
        proposal.with_user(self.head).action_accept()
        self.assertEqual(proposal.status, 'planned')
        self.assertFalse(proposal.activity_ids)

    def test_proposes_the_last_substitute(self):
        now = fields.Datetime.now()
        self.env['office.substitution'].with_user(self.head).create({
            'user_id': self.head.id, 'substitute_id': self.clerk.id, 'start': now - timedelta(days=9),
            'stop': now - timedelta(days=8)})
        self._approve_leave(self.head_employee)
        self.assertEqual(self._get_substitutions(self.head)[:1].substitute_id, self.clerk)

    def test_nothing_for_who_decides_nothing(self):
        self._approve_leave(self.clerk_employee)
        self.assertFalse(self._get_substitutions(self.clerk))

    def test_nothing_beside_what_he_has_named_himself(self):
        now = fields.Datetime.now()
        self.env['office.substitution'].with_user(self.head).create({
            'user_id': self.head.id, 'substitute_id': self.clerk.id, 'start': now,
            'stop': now + timedelta(days=90)})
        self._approve_leave(self.head_employee)
        self.assertEqual(len(self._get_substitutions(self.head)), 1)

    def test_refused_afterwards(self):
        leave = self._approve_leave(self.head_employee)
        self._get_substitutions(self.head).with_user(self.head).action_accept()
        leave.action_refuse()
        self.assertFalse(self._get_substitutions(self.head))

    def test_absence_counts_as_any_other(self):
        self._approve_leave(self.head_employee)
        leave = self.env['resource.calendar.leaves'].search([('resource_id', '=', self.head_employee.resource_id.id)])
        self.assertTrue(leave.holiday_id)
        self.assertFalse(self.head._get_away(self.env.company))
        with freeze_time(leave.date_from + timedelta(hours=1)):
            self.assertEqual(self.head._get_away(self.env.company), self.head)

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.office_admin_reception.tests.common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestAttendance(OfficeVisitCommon):
    """Whoever has checked in is in the house; of attendance and what was said by hand, the later holds."""

    def _check(self, hours_in, hours_out=None, employee=None):
        now = fields.Datetime.now()
        return self.env['hr.attendance'].create({
            'employee_id': (employee or self.user_employee).id, 'check_in': now - timedelta(hours=hours_in),
            'check_out': hours_out is not None and now - timedelta(hours=hours_out)})

    def _assert_inside(self, *employees):
        self.env.flush_all()
        people = self.env['office.house.person'].with_user(self.desk).search([('company_id', '=', self.company.id)])
        self.assertEqual(sorted(people.employee_id.ids), sorted(employee.id for employee in employees))
        self.assertEqual(len(people), len(employees))

    def _mark(self, is_in):
        self.env['office.presence'].with_user(self.desk)._mark_by_desk(self.user_employee, is_in)

    def test_r121_who_has_checked_in_is_in_the_house(self):
        self._check(2)
        self._check(5, 1, self.colleague_employee)
        self._assert_inside(self.user_employee)

    def test_r121_what_was_said_later_holds(self):
        attendance = self._check(2)
        self._mark(False)
        self._assert_inside()
        self._mark(True)
        self._assert_inside(self.user_employee)
        attendance.check_out = fields.Datetime.now() + timedelta(minutes=1)
        self._assert_inside()

    def test_said_by_hand_and_checked_in_is_one_person(self):
        self._mark(True)
        self._check(0)
        self._assert_inside(self.user_employee)

    def test_who_forgot_to_check_out_is_not_in_the_house_for_ever(self):
        self._check(17)
        self._assert_inside()

    def test_one_tap_says_the_opposite_of_what_is_true(self):
        self._check(2)
        self.env.flush_all()
        self.env['office.presence'].with_user(self.user).action_turn()
        self._assert_inside()

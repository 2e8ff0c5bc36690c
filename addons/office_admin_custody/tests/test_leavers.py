from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CustodyCommon


@tagged('post_install', '-at_install')
class TestCustodyLeavers(CustodyCommon):
    """Who leaves gives back what they hold."""

    def setUp(self):
        super().setUp()
        self.thing = self._lend()
        self.due = self.thing.deadline_datetime

    def _assert_called_in(self):
        self.assertTrue(self.thing.is_called_in)
        self.assertRecordValues(self._get_tasks(self.thing), [
            {'user_id': self.officer.id, 'summary': "User leaves: take back Chair"}])
        self.assertLess(self.thing.deadline_datetime, self.due)
        self.assertIn("Take Back from Leaver", self.thing.deadline_summary)
        self.assertEqual(self._get_desk_rows(self.thing, 'queue')[0]['what'], "The holder leaves")

    def _assert_called_off(self):
        self.assertFalse(self.thing.is_called_in or self._get_tasks(self.thing))
        self.assertRecordValues(self.thing, [{'state': 'held', 'deadline_datetime': self.due}])

    def test_archived_and_back(self):
        self.user_employee.action_archive()
        self._assert_called_in()
        self.user_employee.action_unarchive()
        self._assert_called_off()

    def test_archived_by_the_resource(self):
        self.user_employee.resource_id.active = False
        self._assert_called_in()
        self._do(self.thing, 'give_back')
        self.assertRecordValues(self.thing, [{'state': 'returned', 'is_called_in': False, 'deadline_outcome': 'met'}])
        self.assertFalse(self._get_tasks(self.thing))

    def test_departure_known_beforehand(self):
        self.user_employee.departure_date = '2030-12-31'
        self._assert_called_in()
        self.user_employee.action_archive()
        self.assertEqual(len(self._get_tasks(self.thing)), 1, "asked once")

    def test_stays_after_all(self):
        self.user_employee.departure_date = '2030-12-31'
        self.user_employee.departure_date = False
        self._assert_called_off()

    def test_offered_and_called_in(self):
        self.thing.with_user(self.user).action_offer()
        self.user_employee.action_archive()
        self.user_employee.action_unarchive()
        self.assertTrue(self.thing.is_offered and self._get_tasks(self.thing))

    def test_what_is_back_is_not_called_in(self):
        self._do(self.thing, 'give_back')
        self.user_employee.action_archive()
        self.assertFalse(self.thing.is_called_in)

    def test_leaving_is_refused_while_something_is_held(self):
        self.company.office_leaver_check = 'refuse'
        user = self._create_user('sup_hr', 'hr.group_hr_manager')
        employee = self.user_employee.with_user(user)
        with self.assertRaisesRegex(UserError, "User still holds 1 of the office’s things. Take it back first"):
            employee.action_archive()

    def test_who_may_read_it_is_told_what_is_still_held(self):
        self.company.office_leaver_check = 'refuse'
        with self.assertRaisesRegex(UserError, "User still holds Chair. Take it back first"):
            self.user_employee.with_user(self.officer).sudo().action_archive()

    def test_who_holds_nothing_leaves(self):
        self.company.office_leaver_check = 'refuse'
        self._do(self.thing, 'give_back')
        self.user_employee.action_archive()
        self.assertFalse(self.user_employee.active)

    def test_leaving_is_refused_whichever_way_it_comes(self):
        self.company.office_leaver_check = 'refuse'
        with self.assertRaisesRegex(UserError, "User still holds"):
            self.user_employee.resource_id.active = False

    def test_what_is_held_is_said_to_who_reads_the_employee(self):
        self.user_employee.action_archive()
        self.assertIn("still to be taken back: 1", self.user_employee.message_ids[0].body)

    def _move(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        self.user_employee.write({'company_id': other.id, 'department_id': False, 'user_id': False})

    def test_moved_to_another_company(self):
        self._move()
        self.assertTrue(self.thing.is_called_in)

    def test_moving_is_refused_while_something_is_held(self):
        self.company.office_leaver_check = 'refuse'
        with self.assertRaisesRegex(UserError, "still holds"):
            self._move()

    def test_departure_wizard_leads_to_the_list(self):
        wizard = self.env['hr.departure.wizard'].with_user(
            self._create_user('sup_hr', 'hr.group_hr_manager,office_admin_test.group_officer')).with_context(
            active_ids=self.user_employee.ids, employee_termination=True).create({'departure_date': '2026-12-31'})
        action = wizard.action_register_departure()
        self.assertEqual(action['res_model'], 'office.custody.thing')
        self.assertEqual(self.env['office.custody.thing'].search(action['domain']).res_id, self.thing.id)
        self.assertTrue(self.thing.is_called_in)

    def test_days_of_the_company(self):
        for days in (0, 251):
            with self.assertRaisesRegex(ValidationError, "“Things of Leavers Within” is a number from 1 to 250"):
                self.company.office_leaver_days = days

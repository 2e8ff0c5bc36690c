"""Who has left a company decides, answers and hears of nothing there any more, even if the user stays active."""
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import ApprovalCommon


@tagged('post_install', '-at_install')
class TestLeavers(ApprovalCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env['res.company'].create({'name': "Elsewhere"})

    def _employ_elsewhere(self, user, **values):
        user.company_ids += self.elsewhere
        return self.env['hr.employee'].create(
            {'name': user.name, 'user_id': user.id, 'company_id': self.elsewhere.id, **values})

    def test_what_waits_for_a_head_who_has_left_goes_on(self):
        request = self._submit()
        self.assertEqual(request.approver_ids, self.head)
        self.head_employee.action_archive()
        self.assertTrue(self.head.active, "as a departure leaves it")
        self.assertFalse(request.with_user(self.head).is_my_approval, "at once")
        with self.assertRaises(AccessError):
            self._approve(request, self.head)
        self._attend()
        self.assertEqual(request.approver_ids, self.boss)
        self.assertEqual(self._get_activities(request).user_id, self.boss)
        self._approve(request, self.boss)
        self.assertEqual(request.state, 'approved')

    def test_the_departure_wakes_up_what_waits(self):
        self._submit()
        job = self.env.ref('office_admin_approval.ir_cron_attend')
        self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)]).unlink()
        self.head_employee.action_archive()
        self.assertTrue(self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)]))

    def test_departure_dialog(self):
        request = self._submit()
        self.env['hr.departure.wizard'].with_context(employee_termination=True).create({
            'employee_ids': [Command.set(self.head_employee.ids)], 'departure_date': '2026-12-31'},
        ).action_register_departure()
        self.assertTrue(self.head.active)
        self._attend()
        self.assertEqual(request.approver_ids, self.boss)

    def test_whoever_has_left_is_not_asked(self):
        self.head_employee.action_archive()
        self.assertEqual(self._submit().approver_ids, self.boss)

    def test_later_step_of_who_has_left(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        request = self._submit()
        self.manager_employee.action_archive()
        self._approve(request, self.head)
        self.assertEqual(request.approver_ids, self.boss)

    def test_gone_here_and_employed_elsewhere(self):
        self._employ_elsewhere(self.head)
        request = self._submit()
        self.head_employee.action_archive()
        self._attend()
        self.assertEqual(request.approver_ids, self.boss)
        self.assertFalse(self.head._filtered_working(self.company))
        self.assertTrue(self.head._filtered_working(self.elsewhere))

    def test_gone_elsewhere_and_employed_here(self):
        other = self._employ_elsewhere(self.head)
        request = self._submit()
        other.action_archive()
        self._attend()
        self.assertEqual(request.approver_ids, self.head)
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved')

    def test_departure_and_return(self):
        request = self._submit()
        self.head_employee.action_archive()
        self._attend()
        self.head_employee.action_unarchive()
        self._attend()
        self.assertEqual(request.approver_ids, self.boss, "whose turn it became")
        self.assertEqual(self._submit().approver_ids, self.head)

    def test_return_before_anybody_was_asked_instead(self):
        request = self._submit()
        self.head_employee.action_archive()
        self.head_employee.action_unarchive()
        self._attend()
        self.assertEqual(request.approver_ids, self.head)
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved')

    def test_archived_as_a_resource(self):
        request = self._submit()
        self.head_employee.resource_id.active = False
        self._attend()
        self.assertEqual(request.approver_ids, self.boss)

    def test_no_right_for_or_through_a_substitute_who_has_left(self):
        self._substitute(self.head, self.colleague)
        self._substitute(self.colleague, self.stranger)
        request = self._submit()
        self.assertTrue(request.with_user(self.stranger).is_my_approval)
        self.colleague_employee.action_archive()
        request.invalidate_recordset()
        self.assertFalse(request.with_user(self.colleague).is_my_approval)
        self.assertFalse(request.with_user(self.stranger).is_my_approval)
        with self.assertRaisesRegex(ValidationError, "Colleague is no active internal user"):
            self._substitute(self.head, self.colleague, start=48, stop=72)

    def test_named_people_who_have_left(self):
        self.stranger_employee.action_archive()
        with self.assertRaisesRegex(ValidationError, "cannot approve"):
            self._set_steps(self._named(self.stranger))
        with self.assertRaisesRegex(ValidationError, "does not work in Paper Street"):
            self.company.office_fallback_approver_id = self.stranger

    def test_position_of_who_has_left(self):
        position = self.env.ref('office_admin_base.position_manager')
        self.assertIn(self.manager, position._get_people(self.company))
        self.manager_employee.action_archive()
        self.assertNotIn(self.manager, position._get_people(self.company))

    def test_who_answers_for_a_request_has_left(self):
        request = self._create_approved()
        request.with_user(self.manager)._decide_owner(self.officer, "For the test.")
        self.officer_employee.action_archive()
        self.assertRecordValues(request, [{'owner_id': self.manager.id, 'is_owner_undecided': True}])
        step = self.env['office.hand.over'].search([('res_id', '=', request.id)], order='id desc', limit=1)
        self.assertEqual(step.note, "Officer has left.")
        self.assertNotIn(self.officer, request._get_owner_candidates())
        self.assertNotEqual(self._create_approved().owner_id, self.officer)

    def test_nobody_who_has_left_is_told_that_something_is_late(self):
        request = self._create_approved()
        self.user_employee.parent_id = self.boss_employee
        self.officer_employee.parent_id = self.head_employee
        self.assertIn(self.head, request._get_heads(self.officer))
        self.head_employee.action_archive()
        self.assertNotIn(self.head, request._get_heads(self.officer))
        self.manager_employee.action_archive()
        self.assertNotIn(self.manager, request._get_escalation_users('manager', 'serve'))

    def test_undertakings_end_with_the_employment(self):
        undertaking = self.env['office.secrecy.undertaking'].with_user(self.manager).create({
            'user_id': self.colleague.id, 'level': 'secret', 'company_id': self.company.id,
            'training_date': '2026-01-01', 'end_date': '2027-12-31'})
        self._employ_elsewhere(self.colleague)
        self.colleague_employee.action_archive()
        self.assertRecordValues(undertaking, [{'status': 'withdrawn', 'revoke_reason': "Has left"}])
        with self.assertRaisesRegex(ValidationError, "does not belong to Paper Street"):
            undertaking.copy({'user_id': self.colleague.id})

    def test_one_answer_in_python_and_in_sql(self):
        people = self.head | self.user | self.colleague | self.stranger | self.officer | self.boss
        self._employ_elsewhere(self.head)
        self._employ_elsewhere(self.user, active=False)
        self.colleague.company_ids += self.elsewhere
        (self.head_employee | self.colleague_employee | self.stranger_employee).action_archive()
        self.officer.active = False
        self._employ_elsewhere(self.stranger)
        for company, expected in ((self.company, self.user | self.boss), (self.elsewhere, self.head | self.stranger)):
            with self.subTest(company.name):
                self.assertEqual(people._filtered_working(company), expected)
                found = self.env.execute_query(SQL(
                    "SELECT id FROM res_users WHERE id = ANY(%s) AND %s", people.ids,
                    self.env['res.users']._get_working_sql(SQL("res_users.id"), SQL("%s", company.id))))
                self.assertEqual({user_id for user_id, in found}, set(expected.ids))
        self.assertEqual(people._filtered_working(None), people - self.colleague - self.officer)

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.office_admin_reception.models.calling.office_visit import ANSWER, RECEIVE_ACTIVITY

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestCalling(OfficeVisitCommon):
    """Guests wait: the host is called, then who stands in, then the front desk."""

    def _get_calls(self, visit):
        return [(call.role, call.user_id, bool(call.answered_datetime)) for call in visit.sudo().call_ids]

    def _wait(self, minutes):
        """Let so many minutes pass since the guests came, and the scheduled action do its work."""
        now = self.now + timedelta(minutes=minutes)
        with freeze_time(now):
            self._run_action('_cron_call')

    def _arrive(self, **values):
        self.now = fields.Datetime.now()
        with freeze_time(self.now):
            visit = self._announce(**values)
            visit.with_user(self.desk).action_arrive()
        visit.invalidate_recordset()
        return visit

    def _get_called_activities(self, visit):
        return self.env['mail.activity'].search([
            ('res_model', '=', visit._name), ('res_id', '=', visit.id),
            ('activity_type_id', '=', self.env.ref(RECEIVE_ACTIVITY).id)])

    def _get_notices(self, visit, user):
        return self.env['mail.message'].search([
            ('model', '=', visit._name), ('res_id', '=', visit.id), ('message_type', '=', 'user_notification'),
            ('notified_partner_ids', 'in', user.partner_id.ids)])

    def test_r123_the_host_is_told_at_once_in_every_way(self):
        visit = self._arrive()
        self.assertEqual(self._get_calls(visit), [('host', self.user, False)])
        self.assertEqual(self._get_called_activities(visit).user_id, self.user)
        self.assertIn("Ann Lee waits for User", self._get_notices(visit, self.user).subject)
        [row] = self._get_desk_rows(visit, 'confirm')
        self.assertEqual([button['name'] for button in row['buttons']], ['action_receive', 'action_pass_on'])
        promise = self._get_promises(visit, ANSWER)
        self.assertEqual(promise.due, promise.start + timedelta(minutes=5))

    def test_r123_no_answer_calls_the_substitute_and_then_the_desk(self):
        self._substitute(self.user, self.colleague)
        visit = self._arrive()
        with self.assertRaises(AccessError):
            visit.with_user(self.colleague).read(['state'])
        self._wait(4)
        self.assertEqual(len(self._get_calls(visit)), 1)
        self._wait(5)
        self.assertEqual(self._get_calls(visit)[1:], [('substitute', self.colleague, False)])
        self.assertTrue(self._get_notices(visit, self.colleague))
        self.assertTrue(self._get_desk_rows(visit.with_user(self.colleague), 'confirm'))
        self._wait(9)
        self.assertEqual(len(self._get_calls(visit)), 2)
        self._wait(10)
        self.assertEqual(self._get_calls(visit)[2:], [('desk', self.env['res.users'], False)])
        self.assertEqual(visit.sudo().call_ids.mapped('told_datetime'), [
            moment.replace(microsecond=0) for moment in (
                self.now, self.now + timedelta(minutes=5), self.now + timedelta(minutes=10))])
        self._wait(60)
        self.assertEqual(len(self._get_calls(visit)), 3)
        visit.with_user(self.colleague).action_receive()
        visit.invalidate_recordset()
        self.assertEqual(visit.state, 'inside')
        self.assertEqual([answered for *_who, answered in self._get_calls(visit)], [False, True, False])
        self.assertFalse(self._get_called_activities(visit))

    def test_r123_without_a_substitute_the_desk_is_next(self):
        visit = self._arrive()
        self._wait(5)
        self.assertEqual(self._get_calls(visit)[1:], [('desk', self.env['res.users'], False)])

    def test_who_answers_ends_the_calls(self):
        self._substitute(self.user, self.colleague)
        visit = self._arrive()
        visit.action_receive()
        self.assertEqual(self._get_calls(visit), [('host', self.user, True)])
        self.assertEqual(self._get_promises(visit, ANSWER).outcome, 'met')
        self.assertFalse(self._get_called_activities(visit))
        self._wait(60)
        self.assertEqual(len(self._get_calls(visit)), 1)

    def test_guests_who_leave_end_the_calls(self):
        visit = self._arrive()
        visit.guest_ids.with_user(self.desk).action_sign_out()
        self._wait(60)
        self.assertEqual(self._get_calls(visit), [('host', self.user, False)])
        self.assertFalse(self._get_called_activities(visit))

    def test_a_host_without_a_user_is_not_waited_for(self):
        employee = self.env['hr.employee'].create({'name': "Driver", 'company_id': self.company.id})
        visit = self._arrive(employee_id=employee.id)
        self.assertEqual(self._get_calls(visit), [('desk', self.env['res.users'], False)])
        visit.with_user(self.desk).action_receive()
        self.assertEqual(self._get_calls(visit), [('desk', self.env['res.users'], True)])

    def test_the_host_names_somebody_else(self):
        visit = self._arrive()
        action = visit.action_pass_on()
        dialog = self.env[action['res_model']].with_user(self.user).with_context(**action['context']).create(
            {'employee_id': self.colleague_employee.id})
        with freeze_time(self.now + timedelta(minutes=1)):
            dialog.action_confirm()
        visit.invalidate_recordset()
        self.assertEqual(self._get_calls(visit), [
            ('host', self.user, True), ('substitute', self.colleague, False)])
        self.assertEqual(self._get_called_activities(visit).user_id, self.colleague)
        self.assertFalse(self._get_desk_rows(visit, 'confirm'))
        self._wait(5)
        self.assertEqual(len(self._get_calls(visit)), 2)
        self._wait(6)
        self.assertEqual(self._get_calls(visit)[2:], [('desk', self.env['res.users'], False)])
        visit.with_user(self.colleague).action_receive()
        visit.invalidate_recordset()
        self.assertEqual(visit.state, 'inside')

    def test_nobody_is_named_whom_odoo_cannot_call(self):
        employee = self.env['hr.employee'].create({'name': "Driver", 'company_id': self.company.id})
        visit = self._arrive()
        with self.assertRaisesRegex(UserError, "Call them by phone"):
            visit._pass_on(employee)
        with self.assertRaises(AccessError):
            visit.with_user(self.stranger)._pass_on(self.colleague_employee)

    def test_the_substitute_is_proposed(self):
        self._substitute(self.user, self.colleague)
        action = self._arrive().action_pass_on()
        values = self.env[action['res_model']].with_user(self.user).with_context(**action['context']).default_get(
            ['res_model', 'res_ids', 'employee_id'])
        self.assertEqual(values['employee_id'], self.colleague_employee.id)

    def test_who_comes_later_is_told_to_who_received_the_others(self):
        visit = self._announce(guests=("Ann Lee", "Bob"))
        ann, bob = visit.guest_ids.with_user(self.desk)
        ann.action_sign_in()
        visit.action_receive()
        before = len(self._get_notices(visit, self.user))
        bob.action_sign_in()
        notices = self._get_notices(visit, self.user)
        self.assertEqual(len(notices), before + 1)
        self.assertIn("Bob has come too", notices[0].subject)

    def test_heads_hear_of_it_only_after_the_desk(self):
        visit = self._arrive()
        promise = self._get_promises(visit, ANSWER)
        self.assertFalse(visit._get_escalation_people('head', {visit: promise}))
        self._wait(5)
        people = visit._get_escalation_people('manager', {visit: promise})
        self.assertIn(self.manager, people)

    def test_minutes_are_a_setting(self):
        self.company.office_visit_answer_minutes = 2
        visit = self._arrive()
        self._wait(2)
        self.assertEqual(len(self._get_calls(visit)), 2)
        with self.assertRaisesRegex(UserError, r"“Host Answers Within \(minutes\)” is a number from 1 to 240"):
            self.company.office_visit_answer_minutes = 0

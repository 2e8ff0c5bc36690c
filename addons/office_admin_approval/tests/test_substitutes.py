"""Nothing waits for an absent person: substitutes, absences, and the end of the right at the minute."""
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.office_admin_test.tests.common import SUBSTITUTION, unlink_as

from .common import ApprovalCommon


@tagged('post_install', '-at_install')
class TestSubstitutes(ApprovalCommon):

    def test_r107_decisions_go_to_the_substitute_for_those_days_only(self):
        with freeze_time('2026-03-02 08:00:00'):
            waiting = self._submit()
            self._substitute(self.head, self.stranger, start=1, stop=25)
            with self.assertRaises(AccessError):
                self._approve(waiting, self.stranger)
            self.assertFalse(waiting.with_user(self.stranger).has_access('read'))
        with freeze_time('2026-03-02 09:00:00'):
            self._attend()
            self.assertEqual(waiting.approver_ids, self.head | self.stranger, "he takes over what waits already")
            self.assertEqual(self._get_activities(waiting).user_id, self.head | self.stranger)
            self._approve(waiting, self.stranger)
            self.assertEqual(self._get_decisions(waiting), [('approve', self.stranger, self.head)])
            later = self._submit()
        with freeze_time('2026-03-03 08:59:59'):
            self.assertTrue(later.with_user(self.stranger).is_my_approval)
        with freeze_time('2026-03-03 09:00:00'):
            later.invalidate_recordset()
            self.assertFalse(later.with_user(self.stranger).is_my_approval)
            with self.assertRaises(AccessError):
                self._approve(later, self.stranger)
            self.assertFalse(later.with_user(self.stranger).has_access('read'))
            self.assertTrue(waiting.with_user(self.stranger).has_access('read'), "he has decided it")
            self._attend()
            self.assertEqual(self._get_activities(later).user_id, self.head)

    def test_what_waits_is_counted_by_one_query(self):
        """Of the many who stand in for nobody and have signed nothing, nothing more is looked up."""
        for _number in range(3):
            self._submit()
        approvals = self.env['office.approval'].with_user(self.head)
        approvals.search_count([('is_mine', '=', True)])  # what servers keep from request to request
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(approvals.env.user.share, "each request begins by reading who asks")
        with self.assertQueryCount(1):
            self.assertEqual(approvals.search_count([('is_mine', '=', True)]), 3)

    def test_name_once_there_is_a_substitute(self):
        substitution = self.env[SUBSTITUTION].new({'user_id': self.head.id})
        self.assertFalse(substitution.display_name)
        substitution.substitute_id = self.stranger
        self.assertEqual(substitution.display_name, f"{self.stranger.name} for {self.head.name}")

    def test_r136_queue_of_a_position_goes_to_the_substitute(self):
        self._set_steps({'who': 'position', 'group_id': self.env.ref('office_admin_base.position_receptionist').id})
        receptionist = self._create_user('sup_receptionist', 'office_admin_base.position_receptionist')
        queue = [self._submit() for _number in range(3)]
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            self._substitute(receptionist, self.officer, start=0, stop=8)
            found = self.env['office.approval'].with_user(self.officer).search([('is_mine', '=', True)])
            self.assertEqual(found.mapped('res_id'), [request.id for request in queue])
        with freeze_time(fields.Datetime.now() + timedelta(hours=9)):
            self.assertFalse(self.env['office.approval'].with_user(self.officer).search_count([('is_mine', '=', True)]))
            self.assertEqual(self.env['office.approval'].with_user(receptionist).search_count(
                [('is_mine', '=', True)]), 3)

    def test_for_one_kind_of_documents_only(self):
        substitution = self._substitute(self.head, self.stranger, res_model=self.request_model)
        request = self._submit()
        self.assertTrue(request.with_user(self.stranger).is_my_approval)
        self.env.cr.execute("UPDATE office_substitution SET res_model = 'other.model' WHERE id = %s", [substitution.id])
        self.env.invalidate_all()
        self.assertFalse(request.with_user(self.stranger).is_my_approval)

    def test_chain(self):
        self._substitute(self.head, self.stranger)
        self._substitute(self.stranger, self.colleague)
        request = self._submit()
        self.assertEqual(request.approver_ids, self.head | self.stranger | self.colleague)
        self._approve(request, self.colleague)
        self.assertEqual(self._get_decisions(request), [('approve', self.colleague, self.head)])

    def test_overlapping(self):
        self._substitute(self.head, self.stranger)
        self._substitute(self.head, self.stranger, start=-2, stop=2)
        self._substitute(self.head, self.colleague)
        request = self._submit()
        self.assertEqual(self._get_activities(request).user_id, self.head | self.stranger | self.colleague)
        self._approve(request, self.colleague)
        self.assertEqual(request.state, 'approved')
        self.assertFalse(self._get_activities(request))

    def test_substitute_never_decides_on_his_own(self):
        self._substitute(self.head, self.user)
        request = self._submit()
        self.assertEqual(request.approver_ids, self.head)
        with self.assertRaisesRegex(AccessError, "is your own request"):
            self._approve(request, self.user)
        self.assertNotIn(request.id, self.env['office.approval'].with_user(self.user).search(
            [('is_mine', '=', True)]).mapped('res_id'))

    def test_one_person_counts_once(self):
        self._set_steps(self._named(self.head, self.boss, quorum='all'))
        self._substitute(self.head, self.boss)
        request = self._submit()
        self._approve(request, self.boss)
        self.assertEqual(request.state, 'submitted', "two have to agree, not one for two")
        with self.assertRaises(AccessError):
            self._approve(request, self.boss)
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved')

    def test_away_without_substitute_goes_one_up_at_once(self):
        self._go_on_leave(self.head_employee)
        request = self._submit()
        self.assertEqual(request.approver_ids, self.head | self.boss)
        [step] = request.approval_timeline['steps']
        self.assertEqual([(person['name'], person['is_away'], person['why']) for person in step['people']], [
            ("Head", True, False), ("Boss", False, "While the approver is away")])
        self._approve(request, self.boss)
        self.assertEqual(request.state, 'approved')

    def test_r143_who_decides_while_somebody_is_away_decides_once(self):
        self._set_steps({'who': 'superior'}, self._named(self.head))
        self._go_on_leave(self.head_employee)
        request = self._submit()
        self._approve(request, self.boss)
        self.assertEqual(request.state, 'approved')
        first, second = request.sudo().approval_id.decision_ids.sorted('id')
        self.assertEqual(first.user_id | second.user_id, self.boss)
        self.assertIn("Has agreed before", second.reason)

    def test_who_has_decided_for_another_takes_their_own_seat_first(self):
        self._set_steps({'who': 'superior'}, self._named(self.head, self.boss, quorum='all'))
        self._substitute(self.head, self.boss)
        request = self._submit()
        self._approve(request, self.boss)
        self.assertEqual(request.approver_ids, self.head, "two have to agree")
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved')

    def test_away_with_substitute_stays_with_him(self):
        self._go_on_leave(self.head_employee)
        self._substitute(self.head, self.stranger)
        self.assertEqual(self._submit().approver_ids, self.head | self.stranger)

    def test_substitute_away_as_well(self):
        self._go_on_leave(self.head_employee)
        self._go_on_leave(self.stranger_employee)
        self._substitute(self.head, self.stranger)
        self.assertIn(self.boss, self._submit().approver_ids)

    def test_everybody_above_is_away(self):
        for employee in (self.head_employee, self.boss_employee):
            self._go_on_leave(employee)
        self.assertEqual(self._submit().approver_ids, self.head | self.manager, "who decides at last")

    def test_leave_begins_while_it_waits(self):
        request = self._submit()
        self.assertEqual(request.approver_ids, self.head)
        leave = self._go_on_leave(self.head_employee, start=1)
        alarms = self.env['ir.cron.trigger'].search(
            [('cron_id', '=', self.env.ref('office_admin_approval.ir_cron_attend').id)])
        self.assertIn(leave.date_from, alarms.mapped('call_at'))
        self._attend()
        self.assertEqual(request.approver_ids, self.head, "not yet")
        with freeze_time(leave.date_from + timedelta(seconds=1)):
            self._attend()
            self._attend()
            self.assertEqual(request.approver_ids, self.head | self.boss)
            self.assertEqual(len(self._get_activities(request)), 2)

    def test_short_absence_is_waited_for(self):
        with freeze_time('2026-03-02 08:00:00'):  # a Monday
            leave = self._go_on_leave(self.head_employee, start=-1, stop=1)
            self.assertEqual(self._submit().approver_ids, self.head)
            leave.date_to = datetime(2026, 3, 2, 16)
            self.assertEqual(self._submit().approver_ids, self.head | self.boss)

    def test_all_of_several_with_one_away(self):
        self._set_steps(self._named(self.head, self.manager, quorum='all'))
        self._go_on_leave(self.head_employee)
        request = self._submit()
        self.assertEqual(request.approver_ids, self.head | self.manager | self.boss)
        self._approve(request, self.boss)
        self._approve(request, self.manager)
        self.assertEqual(request.state, 'approved')

    def test_circle(self):
        self._substitute(self.head, self.stranger)
        self._substitute(self.stranger, self.colleague)
        with self.assertRaisesRegex(ValidationError, "Head for Colleague would close a circle"):
            self._substitute(self.colleague, self.head)
        self._substitute(self.colleague, self.head, start=48, stop=96)  # at another time

    def test_substitute_who_cannot(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreigner = self._create_user('sup_foreigner')
        foreigner.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        with self.assertRaisesRegex(ValidationError, "works in no company of Head"):
            self._substitute(self.head, foreigner, by=self.manager)
        archived = self._create_user('sup_archived')
        archived.active = False
        with self.assertRaisesRegex(ValidationError, "is no active internal user"):
            self._substitute(self.head, archived)

    def test_nobody_names_himself_for_another(self):
        with self.assertRaises(UserError):
            self._substitute(self.head, self.stranger, by=self.stranger)
        substitution = self._substitute(self.head, self.colleague, start=1)
        for act in (lambda: substitution.with_user(self.colleague).write({'stop': datetime(2099, 1, 1)}),
                    substitution.with_user(self.colleague).unlink, substitution.with_user(self.colleague).action_end,
                    lambda: substitution.with_user(self.head).write({'user_id': self.boss.id})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        self._substitute(self.boss, self.colleague, by=self.manager)  # a manager of approvals may
        with self.assertRaisesRegex(UserError, "cannot name yourself as the substitute of Boss"):
            self._substitute(self.boss, self.manager, by=self.manager)

    def test_what_has_begun_stays(self):
        substitution = self._substitute(self.head, self.stranger).with_user(self.head)
        for values in ({'substitute_id': self.colleague.id}, {'start': datetime(2020, 1, 1)}):
            with self.assertRaisesRegex(UserError, "has begun and stays as it is"):
                substitution.write(values)
        with self.assertRaisesRegex(UserError, "has begun and stays as it is"):
            substitution.unlink()
        request = self._submit()
        substitution.action_end()
        self.assertEqual(substitution.status, 'ended')
        with self.assertRaises(AccessError):
            self._approve(request, self.stranger)
        with self.assertRaisesRegex(UserError, "has ended and stays as it was"):
            substitution.stop = datetime(2099, 1, 1)

    def test_end_and_accept_in_the_wrong_state(self):
        planned = self._substitute(self.head, self.stranger, start=1).with_user(self.head)
        with self.assertRaisesRegex(UserError, "has not begun: delete it instead"):
            planned.action_end()
        with self.assertRaisesRegex(UserError, "is no open proposal"):
            planned.action_accept()

    def test_flags_are_not_set_by_hand(self):
        substitution = self._substitute(self.head, self.stranger, is_begun=True, is_ended=True)
        self.assertFalse(substitution.is_begun or substitution.is_ended)
        substitution.with_user(self.head).write({'is_ended': True})
        self.assertFalse(substitution.is_ended)
        found = self.env[SUBSTITUTION].with_user(self.user).search([])
        self.assertFalse(found, "of others nobody reads them")

    def test_chain_ends_at_who_asked(self):
        self._substitute(self.head, self.user)
        request = self._submit()
        self._substitute(self.user, self.stranger)
        self.assertEqual(request.approver_ids, self.head)
        with self.assertRaises(AccessError):
            self._approve(request, self.stranger)

    def test_manager_gains_nothing_from_what_he_names(self):
        self._set_steps(self._named(self.boss))
        self._substitute(self.boss, self.stranger, by=self.manager)
        own = self._submit(self.manager)
        with self.assertRaises(AccessError):
            self._approve(own, self.stranger)
        self.assertEqual(own.approver_ids, self.boss)
        self._substitute(self.stranger, self.manager)
        other = self._submit()
        self.assertEqual(other.approver_ids, self.boss | self.stranger)
        with self.assertRaises(AccessError):
            self._approve(other, self.manager)
        self._approve(other, self.stranger)

    def test_no_right_through_who_has_none(self):
        self._substitute(self.head, self.colleague)
        self._substitute(self.colleague, self.stranger)
        request = self._submit()
        self.assertTrue(request.with_user(self.stranger).is_my_approval)
        self.colleague.active = False
        request.invalidate_recordset()
        self.assertFalse(request.with_user(self.stranger).is_my_approval)
        direct = self._submit()
        self._substitute(self.head, self.officer)
        self.head.active = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._approve(direct, self.officer)

    def test_endless_leave(self):
        request = self._submit()
        leave = self._go_on_leave(self.head_employee)
        leave.date_to = datetime(9999, 12, 31)
        self._attend()
        self.assertEqual(request.approver_ids, self.head | self.boss)
        self.assertTrue(request.approval_timeline)

    def test_proposal_of_unknown_documents(self):
        with self.assertRaises(ValidationError):
            self._substitute(self.head, self.stranger, res_model='res.users')

    def test_begun_substitution_stays(self):
        substitution = self.env['office.substitution'].with_user(self.user).create({
            'substitute_id': self.colleague.id, 'start': '2020-01-01 00:00:00', 'stop': '2099-01-01 00:00:00'})
        with self.assertRaisesRegex(UserError, "has begun"):
            unlink_as(self.user, substitution)

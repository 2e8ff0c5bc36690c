from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import SECRET

from .common import LIST, TASK, ChecklistCommon


@tagged('post_install', '-at_install')
class TestChecklists(ChecklistCommon):

    def test_a_list_closes_by_itself_with_its_last_task(self):
        checklist = self._start({'name': "A"}, {'name': "B"})
        first, second = checklist.task_ids.with_user(self.user)
        self.assertEqual(checklist.progress, "0 of 2 done")
        first.action_done()
        self.assertRecordValues(checklist, [{'state': 'open', 'open_count': 1, 'progress': "1 of 2 done"}])
        second.action_done()
        self.assertRecordValues(checklist, [{'state': 'done', 'open_count': 0}])
        self.assertTrue(checklist.end_datetime)

    def test_a_list_is_not_closed_with_open_mandatory_tasks(self):
        checklist = self._start({'name': "A"}, {'name': "B", 'is_mandatory': False})
        with self.assertRaisesRegex(UserError, "Still to be done: A"):
            checklist.with_user(self.officer).action_done()
        checklist.task_ids[0].with_user(self.user).action_done()
        checklist.with_user(self.officer).action_done()
        self.assertEqual(checklist.state, 'done')
        self.assertRecordValues(checklist.task_ids, [
            {'state': 'done', 'deadline_datetime': False}, {'state': 'left', 'deadline_datetime': False}])

    def test_what_was_handed_in_only_keeps_the_list_open(self):
        checklist = self._start({'name': "A", 'needs_sign_off': True})
        checklist.task_ids.with_user(self.user).action_hand_in()
        with self.assertRaisesRegex(UserError, "Still to be done: A"):
            checklist.with_user(self.officer).action_done()

    def test_a_list_is_cancelled_with_a_reason(self):
        checklist = self._start()
        self._say(checklist, self.officer, 'action_cancel', "The office is closed today")
        self.assertRecordValues(checklist, [{'state': 'cancelled', 'end_reason': "The office is closed today"}])
        self.assertRecordValues(checklist.task_ids, [{'state': 'left', 'deadline_outcome': False}])

    def test_a_list_is_opened_again(self):
        checklist = self._start()
        task = checklist.task_ids.with_user(self.user)
        task.action_done()
        with self.assertRaisesRegex(UserError, "Open it again first"):
            task.action_reset()
        checklist.with_user(self.officer).action_reopen()
        task.action_reset()
        self.assertRecordValues(checklist, [{'state': 'open', 'open_count': 1, 'end_datetime': False}])

    def test_who_has_one_task_sees_the_list_and_their_own_tasks(self):
        checklist = self._start({'name': "A"}, {'name': "B", 'user_ids': [(6, 0, self.colleague.ids)]})
        self.env.invalidate_all()
        mine = checklist.with_user(self.user)
        self.assertEqual(mine.task_ids.mapped('name'), ["A"])
        self.assertEqual(mine.progress, "0 of 2 done")
        self.assertIn(mine, mine.search([('is_mine', '=', True)]))
        self.assertNotIn(mine, self.env[LIST].with_user(self.stranger).search([]))
        mine.task_ids.action_done()
        self.env[TASK].with_user(self.colleague).search([('name', '=', "B")]).action_done()
        self.assertEqual(checklist.state, 'done')

    def test_a_list_is_hidden_with_its_document(self):
        for person in (self.user, self.head, self.officer):
            self._clear(person)
        request = self._submit(secrecy_level='secret', allowed_user_ids=[(6, 0, self.officer.ids)])
        checklist = self._start({'user_ids': [(6, 0, self.stranger.ids)]}, document=request)
        for record in (checklist, checklist.task_ids):
            self.assertFalse(record.with_user(self.stranger).has_access('read'))
            self.assertFalse(record.with_user(self.manager).search([('id', 'in', record.ids)]))
            self.assertTrue(record.with_user(self.officer).has_access('read'))
        self.assertEqual(request.secrecy_level, SECRET)
        self.assertEqual(checklist.with_user(self.officer).action_open_document()['res_id'], request.id)

    def test_a_list_moves_with_its_document(self):
        request = self._submit()
        checklist = self._start({'name': "A"}, {'name': "B"}, {'name': "C", 'due_rule': 'time', 'hour': 9.5},
                                document=request)
        done, by_day, by_hour = checklist.task_ids
        done.with_user(self.user).action_done()
        before = done.due_datetime
        date = self.company._get_office_workday(checklist.date + timedelta(days=14))
        checklist._follow_document(request, date)
        self.assertEqual(checklist.date, date)
        self.assertEqual((done.state, done.due_datetime), ('done', before))
        other = checklist.template_id._start(date).with_env(self.env).task_ids
        for task, same in ((by_day, other[1]), (by_hour, other[2])):
            self.assertEqual((task.due_datetime, task.deadline_datetime), (same.due_datetime, same.deadline_datetime))
        checklist.template_id.line_ids[1].unlink()
        checklist._follow_document(request, checklist.date - timedelta(days=7))
        self.assertEqual(by_day.due_datetime, other[1].due_datetime, "nobody says any more when it is due")
        self.assertNotEqual(by_hour.due_datetime, other[2].due_datetime)
        self._say(checklist, self.officer, 'action_cancel', "Not needed")
        checklist._follow_document(request, date)
        self.assertNotEqual(checklist.date, date, "what has ended stays")

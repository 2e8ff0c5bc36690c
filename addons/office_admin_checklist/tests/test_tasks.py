import base64
import io
from datetime import timedelta
from unittest.mock import patch

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import STEP, TASK, ChecklistCommon, make_photo


@tagged('post_install', '-at_install')
class TestTasks(ChecklistCommon):

    def test_who_ticks_is_on_record(self):
        task = self._make_task()
        task.with_user(self.user).action_done()
        self.assertRecordValues(task, [{'state': 'done', 'done_user_id': self.user.id, 'deadline_outcome': 'met'}])
        self.assertTrue(task.done_datetime)

    def test_nobody_ticks_for_others_but_the_officers(self):
        task = self._make_task()
        with self.assertRaises(AccessError):
            task.with_user(self.colleague).action_done()
        task.with_user(self.officer).action_done()
        self.assertEqual(task.done_user_id, self.officer)

    def test_what_needs_a_photo_is_not_done_without(self):
        task = self._make_task(proof='photo')
        with self.assertRaisesRegex(UserError, "take a photo"):
            task.with_user(self.user)._transition('done')
        with self.assertRaisesRegex(UserError, "take a photo"):
            self._do_with(task, 'done', note="It is done, really.")
        self.assertEqual(task.state, 'open')
        self._do_with(task, 'done', photo=make_photo())
        self.assertEqual(task.state, 'done')

    def test_a_photo_is_drawn_anew(self):
        task = self._make_task(proof='photo')
        exif = Image.Exif()
        exif[0x010F] = "A phone of somebody"
        photo = make_photo(exif=exif)
        self.assertIn(b"A phone of somebody", base64.b64decode(photo))
        self._do_with(task, 'done', photo=photo)
        kept = base64.b64decode(task.photo)
        self.assertNotIn(b"A phone of somebody", kept)
        self.assertEqual(Image.open(io.BytesIO(kept)).size, (40, 20))

    def test_a_file_that_is_no_photo_is_refused(self):
        task = self._make_task(proof='photo')
        with self.assertRaisesRegex(UserError, "no photo"):
            self._do_with(task, 'done', photo=base64.b64encode(b"<script>alert(1)</script>"))
        self.assertFalse(task.photo)

    def test_what_needs_a_note_is_not_done_without(self):
        task = self._make_task(proof='note')
        with self.assertRaisesRegex(UserError, "write down"):
            self._do_with(task, 'done', note="  ")
        self._do_with(task, 'done', note=" 2.1 bar ")
        self.assertRecordValues(task, [{'state': 'done', 'note': "2.1 bar"}])

    def test_somebody_else_signs_off(self):
        task = self._make_task(needs_sign_off=True)
        self.assertNotIn('done', task.with_user(self.user).allowed_verbs)
        with self.assertRaisesRegex(UserError, "signed off by somebody else"):
            task.with_user(self.user).action_done()
        task.with_user(self.officer).action_hand_in()
        self.assertEqual(task.state, 'ticked')
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            task.with_user(self.officer).action_sign_off()
        task.with_user(self.manager).action_sign_off()
        self.assertRecordValues(task, [{
            'state': 'done', 'done_user_id': self.officer.id, 'sign_user_id': self.manager.id}])
        self.assertEqual(task.checklist_id.state, 'done')

    def test_what_is_mandatory_is_left_out_by_a_manager_only(self):
        task = self._make_task()
        for user in (self.user, self.officer):
            self.assertNotIn('skip', task.with_user(user).allowed_verbs)
            with self.assertRaisesRegex(AccessError, "mandatory"):
                task.with_user(user).action_skip()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._do_with(task, 'skip', self.manager, note=" ")
        self._do_with(task, 'skip', self.manager, note="The door is gone")
        self.assertRecordValues(task, [{
            'state': 'skipped', 'reason': "The door is gone", 'done_user_id': self.manager.id,
            'deadline_outcome': False}])
        optional = self._make_task(is_mandatory=False)
        self._do_with(optional, 'skip', note="Nothing to water")
        self.assertEqual(optional.state, 'skipped')

    def test_what_was_ticked_by_mistake_is_open_again_with_its_promise(self):
        first, _second = self._start({'proof': 'note'}, {'name': "Lights"}).task_ids
        due = first.due_datetime
        self._do_with(first, 'done', note="x")
        first.with_user(self.user).action_reset()
        self.assertRecordValues(first, [{
            'state': 'open', 'done_user_id': False, 'note': False, 'deadline_datetime': due}])

    def test_a_task_is_promised_by_the_clock_or_in_working_days(self):
        lines = [
            {'name': "A", 'due_rule': 'time', 'hour': 8.75}, {'name': "B", 'due_rule': 'day', 'days': 2},
            {'name': "C", 'due_rule': 'day', 'days': -1}, {'name': "D", 'due_rule': 'day', 'days': 0}]
        template = self._make_template(*lines)
        day = fields.Date.to_date('2026-03-05')  # a Thursday
        with freeze_time('2026-03-02 06:00:00'):
            due = template._start(day).task_ids.mapped('due_datetime')
        self.assertEqual(due[0], self.company._get_office_moment(day) + timedelta(hours=8.75))
        self.assertEqual([self.company._get_office_day(moment).isoformat() for moment in due[1:]], [
            '2026-03-09', '2026-03-04', '2026-03-05'])

    def test_r125_what_is_not_done_in_time_is_told_to_its_owners_and_managers(self):
        self.startPatcher(patch.object(self.env.cr, 'commit', self.env.flush_all))
        with freeze_time('2026-03-05 00:10:00'):
            late, done = self._start(
                {'name': "A", 'due_rule': 'time', 'hour': 8.75},
                {'name': "B", 'due_rule': 'time', 'hour': 8.75}).task_ids
            self.assertEqual(late.deadline_status, 'on_time')
        due = late.due_datetime
        with freeze_time(due - timedelta(minutes=1)):
            done.with_user(self.user).action_done()
            self.env['office.deadline']._cron_escalate()
            self.env.invalidate_all()
            self.assertEqual(late.deadline_status, 'due_soon')
            self.assertFalse(self._get_told(late))
        with freeze_time(due + timedelta(minutes=1)):
            self.env['office.deadline']._cron_escalate()
            self.env.invalidate_all()
            self.assertEqual(late.deadline_status, 'late')
            self.assertLessEqual(self.user | self.manager, self._get_told(late))
            self.assertFalse(self._get_told(done))
            self.assertIn(self.manager, late.activity_ids.user_id)
            self.assertEqual(late.checklist_id.late_count, 1)

    def _get_told(self, task):
        return self.env['mail.message'].search([
            ('model', '=', TASK), ('res_id', '=', task.id), ('message_type', '=', 'user_notification'),
        ]).notified_partner_ids.user_ids

    def test_what_waits_for_me_stands_on_my_office(self):
        with freeze_time('2026-03-05 02:00:00'):
            task = self._make_task(due_rule='time', hour=17)
            [row] = self._get_desk_rows(self.env[TASK].with_user(self.user), 'deadlines')
            self.assertEqual((row['name'], [button['name'] for button in row['buttons']]),
                             ("Unlock the door", ['action_done']))
            self.assertIn("Opening", row['what'])
            self.assertFalse(self._get_desk_rows(self.env[TASK].with_user(self.colleague), 'deadlines'))
            task.with_user(self.user).action_done()
            self.assertFalse(self._get_desk_rows(self.env[TASK].with_user(self.user), 'deadlines'))

    def test_what_is_to_be_signed_off_waits_for_the_others(self):
        with freeze_time('2026-03-05 02:00:00'):
            task = self._make_task(needs_sign_off=True)
            task.with_user(self.officer).action_hand_in()
        with freeze_time('2026-03-06 02:00:00'):
            self.assertFalse(self._get_desk_rows(self.env[TASK].with_user(self.officer), 'deadlines'))
            self.assertTrue(self._get_desk_rows(self.env[TASK].with_user(self.manager), 'deadlines'))

    def test_a_substitute_does_it_while_the_owner_is_away(self):
        task = self._make_task()
        with self.assertRaises(AccessError):
            task.with_user(self.stranger).action_done()
        self._substitute(self.user, self.stranger)
        mine = task.with_user(self.stranger)
        mine.invalidate_recordset()
        self.assertIn('done', mine.allowed_verbs)
        self.assertIn(mine, mine.search([('is_mine', '=', True)]))
        self.assertIn(self.stranger, task._get_deadline_holders('task'))
        mine.action_done()
        self.assertEqual(task.done_user_id, self.stranger)

    def test_the_substitute_of_somebody_with_the_position_does_it(self):
        task = self._make_task(
            owner='position', group_id=self.env.ref('office_admin_base.position_officer').id, user_ids=False)
        self.assertFalse(task.with_user(self.stranger).has_access('read'))
        self._substitute(self.officer, self.stranger)
        self.env.invalidate_all()
        task.with_user(self.stranger).action_done()
        self.assertEqual(task.state, 'done')

    def test_a_right_of_a_substitute_ends_with_the_substitution(self):
        task = self._make_task()
        substitution = self._substitute(self.user, self.stranger)
        self.assertTrue(task.with_user(self.stranger).has_access('read'))
        substitution.with_user(self.user).action_end()
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            self.env.invalidate_all()
            self.assertFalse(task.with_user(self.stranger).has_access('read'))

    def test_who_does_it(self):
        position = self.env.ref('office_admin_base.position_officer')
        template = self._make_template(
            {'name': "Role", 'owner': 'role'}, {'name': "Position", 'owner': 'position', 'group_id': position.id},
            {'name': "Person", 'owner': 'person'}, {'name': "Users", 'user_ids': [
                Command.set((self.user | self.colleague).ids)]})
        tasks = template._start(self.company._get_office_today(), person=self.stranger).task_ids
        self.assertEqual([task._get_owners() & (
            self.user | self.colleague | self.stranger | self.officer | self.manager) for task in tasks], [
            self.officer | self.manager, self.officer, self.stranger, self.user | self.colleague])
        self.assertEqual(tasks.mapped('owner_names')[2:], ["Stranger", "User or Colleague"])

    def test_who_has_left_gives_way_to_the_officers(self):
        template = self._make_template()
        self.user_employee.active = False
        task = template._start(self.company._get_office_today()).task_ids
        self.assertFalse(task.user_ids)
        self.assertIn(self.officer, task._get_owners())

    def test_many_are_ticked_at_once_and_the_rest_is_said(self):
        tasks = self._start({'name': "A"}, {'name': "B", 'proof': 'photo'}, {'name': "C"}).task_ids
        result = tasks.with_user(self.user).action_done()
        self.assertEqual(tasks.mapped('state'), ['done', 'open', 'done'])
        self.assertIn("B: take a photo", result['params']['message'])

    def test_reading_many_asks_no_query_for_each(self):
        tasks = self._start(*[{'name': str(number)} for number in range(20)]).task_ids
        self.env.flush_all()
        counts = []
        for ids in (tasks.ids[:2], tasks.ids):
            self.env.invalidate_all()
            some = self.env[TASK].with_user(self.user).browse(ids)
            before = self.env.cr.sql_log_count
            some.mapped('card_verbs'), some.mapped('is_mine'), some.mapped('owner_names')
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_the_dialog_is_about_tasks_only(self):
        slip = self.env['office.test.slip'].with_user(self.user).create({})
        step = self.env[STEP].with_user(self.user).create(
            {'verb': 'done', 'res_model': slip._name, 'res_ids': slip.ids})
        with self.assertRaisesRegex(UserError, "use its buttons"):
            step.action_confirm()

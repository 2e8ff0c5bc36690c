from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LIST, STEP, TASK, TEMPLATE, ChecklistCommon


@tagged('post_install', '-at_install')
class TestAttacks(ChecklistCommon):
    """What a plain employee tries with lists, over a remote interface or through another record."""

    def test_nobody_makes_or_changes_tasks_by_hand(self):
        task = self._make_task(proof='photo')
        mine = task.with_user(self.user)
        for attempt in (
                lambda: mine.write({'state': 'done'}),
                lambda: mine.write({'photo': False, 'proof': 'none'}),
                lambda: mine.write({'user_ids': [Command.link(self.colleague.id)]}),
                lambda: mine.unlink(),
                lambda: mine.checklist_id.write({'task_ids': [Command.clear()]}),
                lambda: mine.checklist_id.unlink(),
                lambda: mine.create({'checklist_id': task.checklist_id.id, 'name': "X", 'state': 'done'}),
                lambda: self.env[LIST].with_user(self.user).create({
                    'name': "X", 'template_id': task.checklist_id.template_id.id,
                    'task_ids': [Command.create({'name': "X"})]}),
                lambda: mine.with_context(default_state='done').copy({'state': 'done'})):
            with self.assertRaises(UserError):  # or AccessError, which is one
                attempt()
        for attempt in (
                lambda: task.sudo().write({'state': 'done'}),
                lambda: task.sudo().write({'proof': 'none'}),
                lambda: task.sudo().write({'done_user_id': self.officer.id}),
                lambda: task.sudo().unlink(),
                lambda: task.checklist_id.sudo().write({'task_ids': [Command.unlink(task.id)]}),
                lambda: task.sudo().create({'checklist_id': task.checklist_id.id, 'name': "X", 'state': 'done'})):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(task.state, 'open')

    def test_the_dialog_lets_nobody_do_what_they_may_not(self):
        task = self._make_task(proof='photo')
        for user in (self.colleague, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env[STEP].with_user(user).create(
                    {'verb': 'done', 'proof': 'none', 'res_model': TASK, 'res_ids': task.ids}).action_confirm()
        # what the dialog believes does not matter
        step = self.env[STEP].with_user(self.user).create(
            {'verb': 'done', 'proof': 'none', 'res_model': TASK, 'res_ids': task.ids})
        with self.assertRaisesRegex(UserError, "take a photo"):
            step.action_confirm()
        self.assertEqual(task.state, 'open')

    def test_the_photo_of_a_task_that_is_done_is_not_exchanged(self):
        task = self._make_task(proof='note')
        self._do_with(task, 'done', note="First")
        step = self.env[STEP].with_user(self.user).create(
            {'verb': 'done', 'res_model': TASK, 'res_ids': task.ids, 'note': "Second"})
        with self.assertRaises(UserError):
            step.action_confirm()
        self.assertEqual(task.note, "First")

    def test_templates_are_for_managers(self):
        template = self._make_template()
        for user in (self.user, self.officer, self.auditor):
            for attempt in (
                    lambda: template.with_user(user).write({'name': "X"}),  # noqa: B023
                    lambda: template.line_ids.with_user(user).write({'is_mandatory': False}),  # noqa: B023
                    lambda: self.env[TEMPLATE].with_user(user).create(  # noqa: B023
                        {'name': "X", 'app': 'office_admin_test'}),
                    lambda: self.env[TEMPLATE].with_user(user).create(  # noqa: B023
                        {'name': "X", 'app': 'office_admin_test', 'line_ids': [Command.create({'name': "X"})]})):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()

    def test_who_names_a_list_of_others_learns_nothing(self):
        task = self._make_task()
        for record in (task, task.checklist_id):
            with self.assertRaises(AccessError) as refused:
                record.with_user(self.stranger).action_done()
            self.assertNotIn(task.name, str(refused.exception))
        self.assertFalse(self.env[TASK].with_user(self.stranger).search([('checklist_id.name', 'ilike', "Open")]))

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import LIST, SCHEDULE, TEMPLATE, ChecklistCommon


@tagged('post_install', '-at_install')
class TestTemplates(ChecklistCommon):

    def test_officers_start_a_list(self):
        template = self._make_template()
        action = template.with_user(self.officer).action_start()
        checklist = self.env[LIST].browse(action['res_id'])
        self.assertRecordValues(checklist, [{
            'name': "Opening", 'date': self.company._get_office_today(), 'company_id': self.company.id,
            'app': 'office_admin_test', 'state': 'open'}])
        self.assertEqual(template.checklist_count, 1)
        for user in (self.user, self.auditor):
            with self.assertRaises(AccessError):
                template.with_user(user).action_start()

    def test_an_empty_template_is_not_started(self):
        template = self._make_template()
        template.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "nothing is on it"):
            template.with_user(self.officer).action_start()

    def test_lists_are_written_in_the_language_of_the_office(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.company.partner_id.lang = 'zh_CN'
        template = self._make_template()
        template.with_context(lang='zh_CN').name = "开岗"
        template.line_ids[:1].with_context(lang='zh_CN').name = "开门"
        checklist = template.with_context(lang=None)._start(self.company._get_office_today())
        self.assertEqual((checklist.name, checklist.task_ids[:1].name), ("开岗", "开门"))

    def test_later_changes_leave_lists_as_they_are(self):
        template = self._make_template()
        task = template._start(self.company._get_office_today()).task_ids
        template.line_ids.write({'name': "Lock the door", 'owner': 'role'})
        self.assertRecordValues(task, [{'name': "Unlock the door", 'user_ids': self.user.ids}])
        with self.assertRaisesRegex(UserError, "lists were made from it"):
            template.unlink()

    def test_a_template_is_complete(self):
        robot = self.env.ref('base.user_root')
        for line in ({'owner': 'position'}, {'user_ids': False}, {'user_ids': [(6, 0, robot.ids)]}):
            with self.subTest(line=line), self.assertRaises(ValidationError):
                self._make_template(line)

    def _run_at(self, moment):
        with freeze_time(moment):
            due = self.env[TEMPLATE]._search_due()
            due._do_due()
        return due

    def test_r125_the_opening_list_begins_each_working_day_by_itself(self):
        with freeze_time('2026-03-05 01:00:00'):  # a Thursday
            template = self._make_template({'due_rule': 'time', 'hour': 8.75}, rhythm='daily')
            self.assertEqual(template.next_date, fields.Date.to_date('2026-03-05'))
        self._run_at('2026-03-05 03:00:00')
        first = self.env[LIST].search([('template_id', '=', template.id)])
        self.assertRecordValues(first, [{'date': fields.Date.to_date('2026-03-05'), 'state': 'open'}])
        self._run_at('2026-03-06 03:00:00')
        second = self.env[LIST].search([('template_id', '=', template.id)]) - first
        # what nobody has finished ends when the next one begins, and is on record as that
        self.assertRecordValues(first, [{'state': 'missed'}])
        self.assertRecordValues(first.task_ids, [{'state': 'left', 'deadline_outcome': 'missed'}])
        self.assertRecordValues(second, [{'date': fields.Date.to_date('2026-03-06'), 'state': 'open'}])
        self.assertEqual(template.next_date, fields.Date.to_date('2026-03-09'))
        self.assertNotIn(template, self._run_at('2026-03-07 10:00:00'))

    def test_what_somebody_has_begun_by_hand_does_not_begin_twice(self):
        with freeze_time('2026-03-05 01:00:00'):
            template = self._make_template(rhythm='daily')
            template.with_user(self.officer).action_start()
        self._run_at('2026-03-05 03:00:00')
        self.assertEqual(template.checklist_count, 1)

    def test_a_list_that_is_not_yet_due_goes_on(self):
        with freeze_time('2026-03-05 01:00:00'):
            template = self._make_template({'days': 10}, rhythm='daily')
        self._run_at('2026-03-05 03:00:00')
        self._run_at('2026-03-06 03:00:00')
        self.assertEqual(
            self.env[LIST].search([('template_id', '=', template.id)]).mapped('state'), ['open', 'open'])

    def test_when_needed_never_begins_by_itself(self):
        template = self._make_template()
        self.assertFalse(template.next_date)
        self.assertNotIn(template, self._run_at(fields.Datetime.now() + timedelta(days=30)))
        template.rhythm = 'daily'
        self.assertTrue(template.next_date)

    def test_the_scheduled_action_is_that_of_the_templates(self):
        self.assertEqual(self.env.ref(SCHEDULE).model_id.model, TEMPLATE)

    def test_an_app_that_goes_takes_its_lists_along(self):
        template = self._make_template()
        checklist = template._start(self.company._get_office_today())
        task = checklist.task_ids
        template.sudo()._remove_app()
        self.assertFalse(template.exists() or checklist.exists() or task.exists())

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestChecklist(OfficeVisitCommon):

    def test_r125_an_opening_list_that_is_not_done_by_0845_is_told(self):
        self.startPatcher(patch.object(self.env.cr, 'commit', self.env.flush_all))
        template = self.env.ref('office_admin_reception.office_checklist_template_opening').copy(
            {'company_id': self.company.id})
        with freeze_time('2026-03-04 12:00:00'):
            template.with_user(self.manager).rhythm = 'daily'
            night = self.company._get_office_moment(template.next_date) + timedelta(hours=1)
        with freeze_time(night):
            self.env['office.checklist.template']._search_due()._do_due()
            tasks = self.env['office.checklist.task'].with_user(self.desk).search(
                [('checklist_id.template_id', '=', template.id), ('is_mine', '=', True)])
            self.assertEqual(len(tasks), len(template.line_ids))
            # on My Office, one tap for each
            rows = self._get_desk_rows(tasks.browse(), 'deadlines')
            self.assertIn(['action_done'], [[button['name'] for button in row['buttons']] for row in rows])
        late, *done = tasks.filtered(lambda task: task.proof == 'none')
        with freeze_time(night + timedelta(hours=7, minutes=30)):  # 8:30
            for task in done:
                task.action_done()
        with freeze_time(night + timedelta(hours=7, minutes=46)):  # 8:46
            self.env['office.deadline']._cron_escalate()
            self.env.invalidate_all()
            self.assertEqual(late.deadline_status, 'late')
            told = self.env['mail.message'].search([
                ('message_type', '=', 'user_notification'), ('body', 'ilike', late.name)]).notified_partner_ids
            self.assertLessEqual((self.desk | self.manager).partner_id, told)
            self.assertIn(self.manager, late.sudo().activity_ids.user_id)
            late.action_done()
        self.assertEqual(late.deadline_outcome, 'missed')
        self.assertEqual(set(tasks.browse([task.id for task in done]).mapped('deadline_outcome')), {'met'})

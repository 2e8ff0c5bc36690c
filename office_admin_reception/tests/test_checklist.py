from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
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

    def test_r125_each_company_has_the_ready_lists(self):
        ready = self.env.ref('office_admin_reception.office_checklist_template_opening')
        ready.line_ids[0].with_context(lang='en_US').name = "Unlock both doors"
        company = self.env['res.company'].create({'name': "Second Street"})
        templates = self.env[ready._name].search([('company_id', '=', company.id)])
        self.assertEqual(templates.mapped('name'), ["Opening of the Front Desk", "Closing of the Front Desk"])
        self.assertEqual(templates[0].line_ids.mapped('name'), ready.line_ids.mapped('name'))
        self.assertRecordValues(templates, [{'rhythm': 'never', 'next_date': False, 'active': True}] * 2)
        self.assertFalse(templates & templates.with_user(self.manager).search([]))

    def test_ready_lists_come_once_and_without_people_of_others(self):
        ready = self.env.ref('office_admin_reception.office_checklist_template_opening')
        ready.line_ids[0].write({'owner': 'users', 'user_ids': [Command.set(self.env.ref('base.user_admin').ids)]})
        company = self.env['res.company'].create({'name': "Second Street"})
        templates = self.env[ready._name].search([('company_id', '=', company.id)])
        self.assertEqual(templates.mapped('name'), ["Closing of the Front Desk"])
        templates.active = False
        templates._copy_ready()
        self.assertFalse(templates.search([('company_id', '=', company.id)]))

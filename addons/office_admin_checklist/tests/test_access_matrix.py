from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import SECRET, RequestMatrixTests

from .common import LIST, STEP, TASK, TEMPLATE, ChecklistCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, ChecklistCommon):
    """A list or a task is of whom it has a task for."""
    module = 'office_admin_checklist'

    def _make_record(self, model, state, user):
        if model == STEP:
            return super()._make_record(model, state, user)
        company = user.company_id
        template = self.env[TEMPLATE].with_user(user).sudo().create({
            'name': "Opening", 'app': 'office_admin_test', 'company_id': company.id,
            'line_ids': [Command.create({
                'name': "Unlock", 'owner': 'users', 'user_ids': [Command.set(user.ids)],
                'due_rule': 'day', 'days': 1})]}).with_env(self.env)
        document = self._make_request(SECRET, user) if state == SECRET else None
        checklist = template._start(company._get_office_today(), document=document)
        return {
            TEMPLATE: template,
            f'{TEMPLATE}.line': template.line_ids,
            LIST: checklist,
            TASK: checklist.task_ids,
        }[model]

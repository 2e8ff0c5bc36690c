import base64
import io

from PIL import Image

from odoo.fields import Command

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

TEMPLATE = 'office.checklist.template'
LIST = 'office.checklist'
TASK = 'office.checklist.task'
STEP = 'office.checklist.step'
SCHEDULE = 'office_admin_checklist.ir_cron_checklist'


def make_photo(**options):
    content = io.BytesIO()
    Image.new('RGB', (40, 20), 'red').save(content, 'JPEG', **options)
    return base64.b64encode(content.getvalue())


class ChecklistCommon(OfficeTestCommon):
    """The office with checklists, whose tasks are done by ``self.user``."""

    @classmethod
    def _make_template(cls, *lines, **values):
        """Make a template with a task for each of ``lines``, dicts of values; with one plain task if there is none."""
        return cls.env[TEMPLATE].with_user(cls.manager).create({
            'name': "Opening", 'app': 'office_admin_test', 'company_id': cls.company.id,
            'line_ids': [Command.create({
                'name': "Unlock the door", 'owner': 'users', 'user_ids': [Command.set(cls.user.ids)],
                'due_rule': 'day', 'days': 1, **line}) for line in lines or [{}]],
            **values})

    @classmethod
    def _start(cls, *lines, **values):
        """Begin a list of today with these tasks, see :meth:`_make_template`; return it without its superuser mode."""
        return cls._make_template(*lines)._start(cls.company._get_office_today(), **values).with_env(cls.env)

    @classmethod
    def _make_task(cls, **line):
        return cls._start(line).task_ids

    def _do_with(self, task, verb, user=None, **values):
        """Do ``verb`` through its dialog."""
        action = getattr(task.with_user(user or self.user), f'action_{verb}')()
        result = self.env[STEP].with_user(user or self.user).with_context(**action['context']).create(
            values).action_confirm()
        task.invalidate_recordset()
        return result

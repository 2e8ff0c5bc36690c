from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.document_tests import DocumentTests

from .common import ChecklistCommon


@tagged('post_install', '-at_install')
class TestChecklist(DocumentTests, ChecklistCommon):
    document_model = 'office.checklist'

    def _make_document(self):
        return self._start({'is_mandatory': False})

    def _get_concerned(self):
        return self.officer | self.manager


@tagged('post_install', '-at_install')
class TestTask(DocumentTests, ChecklistCommon):
    document_model = 'office.checklist.task'

    def _make_document(self):
        return self._make_task()

    def _get_concerned(self):
        return self.user | self.officer | self.manager


@tagged('post_install', '-at_install')
class TestTaskToSignOff(TestTask):

    def _make_document(self):
        return self._make_task(needs_sign_off=True, is_mandatory=False)

from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeTestCommon
from .document_tests import DocumentTests
from .request_tests import RequestTests


@tagged('post_install', '-at_install')
class TestRequest(RequestTests, OfficeTestCommon):
    document_model = 'office.test.request'
    promises = {'answer': "1 working day", 'serve': "3 working days", 'urgent': "4 working hours"}
    missing = [({'line_ids': False}, "Add at least one item")]


@tagged('post_install', '-at_install')
class TestSlip(DocumentTests, OfficeTestCommon):
    document_model = 'office.test.slip'

    def _make_document(self):
        return self.env['office.test.slip'].with_user(self.user).create({'note': "Two chairs"})


@tagged('post_install', '-at_install')
class TestLoan(DocumentTests, OfficeTestCommon):
    document_model = 'office.test.loan'

    def _make_document(self):
        return self._lend()


@tagged('post_install', '-at_install')
class TestCount(DocumentTests, OfficeTestCommon):
    document_model = 'office.test.count'

    def _make_document(self):
        return self.env['office.test.count'].with_user(self.officer).create(
            {'counter_ids': [Command.set((self.user | self.colleague).ids)]})

    def _get_concerned(self):
        return self.user | self.colleague

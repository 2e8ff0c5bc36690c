from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.document_tests import DocumentTests

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestVisitDocument(DocumentTests, OfficeVisitCommon):
    document_model = 'office.visit'

    def _make_document(self):
        return self._create_visit()

from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.document_tests import DocumentTests

from .common import OfficeVisitCommon
from .kiosk import KioskMixin


@tagged('post_install', '-at_install')
class TestVisitDocument(DocumentTests, OfficeVisitCommon):
    document_model = 'office.visit'

    def _make_document(self):
        return self._create_visit()


@tagged('post_install', '-at_install')
class TestWatchHitDocument(DocumentTests, OfficeVisitCommon):
    document_model = 'office.watch.hit'

    def _make_document(self):
        self.env['office.watch.person'].create({
            'name': "Ann Lee", 'reason': "Stole a bicycle", 'company_id': self.company.id})
        return self._announce().sudo().guest_ids.watch_hit_ids
class TestKioskEntryDocument(KioskMixin, DocumentTests, OfficeVisitCommon):
    document_model = 'office.kiosk.entry'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_kiosk()

    def _make_document(self):
        return self._enter(name="Nobody")

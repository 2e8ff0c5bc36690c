from odoo.tests import tagged

from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, REQUESTER
from odoo.addons.office_admin_test.tests.document_tests import DocumentTests

from .common import OfficeVisitCommon
from .emergency_common import EmergencyCommon
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


@tagged('post_install', '-at_install')
class TestKioskEntryDocument(KioskMixin, DocumentTests, OfficeVisitCommon):
    document_model = 'office.kiosk.entry'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_kiosk()

    def _make_document(self):
        return self._enter(name="Nobody")


@tagged('post_install', '-at_install')
class TestEmergencyDocument(DocumentTests, EmergencyCommon):
    document_model = 'office.emergency'

    def _make_document(self):
        emergency = self._draft()
        self.env['office.emergency.call']._create_as_system([{
            'emergency_id': emergency.id, 'name': "Colleague", 'user_ids': self.colleague.ids,
            'call_datetime': emergency.create_date}])
        return emergency

    def _get_concerned(self):
        return self.user | self.colleague

    def _get_allowed(self, who):
        # who has called for help and who was called may do different things
        allowed = super()._get_allowed(who)
        names = who if isinstance(who, tuple) else (who,)
        return allowed - (self.user if REQUESTER not in names else self.user.browse()) - (
            self.colleague if CONCERNED not in names else self.user.browse())


@tagged('post_install', '-at_install')
class TestFoundDocument(DocumentTests, OfficeVisitCommon):
    document_model = 'office.found.thing'

    def _make_document(self):
        return self.env['office.found.thing'].with_user(self.user).create({'subject': "Umbrella"})


class PapersDocumentTests(DocumentTests):
    """Of documents of the front desk, which no employee makes."""

    def _get_concerned(self):
        return self.env['res.users']


@tagged('post_install', '-at_install')
class TestPermitDocument(PapersDocumentTests, OfficeVisitCommon):
    document_model = 'office.visit.permit'

    def _make_document(self):
        return self._create_permit()


@tagged('post_install', '-at_install')
class TestDeskThingDocument(PapersDocumentTests, OfficeVisitCommon):
    document_model = 'office.desk.thing'

    def _make_document(self):
        return self.env['office.desk.thing'].with_user(self.desk).create({'name': "Badge 12"})


@tagged('post_install', '-at_install')
class TestDeskCustodyDocument(DocumentTests, OfficeVisitCommon):
    document_model = 'office.desk.custody'

    def _make_document(self):
        thing = self.env['office.desk.thing'].with_user(self.desk).create({'name': "Key 7", 'kind': 'key'})
        thing._lend_to_employee(self.user_employee)
        return thing.custody_ids.with_user(self.user)


@tagged('post_install', '-at_install')
class TestRollCallDocument(PapersDocumentTests, OfficeVisitCommon):
    document_model = 'office.roll.call'

    def _make_document(self):
        return self.env['office.roll.call'].with_user(self.desk).create({'site_id': self.site.id})


@tagged('post_install', '-at_install')
class TestVisitHoldDocument(DocumentTests, OfficeVisitCommon):
    document_model = 'office.visit.hold'

    def _make_document(self):
        return self.env['office.visit.hold'].with_user(self.manager).create({
            'visit_id': self._announce().id, 'reason': "A laptop is gone"})


@tagged('post_install', '-at_install')
class TestVisitSubjectRequestDocument(DocumentTests, OfficeVisitCommon):
    document_model = 'office.visit.subject.request'

    def _make_document(self):
        return self.env['office.visit.subject.request'].with_user(self.manager).create({
            'person_name': "Ann Lee", 'identity_note': "Came to the desk", 'receive_date': '2026-03-04'})

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.document_tests import DocumentTests
from odoo.addons.office_admin_test.tests.request_tests import RequestTests

from .buying_common import OfficeAssetRequestCommon
from .disposal_common import OfficeDisposalCommon
from .slip_common import OfficeAssetSlipCommon
from .stocktake_common import OfficeStocktakeCommon


@tagged('post_install', '-at_install')
class TestDisposalDocument(RequestTests, OfficeDisposalCommon):
    """What holds for every request."""
    document_model = 'office.asset.disposal'
    promises = {'answer': "3 working days", 'serve': "10 working days"}
    missing = [({'note': False}, "Say why")]
    first_keeper = 'app_officer'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people |= cls.appraiser

    def test_approvers_read_what_is_asked_for_and_why(self):
        self.patch(type(self), 'reason', False)
        super().test_approvers_read_what_is_asked_for_and_why()


@tagged('post_install', '-at_install')
class TestAssetRequest(RequestTests, OfficeAssetRequestCommon):
    document_model = 'office.asset.request'
    promises = {'answer': "2 working days", 'hand_out': "10 working days"}
    missing = [({'line_ids': False}, "Add at least one item"), ({'note': False}, "Say why")]

    def test_approvers_read_what_is_asked_for_and_why(self):
        self.patch(type(self), 'reason', False)
        super().test_approvers_read_what_is_asked_for_and_why()


@tagged('post_install', '-at_install')
class TestAcceptanceDocument(DocumentTests, OfficeAssetRequestCommon):
    document_model = 'office.asset.acceptance'

    def _make_document(self):
        acceptance = self.env[self.document_model].with_user(self.officer).create({
            'note': "From the fair",
            'line_ids': [Command.create({'category_id': self.category.id, 'name': "Laptop"})]})
        acceptance.action_submit()
        return acceptance

    def _get_concerned(self):
        return self.officer


@tagged('post_install', '-at_install')
class TestSlip(DocumentTests, OfficeAssetSlipCommon):
    document_model = 'office.asset.slip'

    def _make_document(self):
        """Make a hand-out to the user, of which all but who writes it is tried."""
        return self._submit_slip()

    def _get_concerned(self):
        return self.user | self.officer


@tagged('post_install', '-at_install')
class TestCustody(DocumentTests, OfficeAssetSlipCommon):
    document_model = 'office.asset.custody'

    def _make_document(self):
        return self._get_thing(self._hold())


@tagged('post_install', '-at_install')
class TestStocktake(DocumentTests, OfficeStocktakeCommon):
    document_model = 'office.asset.stocktake'

    def _make_document(self):
        return self._create_stocktake()

    def _get_concerned(self):
        return self.user | self.colleague

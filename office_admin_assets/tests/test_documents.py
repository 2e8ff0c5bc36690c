from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.request_tests import RequestTests

from .disposal_common import OfficeDisposalCommon


@tagged('post_install', '-at_install')
class TestDisposalDocument(RequestTests, OfficeDisposalCommon):
    """What holds for every request."""
    document_model = 'office.asset.disposal'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people |= cls.appraiser

    def test_approvers_read_what_is_asked_for_and_why(self):
        self.patch(type(self), 'reason', False)
        super().test_approvers_read_what_is_asked_for_and_why()

from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.document_tests import DocumentTests

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestRequestDocument(DocumentTests, OfficeSupplyCommon):
    """A supply request is refused in a wrong state and by a wrong person, by whichever verb."""
    document_model = 'office.supply.request'
    opens_unchecked = ('hand_out',)

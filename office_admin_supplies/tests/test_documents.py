from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.request_tests import RequestTests

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestRequestDocument(RequestTests, OfficeSupplyCommon):
    """What holds for every request holds for supply requests."""
    document_model = 'office.supply.request'
    opens_unchecked = ('hand_out',)

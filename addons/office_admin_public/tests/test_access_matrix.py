from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeTestCommon):
    module = 'office_admin_public'

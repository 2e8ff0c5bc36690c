from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import RequestMatrixTests

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeSupplyCommon):
    module = 'office_admin_supplies'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tape = cls._create_product("Tape", company_id=False)

    def _make_request(self, state, user):
        if user == self.foreigner:
            return self._create_request(user, [(self.tape, 1)])
        return super()._make_request(state, user)

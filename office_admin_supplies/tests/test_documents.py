from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.document_tests import DocumentTests
from odoo.addons.office_admin_test.tests.request_tests import RequestTests

from .common import OfficeSupplyCommon
from .round_common import OfficeRoundMixin
from .test_return import ReturnMixin


@tagged('post_install', '-at_install')
class TestRequestDocument(RequestTests, OfficeSupplyCommon):
    """What holds for every request holds for supply requests."""
    document_model = 'office.supply.request'
    opens_unchecked = ('hand_out',)
    promises = {'answer': "1 working day", 'hand_out': "3 working days", 'urgent': "1 working day"}
    missing = [({'line_ids': False}, "Add at least one item")]


@tagged('post_install', '-at_install')
class TestReturnDocument(DocumentTests, ReturnMixin, OfficeSupplyCommon):
    document_model = 'office.supply.return'
    more_buttons = {'accept': ('action_accept_broken',)}

    def _make_document(self):
        request = self._create_approved()
        self._hand_out(request)
        return self._give_back(request, {self.paper: 1})


@tagged('post_install', '-at_install')
class TestCustodyDocument(DocumentTests, OfficeSupplyCommon):
    document_model = 'office.supply.custody'

    def _make_document(self):
        stapler = self._create_product("Stapler", supply_is_durable=True)
        self._set_stock(stapler, 20)
        request = self._create_approved(items=[(stapler, 2)])
        self._hand_out(request)
        return self.env['office.supply.custody'].with_user(self.officer).search([('request_id', '=', request.id)])


@tagged('post_install', '-at_install')
class TestSurplusDocument(DocumentTests, OfficeSupplyCommon):
    document_model = 'office.supply.surplus'

    def _make_document(self):
        self._set_had(self.paper, 2)
        surplus = self.env['office.supply.surplus'].with_user(self.user).create(
            {'product_id': self.paper.id, 'quantity': 2})
        surplus.with_user(self.stranger).action_claim()
        return surplus

    def _get_concerned(self):
        return self.user | self.head


@tagged('post_install', '-at_install')
class TestCountDocument(DocumentTests, OfficeSupplyCommon):
    document_model = 'office.supply.count'

    def _make_document(self):
        count = self.env['office.supply.count'].with_user(self.officer).create(
            {'counter_ids': [Command.set((self.user | self.colleague).ids)]})
        count.action_start()
        return count

    def _get_concerned(self):
        return self.user | self.colleague


@tagged('post_install', '-at_install')
class TestRoundDocument(DocumentTests, OfficeRoundMixin, OfficeSupplyCommon):
    document_model = 'office.supply.round'

    def _make_document(self):
        supply_round = self._create_round()
        self._file(supply_round, self.askers[0])
        supply_round.action_close()
        supply_round.action_submit()
        return supply_round


@tagged('post_install', '-at_install')
class TestSplitDocument(DocumentTests, OfficeRoundMixin, OfficeSupplyCommon):
    document_model = 'office.supply.split'

    def _make_document(self):
        supply_round = self._create_ordered()
        self._receive(supply_round, 7)
        return self.env['office.supply.split'].with_user(self.officer).search([('round_id', '=', supply_round.id)])

"""What a plain employee tries with the goods over the two interfaces that are open to him, and does not get."""
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.attacks import AttackMixin

from .common import OfficeSupplyMixin

REQUEST = 'office.supply.request'
LINE = 'office.supply.request.line'


@tagged('post_install', '-at_install')
class TestAttacks(OfficeSupplyMixin, AttackMixin):
    attacked = {
        REQUEST: ['name', 'state', 'requester_id', 'employee_id', 'department_id', 'note', 'company_id',
                  'refuse_reason', 'destination_id'],
        LINE: ['request_id', 'product_id', 'quantity', 'uom_id', 'handed_quantity'],
        'stock.picking': ['name', 'state'],
        'stock.move': ['state', 'quantity'],
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._make_keys(cls.user)
        cls.draft, cls.submitted = cls._create_request(), cls._create_request()
        cls.submitted.action_submit()

    def test_hand_out_to_oneself(self):
        for method in ('_hand_out', '_create_pickings'):
            self._assert_refused(self.user, REQUEST, method, self.submitted.ids)
        self._assert_refused(
            self.user, 'office.supply.request.hand.out', 'create',
            vals_list=[{'request_ids': [[6, 0, self.submitted.ids]], 'signed_by': "Me"}])
        self.submitted.with_user(self.head).action_approve()
        self._assert_refused(self.user, 'stock.picking', 'button_validate', self.submitted.sudo().picking_ids.ids)

    def test_forge_what_was_handed_out(self):
        self._assert_refused(self.user, LINE, 'write', self.submitted.line_ids.ids, vals={'handed_quantity': 5})
        self._assert_refused(self.user, LINE, 'write', self.draft.line_ids.ids, vals={'handed_quantity': 5})
        self._assert_refused(self.user, REQUEST, 'write', self.draft.ids, vals={'hand_out_progress': 100})
        self.submitted.with_user(self.head).action_approve()
        self._assert_refused(
            self.user, 'stock.picking', 'write', self.submitted.sudo().picking_ids.ids,
            vals={'received_by': "Me"})

from odoo.tests import HttpCase, tagged

from .common import OfficeSupplyMixin


@tagged('browser')
class SupplyTours(OfficeSupplyMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _start(self, path, tour, user):
        self.start_tour(f'/odoo/{path}', f'office_supply_{tour}', login=user.login, timeout=120)
        self.env.invalidate_all()

    def _get_request(self):
        return self.env['office.supply.request'].search([('requester_id', '=', self.user.id)])


@tagged('post_install', '-at_install')
class TestTours(SupplyTours):

    def test_journey(self):
        self._start('supply-requests', 'ask', self.user)
        request = self._get_request()
        self.assertRecordValues(request, [{'state': 'submitted', 'employee_id': self.user_employee.id}])
        self._start('supply-approvals', 'approve', self.head)
        self.assertEqual(request.state, 'approved')
        self._start('supply-hand-outs', 'hand_out', self.officer)
        self.assertEqual(request.state, 'done')
        first, second = request.picking_ids.sorted('id')
        self.assertEqual((first | second).mapped('received_by'), ["Anna Lin", "User"])
        self.assertTrue(first.received_signature and second.received_signature)
        self.assertEqual(self._get_stock(self.paper), 92)

    def test_every_view_opens(self):
        self._create_request(self.officer).action_submit()
        self._hand_out(self._create_approved())
        self._start('supply-requests', 'open_every_view', self.officer)


@tagged('post_install', '-at_install')
class TestPhoneTours(SupplyTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_journey(self):
        self._start('supply-requests', 'ask_phone', self.user)
        request = self._get_request()
        self.assertEqual(request.state, 'submitted')
        self._start('supply-approvals', 'approve', self.head)
        self.assertEqual(request.state, 'approved')
        self._start('supply-hand-outs', 'hand_out_phone', self.officer)
        self.assertEqual(request.state, 'done')

    def test_refuse(self):
        request = self._create_request()
        request.action_submit()
        self._start('supply-approvals', 'refuse', self.head)
        self.assertRecordValues(request, [{'state': 'refused', 'refuse_reason': "We still have 20."}])

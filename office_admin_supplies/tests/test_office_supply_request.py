from odoo.tests import tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestOfficeSupplyRequest(OfficeSupplyCommon):

    def test_flow(self):
        request = self._create_request(items=[(self.paper, 5), (self.pen, 8)])
        self.assertEqual(request.line_ids.mapped('availability'), ['available', 'available'])
        request.action_submit()
        self.assertRecordValues(request, [{'state': 'submitted', 'department_id': self.sales.id,
            'approver_ids': self.head.ids}])
        print(request.name, request.destination_id.complete_name)
        request.with_user(self.head).action_approve()
        self.assertEqual(request.state, 'approved')
        print(request.sudo().picking_ids.mapped(lambda p: (p.name, p.state, p.picking_type_id.display_name)))
        self._hand_out(request, {self.paper: 5, self.pen: 5})
        print(request.state, request.line_ids.mapped('handed_quantity'), request.hand_out_progress)
        print(request.sudo().picking_ids.mapped(lambda p: (p.name, p.state, p.supply_signed_by, p.backorder_id.name)))
        self.assertEqual(self._get_stock(self.pen), 95)
        self._hand_out(request)
        print(request.state, request.line_ids.mapped('handed_quantity'), request.hand_out_progress)
        self.env.flush_all()
        self.env.cr.execute("select verb, state_from, state_to, user_id from office_transition")
        print(self.env.cr.fetchall())
        print(request.message_ids.mapped('body'))

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeSupplyCommon


class ReturnMixin:

    @classmethod
    def _give_back(cls, request, quantities, user=None, reason="Too many", condition='good'):
        """Give back by the dialog, ``{product: quantity}``, and return what was offered."""
        user = user or cls.user
        wizard = cls.env['office.supply.request.give.back'].with_user(user).create(
            {'request_id': request.id, 'reason': reason, 'condition': condition})
        for line in wizard.line_ids:
            line.quantity = quantities.get(line.product_id, 0)
        wizard.action_confirm()
        return cls.env['office.supply.return'].with_user(cls.officer).search(
            [('request_id', '=', request.id)], order='id desc', limit=1)


@tagged('post_install', '-at_install')
class TestReturn(ReturnMixin, OfficeSupplyCommon):
    """Goods come back to the supply room by Odoo's own returns, and consumption is net of them."""

    def _create_handed_out(self, quantity=5, **values):
        request = self._create_approved(items=[(self.paper, quantity)], **values)
        self._hand_out(request)
        return request

    def test_r23_return_to_stock(self):
        request = self._create_handed_out()
        given = self._give_back(request, {self.paper: 2})
        self.assertRecordValues(given, [{'state': 'submitted', 'quantity': 2, 'condition': 'good'}])
        self.assertEqual(self._get_stock(self.paper), 95)
        given.action_accept()
        self.assertEqual(given.state, 'done')
        self.assertEqual(self._get_stock(self.paper), 97)
        self.assertRecordValues(request.line_ids, [{
            'handed_quantity': 3, 'given_back_quantity': 2, 'open_quantity': 0, 'consumed_quantity': 3}])
        back = request.sudo().picking_ids.move_ids.returned_move_ids
        self.assertRecordValues(back, [{'state': 'done', 'quantity': 2}])
        self.assertEqual(request.hand_out_progress, 100)

    def test_what_came_back_is_not_handed_out_again(self):
        request = self._create_approved(items=[(self.pen, 8)])
        self._hand_out(request, {self.pen: 5})
        self._give_back(request, {self.pen: 2}).action_accept()
        self.assertEqual(request.line_ids.open_quantity, 3)
        with self.assertRaisesRegex(UserError, "only 3 Units of Ballpoint Pen are still open"):
            self._hand_out(request, {self.pen: 5})
        self._hand_out(request)
        self.assertEqual(request.state, 'done')
        self.assertEqual(self._get_stock(self.pen), 94)

    def test_latest_hand_out_comes_back_first(self):
        request = self._create_approved(items=[(self.pen, 8)])
        self._hand_out(request, {self.pen: 5})
        self._hand_out(request)
        self._give_back(request, {self.pen: 4}).action_accept()
        moves = request.sudo().picking_ids.move_ids.sorted('id')
        self.assertEqual([move._get_returned_supply_quantity() for move in moves], [1, 3])

    def test_more_than_was_handed_out(self):
        request = self._create_handed_out()
        for quantity in (6, -1):
            with self.assertRaisesRegex(UserError, "SUP/.*: of Copy Paper A4, between nothing and 5 Units"):
                self._give_back(request, {self.paper: quantity})
        with self.assertRaisesRegex(UserError, "between nothing and 5 Units"):
            request._give_back({request.line_ids: float('nan')}, "X", 'good')
        with self.assertRaisesRegex(UserError, "enter for at least one item"):
            self._give_back(request, {})
        self._give_back(request, {self.paper: 4})
        with self.assertRaisesRegex(UserError, "between nothing and 1 Units"):
            self._give_back(request, {self.paper: 2})

    def test_returned_in_inventory_meanwhile(self):
        request = self._create_handed_out()
        given = self._give_back(request, {self.paper: 4})
        request.sudo().picking_ids.move_ids.with_user(self.officer)._return_to_stock(3)
        with self.assertRaisesRegex(UserError, "only 2 Units of Copy Paper A4 were handed out"):
            given.action_accept()
        self.assertEqual(self._get_stock(self.paper), 98)

    def test_broken_goods_are_scrapped(self):
        request = self._create_handed_out()
        self._give_back(request, {self.paper: 2}).action_accept_broken()
        self.assertEqual(self._get_stock(self.paper), 95)
        scrap = self.env['stock.scrap'].search([('product_id', '=', self.paper.id)])
        self.assertRecordValues(scrap, [{'state': 'done', 'scrap_qty': 2, 'origin': request.name}])
        self.assertEqual(request.line_ids.handed_quantity, 3)

    def test_officer_takes_back_at_once(self):
        request = self._create_handed_out()
        given = self._give_back(request, {self.paper: 2}, self.officer)
        self.assertEqual(given.state, 'done')
        self.assertEqual(self._get_stock(self.paper), 97)

    def test_wrong_person(self):
        request = self._create_handed_out()
        for user in (self.head, self.auditor, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._give_back(request, {self.paper: 1}, user)
        given = self._give_back(request, {self.paper: 1})
        self.assertFalse(given.with_user(self.stranger).search([('id', '=', given.id)]))
        with self.assertRaises(AccessError):
            given.with_user(self.user).write({'quantity': 5})
        with self.assertRaises(AccessError):
            given.with_user(self.user).create({'line_id': request.line_ids.id, 'quantity': 1, 'reason': "X"})
        given.with_user(self.user).action_cancel()
        self.assertEqual(given.state, 'cancelled')

    def test_what_was_refused_may_be_given_back(self):
        request = self._create_handed_out()
        given = self._give_back(request, {self.paper: 1})
        given.action_refuse()
        self.assertEqual(request.line_ids._get_returnable_quantity(), 5)
        draft = self._create_request()
        with self.assertRaisesRegex(UserError, "enter for at least one item"):
            self._give_back(draft, {})

    def test_my_office_tells_the_supply_room(self):
        given = self._give_back(self._create_handed_out(), {self.paper: 1})
        rows = self._get_desk_rows(given, 'queue')
        self.assertEqual([row['buttons'][0]['name'] for row in rows if row['id'] == given.id], ['action_accept'])
        self.assertEqual(len(self._get_desk_rows(given.with_user(self.user), 'mine')), 1)

    def test_wizard_shows_no_line_of_others(self):
        request = self._create_handed_out()
        with self.assertRaises(AccessError):
            self.env['office.supply.request.give.back'].with_user(self.stranger).create({
                'request_id': self._create_request(self.stranger).id, 'reason': "X",
                'line_ids': [Command.create({'request_line_id': request.line_ids.id, 'quantity': 1})]})

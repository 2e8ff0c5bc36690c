from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import unlink_as

from .stock_common import StockUsersCommon


@tagged('post_install', '-at_install')
class TestStockFinal(StockUsersCommon):
    """Nothing is written on a hand-out that is done, whichever field it is."""

    def setUp(self):
        super().setUp()
        self.request = self._create_approved()
        self._hand_out(self.request)
        self.picking = self.request.sudo().picking_ids
        self.move = self.picking.move_ids

    def _assert_refused(self, name, attempt):
        with self.subTest(name), self.assertRaises(UserError), self.env.cr.savepoint():
            attempt()
            self.env.flush_all()

    def _create_own(self, user, done=False, **values):
        move = self.env['stock.move'].with_user(user).create({
            'product_id': self.pen.id, 'product_uom_qty': 1, 'company_id': self.company.id,
            'location_id': self.room.id, 'location_dest_id': self.shelf.id, **values})
        if done:
            move._action_confirm()
            move.write({'quantity': 1, 'picked': True})
            move._action_done()
        return move

    def _get_sample(self, field):
        """A command or value that would change ``field``, or None where Odoo has nothing to change."""
        if field.type in ('one2many', 'many2many'):
            other = self.env[field.comodel_name].search([], limit=1)
            return [Command.set(other.ids)] if other else [Command.clear()]
        if field.type == 'many2one':
            other = self.env[field.comodel_name].search([], limit=1)
            return other.id
        if field.type == 'selection':
            return field.get_values(self.env)[-1]
        return {'boolean': True, 'integer': 7, 'float': 7.0, 'monetary': 7.0, 'date': '2001-01-01',
                'datetime': '2001-01-01 08:00:00', 'char': "X", 'text': "X", 'html': "X",
                'json': {'a': 1}}.get(field.type)

    def test_no_field_of_a_done_hand_out_is_written(self):
        """Every field that a table keeps or that writes others, also those that other apps have added."""
        allowed = {'stock.picking': {'printed', 'is_locked', 'batch_id'}}
        tried = 0
        for record in (self.picking, self.move, self.move.move_line_ids):
            for name, field in record._fields.items():
                if not (field.store or field.inverse) or name in allowed.get(record._name, ()) or name.startswith(
                        ('message_', 'activity_', 'x_', 'rating_')) or name in (
                        'id', 'create_uid', 'create_date', 'write_uid', 'write_date'):
                    continue
                value = self._get_sample(field)
                if value is None:
                    continue
                tried += 1
                for user in (self.clerk, self.manager):
                    self._assert_refused(
                        f"{user.login} {record._name}.{name}",
                        lambda record=record, name=name, value=value, user=user: record.with_user(user).write(
                            {name: value}))
        self.assertGreater(tried, 60)

    def test_commands_through_other_records(self):
        own, done = self._create_own(self.clerk), self._create_own(self.clerk, done=True)
        goods = {'product_id': self.paper.id, 'product_uom_qty': 1, 'location_id': self.room.id,
                 'location_dest_id': self.shelf.id}
        for user in (self.clerk, self.keeper):
            picking, move = self.picking.with_user(user), self.move.with_user(user)
            moves, its_own = move.browse(), own.with_user(user)
            for name, attempt in {
                'make a return of it': lambda move=move: move.write({'returned_move_ids': [Command.create(goods)]}),
                'make a move in it': lambda picking=picking: picking.write({'move_ids': [Command.create(goods)]}),
                'make a move for it': lambda moves=moves: moves.create(goods | {'picking_id': self.picking.id}),
                'move an own one into it': lambda own=its_own: own.write({'picking_id': self.picking.id}),
                'own done one into it': lambda done=done, user=user: done.with_user(user).write(
                    {'picking_id': self.picking.id}),
                'scrap from it': lambda user=user: self.env['stock.scrap'].with_user(user).create({
                    'product_id': self.paper.id, 'scrap_qty': 1, 'picking_id': self.picking.id,
                    'location_id': self.room.id, 'company_id': self.company.id}).do_scrap(),
                'own one after it': lambda own=its_own: own.write({'move_orig_ids': [Command.link(self.move.id)]}),
                'own one before it': lambda own=its_own: own.write({'move_dest_ids': [Command.link(self.move.id)]}),
                'new one after it': lambda moves=moves: moves.create(
                    goods | {'move_orig_ids': [Command.link(self.move.id)]}),
                'reference': lambda user=user: self.env['stock.reference'].with_user(user).create(
                    {'name': "X", 'move_ids': [Command.link(self.move.id)]}),
                'line of it': lambda picking=picking: picking.write({'move_line_ids': [Command.create({
                    'product_id': self.paper.id, 'quantity': 1, 'location_id': self.room.id,
                    'location_dest_id': self.shelf.id})]}),
            }.items():
                with self.subTest(user=user.login):
                    self._assert_refused(name, attempt)
        self.env.invalidate_all()
        self.assertEqual(self.picking.move_ids, self.move)
        self.assertFalse(self.move.move_orig_ids | self.move.move_dest_ids | self.move.returned_move_ids)
        self.assertFalse(self.move.reference_ids)
        self.assertEqual(self.request.line_ids.handed_quantity, 5)

    def test_what_a_done_transfer_still_needs(self):
        for user in (self.clerk, self.officer):
            picking = self.picking.with_user(user)
            picking.do_print_picking()
            picking.action_toggle_is_locked()
            picking.message_post(body="Look")
            picking.activity_schedule('mail.mail_activity_data_todo', user_id=user.id)
            self.assertTrue(picking.action_open_label_layout())
        self.env.flush_all()
        self.assertTrue(self.picking.printed)

    def test_returns_of_odoo_and_of_ours(self):
        """Half comes back by the return of the transfer, in Inventory, and the rest by a verb of the request."""
        wizard = self.env['stock.return.picking'].with_user(self.clerk).with_context(
            active_id=self.picking.id, active_model='stock.picking').create({'picking_id': self.picking.id})
        wizard.product_return_moves.quantity = 2
        back = self.picking.browse(wizard.action_create_returns()['res_id']).with_user(self.clerk)
        back.move_ids.quantity = 2
        back.button_validate()
        self.assertEqual(back.state, 'done')
        self.assertEqual(self.request.line_ids.handed_quantity, 3)
        self._assert_refused('its return', lambda: back.write({'note': "X"}))
        self._assert_refused('the move of its return', lambda: back.move_ids.write({'origin': "X"}))
        self.request.with_user(self.officer)._give_back({self.request.line_ids: 3}, "Too many", 'good')
        self.assertEqual(self.request.line_ids.handed_quantity, 0)
        self.assertEqual(self._get_stock(self.paper), 100)

    def test_guards_of_odoo_hold_for_remote_calls_too(self):
        """A done transfer of Odoo's own, which its stock users cannot delete."""
        move = self._create_own(self.keeper, done=True)
        with self.assertRaises(UserError):
            unlink_as(self.keeper, move)
        self.assertTrue(move.exists())

from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import format_list

from odoo.addons.office_admin_base.held import held

from .stock_move_final import says_more

OFFICER = 'office_admin_supplies.group_officer'

# What whoever runs the warehouse says of an open hand-out: what he picks, from where, and when.
PICKED_FIELDS = {
    'stock.picking': {
        'move_ids', 'move_line_ids', 'scheduled_date', 'user_id', 'priority', 'note', 'printed', 'is_locked',
        'batch_id'},
    'stock.move': {
        'move_line_ids', 'quantity', 'lot_ids', 'picked', 'date', 'priority', 'sequence', 'reservation_date', 'state'},
    'stock.move.line': {
        'quantity', 'location_id', 'quant_id', 'lot_id', 'lot_name', 'package_id', 'result_package_id', 'picked',
        'is_entire_pack', 'expiration_date', 'date'},
}
RESERVING_STATES = {'waiting', 'confirmed', 'partially_available', 'assigned'}

# The ids of the moves that are looked at when a step is through, and not before.
_watched = ContextVar('office_supply_watched', default=frozenset())
# True while Odoo lets reservations go by itself, for goods that were moved or counted away.
_freeing = ContextVar('office_supply_freeing', default=False)


class StockMove(models.Model):
    """Who works in Inventory and is no officer picks what was approved, and changes nothing of it.

    He reserves, and chooses shelves and lots. Which goods, how much at most, for which request and for whom, was
    approved; what lies ready for one request is taken from it by an officer, or because it is not there any more.
    """
    _inherit = 'stock.move'

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_not_slipped_in()
        return moves

    def write(self, vals):
        picked = self._filter_picked()
        if picked and (says_more(vals, PICKED_FIELDS[self._name])
                       or vals.get('state', 'assigned') not in RESERVING_STATES):
            raise AccessError(picked._get_approved_message())
        with picked._keep_ready():
            result = super().write(vals)
        if 'picking_id' in vals:
            self._check_not_slipped_in()
        return result

    def unlink(self):
        self._check_not_picked()
        return super().unlink()

    def _action_cancel(self):
        self._check_not_picked()
        return super()._action_cancel()

    def _do_unreserve(self):
        self._check_not_picked()
        return super()._do_unreserve()

    def _split(self, qty, restrict_partner_id=False):
        self._check_not_picked()
        return super()._split(qty, restrict_partner_id=restrict_partner_id)

    def _check_not_picked(self):
        """:raise AccessError: the user would end, divide or let go an open hand-out, and is no officer"""
        if picked := self._filter_picked():
            raise AccessError(picked._get_approved_message())

    def _check_not_slipped_in(self):
        """:raise AccessError: nobody asked for these goods, and the user would put them into a hand-out"""
        if self.env.su:
            return
        for move_sudo in self.sudo().filtered(  # sudo: transfers of others
                lambda move: not move.supply_line_id and move.picking_id.supply_request_id):
            others_sudo = move_sudo.picking_id.move_ids.filtered('supply_line_id')
            if others_sudo._filter_still_done() or others_sudo.sudo(False)._filter_picked():
                raise AccessError(others_sudo._get_approved_message())

    def _filter_picked(self):
        """Return those that are open hand-outs, where the user may pick them only."""
        if self.env.su or _freeing.get() or self.env.user.has_group(OFFICER):
            return self.browse()
        return self.sudo().filtered(  # sudo: employees may not read moves
            lambda move: move.supply_line_id and move.state not in ('done', 'cancel')).sudo(False)

    @contextmanager
    def _keep_ready(self):
        """Let the user pick in a block, after which there is no less for each of these moves, and not too much.

        :raise AccessError: goods were taken from a request, or are more or other than was approved
        """
        watched_sudo = self.sudo().filtered(  # sudo: employees may not read moves
            lambda move: move.id not in _watched.get())
        before = {move: move.quantity for move in watched_sudo}
        with held(_watched, _watched.get() | frozenset(watched_sudo.ids)):
            yield
        for move_sudo, quantity in before.items():
            lines = move_sudo.move_line_ids
            most = max(move_sudo.product_uom_qty, quantity)
            if (move_sudo.product_uom.compare(move_sudo.quantity, quantity) < 0
                    or move_sudo.product_uom.compare(move_sudo.quantity, most) > 0
                    or lines.product_id - move_sudo.product_id
                    or lines.location_dest_id - move_sudo.location_dest_id):
                raise AccessError(move_sudo._get_approved_message())

    def _get_approved_message(self):
        moves_sudo = self.sudo()  # sudo: who picks need not read the requests of others
        return self.env._(
            "%(transfers)s hands out what was approved for %(requests)s. Reserve it and choose from where it is taken; "
            "ask an officer of the supplies to hand it out, change, divide or release it. To cancel it, cancel or "
            "close the request.",
            transfers=format_list(self.env, (moves_sudo.picking_id or moves_sudo).mapped('display_name')),
            requests=moves_sudo.supply_request_id._get_names())


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env['stock.move'].browse(vals['move_id'] for vals in vals_list if vals.get('move_id'))
        pickings = self.env['stock.picking'].browse(
            vals['picking_id'] for vals in vals_list if vals.get('picking_id'))
        # sudo: employees may not read transfers
        with (moves | pickings.sudo().move_ids.with_env(self.env))._filter_picked()._keep_ready():
            return super().create(vals_list)

    def write(self, vals):
        picked = self.move_id._filter_picked()
        if picked and says_more(vals, PICKED_FIELDS[self._name]):
            raise AccessError(picked._get_approved_message())
        target = self.env['stock.move'].browse(vals.get('move_id') or ())
        with (picked | target._filter_picked())._keep_ready():
            return super().write(vals)

    def unlink(self):
        with self.move_id._filter_picked()._keep_ready():
            return super().unlink()

    def _free_reservation(self, *args, **kwargs):
        with held(_freeing):
            return super()._free_reservation(*args, **kwargs)


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def write(self, vals):
        picked = self.sudo().move_ids.with_env(self.env)._filter_picked()  # sudo: moves of others
        if picked and says_more(vals, PICKED_FIELDS[self._name]):
            raise AccessError(picked._get_approved_message())
        with picked._keep_ready():
            return super().write(vals)

    def _pre_action_done_hook(self):
        self.move_ids._check_not_picked()
        return super()._pre_action_done_hook()

from collections import defaultdict
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.held import held

from .stock_move_final import moving

LINK_FIELDS = {'supply_line_id', 'supply_request_id'}

# True while our own code or Odoo's back order links moves to request lines; nobody does it by hand.
_linking = ContextVar('office_supply_linking', default=False)

def linking():
    """Let our own code link moves to request lines inside a block."""
    return held(_linking)


class StockMove(models.Model):
    """A move that hands out what a request line asks for.

    Whoever may work in Inventory may move and rename goods there; but what a request says
    was handed out, to whom and by whom is made by its verb alone, and does not change.
    """
    _inherit = 'stock.move'

    supply_line_id = fields.Many2one(
        'office.supply.request.line', "Supply Request Line", index='btree_not_null', readonly=True, copy=False,
        check_company=True, ondelete='restrict')
    supply_request_id = fields.Many2one(
        related='supply_line_id.request_id', string="Supply Request", store=True, index='btree_not_null')

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default makes such a link
        return super().default_get([name for name in fields if name not in LINK_FIELDS])

    @api.model_create_multi
    def create(self, vals_list):
        if not _linking.get():
            for vals in vals_list:
                self._check_not_linked_by_hand(vals)
        return super().create(vals_list)

    def write(self, vals):
        if LINK_FIELDS & vals.keys() and not _linking.get():
            self._check_not_linked_by_hand(vals)
        if vals.get('picking_id'):
            self._check_own_transfer(vals['picking_id'])
        return super().write(vals)

    def action_open_supply_request(self):
        return self.supply_request_id._get_approval_form_action()

    def _check_not_linked_by_hand(self, vals):
        """:raise UserError: if ``vals`` would make a move one of a request, or no more"""
        if any(vals.get(name) for name in LINK_FIELDS) if not self else LINK_FIELDS & vals.keys():
            raise UserError(self._get_supply_only_message())

    def _check_own_transfer(self, picking_id):
        """:raise UserError: goods of a request would come into a transfer with other goods"""
        requests = self.supply_request_id
        others = requests and self.env['stock.picking'].browse(picking_id).move_ids - self
        if others and not requests <= others.supply_request_id:
            raise UserError(self.env._(
                "The goods of %(requests)s stay in a transfer of their own.", requests=requests._get_names()))

    def _get_supply_only_message(self):
        return self.env._("Goods are handed out to a department by “Hand Out” of a supply request only.")

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + ['supply_line_id']

    def _prepare_move_split_vals(self, qty):
        return super()._prepare_move_split_vals(qty) | {'supply_line_id': self.supply_line_id.id}

    def _create_backorder(self):
        with linking():
            return super()._create_backorder()

    def _action_done(self, cancel_backorder=False):
        to_move = self.filtered(lambda move: move.state not in ('done', 'cancel'))
        issued = to_move.filtered(lambda move: move._is_supply_issue())
        issued._check_supply_issue()
        to_move._check_supply_return()
        with held(moving, moving.get() | frozenset(to_move._ids)):
            done = super()._action_done(cancel_backorder=cancel_backorder)
        issued.filtered(lambda move: move.state == 'done').supply_request_id._after_hand_out(issued)
        return done

    def _is_supply_issue(self):
        self.ensure_one()
        return bool(self.supply_line_id) or (
            self.location_dest_id._is_supply_consumption() and not self.location_id._is_supply_consumption())

    def _check_supply_issue(self):
        """Check all that must hold when goods go to a department, whatever way the transfer was validated.

        :raise UserError: they were not asked for, are other or more than asked for, or go elsewhere
        :raise AccessError: the user may not hand out
        """
        self.supply_request_id._check_transition('hand_out')
        pickings = self.picking_id
        quantities = defaultdict(float)
        for move in self.filtered('quantity'):
            line = move.supply_line_id
            if not line:
                raise UserError(self.env._(
                    "%(product)s in %(transfer)s was not asked for. Remove it from the transfer.",
                    product=move.product_id.display_name, transfer=move.picking_id.display_name))
            goods = move.product_id | move.move_line_ids.product_id
            places = move.location_dest_id | move.move_line_ids.location_dest_id
            if goods != line.product_id or places != line.request_id.destination_id or move.quantity < 0:
                raise UserError(self.env._(
                    "%(transfer)s would hand out other goods than %(request)s asks for, or to another place. "
                    "Cancel the transfer, then use “Hand Out” of the request.",
                    transfer=move.picking_id.display_name, request=line.request_id.display_name))
            if move.move_line_ids.filtered(lambda move_line: move_line.location_id.usage != 'internal'):
                raise UserError(self.env._(
                    "%(transfer)s would hand out for %(request)s what does not lie in the stock. Choose a place of the "
                    "supply room, or cancel the transfer and use “Hand Out” of the request.",
                    transfer=move.picking_id.display_name, request=line.request_id.display_name))
            quantities[line] += move._get_supply_quantity()
        for line, quantity in quantities.items():
            if line.uom_id.compare(quantity, line._get_open_whole()) > 0:
                raise UserError(line._get_too_much_message())
        pickings._check_supply_signature()
        pickings._set_supply_signed_on()

    def _check_supply_return(self):
        """:raise UserError: other goods come back, or more than was handed out, or not from where they went"""
        quantities = defaultdict(float)
        for move in self.filtered('origin_returned_move_id.supply_line_id'):
            origin = move.origin_returned_move_id
            line = origin.supply_line_id
            goods = move.product_id | move.move_line_ids.product_id
            sources = move.location_id | move.move_line_ids.location_id
            if goods != origin.product_id or sources != origin.location_dest_id:
                raise UserError(self.env._(
                    "%(transfer)s would bring back other goods than %(request)s handed out, or from another place. "
                    "Cancel it, then use “Return” of the hand-out.",
                    transfer=move.picking_id.display_name or move.display_name,
                    request=line.request_id.display_name))
            quantities[line] += move.product_uom._compute_quantity(move.quantity, line.product_id.uom_id, round=False)
        for line, quantity in quantities.items():
            if line.product_id.uom_id.compare(quantity, line.consumed_quantity) > 0:
                raise UserError(self.env._(
                    "%(document)s: only %(handed)g %(unit)s of %(product)s were handed out. No more can come back.",
                    document=line.request_id.display_name, handed=line.consumed_quantity,
                    unit=line.product_id.uom_id.name, product=line.product_id.display_name))

    def _get_supply_quantity(self):
        """What this move hands out, in the unit of its request line."""
        self.ensure_one()
        return self.product_uom._compute_quantity(self.quantity, self.supply_line_id.uom_id, round=False)

    def _get_returned_supply_quantity(self):
        """What came back of this move, in the unit of its request line."""
        self.ensure_one()
        return sum(
            back.product_uom._compute_quantity(back.quantity, self.supply_line_id.uom_id, round=False)
            for back in self.returned_move_ids if back.state == 'done')

    def _set_supply_quantities(self, quantities):
        """Set what each open move hands out now.

        :param dict quantities: ``{line: quantity}`` in the unit of the line; lines left out get nothing
        :raise UserError: if a quantity is negative, more than open, or more than the stock holds
        """
        left = dict(quantities)
        for move in self:
            line = move.supply_line_id
            wanted = left.get(line, 0.0)
            if not wanted >= 0:
                raise UserError(line._get_too_much_message())
            quantity = min(wanted, line.uom_id.round(move.product_uom_qty))
            left[line] = wanted - quantity
            if line.uom_id.compare(quantity, move.quantity) > 0:
                line._check_in_stock(quantity)
            if line.uom_id.compare(quantity, move.quantity) != 0:
                move.quantity = quantity
        self.picked = True
        for line, rest in left.items():
            if not line.uom_id.is_zero(rest):
                raise UserError(line._get_too_much_message())

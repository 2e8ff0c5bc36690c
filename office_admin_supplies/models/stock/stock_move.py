from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from odoo.addons.office_admin_worktime.held import held

from ...groups import OFFICER
from ...own_code import is_freeing, is_linking, is_moving, linking, moving, says_more
from ...supply_arithmetic import round_down

LINK_FIELDS = {'supply_line_id', 'supply_request_id'}
PLACE_FIELDS = {'location_id', 'location_dest_id', 'origin_returned_move_id'}
# what a receipt is of; how much came may be corrected in Inventory
RECEIPT_FIELDS = PLACE_FIELDS | {'state', 'product_id', 'product_uom', 'picking_id', 'company_id'}
QUANTITY_FIELDS = {'quantity', 'move_line_ids', 'lot_ids'}
FINAL_FIELDS = RECEIPT_FIELDS | QUANTITY_FIELDS | {
    'product_uom_qty', 'date', 'picked', 'picking_type_id', 'is_inventory', 'scrap_id'}
CHAIN_FIELDS = {'move_orig_ids', 'move_dest_ids'}
# what whoever runs the warehouse says of an open hand-out: what he picks, from where, and when
PICKED_FIELDS = {
    'move_line_ids', 'quantity', 'lot_ids', 'picked', 'date', 'priority', 'sequence', 'reservation_date', 'state'}
RESERVING_STATES = {'waiting', 'confirmed', 'partially_available', 'assigned'}

# The ids of the moves that are looked at when a step is through, and not before.
_watched = ContextVar('office_supply_watched', default=frozenset())


class StockMove(models.Model):
    """A move that hands out what a request line asks for.

    Whoever may work in Inventory may move and rename goods there; but what a request says was handed out, to whom and
    by whom is made by its verb alone, and does not change:

    * Who is no officer picks what was approved, and changes nothing of it. He reserves, and chooses shelves and lots.
      Which goods, how much at most, for which request and for whom, was approved; what lies ready for one request is
      taken from it by an officer, or because it is not there any more.
    * What was handed out, came back, or was received for a round stays as it was: all figures read it. It is done by
      validating it, with all checks, and by nothing that is written on a move; a mistake is mended by a return.
      Afterwards people write nothing on it at all, and Odoo, as superuser, none of what the figures read. How much of
      a receipt came may be corrected, as Odoo allows, by those who might receive it.
    """
    _name = 'stock.move'
    _inherit = ['stock.move', 'office.system.mixin']

    supply_line_id = fields.Many2one(
        'office.supply.request.line', "Supply Request Line", index='btree_not_null', readonly=True, copy=False,
        check_company=True, ondelete='restrict')
    supply_request_id = fields.Many2one(
        related='supply_line_id.request_id', string="Supply Request", store=True, index='btree_not_null')

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_not_forged()
        if any(CHAIN_FIELDS & vals.keys() for vals in vals_list):
            moves._check_not_chained()
        moves._check_not_slipped_in()
        return moves

    def write(self, vals):
        picked = self._filter_picked()
        if picked and (says_more(vals, PICKED_FIELDS) or vals.get('state', 'assigned') not in RESERVING_STATES):
            raise AccessError(picked._get_approved_message())
        with picked._keep_ready():
            self._check_may_write(vals)
            result = super().write(vals)
            self._check_written(vals)
        if 'picking_id' in vals:
            self._check_not_slipped_in()
        return result

    def unlink(self):
        self._check_not_picked()
        if fixed := self._filter_still_done().filtered(lambda move: (
                move._is_supply_move() or move._is_supply_receipt())):
            raise UserError(fixed._get_final_message())
        return super().unlink()

    def action_open_supply_request(self):
        return self.supply_request_id._get_form_action()

    # Odoo's own steps

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + ['supply_line_id']

    def _prepare_move_split_vals(self, qty):
        return super()._prepare_move_split_vals(qty) | {'supply_line_id': self.supply_line_id.id}

    def _create_backorder(self):
        with linking():
            return super()._create_backorder()

    def _split(self, qty, restrict_partner_id=False):
        self._check_not_picked()
        return super()._split(qty, restrict_partner_id=restrict_partner_id)

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        moves = super()._action_confirm(merge=merge, merge_into=merge_into, create_proc=create_proc)
        moves._check_supply_warnings()
        return moves

    def _action_assign(self, force_qty=False):
        self._await_supplies()
        return super()._action_assign(force_qty=force_qty)

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        if self.supply_line_id:
            available = self.env['stock.quant']._get_available_quantity(
                self.product_id, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)
            step = self.product_id._get_supply_step(self.product_uom)
            if step >= 1:
                content = self.product_uom._compute_quantity(1.0, self.product_id.uom_id, round=False)
                need = min(need, round_down(min(available, need), step * content))
        return super()._update_reserved_quantity(
            need, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)

    def _do_unreserve(self):
        self._check_not_picked()
        self._await_supplies()
        return super()._do_unreserve()

    def _action_cancel(self):
        self._check_not_picked()
        self._await_supplies()
        result = super()._action_cancel()
        self._check_supply_warnings()
        return result

    def _action_done(self, cancel_backorder=False):
        self._await_supplies()
        to_move = self.filtered(lambda move: move.state not in ('done', 'cancel'))
        issued = to_move.filtered(lambda move: move._is_supply_issue())
        issued._check_supply_issue()
        to_move._check_supply_return()
        with moving(to_move):
            moved = super()._action_done(cancel_backorder=cancel_backorder)
        done = self.filtered(lambda move: move.state == 'done')
        (issued & done).supply_request_id._after_hand_out(issued)
        back_sudo = done.origin_returned_move_id.sudo()  # sudo: requests of others
        back_sudo.supply_line_id.filtered(lambda line: line._is_broken())._turn_to_own_unit()
        moved._check_supply_warnings()
        return moved

    def _check_supply_warnings(self):
        if any(product.supply_ok for product in self.product_id):
            self.env['office.supply.warning']._check_soon()

    def _await_supplies(self):
        """Let others finish who move the goods of these moves, as far as they are office supplies.

        Of what is of no request, only where it lies in the stock: what comes from vendors need not wait for each other.
        """
        open_sudo = self.sudo().filtered(  # sudo: moves of others
            lambda move: move.state not in ('done', 'cancel'))
        asked_sudo = open_sudo.filtered(lambda move: (
            move.supply_line_id or move.origin_returned_move_id.supply_line_id))
        others_sudo = (open_sudo - asked_sudo).filtered('product_id.supply_ok')
        places_sudo = asked_sudo.location_id | asked_sudo.location_dest_id | (
            others_sudo.location_id | others_sudo.location_dest_id).filtered(lambda place: place.usage == 'internal')
        if places_sudo:
            self.env['stock.quant']._await_supplies((asked_sudo | others_sudo).product_id, places_sudo)

    # What must hold when goods go to a department, and when they come back

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
        pickings._check_supply_receipt()
        pickings.sudo().filtered('supply_request_id')._complete_receipt()  # sudo: as for the moves, whoever validates
        for line, moves in self.filtered('quantity').grouped('supply_line_id').items():
            line._check_whole(sum(move._get_supply_quantity() for move in moves))

    def _check_supply_return(self):
        """:raise UserError: other goods come back, parts of a piece, more than went out, or not from where they went"""
        quantities = defaultdict(float)
        returns = self.filtered('origin_returned_move_id.supply_line_id')
        for move in returns:
            own = move.product_id.uom_id
            quantity = move.product_uom._compute_quantity(move.quantity, own, round=False)
            if message := move.product_id._get_whole_message(quantity, own):
                raise UserError(message)
        for move in returns:
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

    def _get_pick_shelf(self):
        """Return ``[(location, [(product, lot, quantity in its unit, unit)])]`` of what is reserved."""
        totals = defaultdict(float)
        for move_line in self.move_line_ids:
            totals[move_line.location_id, move_line.product_id, move_line.lot_id] += move_line.quantity_product_uom
        shelves = defaultdict(list)
        for (location, product, lot), quantity in totals.items():
            shelves[location].append((product, lot, quantity, product.uom_id))
        for rows in shelves.values():
            rows.sort(key=lambda row: (row[0].display_name, row[1].name or ''))
        return sorted(shelves.items(), key=lambda shelf: shelf[0].complete_name)

    # Nobody links moves to requests by hand

    def _check_may_write(self, vals):
        """Check before ``vals`` are written: neither links by hand, nor anything of what is done."""
        if vals.get('picking_id'):
            self._check_own_transfer(vals['picking_id'])
        if FINAL_FIELDS & vals.keys():
            self._check_final(vals)
        if not self.env.su and says_more(vals):
            self._check_final_by_hand()

    def _check_written(self, vals):
        """Check what has become of these moves by ``vals``."""
        if vals.get('state') == 'done' or PLACE_FIELDS & vals.keys():
            self._check_not_forged()
        if CHAIN_FIELDS & vals.keys():
            self._check_not_chained()

    def _get_by_hand_message(self, names=()):
        return self._get_supply_only_message()

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | LINK_FIELDS

    @api.model
    def _get_opened_fields(self):
        return super()._get_opened_fields() | (LINK_FIELDS if is_linking() else set())

    def _check_own_transfer(self, picking_id):
        """:raise UserError: goods of a request would come into a transfer with other goods"""
        requests = self.supply_request_id
        others = requests and self.env['stock.picking'].browse(picking_id).move_ids - self
        if others and not requests <= others.supply_request_id:
            raise UserError(self.env._(
                "The goods of %(requests)s stay in a transfer of their own.", requests=requests._get_names()))

    def _get_supply_only_message(self):
        return self.env._("Goods are handed out to a department by “Hand Out” of a supply request only.")

    # What is done stays as it was

    def _check_final(self, vals):
        """:raise UserError: ``vals`` would change what was moved, or take what is to be moved to another company"""
        done_sudo = self._filter_still_done()
        if fixed_sudo := done_sudo.filtered(lambda move: move._is_supply_move()):
            raise UserError(fixed_sudo._get_final_message())
        received_sudo = done_sudo.filtered(lambda move: move._is_supply_receipt())
        if received_sudo and RECEIPT_FIELDS & vals.keys():
            raise UserError(received_sudo._get_final_message())
        if QUANTITY_FIELDS & vals.keys():
            done_sudo.sudo(False)._check_supply_receiver()
        if 'company_id' in vals and (open_sudo := self.sudo().filtered('supply_line_id')):
            raise UserError(open_sudo._get_final_message())

    def _check_final_by_hand(self):
        """:raise UserError: what was moved for the office is done, and somebody would write on it"""
        if fixed_sudo := self._filter_still_done().filtered(lambda move: move._is_supply_move()):
            raise UserError(fixed_sudo._get_final_message())

    def _check_not_chained(self):
        """:raise UserError: these moves would come before or after a hand-out that is not theirs to bring back"""
        if self.env.su:
            return
        for move_sudo in self.sudo().filtered(lambda move: not move.supply_line_id):  # sudo: moves of others
            chained_sudo = (move_sudo.move_orig_ids | move_sudo.move_dest_ids).filtered('supply_line_id')
            if others_sudo := chained_sudo - move_sudo.origin_returned_move_id:
                raise UserError(others_sudo._get_alone_message())

    def _check_not_forged(self):
        """:raise UserError: one of these moves supplies and is done, but was not validated"""
        forged_sudo = self._filter_still_done().filtered(lambda move: (
            move._is_supply_move() or move._is_supply_receipt()))
        if forged_sudo:
            raise UserError(self.env._(
                "%(products)s: goods go to a department by “Hand Out” of a supply request, and come back, or in for a "
                "collection round, when their transfer is validated. Nothing is declared to be done.",
                products=format_list(self.env, forged_sudo.product_id.mapped('display_name'))))

    def _filter_still_done(self):
        """Return those that are done and not being moved just now, as superuser: whichever company they are of."""
        return self.filtered(lambda move: move.state == 'done' and not is_moving(move)).sudo()

    def _is_supply_move(self):
        """Whether this move brings goods to a department or out of it, or is said to be the return of such a one."""
        self.ensure_one()
        move_sudo = self.sudo()  # sudo: places and moves of other companies
        return bool(
            move_sudo.supply_line_id or move_sudo.origin_returned_move_id.supply_line_id
            or move_sudo.location_dest_id._is_supply_consumption() or move_sudo.location_id._is_supply_consumption())

    def _is_supply_receipt(self):
        """Whether this move receives what a round has ordered, or is said to send it back."""
        self.ensure_one()
        move_sudo = self.sudo()  # sudo: moves of other companies
        return bool(move_sudo.supply_round_line_id or move_sudo.origin_returned_move_id.supply_round_line_id)

    def _get_final_message(self):
        requests_sudo = (self.supply_line_id | self.origin_returned_move_id.supply_line_id).sudo().request_id
        return self.env._(
            "What was handed out for %(requests)s was signed for and cannot be changed. Bring goods back by a return.",
            requests=requests_sudo._get_names()) if requests_sudo else self.env._(
            "%(products)s: what was moved for the office stays as it was booked. Mend a mistake by a return.",
            products=format_list(self.env, self.product_id.mapped('display_name')))

    def _get_alone_message(self):
        return self.env._(
            "A hand-out for %(requests)s stands alone: no other transfer comes before or after it, but its return.",
            requests=self.sudo().supply_request_id._get_names())  # sudo: requests of others

    # Who is no officer picks what was approved, and no more

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
        if self.env.su or is_freeing() or self.env.user.has_group(OFFICER):
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

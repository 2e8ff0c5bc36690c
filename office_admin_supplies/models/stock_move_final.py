from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

# The ids of the moves that Odoo moves right now, with all checks passed.
moving = ContextVar('office_supply_moving', default=frozenset())

PLACE_FIELDS = {'location_id', 'location_dest_id', 'origin_returned_move_id'}
# what a receipt is of; how much came may be corrected in Inventory
RECEIPT_FIELDS = PLACE_FIELDS | {'state', 'product_id', 'product_uom', 'picking_id', 'company_id'}
QUANTITY_FIELDS = {'quantity', 'move_line_ids', 'lot_ids'}
FINAL_FIELDS = RECEIPT_FIELDS | QUANTITY_FIELDS | {
    'product_uom_qty', 'date', 'picked', 'picking_type_id', 'is_inventory', 'scrap_id'}


class StockMove(models.Model):
    """What was handed out, came back, or was received for a round stays as it was: all figures read it.

    It is done by validating it, with all checks, and by nothing that is written on a move; a mistake is mended by a
    return. How much of a receipt came may be corrected, as Odoo allows, by those who might receive it.
    """
    _inherit = 'stock.move'

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_not_forged()
        return moves

    def write(self, vals):
        if FINAL_FIELDS & vals.keys():
            self._check_final(vals)
        result = super().write(vals)
        if vals.get('state') == 'done' or PLACE_FIELDS & vals.keys():
            self._check_not_forged()
        return result

    def unlink(self):
        if fixed := self._filter_still_done().filtered(lambda move: (
                move._is_supply_move() or move._is_supply_receipt())):
            raise UserError(fixed._get_final_message())
        return super().unlink()

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
        return self.filtered(lambda move: move.state == 'done' and move.id not in moving.get()).sudo()

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

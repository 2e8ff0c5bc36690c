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
CHAIN_FIELDS = {'move_orig_ids', 'move_dest_ids'}


def says_more(vals, names=frozenset()):
    """Whether ``vals`` are of other fields than those of ``names``, of an administrator's own, and of the chatter."""
    return any(not name.startswith(('x_', 'message_', 'activity_')) for name in vals.keys() - names)


class StockMove(models.Model):
    """What was handed out, came back, or was received for a round stays as it was: all figures read it.

    It is done by validating it, with all checks, and by nothing that is written on a move; a mistake is mended by a
    return. Afterwards people write nothing on it at all, and Odoo, as superuser, none of what the figures read. How
    much of a receipt came may be corrected, as Odoo allows, by those who might receive it.
    """
    _inherit = 'stock.move'

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_not_forged()
        if any(CHAIN_FIELDS & vals.keys() for vals in vals_list):
            moves._check_not_chained()
        return moves

    def write(self, vals):
        if FINAL_FIELDS & vals.keys():
            self._check_final(vals)
        if not self.env.su and says_more(vals):
            self._check_final_by_hand()
        result = super().write(vals)
        if vals.get('state') == 'done' or PLACE_FIELDS & vals.keys():
            self._check_not_forged()
        if CHAIN_FIELDS & vals.keys():
            self._check_not_chained()
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

    def _get_alone_message(self):
        return self.env._(
            "A hand-out for %(requests)s stands alone: no other transfer comes before or after it, but its return.",
            requests=self.sudo().supply_request_id._get_names())  # sudo: requests of others

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


class StockReference(models.Model):
    """Odoo lets every employee say which moves a reference is of."""
    _inherit = 'stock.reference'

    @api.model_create_multi
    def create(self, vals_list):
        references = super().create(vals_list)
        references._check_not_referred(self.env['stock.move'])
        return references

    def write(self, vals):
        before_sudo = self.sudo().move_ids  # sudo: moves of others
        result = super().write(vals)
        if 'move_ids' in vals:
            self._check_not_referred(before_sudo)
        return result

    def _check_not_referred(self, before):
        """:raise UserError: a hand-out would get a reference, or lose one, by somebody's hand"""
        after_sudo = self.sudo().move_ids  # sudo: moves of others
        changed_sudo = ((after_sudo - before) | (before - after_sudo)).sudo().filtered('supply_line_id')
        if changed_sudo and not self.env.su:
            raise UserError(changed_sudo.sudo(False)._get_alone_message())

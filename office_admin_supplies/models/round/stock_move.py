from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

from ...own_code import is_linking

ROUND_FIELDS = {'supply_round_line_id', 'supply_rejected_quantity', 'supply_reject_reason'}


class StockMove(models.Model):
    """A move that receives what a collection round has ordered.

    Not the one who ordered it receives it, and not the one who approved that.
    """
    _inherit = 'stock.move'

    supply_round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of a Collection Round", index='btree_not_null', readonly=True, copy=False,
        check_company=True, ondelete='restrict')
    supply_rejected_quantity = fields.Float(
        "Rejected", readonly=True, copy=False, digits='Product Unit', help="What came and was not taken.")
    supply_reject_reason = fields.Char("Why Rejected", readonly=True, copy=False)
    is_from_round = fields.Boolean(compute='_compute_is_from_round', compute_sudo=True)

    @api.depends('supply_line_id.round_line_id')
    def _compute_is_from_round(self):
        for move in self:
            move.is_from_round = bool(move.supply_line_id.round_line_id)

    def write(self, vals):
        is_sized = vals.keys() & {'product_uom_qty', 'product_uom'}
        # sudo: who edits a receipt need not run the round
        lines_sudo = self.sudo().supply_round_line_id if is_sized else self.env['office.supply.round.line']
        before = {line: line.ordered_quantity for line in lines_sudo}
        result = super().write(vals)
        lines_sudo._tell_increase(before)
        return result

    def action_open_supply_order(self):
        """Open the order by which the handed out goods were bought."""
        return self.supply_line_id.action_open_order()

    def _get_by_hand_message(self, names=()):
        if not ROUND_FIELDS & set(names):
            return super()._get_by_hand_message(names)
        return self.env._(
            "Which order of a collection round a receipt belongs to, and what of it was rejected, cannot be set by "
            "hand. Use “Check In” of the receipt.")

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | ROUND_FIELDS

    @api.model
    def _get_opened_fields(self):
        return super()._get_opened_fields() | (ROUND_FIELDS if is_linking() else set())

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + ['supply_round_line_id']

    def _prepare_move_split_vals(self, qty):
        return super()._prepare_move_split_vals(qty) | {'supply_round_line_id': self.supply_round_line_id.id}

    def _action_done(self, cancel_backorder=False):
        self.filtered(lambda move: move.state != 'done')._check_supply_receiver()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _check_supply_receiver(self):
        """:raise AccessError: the user has ordered or approved what he receives, and the company does not want that"""
        if self.env.uid == SUPERUSER_ID:
            return
        # wherever it is said to come from; what goes back to the vendor is not received
        # sudo: orders, decisions and settings, which the receiver need not read
        incoming_sudo = self.sudo().filtered(lambda move: (
            move.state != 'cancel' and move.location_dest_id.usage != 'supplier'
            and move._is_ordered_supply() and move.company_id.supply_buyer_not_receiver))
        for move in incoming_sudo:
            if self.env.user in move._get_supply_buyers():
                raise AccessError(self.env._(
                    "%(receipt)s: you have ordered or approved these goods. Let somebody else receive them, so that "
                    "two people see what came. A manager can change this in the settings of the office.",
                    receipt=move.picking_id.display_name or move.display_name))

    def _is_ordered_supply(self):
        """Hook: whether this move receives, or sends back, what somebody has ordered."""
        self.ensure_one()
        return bool(self.supply_round_line_id)

    def _get_supply_buyers(self):
        """Hook: the users who ordered or approved what this move receives, if it is of office supplies."""
        self.ensure_one()
        supply_round = self.supply_round_line_id.round_id
        return supply_round._get_orderers() | supply_round._get_deciders()

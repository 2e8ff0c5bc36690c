from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_move import _linking

ROUND_FIELDS = {'supply_round_line_id', 'supply_rejected_quantity', 'supply_reject_reason'}


class StockMove(models.Model):
    """A move that receives what a collection round has ordered."""
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

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default makes such a link
        return super().default_get([name for name in fields if name not in ROUND_FIELDS])

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in ROUND_FIELDS):
            self._check_round_linking()
        return super().create(vals_list)

    def write(self, vals):
        if ROUND_FIELDS & vals.keys():
            self._check_round_linking()
        is_sized = vals.keys() & {'product_uom_qty', 'product_uom'}
        # sudo: who edits a receipt need not run the round
        lines_sudo = self.sudo().supply_round_line_id if is_sized else self.env['office.supply.round.line']
        before = {line: line.ordered_quantity for line in lines_sudo}
        result = super().write(vals)
        lines_sudo._tell_increase(before)
        return result

    def _check_round_linking(self):
        if not _linking.get():
            raise UserError(self.env._(
                "Which order of a collection round a receipt belongs to, and what of it was rejected, cannot be set by "
                "hand. Use “Check In” of the receipt."))

    def action_open_supply_order(self):
        """Open the order by which the handed out goods were bought."""
        return self.supply_line_id.action_open_order()

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + ['supply_round_line_id']

    def _prepare_move_split_vals(self, qty):
        return super()._prepare_move_split_vals(qty) | {'supply_round_line_id': self.supply_round_line_id.id}


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    supply_round_id = fields.Many2one(
        'office.supply.round', "Collection Round", index='btree_not_null', readonly=True, copy=True)
    is_supply_receipt = fields.Boolean(compute='_compute_is_supply_receipt')

    @api.depends('picking_type_id.code', 'move_ids.product_id.supply_ok')
    def _compute_is_supply_receipt(self):
        for picking in self:
            picking.is_supply_receipt = picking.picking_type_id.code == 'incoming' and any(
                picking.move_ids.product_id.mapped('supply_ok'))

    def action_check_in(self):
        self.ensure_one()
        self._check_can_check_in()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'office.supply.receipt', 'view_mode': 'form',
            'target': 'new', 'name': self.env._("Check In"), 'context': {'default_picking_id': self.id}}

    def _check_can_check_in(self):
        """:raise UserError: nothing of this receipt is to come any more"""
        self.check_access('write')
        if self.state in ('done', 'cancel'):
            raise UserError(self.env._(
                "%(receipt)s is received or cancelled already. What is still to come stands in a receipt of its own.",
                receipt=self.display_name))

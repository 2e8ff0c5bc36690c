from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_move import _linking


class StockMove(models.Model):
    """A move that receives what a collection round has ordered."""
    _inherit = 'stock.move'

    supply_round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of a Collection Round", index='btree_not_null', readonly=True, copy=False,
        check_company=True, ondelete='restrict')

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get('supply_round_line_id') for vals in vals_list):
            self._check_round_linking()
        return super().create(vals_list)

    def write(self, vals):
        if 'supply_round_line_id' in vals:
            self._check_round_linking()
        return super().write(vals)

    def _check_round_linking(self):
        if not _linking.get():
            raise UserError(self.env._(
                "Which order of a collection round a receipt belongs to follows from the order and cannot be set by "
                "hand."))

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

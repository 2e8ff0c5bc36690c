from odoo import api, models
from odoo.exceptions import UserError

from .stock_move import issuing

FINAL_FIELDS = {
    'quantity', 'product_id', 'product_uom_id', 'location_id', 'location_dest_id', 'move_id', 'picking_id', 'lot_id'}


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    @api.model_create_multi
    def create(self, vals_list):
        move_lines = super().create(vals_list)
        move_lines._check_not_handed_out()
        return move_lines

    def write(self, vals):
        if FINAL_FIELDS & vals.keys():
            self._check_not_handed_out()
        return super().write(vals)

    def unlink(self):
        self._check_not_handed_out()
        return super().unlink()

    def _check_not_handed_out(self):
        """:raise UserError: if one of these belongs to a hand-out that is done"""
        done = self.move_id.filtered(lambda move: move.state == 'done' and move._is_supply_issue())
        if done and not issuing.get().issuperset(done._ids):
            raise UserError(done._get_final_message())

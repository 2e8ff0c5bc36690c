from odoo import fields, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    _inherit = 'stock.move'

    supply_line_id = fields.Many2one(
        'office.supply.request.line', "Supply Request Line", index='btree_not_null', readonly=True, check_company=True)
    supply_request_id = fields.Many2one(related='supply_line_id.request_id', string="Supply Request", store=True,
                                        index='btree_not_null')

    def action_open_supply_request(self):
        return self.supply_request_id._get_form_action()

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + ['supply_line_id']

    def _get_supply_quantity(self):
        """The quantity in the unit of the request line that went to the consumer, negative if it came back."""
        self.ensure_one()
        quantity = self.product_uom._compute_quantity(self.quantity, self.supply_line_id.uom_id, round=False)
        return -quantity if self.origin_returned_move_id else quantity

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
        for line, rest in left.items():
            if not line.uom_id.is_zero(rest):
                raise UserError(line._get_too_much_message())

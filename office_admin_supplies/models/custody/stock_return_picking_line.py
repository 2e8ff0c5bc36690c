from odoo import fields, models


class StockReturnPickingLine(models.TransientModel):
    """What of a pack comes back, exactly: Odoo returns in the unit of the hand-out."""
    _inherit = 'stock.return.picking.line'

    supply_quantity = fields.Float(help="In the unit of the product, instead of the quantity.")

    def _prepare_move_default_values(self, new_picking):
        values = super()._prepare_move_default_values(new_picking)
        if self.supply_quantity:
            values |= {'product_uom_qty': self.supply_quantity, 'product_uom': self.product_id.uom_id.id}
        return values

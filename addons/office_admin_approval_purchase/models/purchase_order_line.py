from odoo import api, models
from odoo.exceptions import UserError

WORTH = {'product_id', 'product_qty', 'product_uom_id', 'price_unit', 'discount', 'tax_ids', 'order_id'}
COMPUTED = {'price_subtotal', 'price_total', 'price_tax'}


class PurchaseOrderLine(models.Model):
    """A line of an order that waits for approval stays as it is; a confirmed order does not grow past its limit."""
    _inherit = 'purchase.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_totals_not_set(vals)
        lines = super().create(vals_list)
        lines.order_id._check_no_approval_running()
        lines.order_id.filtered(lambda order: order.state == 'purchase' and len(order.order_line) > len(lines)
                                )._check_approved()
        return lines

    def write(self, vals):
        self._check_totals_not_set(vals)
        if not vals.keys() & WORTH:
            return super().write(vals)
        self.order_id._check_no_approval_running()
        before = {order: order.amount_total for order in self.order_id}
        result = super().write(vals)
        self.order_id._check_no_approval_running()  # it may have been moved there
        self.order_id.filtered(
            lambda order: order.state == 'purchase' and order.amount_total > before.get(order, 0))._check_approved()
        return result

    def unlink(self):
        self.order_id._check_no_approval_running()
        return super().unlink()

    def _check_totals_not_set(self, vals):
        if vals.keys() & COMPUTED:
            raise UserError(self.env._("The totals of an order line follow from its price and quantity."))

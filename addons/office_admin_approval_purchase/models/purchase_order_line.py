from odoo import api, models
from odoo.exceptions import UserError

LOCKED = {
    'name', 'product_id', 'product_qty', 'product_uom_id', 'price_unit', 'technical_price_unit', 'discount', 'tax_ids',
    'order_id', 'is_downpayment', 'display_type',
}
COMPUTED = {'price_subtotal', 'price_total', 'price_tax', 'company_id', 'currency_id'}


class PurchaseOrderLine(models.Model):
    """A line of an order that waits for approval stays as it is; a confirmed order does not grow past its limit."""
    _inherit = 'purchase.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_set_by_hand(vals)
        orders = self.env['purchase.order'].browse({vals['order_id'] for vals in vals_list if vals.get('order_id')})
        orders._check_no_approval_running()
        with orders._guard_worth():
            lines = super().create(vals_list)
        return lines

    def write(self, vals):
        self._check_not_set_by_hand(vals)
        orders = self.order_id | self.env['purchase.order'].browse(vals.get('order_id') or [])
        if vals.keys() & LOCKED:
            orders._check_no_approval_running()
        with orders._guard_worth():
            return super().write(vals)

    def unlink(self):
        orders = self.order_id
        orders._check_no_approval_running()
        with orders._guard_worth():
            return super().unlink()

    def _check_not_set_by_hand(self, vals):
        if vals.keys() & COMPUTED:
            raise UserError(self.env._("The totals of an order line follow from its price and quantity."))

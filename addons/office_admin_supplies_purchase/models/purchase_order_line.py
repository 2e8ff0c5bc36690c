from odoo import api, fields, models

from odoo.addons.office_admin_supplies.models.stock_move import linking


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    supply_round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of a Collection Round", readonly=True, copy=False, index='btree_not_null',
        check_company=True, ondelete='set null')

    _supply_round_line_uniq = models.UniqueIndex(
        '(order_id, supply_round_line_id) WHERE supply_round_line_id IS NOT NULL',
        "A product of a collection round stands once in an order.")

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default makes such a link
        return super().default_get([name for name in fields if name != 'supply_round_line_id'])

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get('supply_round_line_id') for vals in vals_list):
            self.env['stock.move']._check_round_linking()
        orders = self.env['purchase.order'].browse(filter(None, {
            vals.get('order_id', self.env.context.get('default_order_id')) for vals in vals_list}))
        with orders._guard_supply_orders():
            return super().create(vals_list)

    def write(self, vals):
        if 'supply_round_line_id' in vals:
            self.env['stock.move']._check_round_linking()
        orders = self.order_id | self.env['purchase.order'].browse(vals.get('order_id') or ())
        with orders._guard_supply_orders():
            return super().write(vals)

    def unlink(self):
        with self.order_id._guard_supply_orders():
            return super().unlink()

    def action_open_supply_requests(self):
        return self.supply_round_line_id.action_open_requests()

    def _is_ordered(self):
        """Whether this line counts as ordered: an alternative does only when it was confirmed."""
        self.ensure_one()
        order = self.order_id
        return order.state == 'purchase' or (
            order.state in ('draft', 'sent', 'to approve') and not order.is_supply_alternative
            and not order._is_replaced())

    def _create_or_update_picking(self):
        with linking():
            return super()._create_or_update_picking()

    def _create_stock_moves(self, picking):
        with linking():
            return super()._create_stock_moves(picking)

    def _prepare_stock_move_vals(self, picking, price_unit, product_uom_qty, product_uom):
        values = super()._prepare_stock_move_vals(picking, price_unit, product_uom_qty, product_uom)
        return values | {'supply_round_line_id': self.supply_round_line_id.id} if self.supply_round_line_id else values

from odoo import models
from odoo.fields import Domain


class ProductProduct(models.Model):
    """What of a product could be handed out now."""
    _inherit = 'product.product'

    def _filter_kept_as_supplies(self):
        """Return those of which the stock is said to be right: office supplies, and what was ever asked for as one.

        Here runs the line: what else lies in the supply room is Odoo's own.
        """
        others = self.filtered(lambda product: not product.supply_ok)
        # sudo: requests of others
        asked = others and self.env['office.supply.request.line'].sudo()._read_group(
            [('product_id', 'in', others.ids)], ['product_id'])
        return self - others + self.browse(product.id for product, in asked)

    def _get_free_quantities(self):
        """Return ``{product: quantity}`` that is free in the warehouses of the companies of the context.

        It is Odoo's ``free_qty``, in the unit of the product, without the sums of all moves under way, which that one
        brings along. What has no stock of its own, a kit of Manufacturing, is left to Odoo.
        """
        kits = self.filtered('is_kits') if 'is_kits' in self._fields else self.browse()
        quants = self.env['stock.quant'].with_context(active_test=False)._read_group(
            (self - kits)._get_free_quants_domain(), ['product_id'], ['quantity:sum', 'reserved_quantity:sum'])
        free = {product.id: product.uom_id.round(quantity - reserved) for product, quantity, reserved in quants}
        return {
            product: product.free_qty if product in kits else free.get(product._origin.id, 0.0) for product in self}

    def _get_free_quants_domain(self):
        """Hook: the domain of the stock of these products that may be handed out."""
        return Domain('product_id', 'in', self._origin.ids) & self._get_domain_locations()[0]

    def _filter_in_stock(self):
        """Return those of these products of which there is something, or of which nobody counts what there is."""
        counted = self.filtered(lambda product: product.product_tmpl_id.is_storable)
        free = counted._get_free_quantities()
        return self.filtered(
            lambda product: product not in free or product._floor_supplies(max(free[product], 0.0)) > 0)

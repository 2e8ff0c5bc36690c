from odoo import models


class ProductSupplierinfo(models.Model):
    _inherit = 'product.supplierinfo'

    def _get_supply_minimum(self, uom):
        """Return the smallest quantity of this price, in ``uom``."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(self.min_qty, uom, round=False, raise_if_failure=False)

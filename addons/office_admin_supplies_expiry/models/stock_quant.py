from odoo import models


class StockQuant(models.Model):
    _inherit = 'stock.quant'

    def _get_removal_strategy(self, product_id, location_id):
        """Take of office supplies with an expiry date what expires first, unless their category says otherwise."""
        product_sudo = product_id.sudo()  # sudo: as in Odoo's own method
        expires = product_sudo.supply_ok and product_sudo.use_expiration_date
        if expires and not product_sudo.categ_id.removal_strategy_id:
            return 'fefo'
        return super()._get_removal_strategy(product_id, location_id)

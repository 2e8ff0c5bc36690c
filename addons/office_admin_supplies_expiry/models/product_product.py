from odoo import fields, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    """What is to be removed from the stock is not free, as Odoo counts it, too."""
    _inherit = 'product.product'

    def _get_free_quants_domain(self):
        return super()._get_free_quants_domain() & (
            Domain('removal_date', '=', False) | Domain('removal_date', '>', fields.Datetime.now()))

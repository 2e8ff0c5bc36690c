from odoo import models


class StockRule(models.Model):
    """What is replenished by itself is not added to the order of a collection round, where nobody approved it."""
    _inherit = 'stock.rule'

    def _make_po_get_domain(self, company_id, values, partner):
        return (*super()._make_po_get_domain(company_id, values, partner), ('supply_round_id', '=', False))

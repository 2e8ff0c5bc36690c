from odoo import models


class StockMove(models.Model):
    """With perpetual valuation the entry of a hand-out or a return carries the distribution of the department."""
    _inherit = 'stock.move'

    def _get_account_move_line_vals(self):
        vals_list = super()._get_account_move_line_vals()
        location = self.location_id if self.location_id.supply_cost_centre_id else self.location_dest_id
        if distribution := location._get_supply_distribution():
            location._distribute_supply_cost(vals_list, distribution)
        return vals_list

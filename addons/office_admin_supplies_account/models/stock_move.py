from odoo import models
from odoo.exceptions import UserError

from odoo.addons.office_admin_supplies.own_code import moving

VALUE_FIELDS = {'value', 'is_in', 'is_out', 'is_dropship'}


class StockMove(models.Model):
    """With perpetual valuation the entry of a hand-out or a return carries the distribution of the department.

    What a hand-out costs is what Odoo values it at; nobody writes another value on it.
    """
    _inherit = 'stock.move'

    def write(self, vals):
        if VALUE_FIELDS & vals.keys():
            fixed_sudo = self._filter_still_done().filtered(lambda move: move._is_supply_move())
            if fixed_sudo:
                raise UserError(fixed_sudo._get_final_message())
        return super().write(vals)

    def _set_value(self, correction_quantity=None):
        with moving(self):
            return super()._set_value(correction_quantity=correction_quantity)

    def _action_done(self, cancel_backorder=False):
        # Odoo writes values and entries when the goods have moved
        to_move = self.filtered(lambda move: move.state not in ('done', 'cancel'))
        with moving(to_move):
            return super()._action_done(cancel_backorder=cancel_backorder)

    def _get_account_move_line_vals(self):
        vals_list = super()._get_account_move_line_vals()
        location = self.location_id if self.location_id.supply_cost_centre_id else self.location_dest_id
        if distribution := location._get_supply_distribution():
            location._distribute_supply_cost(vals_list, distribution)
        return vals_list

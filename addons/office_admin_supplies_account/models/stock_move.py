from contextvars import ContextVar

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.held import held

VALUE_FIELDS = {'value', 'is_in', 'is_out', 'is_dropship'}

# True while Odoo values moves.
_valuing = ContextVar('office_supply_valuing', default=False)


class StockMove(models.Model):
    """With perpetual valuation the entry of a hand-out or a return carries the distribution of the department.

    What a hand-out costs is what Odoo values it at; nobody writes another value on it.
    """
    _inherit = 'stock.move'

    def write(self, vals):
        if VALUE_FIELDS & vals.keys() and not _valuing.get():
            fixed_sudo = self._filter_still_done().filtered(lambda move: move._is_supply_move())
            if fixed_sudo:
                raise UserError(fixed_sudo._get_final_message())
        return super().write(vals)

    def _set_value(self, correction_quantity=None):
        with held(_valuing):
            return super()._set_value(correction_quantity=correction_quantity)

    def _get_account_move_line_vals(self):
        vals_list = super()._get_account_move_line_vals()
        location = self.location_id if self.location_id.supply_cost_centre_id else self.location_dest_id
        if distribution := location._get_supply_distribution():
            location._distribute_supply_cost(vals_list, distribution)
        return vals_list

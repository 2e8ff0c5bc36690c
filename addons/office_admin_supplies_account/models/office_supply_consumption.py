from odoo import api, models
from odoo.tools import SQL


class OfficeSupplyConsumption(models.Model):
    _inherit = 'office.supply.consumption'

    @api.model
    def _get_cost_sql(self):
        """The value that Odoo gave to the move; what only changes departments has none and is taken at present cost."""
        return SQL(
            "CASE WHEN move.is_in OR move.is_out THEN COALESCE(move.value, 0) ELSE %s END", super()._get_cost_sql())

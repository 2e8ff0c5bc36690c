from odoo import models
from odoo.fields import Domain


class ResCompany(models.Model):
    """With periodic valuation the closing entry carries the distribution of each department."""
    _inherit = 'res.company'

    def _get_location_valuation_vals(self, at_date=None, location_domain=False):
        base = Domain(location_domain or Domain.TRUE)
        distributed = self.env['stock.location'].search(
            base & Domain('company_id', '=', self.id) & Domain('supply_cost_centre_id', '!=', False)).filtered(
            lambda location: location._get_supply_distribution())
        vals_list = super()._get_location_valuation_vals(at_date, base & Domain('id', 'not in', distributed.ids))
        for location in distributed:
            its_vals = super()._get_location_valuation_vals(at_date, base & Domain('id', '=', location.id))
            location._distribute_supply_cost(its_vals, location._get_supply_distribution())
            vals_list += its_vals
        return vals_list

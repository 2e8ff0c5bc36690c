from odoo import api, fields, models


class StockLocation(models.Model):
    _inherit = 'stock.location'

    supply_cost_centre_id = fields.Many2one(
        'office.supply.cost.centre', "Cost Centre", readonly=True, ondelete='set null',
        index='btree_not_null')

    @api.model_create_multi
    def create(self, vals_list):
        locations = super().create(vals_list)
        # sudo: who asks for supplies makes the location of his department and has no rights on accounts
        locations.sudo().filtered('supply_department_id')._set_supply_cost_centre()
        return locations

    def _set_supply_cost_centre(self):
        """Give each consumption location the account of its cost centre; Odoo's valuation does the rest.

        Where there is no cost centre, what an accountant has entered by hand stays.
        """
        centres = self.env['office.supply.cost.centre'].search([('company_id', 'in', self.company_id.ids)])
        by_department = {(centre.company_id, centre.department_id): centre for centre in centres}
        for location in self:
            centre = by_department.get((location.company_id, location.supply_department_id)) or by_department.get(
                (location.company_id, self.env['hr.department']), centres.browse())
            if centre or location.supply_cost_centre_id:
                location.write({'supply_cost_centre_id': centre.id, 'valuation_account_id': centre.account_id.id})

    def _get_supply_distribution(self):
        """The analytic distribution of what is consumed here, or nothing."""
        self.ensure_one()
        # sudo: who hands out has no rights on accounts
        return self.sudo().supply_cost_centre_id.analytic_distribution or {}

    def _distribute_supply_cost(self, vals_list, distribution):
        """Put ``distribution`` on those of the journal items that are the cost of the department."""
        for vals in vals_list:
            if vals['account_id'] == self.valuation_account_id.id:
                vals['analytic_distribution'] = distribution

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    supply_location_id = fields.Many2one(
        'stock.location', "Consumption Location", check_company=True, readonly=True,
        help="Where office supplies go when they are handed out; each department has its own below it.")
    supply_signature_required = fields.Boolean("Signature for Supplies", default=True)

    def _create_per_company_locations(self):
        super()._create_per_company_locations()
        self._create_supply_location()

    def _create_supply_location(self):
        """Make the location that consumes what no department bears, and under which those of departments stand.

        Its usage is ``production``: what goes there has left the stock and its value, and can
        be returned (what goes to ``inventory`` is scrap to Odoo). Its name sorts behind that of
        the company's production location, which Manufacturing and Repairs look up as the first.
        """
        for company in self:
            company.supply_location_id = self.env['stock.location'].create({
                'name': self.env._("Supplies Consumption"),
                'usage': 'production',
                'company_id': company.id,
            })

    @api.model
    def _create_missing_supply_locations(self):
        self.search([('supply_location_id', '=', False)])._create_supply_location()

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain


class StockLocation(models.Model):
    """Where departments consume what they get, and what each of them has got by the books."""
    _name = 'stock.location'
    _inherit = ['stock.location', 'office.system.mixin']

    supply_department_id = fields.Many2one(
        'hr.department', "Consuming Department", index='btree_not_null', readonly=True,
        help="The department that bears the office supplies handed out to this location.")

    _supply_department_uniq = models.UniqueIndex(
        '(company_id, supply_department_id) WHERE supply_department_id IS NOT NULL',
        "Somebody else has just made the consumption location of this department. Please try again.")

    def write(self, vals):
        if {'usage', 'location_id', 'company_id'} & vals.keys() and not self.env.su and any(
                place._is_supply_consumption() for place in self.sudo()):  # sudo: of other companies
            raise UserError(self._get_by_hand_message({'supply_department_id'}))
        return super().write(vals)

    def _get_by_hand_message(self, names=()):
        return self.env._(
            "Which department bears what is moved to a location is not set by hand: all that was ever handed out there "
            "would be said of another one. Each department gets its location with its first request.")

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'supply_department_id'}

    def _is_supply_consumption(self):
        """Whether goods that come here were handed out as office supplies."""
        return bool(self.supply_department_id) or bool(self and self == self.company_id.supply_location_id)

    @api.model
    def _get_supply_locations(self, company, departments):
        """Return the location that consumes for each department, made on first use.

        :return: ``{department: location}``, with that of the company for no department
        """
        found = self.with_context(active_test=False).search(
            [('company_id', '=', company.id), ('supply_department_id', 'in', departments.ids)])
        found.filtered(lambda location: not location.active).active = True
        locations = {location.supply_department_id: location for location in found}
        missing = departments.filtered(lambda department: department not in locations)
        if missing:
            locations.update(zip(missing, self._make_supply_locations(company, missing), strict=True))
        locations[departments.browse()] = company.supply_location_id
        return locations

    @api.model
    def _make_supply_locations(self, company, departments):
        """:raise ConcurrencyError: somebody else has made one since this transaction began; Odoo tries it again"""
        try:
            with self.env.cr.savepoint():
                return self._create_as_system([
                    {
                        'name': department.name,
                        'usage': 'production',
                        'location_id': company.supply_location_id.id,
                        'company_id': company.id,
                        'supply_department_id': department.id,
                    }
                    for department in departments
                ])
        except UniqueViolation as error:
            raise ConcurrencyError(f"Consumption locations of departments {departments.ids}") from error

    def _get_supply_balance(self, product, without_secret=False):
        """Return what departments got of a product, less what they gave back or away, in its unit.

        What people used up is in it: nobody books that.

        :param bool without_secret: without what confidential requests got, of which nothing is said to others
        """
        moves = self.env['stock.move']
        done = Domain('product_id', '=', product.id) & Domain('state', '=', 'done')
        came, gone = Domain('location_dest_id', 'in', self.ids), Domain('location_id', 'in', self.ids)
        if without_secret:
            came &= moves._get_unrestricted_domain('supply_request_id')
            # what is no return is said, too: a path of which the first link is empty finds nothing
            gone &= Domain('origin_returned_move_id', '=', False) | moves._get_unrestricted_domain(
                'origin_returned_move_id.supply_request_id')
        return sum(
            sign * uom._compute_quantity(quantity, product.uom_id, round=False)
            for sign, domain in ((1, came), (-1, gone))
            for uom, quantity in moves._read_group(done & domain, ['product_uom'], ['quantity:sum']))

from contextvars import ContextVar

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.office_admin_base.held import held

# True while our own code says which department bears what is moved to a location.
_assigning = ContextVar('office_supply_assigning', default=False)


class StockLocation(models.Model):
    _inherit = 'stock.location'

    supply_department_id = fields.Many2one(
        'hr.department', "Consuming Department", index='btree_not_null', readonly=True,
        help="The department that bears the office supplies handed out to this location.")

    _supply_department_uniq = models.UniqueIndex(
        '(company_id, supply_department_id) WHERE supply_department_id IS NOT NULL',
        "Somebody else has just made the consumption location of this department. Please try again.")

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default makes a department bear anything
        return super().default_get([name for name in fields if name != 'supply_department_id'])

    @api.model_create_multi
    def create(self, vals_list):
        if not _assigning.get() and any(vals.get('supply_department_id') for vals in vals_list):
            raise UserError(self._get_assigned_message())
        return super().create(vals_list)

    def write(self, vals):
        if 'supply_department_id' in vals and not _assigning.get():
            raise UserError(self._get_assigned_message())
        if {'usage', 'location_id', 'company_id'} & vals.keys() and not self.env.su and any(
                place._is_supply_consumption() for place in self.sudo()):  # sudo: of other companies
            raise UserError(self._get_assigned_message())
        return super().write(vals)

    def _get_assigned_message(self):
        return self.env._(
            "Which department bears what is moved to a location is not set by hand: all that was ever handed out there "
            "would be said of another one. Each department gets its location with its first request.")

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
            with held(_assigning), self.env.cr.savepoint():
                return self.create([
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

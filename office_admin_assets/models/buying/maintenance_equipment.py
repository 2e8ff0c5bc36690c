from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

FREE_STATES = ('in_stock', 'idle')


class MaintenanceEquipment(models.Model):
    """What is free is offered before anything is bought."""
    _inherit = 'maintenance.equipment'

    @api.model
    def _get_free_domain(self, company):
        """Return the domain, for superuser mode, of the cards of ``company`` that nobody has and no document claims."""
        return Domain('company_id', '=', company.id) & Domain('asset_state', 'in', FREE_STATES) & Domain(
            'asset_code', '!=', False) & Domain('asset_document_id', '=', False) & Domain(
                'asset_parent_id', '=', False) & Domain('employee_id', '=', False) & Domain('department_id', '=', False)

    @api.model
    def _get_free_by_site(self, company, categories):
        """Count what is free of these categories and those below them.

        :return: ``{category: {site, or no place: quantity}}``
        """
        # sudo: how much is free is no secret, which cards these are is for who keeps the ledger
        groups = self.sudo()._read_group(
            self._get_free_domain(company) & Domain('category_id', 'child_of', categories.ids),
            ['category_id', 'place_id'], ['asset_quantity:sum'])
        sites = self.env['office.place'].sudo().union(*(place for _category, place, _quantity in groups))._get_sites()
        free = defaultdict(lambda: defaultdict(int))
        for category, place, quantity in groups:
            for wider in categories & category._get_with_wider():
                free[wider][sites.get(place, place)] += quantity
        return free

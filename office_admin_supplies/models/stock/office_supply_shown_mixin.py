from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ...groups import AUDITOR, OFFICER

# who may know how much of the office supplies there is
READERS = ('stock.group_stock_user', OFFICER, AUDITOR)


class OfficeSupplyShownMixin(models.AbstractModel):
    """A model of Odoo that tells how much there is of a product, and that every employee reads.

    Of office supplies it tells those who work with them, so that a count is blind for everybody else: also for those
    who are asked to count.
    """
    _name = 'office.supply.shown.mixin'
    _description = 'Quantities of Supplies'

    is_supply_shown = fields.Boolean(compute='_compute_is_supply_shown', search='_search_is_supply_shown')

    @api.depends('product_id')
    @api.depends_context('uid')
    def _compute_is_supply_shown(self):
        is_reader = self._reads_supply_quantities()
        for record in self:
            record.is_supply_shown = is_reader or not record.product_id.sudo().supply_ok  # sudo: of other companies

    def _search_is_supply_shown(self, operator, value):
        if operator != 'in':
            return NotImplemented
        if self._reads_supply_quantities():
            return Domain.TRUE
        products_sudo = self.env['product.product'].sudo().with_context(active_test=False)  # sudo: of other companies
        return Domain('product_id', 'not in', products_sudo._search([('supply_ok', '=', True)]))

    @api.model
    def _reads_supply_quantities(self):
        return any(self.env.user.has_group(group) for group in READERS)


class Base(models.AbstractModel):
    _inherit = 'base'

    @api.model
    @ormcache()
    def _get_guarded_models(self):
        shown = self.env.registry.descendants(['office.supply.shown.mixin'], '_inherit')
        return super()._get_guarded_models() | {name for name in shown if not self.env[name]._abstract}

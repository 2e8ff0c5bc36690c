from odoo import api, models
from odoo.fields import Domain

from odoo.addons.office_admin_base.pinyin import LETTERS
from odoo.addons.office_admin_base.typed import plain

from ...supply_arithmetic import get_step, is_multiple, is_number, round_down


class ProductProduct(models.Model):
    """How much of an office supply could be handed out now, in which quantities, and by which letters it is found."""
    _name = 'product.product'
    _inherit = ['product.product', 'office.typed.mixin']

    @api.model
    def name_search(self, name='', domain=None, operator='ilike', limit=100):
        found = super().name_search(name, domain, operator, limit)
        name = plain(name)
        room = limit - len(found) if limit else None
        # only where supplies are chosen, so that no other search of products becomes slower
        if operator != 'ilike' or room == 0 or not LETTERS.fullmatch(name or '') or not self._is_about_supplies(domain):
            return found
        more = self.search_fetch(
            Domain(domain) & Domain('pinyin_key', 'ilike', name.replace(' ', ''))
            & Domain('id', 'not in', [product_id for product_id, _name in found]), ['display_name'], limit=room)
        return found + [(product.id, product.display_name) for product in more.sudo()]  # sudo: as Odoo's own

    # Letters

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'name', 'default_code', 'barcode', 'pinyin_key'}

    @api.model
    def _is_about_supplies(self, domain):
        return any(condition.field_expr == 'supply_ok' for condition in Domain(domain or []).iter_conditions())

    # How much there is

    def _filter_kept_as_supplies(self):
        """Return those of which the stock is said to be right: office supplies, and what was ever asked for as one.

        Here runs the line: what else lies in the supply room is Odoo's own.
        """
        others = self.filtered(lambda product: not product.supply_ok)
        # sudo: requests of others
        asked = others and self.env['office.supply.request.line'].sudo()._read_group(
            [('product_id', 'in', others.ids)], ['product_id'])
        return self - others + self.browse(product.id for product, in asked)

    def _get_free_quantities(self):
        """Return ``{product: quantity}`` that is free in the warehouses of the companies of the context.

        It is Odoo's ``free_qty``, in the unit of the product, without the sums of all moves under way, which that one
        brings along. What has no stock of its own, a kit of Manufacturing, is left to Odoo.
        """
        kits = self.filtered('is_kits') if 'is_kits' in self._fields else self.browse()
        quants = self.env['stock.quant'].with_context(active_test=False)._read_group(
            (self - kits)._get_free_quants_domain(), ['product_id'], ['quantity:sum', 'reserved_quantity:sum'])
        free = {product.id: product.uom_id.round(quantity - reserved) for product, quantity, reserved in quants}
        return {
            product: product.free_qty if product in kits else free.get(product._origin.id, 0.0) for product in self}

    def _get_free_quants_domain(self):
        """Hook: the domain of the stock of these products that may be handed out."""
        return Domain('product_id', 'in', self._origin.ids) & self._get_domain_locations()[0]

    def _filter_in_stock(self):
        """Return those of these products of which there is something, or of which nobody counts what there is."""
        counted = self.filtered(lambda product: product.product_tmpl_id.is_storable)
        free = counted._get_free_quantities()
        return self.filtered(
            lambda product: product not in free or product._floor_supplies(max(free[product], 0.0)) > 0)

    # The smallest quantity that can be handed out

    def _is_supply_counted(self):
        """Whether there is no half of it: its unit has none, or it is held by name or has a number of its own."""
        self.ensure_one()
        template = self.product_tmpl_id  # what a variant takes from it would be computed for each of them
        return template.supply_is_durable or template.tracking == 'serial' or template.uom_id.supply_is_counted

    def _get_supply_step(self, uom=None):
        """Return the smallest quantity in ``uom``, in the unit of the product if left out."""
        self.ensure_one()
        own = self.product_tmpl_id.uom_id
        uom = uom or own
        return get_step(
            1 if uom == own else uom._compute_quantity(1.0, own, round=False), self._is_supply_counted(),
            uom.supply_is_counted, self.env['decimal.precision'].precision_get('Product Unit'))

    def _floor_supplies(self, quantity):
        """Return what of a quantity in the unit of the product can be handed out: whole pieces of what is counted."""
        # most quantities are whole, and to look at the unit of each product would take long
        return quantity if float(quantity).is_integer() else round_down(quantity, self._get_supply_step())

    def _get_whole_message(self, quantity, uom):
        """Return what is wrong with a quantity in ``uom``, or False: there is no half of what is counted."""
        self.ensure_one()
        step = self._get_supply_step(uom)
        # what is no number is refused elsewhere, with what could be entered
        if step < 1 or not is_number(quantity) or is_multiple(quantity, step):
            return False
        if step == 1:
            return self.env._(
                "%(product)s is counted by the piece: enter a whole number of %(unit)s.",
                product=self.display_name, unit=uom.name)
        return self.env._(
            "%(product)s is kept by the %(own)s: enter %(step)s %(unit)s or a multiple of it.",
            product=self.display_name, own=self.uom_id.name, step=step, unit=uom.name)

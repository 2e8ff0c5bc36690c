from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..request.office_supply_request_line import MAX_QUANTITY


def _is_id(value):
    return isinstance(value, int) and not isinstance(value, bool)


class OfficeSupplyRequest(models.Model):
    """Asking by picture: the lines of a request filled from Odoo's product catalogue."""
    _name = 'office.supply.request'
    _inherit = ['office.supply.request', 'product.catalog.mixin']

    def action_open_catalogue(self):
        """Open the catalogue with the cart of the user. Nothing is stored before its first item."""
        return self._get_cart().action_add_from_catalog()

    @api.model
    def get_cart(self):
        """Return the ``id`` of the request that the catalogue fills, or False, and the ``count`` of its lines."""
        cart = self._get_cart()
        return {'id': cart.id, 'count': len(cart.line_ids)}

    @api.readonly
    def action_add_from_catalog(self):
        if self:
            self.ensure_one()
        self.check_access('read')
        kanban = self.env.ref('office_admin_supplies.product_product_view_kanban_catalog')
        search = self.env.ref('office_admin_supplies.product_product_view_search_catalog')
        return super().action_add_from_catalog() | {
            'name': self.env._("Catalogue"),
            'views': [(kanban.id, 'kanban')],
            'search_view_id': [search.id, 'search'],
        }

    @api.model
    def _get_cart(self):
        """Return the latest draft of the user in which there is something, or no record."""
        return self.search(
            Domain('requester_id', '=', self.env.uid) & Domain('state', '=', 'draft')
            & Domain('company_id', '=', self.env.company.id) & Domain('line_ids', '!=', False),
            order='id desc', limit=1)

    @api.model
    def _get_ask_method(self):
        return 'action_open_catalogue'

    def _get_action_add_from_catalog_extra_context(self):
        return super()._get_action_add_from_catalog_extra_context() | {
            'order_id': self.id,
            'display_uom': True,
            'precision': self.env['decimal.precision'].precision_get('Product Unit'),
        }

    def _get_product_catalog_domain(self):
        request = self or self.new({})
        return super(OfficeSupplyRequest, request)._get_product_catalog_domain() & Domain('supply_ok', '=', True)

    def _get_product_catalog_order_line_info(self, product_ids, child_field=False, **kwargs):
        self.check_access('read')
        if not self:
            request = self._get_cart() or self.new({})
            return request._get_product_catalog_order_line_info(product_ids, child_field=child_field, **kwargs)
        # only what can be asked for, whatever the caller names
        ids = [product_id for product_id in product_ids if _is_id(product_id)] if isinstance(
            product_ids, (list, tuple)) else []
        allowed = self.env['product.product'].search(
            Domain('id', 'in', ids) & self._get_product_catalog_domain(), order='id')
        return super()._get_product_catalog_order_line_info(allowed.ids, child_field=child_field, **kwargs)

    def _get_product_catalog_record_lines(self, product_ids, **kwargs):
        found = {}
        # in sudo: who may read a request may read its lines
        for line in self.sudo().line_ids.sudo(self.env.su):
            if line.product_id.id in product_ids:
                found[line.product_id] = line  # the last one, if a product is asked for in several units
        return found

    def _get_product_catalog_order_data(self, products, **kwargs):
        # without Odoo's own, which looks up for each product under which code a vendor knows it
        # sudo: employees have no stock rights, and learn no figure; the own company's stock counts
        products_sudo = products.sudo().with_context(allowed_company_ids=self.company_id.ids)
        in_stock = products_sudo._filter_in_stock()
        words = dict(self.env['office.supply.request.line']._fields['availability']._description_selection(self.env))
        data = {}
        for product_sudo in products_sudo:
            availability = 'available' if product_sudo in in_stock else 'none'
            template_sudo = product_sudo.product_tmpl_id  # what a variant takes from it is computed for each of them
            data[product_sudo.id] = {
                'productType': template_sudo.type, 'code': product_sudo.default_code or '', 'price': 0.0,
                'availability': availability, 'availabilityLabel': words[availability],
                'uomDisplayName': template_sudo.uom_id.display_name, 'uomId': template_sudo.uom_id.id,
                'units': template_sudo._get_supply_units()}
        return data

    @api.model
    def _get_sections(self, child_field, **kwargs):
        return []

    @api.model
    def _create_section(self, child_field, name, position, **kwargs):
        raise UserError(self.env._("Requests have no headings. Write what you want to say into their purpose."))

    @api.model
    def _resequence_sections(self, sections, child_field, **kwargs):
        raise UserError(self.env._("Requests have no headings. Write what you want to say into their purpose."))

    def _is_readonly(self):
        return not self.has_access('write')

    def _update_order_line_info(self, product_id, quantity, uom_id=None, **kwargs):
        """Let a draft ask for ``quantity`` of a product; none of it removes the line.

        Without a draft it is the cart of the user, which comes with its first item and goes with its last.

        :param int uom_id: in which unit, that of its line if left out
        :return: what the card shows from now on, ``cartCount``, the number of lines, and ``cartId``
        :raise UserError: the request is no draft any more, or the product or quantity cannot be asked for
        """
        if not self:
            cart = self._get_cart() or self.create({})
            answer = cart._update_order_line_info(product_id, quantity, uom_id, **kwargs)
            if not cart.is_empty:
                return answer
            cart.unlink()
            return answer | {'cartId': False}
        self.ensure_one()
        self.check_access('read')
        self._check_not_locked({'line_ids'})
        product = self.env['product.product'].search(
            Domain('id', '=', product_id if _is_id(product_id) else False)
            & self._get_product_catalog_domain())
        if not product:
            raise UserError(self.env._(
                "This product can no longer be asked for in %(request)s. Choose another one in the catalogue.",
                request=self.display_name))
        self._set_product_quantity(
            product, self._read_quantity(product, quantity), self._read_unit(product, uom_id))
        return self._get_product_catalog_order_line_info(product.ids)[product.id] | {
            'cartCount': len(self.line_ids), 'cartId': self.id}

    def _read_quantity(self, product, quantity):
        # written so that “not a number” fails, too
        if isinstance(quantity, bool) or not isinstance(quantity, (int, float)) or not 0 <= quantity <= MAX_QUANTITY:
            raise UserError(self.env._(
                "%(request)s: ask for a number of %(product)s, zero or more and at most %(max)s.",
                request=self.display_name, product=product.display_name, max=MAX_QUANTITY))
        return quantity

    def _read_unit(self, product, uom_id):
        units = product.uom_id | product.uom_ids
        if uom_id is not None and not (_is_id(uom_id) and uom_id in units.ids):
            raise UserError(self.env._(
                "%(request)s: %(product)s is handed out by the %(units)s. Choose one of these units.",
                request=self.display_name, product=product.display_name,
                units=format_list(self.env, units.mapped('name'), 'or')))
        return {} if uom_id is None else {'uom_id': uom_id}

    def _set_product_quantity(self, product, quantity, unit):
        line = self._get_product_catalog_record_lines(product.ids).get(product, self.line_ids.browse())
        if not quantity:
            line.unlink()
        elif line:
            line.write({'quantity': quantity, **unit})
        else:
            line.create({'request_id': self.id, 'product_id': product.id, 'quantity': quantity, **unit})

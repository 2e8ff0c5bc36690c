from odoo import api, fields, models

from odoo.addons.office_admin_supplies.own_code import is_linking, linking


class PurchaseOrderLine(models.Model):
    """A line that buys what a collection round needs, and how far it keeps to what was approved."""
    _name = 'purchase.order.line'
    _inherit = ['purchase.order.line', 'office.system.mixin']

    supply_round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of a Collection Round", readonly=True, copy=False, index='btree_not_null',
        check_company=True, ondelete='set null')

    _supply_round_line_uniq = models.UniqueIndex(
        '(order_id, supply_round_line_id) WHERE supply_round_line_id IS NOT NULL',
        "A product of a collection round stands once in an order.")

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env['purchase.order'].browse(filter(None, {
            vals.get('order_id', self.env.context.get('default_order_id')) for vals in vals_list}))
        with orders._guard_supply_orders():
            return super().create(vals_list)

    def write(self, vals):
        orders = self.order_id | self.env['purchase.order'].browse(vals.get('order_id') or ())
        with orders._guard_supply_orders():
            return super().write(vals)

    def unlink(self):
        with self.order_id._guard_supply_orders():
            return super().unlink()

    def action_open_supply_requests(self):
        return self.supply_round_line_id.action_open_requests()

    def _get_by_hand_message(self, names=()):
        return self.env['stock.move']._get_by_hand_message(names)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'supply_round_line_id'}

    @api.model
    def _get_opened_fields(self):
        return super()._get_opened_fields() | ({'supply_round_line_id'} if is_linking() else set())

    # Receipts

    def _create_or_update_picking(self):
        with linking():
            return super()._create_or_update_picking()

    def _create_stock_moves(self, picking):
        with linking():
            return super()._create_stock_moves(picking)

    def _prepare_stock_move_vals(self, picking, price_unit, product_uom_qty, product_uom):
        values = super()._prepare_stock_move_vals(picking, price_unit, product_uom_qty, product_uom)
        return values | {'supply_round_line_id': self.supply_round_line_id.id} if self.supply_round_line_id else values

    # What was approved, and what goes beyond it

    def _is_ordered(self):
        """Whether this line counts as ordered: an alternative does only when it was confirmed."""
        self.ensure_one()
        order = self.order_id
        return order.state == 'purchase' or (
            order.state in ('draft', 'sent', 'to approve') and not order.is_supply_alternative
            and not order._is_replaced())

    def _is_supply_approved(self, terms):
        """Whether this line buys what was approved to be bought by its order."""
        self.ensure_one()
        round_line = self.supply_round_line_id
        return self.product_id == round_line.product_id and round_line.id in terms.get('lines', round_line.ids)

    def _get_supply_quantity(self):
        """Return the quantity in the unit of the product."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(self.product_qty, self.product_id.uom_id, round=False)

    def _get_supply_amount(self):
        """Return the price in the company's currency, as vendors state it in their price lists."""
        self.ensure_one()
        company = self.company_id or self.order_id.company_id
        return (self.currency_id or company.currency_id)._convert(
            self.product_qty * self.price_unit * (1 - self.discount / 100), company.currency_id, company,
            company._get_office_today(), round=False)

    def _get_approved_taxes(self):
        """Return those that Odoo proposes for this vendor, or what was accepted instead."""
        self.ensure_one()
        order, line = self.order_id, self.with_company(self.company_id)
        terms = order._get_supply_terms()
        if accepted := terms.get('taxes', {}).get(str(self.id)):
            return self.tax_ids.browse(accepted)
        positions = self.env['account.fiscal.position'].with_company(self.company_id)
        position = (positions.browse(terms.get('fiscal_position_id') or [])
                    or positions._get_fiscal_position(order.partner_id))
        return position.map_tax(line.product_id.supplier_taxes_id._filter_taxes_by_company(self.company_id))

    def _get_supply_tax_excess(self):
        """Return by how much the taxes of this line exceed the approved ones, in the order's currency."""
        self.ensure_one()
        approved = self._get_approved_taxes()
        if self.tax_ids == approved or not self.tax_ids:
            return 0.0
        now, before = (taxes.compute_all(
            self.price_unit * (1 - self.discount / 100), self.currency_id, self.product_qty, self.product_id,
            self.order_id.partner_id)['total_included'] for taxes in (self.tax_ids, approved))
        return 0.0 if self.currency_id.compare_amounts(now, before) <= 0 else now - before

    def _accept_prices(self):
        """Let what these lines cost be what was approved for their products."""
        for line in self.filtered(lambda line: line.supply_round_line_id and line.product_qty > 0):
            round_line = line.supply_round_line_id
            price = line._get_supply_amount() / line._get_supply_quantity()
            if price > max(round_line.accepted_price, round_line.price_unit):
                round_line._write_as_system({'accepted_price': price})

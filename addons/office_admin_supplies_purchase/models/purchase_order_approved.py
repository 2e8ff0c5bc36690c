from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_list

from odoo.addons.office_admin_supplies.models.stock_move import linking

TERMS = (
    'partner_id', 'currency_id', 'picking_type_id', 'dest_address_id', 'payment_term_id', 'fiscal_position_id')
"""Who is paid, how, and where it goes: what of an order is approved beside its goods and their total."""

FORBIDDEN = {'product', 'return'}
"""Kinds of excess that nobody can accept, since they are another purchase."""


class PurchaseOrder(models.Model):
    """What of an order of a round was approved, and what in it goes beyond that, in one place.

    Approved are its terms, the goods and quantities of its lines, and the total of the round: an order is confirmed,
    and changed later, as far as it keeps to them. What is less needs nobody, and makes room for nothing else.
    """
    _inherit = 'purchase.order'

    # of whoever approved: nobody reads or writes it but the code of this module
    supply_terms = fields.Json("Approved Terms", groups=fields.NO_ACCESS, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for order_sudo in orders.sudo().filtered('supply_round_id'):  # sudo: rounds of others
            with linking():
                order_sudo.supply_terms = order_sudo._prepare_supply_terms()
        return orders

    def _prepare_supply_terms(self):
        """Return what was approved of this order by the approval of its round.

        A vendor is known if he had an offer in the round: who approved has seen it.
        """
        self.ensure_one()
        supply_round, lines = self.supply_round_id, self.order_line.supply_round_line_id
        vendor = self.partner_id if self.partner_id in lines.offer_ids.partner_id else lines.vendor_id[:1]
        return {
            'partner_id': vendor.id, 'currency_id': self.currency_id.id, 'lines': lines.ids,
            **supply_round._prepare_vendor_terms(self.partner_id)}

    def _prepare_accepted_terms(self):
        """Return what is approved of this order when it is accepted as it is."""
        self.ensure_one()
        terms = self._get_supply_terms()
        return terms | {name: self[name].id for name in TERMS} | {'taxes': terms.get('taxes', {}) | {
            str(line.id): line.tax_ids.ids for line in self.order_line if line._get_supply_tax_excess()}}

    def _get_supply_terms(self):
        self.ensure_one()
        return self.supply_terms or self._prepare_supply_terms()

    def _get_supply_excess(self):
        """Return ``{(kind, record): how much}`` of what in this order nobody has approved in its round.

        Kinds: a name of ``TERMS``, with what it is instead; ``product`` and ``return`` of a product, in its unit;
        ``quantity`` of a product of the round, beyond whole packs; ``taxes`` of a line, in the order's currency;
        ``amount`` of the round, in the company's currency.
        """
        self.ensure_one()
        supply_round, excess = self.supply_round_id, {}
        if not supply_round:
            return excess
        terms = self._get_supply_terms()
        for name in TERMS:
            if self[name].id != (terms.get(name) or False):
                excess[name, self[name]] = 1.0
        excess |= self._get_supply_goods_excess(terms)
        for line in self.order_line:
            if over := line._get_supply_tax_excess():
                excess['taxes', line] = over
        if over := supply_round._get_excess_amount(self):
            excess['amount', supply_round] = over
        return excess

    def _get_supply_goods_excess(self, terms):
        # services, like delivery, count in the total only
        goods = self.order_line.filtered(
            lambda line: line.supply_round_line_id or line.product_id and line.product_id.type != 'service')
        excess = defaultdict(float)
        for line in goods:
            if line.product_qty < 0 or not line._is_supply_approved(terms):
                kind = 'return' if line.product_qty < 0 else 'product'
                excess[kind, line.product_id] += abs(line._get_supply_quantity())
        for round_line in goods.supply_round_line_id:
            if over := round_line._get_excess_quantity(self):
                excess['quantity', round_line] = over
        return dict(excess)

    def _get_supply_excess_words(self):
        return [self._get_supply_excess_word(kind, record) for kind, record in self._get_supply_excess()]

    def _get_supply_excess_word(self, kind, record):
        """Say what of :meth:`_get_supply_excess` is meant, and what was approved instead."""
        if kind == 'product':
            return self.env._(
                "%(product)s is not what was approved. Order it in a purchase order of its own.",
                product=record.display_name)
        if kind == 'return':
            return self.env._(
                "%(product)s: a quantity below zero is no purchase. Delete the line, and use “Return” of the receipt.",
                product=record.display_name)
        if kind == 'quantity':
            bought, allowed, _rounded = record._get_bought(self)
            return self.env._(
                "%(product)s: %(bought)g %(unit)s instead of %(approved)g", product=record.product_id.display_name,
                bought=bought, approved=allowed, unit=record.uom_id.name)
        if kind == 'taxes':
            return self.env._(
                "%(what)s: %(now)s instead of %(approved)s", what=record.product_id.display_name or record.name,
                now=_get_names(record.tax_ids), approved=_get_names(record._get_approved_taxes()))
        if kind in TERMS:
            return self.env._(
                "%(what)s: %(now)s instead of %(approved)s", what=self._fields[kind]._description_string(self.env),
                now=_get_names(record),
                approved=_get_names(record.browse(filter(None, [self._get_supply_terms().get(kind)]))))
        approved = record.approved_amount
        return self.env._(
            "Dearer or added: %(added)s on top of the approved %(approved)s; up to %(allowed)s need nobody. What is "
            "saved elsewhere does not count.",
            added=format_amount(self.env, record._get_added_amount(self), record.currency_id),
            approved=format_amount(self.env, approved, record.currency_id),
            allowed=format_amount(self.env, record._get_allowed_amount() - approved, record.currency_id))

    def _check_supply_excess(self, before):
        """:raise UserError: this order goes further beyond what was approved than before

        :param dict before: what :meth:`_get_supply_excess` said before it was changed
        """
        self.ensure_one()
        if all(over <= before.get(key, 0.0) + 1e-6 for key, over in self._get_supply_excess().items()):
            return
        raise UserError(self.env._(
            "%(order)s goes beyond what was approved in %(round)s:\n%(what)s\nSet it back or make it smaller. As long "
            "as it is not confirmed, you can also use “Ask Who Approved” there; a confirmed order has to be cancelled "
            "and set to draft first, or order the rest in a purchase order of its own.",
            order=self.name, round=self.supply_round_id.display_name, what='\n'.join(self._get_supply_excess_words())))


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

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


def _get_names(records):
    return format_list(records.env, records.mapped('display_name')) if records else "–"

from collections import defaultdict
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_list

from odoo.addons.office_admin_supplies.own_code import is_linking, linking

WAIVER = {'quote_waiver_reason', 'quote_waiver_user_id', 'quote_waiver_amount'}
LINKS = {'supply_round_id', 'is_supply_alternative', 'is_increase_asked', 'supply_terms'}
TERMS = (
    'partner_id', 'currency_id', 'picking_type_id', 'dest_address_id', 'payment_term_id', 'fiscal_position_id')
"""Who is paid, how, and where it goes: what of an order is approved beside its goods and their total."""

FORBIDDEN = {'product', 'return'}
"""Kinds of excess that nobody can accept, since they are another purchase."""


def _get_names(records):
    return format_list(records.env, records.mapped('display_name')) if records else "–"


class PurchaseOrder(models.Model):
    """An order of a collection round, and the quotes that any order needs above a limit.

    What of it was approved are its terms, the goods and quantities of its lines, and the total of the round: it is
    confirmed, and changed later, as far as it keeps to them. What is less needs nobody, and makes room for nothing
    else; what goes beyond that is asked for by a button.
    """
    _name = 'purchase.order'
    _inherit = ['purchase.order', 'office.system.mixin']

    supply_round_id = fields.Many2one(
        'office.supply.round', "Collection Round", readonly=True, copy=False, index='btree_not_null',
        check_company=True)
    is_supply_alternative = fields.Boolean("Alternative Quote", readonly=True, copy=False)
    missing_quotes = fields.Integer("Quotes Missing", compute='_compute_missing_quotes', compute_sudo=True)
    quote_waiver_reason = fields.Text("Why without Quotes", readonly=True, copy=False, tracking=True)
    quote_waiver_user_id = fields.Many2one('res.users', "Quotes Waived By", readonly=True, copy=False)
    quote_waiver_amount = fields.Monetary("Waived up to", readonly=True, copy=False)
    # of whoever approved: nobody reads or writes it but the code of this module
    supply_terms = fields.Json("Approved Terms", groups=fields.NO_ACCESS, copy=False)
    is_increase_asked = fields.Boolean("Increase Asked For", readonly=True, copy=False)
    supply_excess_notice = fields.Text(compute='_compute_supply_excess_notice', compute_sudo=True)

    @api.depends('amount_total', 'currency_id', 'purchase_group_id.order_ids.order_line.price_unit', 'partner_id',
                 'quote_waiver_amount', 'state')
    def _compute_missing_quotes(self):
        for order in self:
            order.missing_quotes = order._get_missing_quotes() if order.state in ('draft', 'sent') else 0

    @api.depends('state', 'supply_round_id', 'order_line.product_id', 'order_line.product_qty',
                 'order_line.product_uom_id', 'order_line.price_unit', 'order_line.discount', 'order_line.tax_ids',
                 'supply_terms', *TERMS)
    @api.depends_context('lang')
    def _compute_supply_excess_notice(self):
        for order in self:
            is_open = order._origin.supply_round_id and order.state in ('draft', 'sent')
            order.supply_excess_notice = is_open and '\n'.join(order._origin._get_supply_excess_words()) or False

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        settled = orders.filtered(lambda order: order.state in ('to approve', 'purchase'))
        settled._check_quotes()
        for order_sudo in settled.sudo():  # sudo: rounds of others
            order_sudo._check_supply_excess({})
        for order_sudo in orders.sudo().filtered('supply_round_id'):  # sudo: as above
            with linking():
                order_sudo.supply_terms = order_sudo._prepare_supply_terms()
        return orders

    def write(self, vals):
        if vals.get('state') in ('to approve', 'purchase'):
            self.filtered(lambda order: order.state in ('draft', 'sent', 'cancel'))._check_quotes()
        with self._guard_supply_orders():
            return super().write(vals)

    def unlink(self):
        with self._guard_supply_orders():
            return super().unlink()

    def action_merge(self):
        if of_rounds := self.filtered('supply_round_id'):
            raise UserError(self.env._(
                "%(orders)s belongs to a collection round, which would order its goods once more if it was merged. "
                "Leave it out.", orders=', '.join(of_rounds.mapped('name'))))
        return super().action_merge()

    def action_waive_quotes(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'office.supply.quote.waiver', 'view_mode': 'form',
            'target': 'new', 'name': self.env._("Waive Quotes"), 'context': {'default_order_id': self.id}}

    def action_ask_increase(self):
        """Ask who approved the round of this order to accept what goes beyond it."""
        self.ensure_one()
        self.check_access('write')
        order_sudo = self.sudo()  # sudo: rounds of others
        excess = order_sudo._get_supply_excess()
        if self.state not in ('draft', 'sent') or not excess:
            raise UserError(self.env._(
                "%(order)s does not go beyond what was approved, or is not open any more.", order=self.name))
        if any(kind in FORBIDDEN for kind, _record in excess):
            raise UserError(self.env._(
                "Nobody can accept this in the order of a round:\n%(what)s",
                what='\n'.join(order_sudo._get_supply_excess_words())))
        if order_sudo.supply_round_id.state != 'ordered':
            raise UserError(self.env._(
                "%(round)s is finished. Order what goes beyond it in a purchase order of its own.",
                round=order_sudo.supply_round_id.display_name))
        with linking():
            order_sudo.is_increase_asked = True
        order_sudo.supply_round_id._ask_increase('\n'.join(order_sudo._get_supply_excess_words()))

    def _get_by_hand_message(self, names=()):
        if not (WAIVER | LINKS) & set(names):
            return super()._get_by_hand_message(names)
        return self.env._(
            "The collection round of %(orders)s and the waiver of its quotes cannot be set by hand. Use the buttons of "
            "the round and of the order.", orders=', '.join(self.mapped('name')) or self._description)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | WAIVER | LINKS

    @api.model
    def _get_opened_fields(self):
        return super()._get_opened_fields() | (LINKS if is_linking() else set())

    @contextmanager
    def _guard_supply_orders(self):
        """Tell the officers of rounds if less is ordered after the block than before.

        :raise UserError: a confirmed order has become worth more and lacks quotes, or goes further beyond what was
            approved in its round
        """
        lines_sudo = self.sudo().order_line.supply_round_line_id  # sudo: who edits an order need not be an officer
        before = {line: line.to_order_quantity for line in lines_sudo}
        worth = {order: (order.currency_id, order.amount_total) for order in self.sudo() if order._is_settled()}
        excess = {order: order._get_supply_excess() for order in worth if order.supply_round_id}
        yield
        lines_sudo.exists()._tell_to_order_again(before)
        for order_sudo in self.sudo().exists().filtered(lambda order: order in worth and order._is_settled()):
            currency, amount = worth[order_sudo]
            if order_sudo.currency_id != currency or currency.compare_amounts(order_sudo.amount_total, amount) > 0:
                order_sudo.sudo(False)._check_quotes()
        for order_sudo in self.sudo().exists().filtered(lambda order: order.supply_round_id and order._is_settled()):
            order_sudo._check_supply_excess(excess.get(order_sudo, {}))

    def _is_settled(self):
        self.ensure_one()
        return self.state in ('to approve', 'purchase')

    def _is_replaced(self):
        """Whether another quote for the same goods of a round was confirmed."""
        return bool(self.supply_round_id) and any(
            other.state == 'purchase' and other.supply_round_id == self.supply_round_id
            for other in self.purchase_group_id.order_ids - self)

    # Quotes

    def _waive_quotes(self, reason):
        self._write_as_system({
            'quote_waiver_reason': reason, 'quote_waiver_user_id': self.env.uid,
            'quote_waiver_amount': self.amount_total})

    def _check_quotes(self):
        """:raise UserError: an order above the limit has too few quotes, and nobody has waived them"""
        for order_sudo in self.sudo():  # sudo: settings, and orders of others
            if order_sudo._is_replaced():
                raise UserError(self.env._(
                    "Another quote for the goods of %(order)s is confirmed already, so that they would come twice. "
                    "Cancel %(order)s.", order=order_sudo.name))
            if missing := order_sudo._get_missing_quotes():
                company = order_sudo.company_id
                raise UserError(self.env._(
                    "%(order)s comes to %(limit)s or more and needs quotes of %(count)s vendors with prices for all "
                    "its products; %(missing)s are missing. Ask more vendors by “Create Alternative”, or let a manager "
                    "of supplies waive them with a reason.",
                    order=order_sudo.name, count=company.supply_quote_count, missing=missing,
                    limit=format_amount(self.env, company.supply_quote_limit, company.currency_id)))

    def _get_missing_quotes(self):
        """Return how many quotes this order still needs."""
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: settings
        limit, count = company.supply_quote_limit, company.supply_quote_count
        if not limit or (
                self.quote_waiver_reason
                and self.currency_id.compare_amounts(self.amount_total, self.quote_waiver_amount) <= 0):
            return 0
        amount = self.currency_id._convert(
            self.amount_total, company.currency_id, company,
            company._get_office_day(self.date_order) if self.date_order else company._get_office_today())
        if company.currency_id.compare_amounts(amount, limit) < 0:
            return 0
        products = self.order_line.product_id
        quotes = (self | self.purchase_group_id.order_ids).filtered(lambda order: (
            products <= order.order_line.filtered(lambda line: line.price_unit > 0).product_id))
        return max(count - len(quotes.partner_id.commercial_partner_id), 0)

    def _prepare_supply_alternative_values(self, vendor, offers):
        """Values of a request for quotation to ``vendor`` for the same goods; what he offers has his price."""
        self.ensure_one()
        by_product = offers.grouped('product_id')
        lines = []
        for line in self.order_line.filtered('product_id'):
            offer = by_product.get(line.product_id, offers.browse())[:1]
            quantity = line.product_uom_id._compute_quantity(line.product_qty, line.product_id.uom_id, round=False)
            price = offer.price / offer.pack_quantity if offer else 0.0
            lines.append(Command.create({
                'product_id': line.product_id.id, 'product_qty': quantity,
                'product_uom_id': line.product_id.uom_id.id, 'price_unit': price,
                'date_planned': line.date_planned, 'supply_round_line_id': line.supply_round_line_id.id}))
        return {
            'partner_id': vendor.id,
            'currency_id': (offers[:1].currency_id or self.currency_id).id,
            'company_id': self.company_id.id,
            'user_id': self.user_id.id,
            'origin': self.origin,
            'supply_round_id': self.supply_round_id.id,
            **self.supply_round_id._prepare_vendor_terms(vendor),
            'is_supply_alternative': True,
            'order_line': lines,
        }

    # What was approved, and what goes beyond it

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

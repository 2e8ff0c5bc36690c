from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount

from odoo.addons.office_admin_base.held import held
from odoo.addons.office_admin_supplies.models.stock_move import _linking

WAIVER = {'quote_waiver_reason', 'quote_waiver_user_id', 'quote_waiver_amount'}
LINKS = {'supply_round_id', 'is_supply_alternative', 'is_increase_asked', 'supply_terms'}

# True while a manager waives quotes by the dialog.
_waiving = ContextVar('office_supply_waiving', default=False)


class PurchaseOrder(models.Model):
    """An order of a collection round, and the quotes that it needs above a limit."""
    _inherit = 'purchase.order'

    supply_round_id = fields.Many2one(
        'office.supply.round', "Collection Round", readonly=True, copy=False, index='btree_not_null',
        check_company=True)
    is_supply_alternative = fields.Boolean("Alternative Quote", readonly=True, copy=False)
    missing_quotes = fields.Integer("Quotes Missing", compute='_compute_missing_quotes', compute_sudo=True)
    quote_waiver_reason = fields.Text("Why without Quotes", readonly=True, copy=False, tracking=True)
    quote_waiver_user_id = fields.Many2one('res.users', "Quotes Waived By", readonly=True, copy=False)
    quote_waiver_amount = fields.Monetary("Waived up to", readonly=True, copy=False)

    @api.depends('amount_total', 'currency_id', 'purchase_group_id.order_ids.order_line.price_unit', 'partner_id',
                 'quote_waiver_amount', 'state')
    def _compute_missing_quotes(self):
        for order in self:
            order.missing_quotes = order._get_missing_quotes() if order.state in ('draft', 'sent') else 0

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default waives quotes or makes such a link
        return super().default_get([name for name in fields if name not in WAIVER | LINKS])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_supply_not_by_hand(name for name in vals if vals[name])
        orders = super().create(vals_list)
        settled = orders.filtered(lambda order: order.state in ('to approve', 'purchase'))
        settled._check_quotes()
        for order_sudo in settled.sudo():  # sudo: rounds of others
            order_sudo._check_supply_excess({})
        return orders

    def write(self, vals):
        self._check_supply_not_by_hand(vals)
        if vals.get('state') in ('to approve', 'purchase'):
            self.filtered(lambda order: order.state in ('draft', 'sent', 'cancel'))._check_quotes()
        with self._guard_supply_orders():
            return super().write(vals)

    def unlink(self):
        with self._guard_supply_orders():
            return super().unlink()

    def _check_supply_not_by_hand(self, names):
        names = set(names)
        if (names & WAIVER and not _waiving.get()) or (names & LINKS and not _linking.get()):
            raise UserError(self.env._(
                "The collection round of %(orders)s and the waiver of its quotes cannot be set by hand. Use the "
                "buttons of the round and of the order.", orders=', '.join(self.mapped('name')) or self._description))

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

    def _waive_quotes(self, reason):
        with held(_waiving):
            # sudo: whoever waives need not be a buyer
            self.sudo().write({
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

    def _is_replaced(self):
        """Whether another quote for the same goods of a round was confirmed."""
        return bool(self.supply_round_id) and any(
            other.state == 'purchase' and other.supply_round_id == self.supply_round_id
            for other in self.purchase_group_id.order_ids - self)

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

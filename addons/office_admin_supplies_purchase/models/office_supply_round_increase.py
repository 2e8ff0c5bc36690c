from math import ceil

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_supplies.models.office_supply_round import STAFF
from odoo.addons.office_admin_supplies.models.office_supply_round_line import preparing
from odoo.addons.office_admin_supplies.models.stock_move import linking

from .purchase_order_approved import FORBIDDEN, TERMS

INCREASE = 'office_admin_supplies_purchase.mail_activity_type_increase'
MANAGER = 'office_admin_supplies.group_manager'


class OfficeSupplyRound(models.Model):
    """What is ordered beyond what was approved: asked for by who buys, and accepted by who approved."""
    _inherit = 'office.supply.round'

    ordered_amount = fields.Monetary(
        "Total of the Orders", compute='_compute_ordered_amount', compute_sudo=True, groups=STAFF,
        help="What the purchase orders of this round come to, without taxes, in the company's currency.")
    increase_notice = fields.Text(compute='_compute_increase_notice', compute_sudo=True)
    can_accept_increase = fields.Boolean(compute='_compute_increase_notice', compute_sudo=True)

    @api.depends('purchase_order_ids.order_line.price_subtotal', 'purchase_order_ids.state')
    def _compute_ordered_amount(self):
        for supply_round in self:
            lines = supply_round.purchase_order_ids.filtered(lambda order: (
                order._is_settled() or order.state in ('draft', 'sent') and not order.is_supply_alternative
                and not order._is_replaced())).order_line
            supply_round.ordered_amount = sum(line._get_supply_amount() for line in lines)

    @api.depends('purchase_order_ids.is_increase_asked')
    @api.depends_context('uid', 'lang')
    def _compute_increase_notice(self):
        for supply_round in self:
            orders = supply_round._get_increased_orders()
            supply_round.increase_notice = '\n'.join(
                f"{order.name}: {words}" for order in orders for words in order._get_supply_excess_words()) or False
            supply_round.can_accept_increase = bool(orders) and self.env.user in supply_round._get_increase_users()

    def action_accept_increase(self):
        self.ensure_one()
        self._check_can_accept_increase()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'office.supply.round.increase', 'view_mode': 'form',
            'target': 'new', 'name': self.env._("Accept the Increase"), 'context': {'default_round_id': self.id}}

    def _check_can_accept_increase(self):
        self.check_access('read')
        for supply_round in self:
            round_sudo = supply_round.sudo()  # sudo: who approves need not see orders
            if self.env.user not in (people := round_sudo._get_increase_users()):
                raise AccessError(self.env._(
                    "What is ordered beyond %(round)s as it was approved is up to who approved it and does not buy: "
                    "%(people)s.", round=supply_round.display_name,
                    people=format_list(self.env, people.mapped('name')) if people else "–"))
            if not round_sudo._get_increased_orders():
                raise UserError(self.env._(
                    "Nobody asks for more than was approved in %(round)s.", round=supply_round.display_name))

    def _accept_increase(self, reason):
        """Approve what the orders ask for that their buyers have shown, from now on as if it had been so before."""
        self.ensure_one()
        self._check_can_accept_increase()
        round_sudo = self.sudo()  # sudo: who approves has no write access to rounds and orders
        orders_sudo = round_sudo._get_increased_orders()
        notice = round_sudo.increase_notice
        amount = max(round_sudo.approved_amount, round_sudo._get_forecast(orders_sudo)[0])
        self._transition('accept_increase', {'approved_amount': amount}, by=ENGINE)
        for order_sudo in orders_sudo:
            excess = order_sudo._get_supply_excess()
            with linking():
                order_sudo.supply_terms = order_sudo._prepare_accepted_terms()
            with preparing():
                for kind, record in excess:
                    if kind == 'quantity':
                        record.extra_quantity += excess[kind, record]
                order_sudo.order_line._accept_prices()
        with linking():
            orders_sudo.is_increase_asked = False
        round_sudo.activity_unlink([INCREASE])
        body = self.env._("Accepted beyond what was approved: %(notice)s\n%(reason)s", notice=notice, reason=reason)
        round_sudo._message_log(body=body)
        for order_sudo in orders_sudo:
            order_sudo.message_post(body=body, partner_ids=order_sudo.user_id.partner_id.ids)

    def _ask_increase(self, words):
        """Give those who approved something to decide."""
        self._transition('ask_increase', by=ENGINE)
        for user in self._get_increase_users():
            self.activity_schedule(INCREASE, summary=self.env._("More is to be ordered than was approved"),
                                   note=words, user_id=user.id)

    def _get_increased_orders(self):
        return self.purchase_order_ids.filtered(lambda order: (
            order.is_increase_asked and order.state in ('draft', 'sent') and order._get_supply_excess()))

    def _get_increase_users(self):
        """Return who may accept more: who approved the round, or else the managers of supplies; never who buys."""
        self.ensure_one()
        asked_sudo = self.env['office.transition'].sudo().search([  # sudo: users have no access to the log
            ('res_model', '=', self._name), ('res_id', '=', self.id), ('verb', '=', 'ask_increase')])
        buyers = self.orderer_id | self._get_increased_orders().user_id | asked_sudo.user_id

        def select(users):
            return users.filtered(lambda user: user.active and self.company_id in user.company_ids) - buyers

        return select(self._get_deciders()) or select(self.env.ref(MANAGER).all_user_ids)

    def _get_increase_key(self):
        """Return what is asked for so that two of the same name differ; a text to be compared only."""
        return repr([
            (order.id, kind, record.id, round(over, 2)) for order in self._get_increased_orders()
            for (kind, record), over in order._get_supply_excess().items()])

    def _get_forecast(self, orders):
        """Return what the round comes to with ``orders``, and what of that is due to whole packs; company currency.

        Each product counts with no less than was approved for it, and nothing counts below zero: what is saved or
        deducted pays for nothing else.
        """
        self.ensure_one()
        counted = self.purchase_order_ids.filtered(lambda each: each in orders or each._is_settled()).order_line
        forecast = sum(
            max(line._get_supply_amount(), 0.0) for line in counted.filtered(lambda line: not line.display_type)
            if not line.supply_round_line_id)
        packs = 0.0
        for line in self.line_ids:
            bought, allowed, rounded = line._get_bought(orders)
            price = max(line.accepted_price, line.price_unit)
            forecast += max(line.quantity - bought, 0.0) * line.price_unit
            forecast += sum(
                max(each._get_supply_amount(), each._get_supply_quantity() * price, 0.0)
                for each in counted if each.supply_round_line_id == line)
            packs += max(min(bought, rounded) - allowed, 0.0) * line.price_unit
        return forecast, packs

    def _get_added_amount(self, order):
        """Return what the round with ``order`` comes to on top of what was approved, beside the rest of packs."""
        forecast, packs = self._get_forecast(order)
        return forecast - packs - self.approved_amount

    def _get_excess_amount(self, order):
        """Return by how much the round with ``order`` exceeds what was approved, in the company's currency."""
        over = self._get_added_amount(order) + self.approved_amount - self._get_allowed_amount()
        # each line was rounded for itself; written so that “not a number” is too much
        return 0.0 if over <= self.currency_id.rounding * (len(self.line_ids) + 1) else over

    @api.model
    def _get_transitions(self):
        stays = ('ordered',), 'ordered', ENGINE
        return super()._get_transitions() | {'ask_increase': stays, 'accept_increase': stays}

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'ask_increase': self.env._("Ask Who Approved"), 'accept_increase': self.env._("Accept the Increase")}

    @api.model
    def _get_exclusive_verbs(self):
        return (
            *super()._get_exclusive_verbs(), {'order', 'accept_increase'}, {'ask_increase', 'accept_increase'})


class OfficeSupplyRoundLine(models.Model):
    _inherit = 'office.supply.round.line'

    extra_quantity = fields.Float(
        "Accepted on Top", readonly=True, copy=False, digits='Product Unit',
        help="What was accepted after the approval, since more had to be ordered.")
    accepted_price = fields.Float(
        readonly=True, copy=False, min_display_digits='Product Price', aggregator=None,
        help="For one unit of the product, in the company's currency, if it became dearer after the approval.")

    def _get_bought(self, orders):
        """Return what is bought of this product with ``orders``, what was approved, and that in whole packs."""
        self.ensure_one()
        lines = self.purchase_line_ids.filtered(
            lambda line: line.order_id in orders or line.order_id._is_settled())
        light = self.move_ids.filtered(lambda move: move.state != 'cancel' and not move.purchase_line_id)
        bought = sum(light.mapped('product_qty')) + sum(max(line._get_supply_quantity(), 0.0) for line in lines)
        allowed = self.quantity + self.extra_quantity
        pack = max((line.product_uom_id._compute_quantity(1.0, self.uom_id, round=False) for line in lines
                    if line.product_uom_id._has_common_reference(self.uom_id)), default=0.0)
        rounded = ceil(allowed / pack - 1e-6) * pack if pack > 1.0 else allowed
        return bought, allowed, rounded

    def _get_excess_quantity(self, order):
        bought, _allowed, rounded = self._get_bought(order)
        over = bought - rounded
        return 0.0 if over <= 1e-6 else over  # written so that “not a number” is too much


class PurchaseOrder(models.Model):
    """What an order has beyond what was approved is asked for by a button."""
    _inherit = 'purchase.order'

    is_increase_asked = fields.Boolean("Increase Asked For", readonly=True, copy=False)
    supply_excess_notice = fields.Text(compute='_compute_supply_excess_notice', compute_sudo=True)

    @api.depends('state', 'supply_round_id', 'order_line.product_id', 'order_line.product_qty',
                 'order_line.product_uom_id', 'order_line.price_unit', 'order_line.discount', 'order_line.tax_ids',
                 'supply_terms', *TERMS)
    @api.depends_context('lang')
    def _compute_supply_excess_notice(self):
        for order in self:
            is_open = order._origin.supply_round_id and order.state in ('draft', 'sent')
            order.supply_excess_notice = is_open and '\n'.join(order._origin._get_supply_excess_words()) or False

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


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    def _accept_prices(self):
        """Let what these lines cost be what was approved for their products."""
        for line in self.filtered(lambda line: line.supply_round_line_id and line.product_qty > 0):
            round_line = line.supply_round_line_id
            price = line._get_supply_amount() / line._get_supply_quantity()
            if price > max(round_line.accepted_price, round_line.price_unit):
                round_line.accepted_price = price

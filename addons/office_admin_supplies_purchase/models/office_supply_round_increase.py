from math import ceil

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_list

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_supplies.models.office_supply_round import STAFF
from odoo.addons.office_admin_supplies.models.office_supply_round_line import preparing
from odoo.addons.office_admin_supplies.models.stock_move import linking

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
        for order_sudo in orders_sudo:
            excess = order_sudo._get_supply_excess()
            with preparing():
                for kind, record in excess:
                    if kind == 'quantity':
                        record.extra_quantity += excess[kind, record]
            amount = max(round_sudo.approved_amount, round_sudo._get_forecast(order_sudo)[0])
            self._transition('accept_increase', {'approved_amount': amount}, by=ENGINE)
        with linking():
            orders_sudo.is_increase_asked = False
        round_sudo.activity_unlink([INCREASE])
        body = self.env._("Accepted beyond what was approved: %(notice)s\n%(reason)s", notice=notice, reason=reason)
        round_sudo._message_log(body=body)
        for order_sudo in orders_sudo:
            order_sudo.message_post(body=body, partner_ids=order_sudo.user_id.partner_id.ids)

    def _ask_increase(self, words):
        """Give those who approved something to decide."""
        for user in self._get_increase_users():
            self.activity_schedule(INCREASE, summary=self.env._("More is to be ordered than was approved"),
                                   note=words, user_id=user.id)

    def _get_increased_orders(self):
        return self.purchase_order_ids.filtered(lambda order: (
            order.is_increase_asked and order.state in ('draft', 'sent') and order._get_supply_excess()))

    def _get_increase_users(self):
        """Return who may accept more: who approved the round, or else the managers of supplies; never who buys."""
        self.ensure_one()
        buyers = self.orderer_id | self._get_increased_orders().user_id

        def select(users):
            return users.filtered(lambda user: user.active and self.company_id in user.company_ids) - buyers

        return select(self._get_deciders()) or select(self.env.ref(MANAGER).all_user_ids)

    def _get_forecast(self, order):
        """Return what the round comes to with ``order``, and what of that is due to whole packs; company currency."""
        self.ensure_one()
        counted = self.purchase_order_ids.filtered(lambda each: each == order or each._is_settled())
        forecast = sum(line._get_supply_amount() for line in counted.order_line)
        packs = 0.0
        for line in self.line_ids:
            bought, allowed, rounded = line._get_bought(order)
            forecast += max(line.quantity - bought, 0.0) * line.price_unit
            packs += max(min(bought, rounded) - allowed, 0.0) * line.price_unit
        return forecast, packs

    def _get_excess_amount(self, order):
        """Return by how much the round with ``order`` exceeds what was approved, in the company's currency."""
        forecast, packs = self._get_forecast(order)
        over = forecast - packs - self._get_allowed_amount()
        # each line was rounded for itself; written so that “not a number” is too much
        return 0.0 if over <= self.currency_id.rounding * (len(self.line_ids) + 1) else over

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {'accept_increase': (('ordered',), 'ordered', ENGINE)}

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'accept_increase': self.env._("Accept the Increase")}

    @api.model
    def _get_exclusive_verbs(self):
        return (*super()._get_exclusive_verbs(), {'order', 'accept_increase'})


class OfficeSupplyRoundLine(models.Model):
    _inherit = 'office.supply.round.line'

    extra_quantity = fields.Float(
        "Accepted on Top", readonly=True, copy=False, digits='Product Unit',
        help="What was accepted after the approval, since more had to be ordered.")

    def _get_bought(self, order):
        """Return what is bought of this product with ``order``, what was approved, and that in whole packs."""
        self.ensure_one()
        lines = self.purchase_line_ids.filtered(
            lambda line: line.order_id == order or line.order_id._is_settled())
        light = self.move_ids.filtered(lambda move: move.state != 'cancel' and not move.purchase_line_id)
        bought = sum(light.mapped('product_qty')) + sum(line._get_supply_quantity() for line in lines)
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
    """An order of a round is confirmed, and grows later, as far as the round was approved."""
    _inherit = 'purchase.order'

    is_increase_asked = fields.Boolean("Increase Asked For", readonly=True, copy=False)
    supply_excess_notice = fields.Text(compute='_compute_supply_excess_notice', compute_sudo=True)

    @api.depends('state', 'supply_round_id', 'order_line.product_id', 'order_line.product_qty',
                 'order_line.product_uom_id', 'order_line.price_unit', 'order_line.discount', 'currency_id')
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
        if any(kind == 'product' for kind, _record in excess):
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

    def _get_supply_excess(self):
        """Return ``{(kind, record): how much}`` of what in this order nobody has approved in its round.

        Kinds: ``product``, in its unit; ``quantity`` of a product of the round, beyond whole packs; ``amount`` of the
        round, in the company's currency.
        """
        self.ensure_one()
        supply_round, excess = self.supply_round_id, {}
        if not supply_round:
            return excess
        goods = self.order_line.filtered(lambda line: line.product_id and not line.display_type)
        for line in goods:
            if line.product_id != line.supply_round_line_id.product_id and line.product_id.type != 'service':
                key = 'product', line.product_id
                excess[key] = excess.get(key, 0.0) + line._get_supply_quantity()
        for round_line in goods.supply_round_line_id:
            if over := round_line._get_excess_quantity(self):
                excess['quantity', round_line] = over
        if over := supply_round._get_excess_amount(self):
            excess['amount', supply_round] = over
        return excess

    def _get_supply_excess_words(self):
        words = []
        for kind, record in self._get_supply_excess():
            if kind == 'product':
                words.append(self.env._(
                    "%(product)s is not what was approved. Order it in a purchase order of its own.",
                    product=record.display_name))
            elif kind == 'quantity':
                bought, allowed, _rounded = record._get_bought(self)
                words.append(self.env._(
                    "%(product)s: %(bought)g %(unit)s instead of %(approved)g", product=record.product_id.display_name,
                    bought=bought, approved=allowed, unit=record.uom_id.name))
            else:
                words.append(self.env._(
                    "All of it comes to %(amount)s instead of %(approved)s (at most %(allowed)s)",
                    amount=format_amount(self.env, record._get_forecast(self)[0], record.currency_id),
                    approved=format_amount(self.env, record.approved_amount, record.currency_id),
                    allowed=format_amount(self.env, record._get_allowed_amount(), record.currency_id)))
        return words

    def _check_supply_excess(self, before):
        """:raise UserError: this order goes further beyond what was approved than before

        :param dict before: what :meth:`_get_supply_excess` said before it was changed
        """
        self.ensure_one()
        if all(over <= before.get(key, 0.0) + 1e-6 for key, over in self._get_supply_excess().items()):
            return
        raise UserError(self.env._(
            "%(order)s goes beyond what was approved in %(round)s:\n%(what)s\nMake it smaller. As long as it is not "
            "confirmed, you can also use “Ask Who Approved” there; a confirmed order has to be cancelled and set to "
            "draft first, or order the rest in a purchase order of its own.",
            order=self.name, round=self.supply_round_id.display_name, what='\n'.join(self._get_supply_excess_words())))


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

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

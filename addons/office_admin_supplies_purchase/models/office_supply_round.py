from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_supplies.groups import MANAGER, STAFF
from odoo.addons.office_admin_supplies.own_code import linking

ORDER_AGAIN = 'office_admin_supplies_purchase.mail_activity_type_order_again'
INCREASE = 'office_admin_supplies_purchase.mail_activity_type_increase'


class OfficeSupplyRound(models.Model):
    """A round whose orders are those of Odoo's Purchase.

    What is ordered beyond what was approved is asked for by who buys, and accepted by who approved.
    """
    _inherit = 'office.supply.round'

    purchase_order_ids = fields.One2many(
        'purchase.order', 'supply_round_id', "Purchase Orders", groups='purchase.group_purchase_user')
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

    def action_view_purchase_orders(self):
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('purchase.purchase_rfq')
        return action | {'domain': [('supply_round_id', 'in', self.ids)], 'context': {'create': False}}

    def action_ask_quotes(self):
        """Make requests for quotation to more vendors, for each order that needs them."""
        self.ensure_one()
        orders = self.purchase_order_ids.filtered(lambda order: (
            order.state in ('draft', 'sent') and not order.is_supply_alternative and order._get_missing_quotes()))
        if not orders:
            raise UserError(self.env._("No open order of %(round)s needs more quotes.", round=self.display_name))
        made = self.env['purchase.order'].union(*(self._ask_quotes(order) for order in orders))
        if not made:
            raise UserError(self.env._(
                "No other vendor has an offer for what %(orders)s needs. Use “Create Alternative” in the order and "
                "choose vendors there.", orders=', '.join(orders.mapped('name'))))
        return orders.alternative_po_ids._get_records_action(name=self.env._("Quotes"))

    def action_accept_increase(self):
        self.ensure_one()
        self._check_can_accept_increase()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'office.supply.round.increase', 'view_mode': 'form',
            'target': 'new', 'name': self.env._("Accept the Increase"), 'context': {'default_round_id': self.id}}

    # Orders and quotes

    def _create_orders(self, vendor, currency, lines):
        with linking():
            order = self.env['purchase.order'].create(self._prepare_purchase_order_values(vendor, currency, lines))
        return order

    def _prepare_purchase_order_values(self, vendor, currency, lines):
        terms = self._prepare_vendor_terms(vendor)
        position = self.env['account.fiscal.position'].browse(terms['fiscal_position_id'] or [])
        return {
            'partner_id': vendor.id,
            'currency_id': currency.id,
            'company_id': self.company_id.id,
            'user_id': self.orderer_id.id,
            'origin': self.name,
            'supply_round_id': self.id,
            **terms,
            'order_line': [
                Command.create(line._prepare_purchase_order_line_values(vendor, position)) for line in lines],
        }

    def _prepare_vendor_terms(self, vendor):
        """Values of an order at ``vendor``: where it goes and how it is paid, as is usual with them."""
        self.ensure_one()
        positions = self.env['account.fiscal.position'].with_company(self.company_id)
        return {
            'picking_type_id': self._get_warehouse().in_type_id.id,
            'dest_address_id': False,
            'payment_term_id': vendor.with_company(self.company_id).property_supplier_payment_term_id.id,
            'fiscal_position_id': positions._get_fiscal_position(vendor).id,
        }

    def _ask_quotes(self, order):
        """Make as many alternatives of ``order`` as it lacks, at those vendors who offer most of its products."""
        offers = order.order_line.supply_round_line_id.offer_ids.filtered('is_usable')
        known = (order | order.alternative_po_ids).partner_id
        vendors = (offers.partner_id - known).sorted(
            lambda vendor: -len(offers.filtered(lambda offer: offer.partner_id == vendor)))
        made = self.env['purchase.order']
        for vendor in vendors[:order._get_missing_quotes()]:
            with linking():
                made |= self.env['purchase.order'].create(order._prepare_supply_alternative_values(
                    vendor, offers.filtered(lambda offer, vendor=vendor: offer.partner_id == vendor)))
        if made:
            order.alternative_po_ids |= made
        return made

    def _get_unconfirmed_quantities(self, products):
        quantities = dict(super()._get_unconfirmed_quantities(products))
        # sudo: orders of others count, whoever closes the round
        lines = self.env['purchase.order.line'].sudo().search([
            ('product_id', 'in', products.ids), ('company_id', '=', self.company_id.id),
            ('order_id.state', 'in', ('draft', 'sent', 'to approve')), ('order_id.is_supply_alternative', '=', False)])
        for line in lines:
            quantities[line.product_id] = quantities.get(line.product_id, 0.0) + line.product_uom_id._compute_quantity(
                line.product_qty, line.product_id.uom_id, round=False)
        return quantities

    def _end_job(self):
        super()._end_job()
        self._close_order_again()

    def _close_order_again(self):
        """Take the task off who answers for these rounds, where everything is ordered."""
        # sudo: tasks of others
        asked_sudo = self.sudo().browse(set(self.sudo().activity_search([ORDER_AGAIN]).mapped('res_id')))
        asked_sudo.filtered(lambda supply_round: not supply_round.has_to_order).activity_unlink([ORDER_AGAIN])

    # More than was approved

    def _check_can_accept_increase(self, by=None):
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

    def _ask_increase(self, words):
        """Give those who approved something to decide."""
        self._transition('ask_increase', by=ENGINE)
        for user in self._get_increase_users():
            self.activity_schedule(INCREASE, summary=self.env._("More is to be ordered than was approved"),
                                   note=words, user_id=user.id)

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
            for kind, record in excess:
                if kind == 'quantity':
                    record._write_as_system({'extra_quantity': record.extra_quantity + excess[kind, record]})
            order_sudo.order_line._accept_prices()
        with linking():
            orders_sudo.is_increase_asked = False
        round_sudo.activity_unlink([INCREASE])
        body = self.env._("Accepted beyond what was approved: %(notice)s\n%(reason)s", notice=notice, reason=reason)
        round_sudo._message_log(body=body)
        for order_sudo in orders_sudo:
            order_sudo.message_post(body=body, partner_ids=order_sudo.user_id.partner_id.ids)

    def _get_increased_orders(self):
        return self.purchase_order_ids.filtered(lambda order: (
            order.is_increase_asked and order.state in ('draft', 'sent') and order._get_supply_excess()))

    def _get_increase_users(self):
        """Return who may accept more: who approved the round, or else the managers of supplies; never who buys."""
        self.ensure_one()
        asked_sudo = self.env['office.transition'].sudo().search([  # sudo: users have no access to the log
            ('res_model', '=', self._name), ('res_id', '=', self.id), ('verb', '=', 'ask_increase')])
        buyers = self.orderer_id | self._get_increased_orders().user_id | asked_sudo.user_id

        return (self._get_deciders()._filtered_working(self.company_id) - buyers
                or self.env.ref(MANAGER)._get_people(self.company_id) - buyers)

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

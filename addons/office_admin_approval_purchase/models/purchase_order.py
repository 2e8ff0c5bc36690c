from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_amount, format_list

LARGE_AMOUNT = 5000  # in the company's currency, for the rule that every company begins with
TERMS = (  # the last two are there with Inventory only
    'currency_id', 'partner_id', 'payment_term_id', 'fiscal_position_id', 'picking_type_id', 'dest_address_id')
LOCKED = {'company_id', 'order_line', 'user_id', 'date_order', *TERMS}
COMPUTED = {'amount_untaxed', 'amount_tax', 'amount_total', 'amount_total_cc', 'currency_rate'}


class PurchaseOrder(models.Model):
    """A purchase order that fits an approval rule becomes an order by the decision of its people, and by nothing else.

    Odoo's own two-step approval holds for all others. Orders to one vendor or of one product that stay below a limit
    one by one, and together do not, are marked; a rule or a step may have ``is_possible_evasion`` as its condition.
    """
    _name = 'purchase.order'
    _inherit = ['office.approval.mixin', 'purchase.order']  # before mail.thread, which the mixin extends

    is_approval_running = fields.Boolean(compute='_compute_is_approval_running', compute_sudo=True)
    evasion_warning = fields.Char("Possible Split", compute='_compute_evasion_warning', compute_sudo=True)
    is_possible_evasion = fields.Boolean(
        "Is Possible Split", compute='_compute_is_possible_evasion', compute_sudo=True,
        search='_search_is_possible_evasion')

    @api.depends('approval_ids.state')
    def _compute_is_approval_running(self):
        for order in self:
            order.is_approval_running = order.approval_id.state == 'submitted'

    @api.depends('partner_id', 'amount_total', 'state')
    def _compute_evasion_warning(self):
        for order in self:
            order.evasion_warning = order._get_evasion_warning()

    @api.depends('partner_id', 'amount_total', 'state', 'order_line.product_id')
    def _compute_is_possible_evasion(self):
        words = self._get_evasion_words()
        for order in self:
            order.is_possible_evasion = bool(words[order])

    def _search_is_possible_evasion(self, operator, value):
        if operator != 'in':
            return NotImplemented
        orders_sudo = self.sudo()  # sudo: which are marked follows from what others have ordered, too
        recent = orders_sudo.browse()
        for company in self.env.companies:
            since = fields.Datetime.subtract(fields.Datetime.now(), days=company.office_evasion_days)
            recent |= orders_sudo.search(orders_sudo._get_recent_domain(company) | (
                Domain('company_id', '=', company.id) & Domain('state', 'in', ('draft', 'sent'))
                & Domain('create_date', '>=', since)))
        return Domain('id', 'in', recent.filtered('is_possible_evasion').ids)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_set_by_hand(vals)
            if vals.get('state') == 'purchase':
                vals['date_approve'] = fields.Datetime.now()
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == 'purchase')._check_approved()
        orders.filtered(lambda order: order.state == 'to approve')._start_missing_approval()
        return orders

    def write(self, vals):
        self._check_not_set_by_hand(vals)
        if vals.keys() & LOCKED:
            self._check_no_approval_running()
        state = vals.get('state')
        moved = self.filtered(lambda order: order.state != state) if state else self.browse()
        if state == 'purchase':
            moved._check_approved()
            vals = {**vals, 'date_approve': fields.Datetime.now()}  # by which orders of one vendor are added up
        with self._guard_worth():
            result = super().write(vals)
        if state == 'purchase':
            moved._check_approved()  # with what was written together with it
        elif state == 'to approve':
            moved._start_missing_approval()
        elif state in ('draft', 'sent', 'cancel'):
            # whatever was approved before, it has to be again
            moved._cancel_approval(is_draft=True)
        return result

    @contextmanager
    def _guard_worth(self):
        """Check afterwards that no confirmed order has become worth more than what was approved, or another one.

        :raise UserError: one has
        """
        confirmed = self.filtered(lambda order: order.state == 'purchase')
        before = {order: order._get_worth() for order in confirmed}
        yield
        for order in confirmed.exists().filtered(lambda order: order.state == 'purchase'):
            amount, *thing = order._get_worth()
            old_amount, *old_thing = before[order]
            if amount > old_amount:
                order._check_approved()
            if thing != old_thing and order._get_approval_rule():
                raise UserError(self.env._(
                    "%(order)s is confirmed: its vendor, its terms, where it goes and its products cannot be changed "
                    "any more. Cancel it and set it to draft first.", order=order.display_name))

    def _get_worth(self):
        """Return the total, and for what it is, to whom and on which terms."""
        self.ensure_one()
        return self.amount_total, self.order_line.product_id, *(self[name] for name in TERMS if name in self._fields)

    def button_approve(self, force=False):
        """Odoo's button: the decision of the user where our approval runs, Odoo's own approval elsewhere."""
        waiting = self.filtered('is_approval_running')
        result = super(PurchaseOrder, self - waiting).button_approve(force)
        return waiting.action_approval_approve() if waiting else result

    def _approval_allowed(self):
        if not self._get_approval_rule():
            return super()._approval_allowed()
        return self._is_approved()

    def _after_approved(self):
        super()._after_approved()
        # sudo: who decides may read the order only
        self.sudo().filtered(lambda order: order.state == 'to approve').button_approve()

    def _after_refused(self, reason):
        super()._after_refused(reason)
        for order_sudo in self.sudo():
            order_sudo.button_cancel()
            order_sudo.message_post(
                body=self.env._("Refused: %(reason)s", reason=reason), author_id=self.env.user.partner_id.id,
                partner_ids=order_sudo._get_approval_requester().partner_id.ids)

    def _after_asked_back(self, question):
        super()._after_asked_back(question)
        self.sudo().button_draft()

    def _start_missing_approval(self):
        wanted = self.filtered(lambda order: order._get_approval_rule() and not order._is_approved())
        wanted.filtered(lambda order: not order.is_approval_running)._start_approval()

    def _get_approval_rule(self):
        self.ensure_one()
        return self.env['office.approval.rule']._match(self)[self]

    def _is_approved(self):
        """Whether the order was approved as it is now, and not a smaller one."""
        self.ensure_one()
        approval_sudo = self.sudo().approval_id
        return (approval_sudo.state == 'approved' and approval_sudo.is_disclosed
                and approval_sudo.currency_id == self.currency_id
                and self.currency_id.compare_amounts(self.amount_total, approval_sudo.amount) <= 0)

    def _check_approved(self):
        """:raise UserError: an order needs an approval that it does not have"""
        if missing := self.filtered(lambda order: order._get_approval_rule() and not order._is_approved()):
            raise UserError(self.env._(
                "%(orders)s has to be approved first (%(rules)s). Confirm it: then the people of the rule are asked.",
                orders=missing._get_order_names(),
                rules=format_list(self.env, list({order._get_approval_rule().name for order in missing}))))

    def _check_no_approval_running(self):
        """:raise UserError: somebody is about to decide on an order as it is"""
        if waiting := self.filtered('is_approval_running'):
            raise UserError(self.env._(
                "%(orders)s waits for approval and cannot be changed. Cancel it and set it to draft first.",
                orders=waiting._get_order_names()))

    def _check_not_set_by_hand(self, vals):
        # the ORM itself lets anybody write them who may write the order, and the limits of the rules read them
        if vals.keys() & COMPUTED or 'date_approve' in vals and vals.get('state') != 'purchase':
            raise UserError(self.env._(
                "The amounts and the confirmation of %(orders)s cannot be set by hand: they follow from its lines and "
                "from who confirms it.", orders=self._get_order_names() or self._description))

    def _get_order_names(self):
        return format_list(self.env, self.sudo().mapped('display_name'))

    def _get_approval_amounts(self):
        """The total with taxes, with what was ordered from the same vendor in the days before added up."""
        amounts = {}
        for order in self:
            # what comes back does not make room for what goes out
            together = order.amount_total + sum(
                max(0, other.currency_id._convert(
                    other.amount_total, order.currency_id, order.company_id, order.company_id._get_office_today()))
                for other in order._get_recent_orders())
            amounts[order] = (together, order.currency_id)
        return amounts

    def _get_approval_own_amounts(self):
        return {order: (order.amount_total, order.currency_id) for order in self}

    def _get_approval_requester(self):
        self.ensure_one()
        return self.user_id or self.create_uid

    def _get_approval_excluded_users(self):
        return super()._get_approval_excluded_users() | self.create_uid

    def _get_approval_summary(self):
        self.ensure_one()
        products = self.order_line.filtered(lambda line: not line.display_type)[:3].mapped('name')
        return f"{self.partner_id.display_name}: {' · '.join(name.splitlines()[0] for name in products if name)}"

    def _get_approval_note(self):
        return self._get_evasion_warning() or ''

    def _is_approval_always_needed(self):
        return False

    @api.model
    def _get_default_approval_rules(self):
        return [{
            'name': self.env._("Large purchases"),
            'active': False,  # so that nothing changes in a running company before somebody decides it
            'min_amount': LARGE_AMOUNT,
            'step_ids': [Command.create({
                'who': 'position', 'hours': 8, 'group_id': self.env.ref('office_admin_base.position_manager').id})],
        }]

    # Orders that stay below a limit one by one, and together do not

    def _get_recent_orders(self):
        """Return the other orders to the vendor, confirmed or waiting, of the last days."""
        self.ensure_one()
        days = self.company_id.office_evasion_days
        if not days or not self.partner_id:
            return self.browse()
        # sudo: the buyer need not see what others have ordered, only that it adds up
        return self.sudo().search(
            self._get_recent_domain(self.company_id) & Domain('id', '!=', self._origin.id)
            & Domain('partner_id', 'child_of', self._get_vendor_group().id))

    @api.model
    def _get_recent_domain(self, company):
        """The orders of the company that were confirmed, or wait, since so many days as are added up."""
        since = fields.Datetime.now() - timedelta(days=company.office_evasion_days)
        confirmed = Domain('state', '=', 'purchase') & (
            Domain('date_approve', '>=', since) | Domain('date_approve', '=', False))
        waiting = Domain('state', '=', 'to approve') & Domain('create_date', '>=', since)
        return Domain('company_id', '=', company.id) & (confirmed | waiting)

    def _get_vendor_group(self):
        """Return the topmost company to which the vendor belongs."""
        vendor = self.partner_id.sudo()
        while vendor.parent_id:
            vendor = vendor.parent_id
        return vendor

    def _get_evasion_warning(self):
        """Say that several orders together pass a limit that this one alone does not."""
        return self._get_rule_evasion_words() or self._get_evasion_words()[self]

    def _get_rule_evasion_words(self):
        """Say that by its rule this order would need another approval together with recent ones to the same vendor."""
        self.ensure_one()
        if self.state == 'cancel' or not self.partner_id or not self.company_id:
            return False
        recent = self._get_recent_orders()
        rule = recent and self._get_approval_rule()
        money = self.amount_total, self.currency_id
        if not rule or rule._is_within(rule._get_amount(money, self.company_id, self.company_id._get_office_today())):
            return False
        together, currency = self._get_approval_amounts()[self]
        return self.env._(
            "Possible split: together with %(orders)s to the same vendor within %(days)s days it comes to %(amount)s.",
            orders=format_list(self.env, recent.mapped('name')), days=self.company_id.office_evasion_days,
            amount=format_amount(self.env, together, currency))

    def _get_evasion_words(self):
        """Say which of these orders may be a part of a larger one; called in superuser mode.

        :return: ``{order: words, or False}``
        """
        found = dict.fromkeys(self, False)
        for company, orders in self.grouped('company_id').items():
            if not company.office_evasion_days or not company.office_evasion_amount:
                continue
            vendors = {order: order._get_vendor_group() for order in orders if order.partner_id}
            recent = self.search(self._get_recent_domain(company) & (
                Domain('partner_id', 'child_of', [vendor.id for vendor in vendors.values()])
                | Domain('order_line.product_id', 'in', orders.order_line.product_id.ids)))
            costs = {other: other._get_evasion_costs() for other in recent}
            for order in orders.filtered(lambda order: order.state != 'cancel'):
                others = [cost for other, cost in costs.items() if other != order._origin]
                found[order] = order._get_evasion_reason(others)
        return found

    def _get_evasion_costs(self):
        """Return ``{vendor or product: cost}`` of this order, in the currency of its company."""
        costs = defaultdict(float)
        company = self.company_id
        if self.partner_id:
            costs[self._get_vendor_group()] = self.amount_total
        for line in self.order_line.filtered('product_id'):
            costs[line.product_id] += line.price_total
        return {
            thing: self.currency_id._convert(cost, company.currency_id, company, company._get_office_today())
            for thing, cost in costs.items()}

    def _get_evasion_reason(self, others):
        """Say for which vendor or product this order and ``others``, costs of orders, are together above the limit."""
        limit, currency = self.company_id.office_evasion_amount, self.company_id.currency_id
        for thing, cost in self._get_evasion_costs().items():
            small = [other[thing] for other in others if 0 < other.get(thing, 0) <= limit]
            if small and 0 < cost <= limit < cost + sum(small):
                return self.env._(
                    "Possible split: with %(count)s other orders of the last %(days)s days, %(thing)s comes to "
                    "%(amount)s, and each alone stays below %(limit)s.", count=len(small),
                    days=self.company_id.office_evasion_days, thing=thing.display_name,
                    amount=currency.format(cost + sum(small)), limit=currency.format(limit))
        return False


from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class PurchaseOrder(models.Model):
    """Orders to one vendor or of one product that stay below a limit one by one, and together do not.

    Whatever the limits of the approval rules are; a rule or a step may have ``is_possible_split`` as its condition.
    """
    _inherit = 'purchase.order'

    is_possible_split = fields.Boolean(
        compute='_compute_is_possible_split', compute_sudo=True, search='_search_is_possible_split')

    @api.depends('partner_id', 'amount_total', 'state', 'order_line.product_id')
    def _compute_is_possible_split(self):
        words = self._get_split_words()
        for order in self:
            order.is_possible_split = bool(words[order])

    def _search_is_possible_split(self, operator, value):
        if operator != 'in':
            return NotImplemented
        orders_sudo = self.sudo()  # sudo: which are marked follows from what others have ordered, too
        recent = orders_sudo.browse()
        for company in self.env.companies:
            since = fields.Datetime.subtract(fields.Datetime.now(), days=company.office_split_days)
            recent |= orders_sudo.search(orders_sudo._get_recent_domain(company) | (
                Domain('company_id', '=', company.id) & Domain('state', 'in', ('draft', 'sent'))
                & Domain('create_date', '>=', since)))
        return Domain('id', 'in', recent.filtered('is_possible_split').ids)

    def _get_split_warning(self):
        return super()._get_split_warning() or self._get_split_words()[self]

    def _get_split_words(self):
        """Say which of these orders may be a part of a larger one; called in superuser mode.

        :return: ``{order: words, or False}``
        """
        found = dict.fromkeys(self, False)
        for company, orders in self.grouped('company_id').items():
            if not company.office_split_days or not company.office_split_amount:
                continue
            vendors = {order: order._get_vendor_group() for order in orders if order.partner_id}
            recent = self.search(self._get_recent_domain(company) & (
                Domain('partner_id', 'child_of', [vendor.id for vendor in vendors.values()])
                | Domain('order_line.product_id', 'in', orders.order_line.product_id.ids)))
            costs = {other: other._get_split_costs() for other in recent}
            for order in orders.filtered(lambda order: order.state != 'cancel'):
                others = [cost for other, cost in costs.items() if other != order._origin]
                found[order] = order._get_split_reason(others)
        return found

    def _get_split_costs(self):
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

    def _get_split_reason(self, others):
        """Say for which vendor or product this order and ``others``, costs of orders, are together above the limit."""
        limit, currency = self.company_id.office_split_amount, self.company_id.currency_id
        for thing, cost in self._get_split_costs().items():
            small = [other[thing] for other in others if 0 < other.get(thing, 0) <= limit]
            if small and 0 < cost <= limit < cost + sum(small):
                return self.env._(
                    "Possible split: with %(count)s other orders of the last %(days)s days, %(thing)s comes to "
                    "%(amount)s, and each alone stays below %(limit)s.", count=len(small),
                    days=self.company_id.office_split_days, thing=thing.display_name,
                    amount=currency.format(cost + sum(small)), limit=currency.format(limit))
        return False

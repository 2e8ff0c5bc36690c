from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class Figures:
    """What one quota allows a person or department in a period, and what of it is gone.

    All numbers in the unit of the quota: that of the product, or money at cost.
    """

    def __init__(self, quota, holder, day, is_open, has_shared=False):
        self.quota = quota
        self.holder = holder
        # whether the user may know these numbers: they say what was asked for, secret requests included
        self.is_open = is_open
        self.has_shared = has_shared  # whether what the person asked for their whole department counts, too
        self.start, self.renewal = quota._get_period(day)
        self.used = self.pending = self.asked = 0.0

    @property
    def left(self):
        return max(self.quota._get_limit() - self.used - self.pending, 0.0)

    @property
    def excess(self):
        over = self.used + self.pending + self.asked - self.quota._get_limit()
        # what is over already without this request is not its fault, but what it adds is
        return min(over, self.asked) if over > 1e-6 and self.asked else 0.0

    @property
    def key(self):
        return self.quota.id, self.holder.id, self.start

    def get_limit_words(self):
        """Say to others that the quota is passed, and nothing of what was asked for before."""
        quota = self.quota
        return quota.env._(
            "%(goods)s for %(holder)s in %(period)s: with the %(asked)s asked for it is more than %(limit)s",
            goods=quota._get_goods_name(), holder=self.holder.sudo().name, period=quota._get_period_name(self.start),
            asked=quota._format(self.asked), limit=quota._format(quota._get_limit()))

    def get_words(self):
        return self.get_excess_words() if self.is_open else self.get_limit_words()

    def get_short_words(self):
        quota = self.quota
        return quota.env._(
            "%(used)s used · %(pending)s pending · %(left)s left", used=quota._format(self.used, has_unit=False),
            pending=quota._format(self.pending, has_unit=False), left=quota._format(self.left, has_unit=False))

    def get_excess_words(self):
        quota = self.quota
        return quota.env._(
            "%(goods)s for %(holder)s in %(period)s: %(asked)s asked for, but only %(left)s of %(limit)s left "
            "(%(used)s used, %(pending)s pending)",
            goods=quota._get_goods_name(), holder=self.holder.sudo().name, period=quota._get_period_name(self.start),
            asked=quota._format(self.asked), left=quota._format(self.left), limit=quota._format(quota._get_limit()),
            used=quota._format(self.used), pending=quota._format(self.pending))


class OfficeSupplyQuota(models.Model):
    """What of the quotas is used, in few queries for many requests."""
    _inherit = 'office.supply.quota'

    @api.model
    def _get_figures(self, requests, products=None, is_together=False):
        """Return what the quotas say to requests that are not submitted yet.

        :param products: ask about these as well, beside what is in the requests
        :param bool is_together: submitted in this order, so that each finds as pending what those before it ask for
        :return: ``{request: [Figures]}``, of the quotas that concern it
        """
        found = {request: [] for request in requests}
        for company, group in requests.grouped('company_id').items():
            if company.id not in self.env.user._get_company_ids() and self.env.uid != SUPERUSER_ID:
                continue
            quotas = self._get_of_company(company)
            if not quotas:
                continue
            day = group._get_approval_day(company)
            employees = self._get_own_employees()
            quotas = quotas._filter_valid(day).with_context(lang=self.env.context.get('lang'))
            for request in group:
                goods = request.line_ids.product_id | (products or self.env['product.product'])
                found[request] = quotas._make_figures(request, day, goods, employees)
            self._fill_figures(company, {request: found[request] for request in group}, is_together)
        return found

    @api.model
    def _get_reopened_figures(self, request):
        """Return what the quotas say to what of a closed request lapsed, in the period in which it was submitted.

        :return: ``[Figures]``, of the quotas that concern it
        """
        day = request.company_id._get_office_day(request.submit_datetime)
        quotas = self._get_of_company(request.company_id)._filter_valid(day).with_context(
            lang=self.env.context.get('lang'))
        found = quotas._make_figures(
            request, day, request.line_ids.product_id, self._get_own_employees())
        self._fill_figures(request.company_id, {request: found}, is_together=False)
        for figures in found:
            figures.asked = sum(
                figures.quota._measure(line.product_id, line.uom_id, line.open_quantity) for line in request.line_ids
                if figures.quota._covers(line.product_id))
        return found

    def _make_figures(self, request, day, products, employees):
        """Return empty figures of those of these quotas that hold for ``request`` and cover ``products``."""
        pools = self._get_pools(request)
        return [
            Figures(quota, holder, day, quota._is_open_holder(holder, employees), bool(quota._filter_shared(pools)))
            for quota in self._get_for_holder(request) if any(map(quota._covers, products))
            for holder in [quota.department_id or request.employee_id._origin]]

    @api.model
    def _get_own_employees(self):
        # sudo: HR data
        return self.env['hr.employee'].sudo().with_context(active_test=False).search([('user_id', '=', self.env.uid)])

    def _is_open_holder(self, holder, employees):
        """Whether who is ``employees`` may know the figures of ``holder``: himself, or his department."""
        if self.holder_type != 'department':
            return holder.id in employees.ids
        return any(f'/{holder.id}/' in f'/{department.parent_path}' for department in employees.department_id)

    @api.model
    def _fill_figures(self, company, figures_by_request, is_together):
        every = [figures for found in figures_by_request.values() for figures in found]
        for period in {(figures.start, figures.renewal) for figures in every}:
            self._add_past(company, [figures for figures in every if (figures.start, figures.renewal) == period])
        asked = defaultdict(float)
        for request, found in figures_by_request.items():
            for figures in found:
                figures.asked = sum(
                    figures.quota._measure(line.product_id, line.uom_id, line.quantity) for line in request.line_ids
                    if line.product_id and line.uom_id and figures.quota._covers(line.product_id))
                if is_together:
                    figures.pending += asked[figures.key]
                    asked[figures.key] += figures.asked

    def _measure(self, product, uom, quantity):
        """Return a quantity of a product in what this quota is measured in."""
        quantity = uom._compute_quantity(quantity, product.uom_id, round=False)
        if self.measure == 'quantity':
            return quantity
        return quantity * product.with_company(self.company_id).standard_price

    @api.model
    def _add_past(self, company, figures_list):
        """Add what was asked for before in the one period of these figures."""
        for employee, department, is_shared, product, uom, state, asked, handed in self._read_past(
                company, figures_list):
            above = {int(part) for part in (department.parent_path or '').split('/') if part}
            for figures in figures_list:
                quota = figures.quota
                is_holder = figures.holder.id in above if quota.holder_type == 'department' else (
                    figures.holder == employee and (figures.has_shared or not is_shared))
                if is_holder and quota._covers(product):
                    if state == 'submitted':
                        figures.pending += quota._measure(product, uom, asked)
                    else:  # what was closed counts as far as it was handed out, and else what was promised
                        figures.used += quota._measure(product, uom, handed if state == 'done' else asked)

    @api.model
    def _read_past(self, company, figures_list):
        start, end = map(company._get_office_moment, (figures_list[0].start, figures_list[0].renewal))
        people = [figures.holder.id for figures in figures_list if figures.quota.holder_type != 'department']
        departments = [figures.holder.id for figures in figures_list if figures.quota.holder_type == 'department']
        domain = (
            Domain('company_id', '=', company.id) & Domain('state', 'in', ('submitted', 'approved', 'done'))
            & Domain('submit_datetime', '>=', start) & Domain('submit_datetime', '<', end)
            & (Domain('employee_id', 'in', people) | Domain('department_id', 'child_of', departments)))
        if all(figures.quota.goods_type == 'product' for figures in figures_list):
            templates = {figures.quota.product_tmpl_id.id for figures in figures_list}
            domain &= Domain('product_id.product_tmpl_id', 'in', list(templates))
        # sudo: secret requests count as well, and nothing of them but the sum is told
        return self.env['office.supply.request.line'].sudo()._read_group(
            domain, ['employee_id', 'department_id', 'is_for_department', 'product_id', 'uom_id', 'state'],
            ['quantity:sum', 'handed_quantity:sum'])

    @api.model
    def _lock(self, figures_list):
        """Let nobody else use the same quotas of the same holders in this moment.

        Of two transactions that do at once, the later one is tried again by Odoo, and then sees what the other used.
        """
        keys = sorted({figures.key for figures in figures_list})
        if keys:
            self.env.execute_query(SQL(
                """
                INSERT INTO office_supply_quota_use (quota_id, holder, start, version)
                     SELECT *, 1 FROM UNNEST(%s::integer[], %s::integer[], %s::date[])
                ON CONFLICT (quota_id, holder, start)
              DO UPDATE SET version = office_supply_quota_use.version + 1
                  RETURNING version
                """, *(list(column) for column in zip(*keys, strict=True))))


class OfficeSupplyQuotaUse(models.Model):
    """A row for each quota, holder and period, whose new version says that somebody has just used it."""
    _name = 'office.supply.quota.use'
    _description = 'Use of a Supply Quota'
    _log_access = False
    _rec_name = 'quota_id'

    quota_id = fields.Many2one('office.supply.quota', required=True, readonly=True, ondelete='cascade')
    holder = fields.Integer(required=True, readonly=True, help="The id of the employee or department.")
    start = fields.Date(required=True, readonly=True)
    version = fields.Integer(required=True, readonly=True)

    _use_uniq = models.UniqueIndex('(quota_id, holder, start)')

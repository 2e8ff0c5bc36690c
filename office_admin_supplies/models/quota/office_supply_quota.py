from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, date_utils, formatLang

from ...period_names import name_period
from ...quota_figures import Figures

APPLIES_TO = [
    ('everybody', "Each Person"), ('position', "Each Person in a Position"), ('job', "Each Person in a Job"),
    ('employee', "One Person"), ('department', "A Department Together")]
GOODS = [('product', "A Product"), ('category', "A Category"), ('all', "All Supplies")]
PERIODS = [('month', "Month"), ('quarter', "Quarter"), ('year', "Year")]
# Of two quotas of a person for the same goods, the one that means him more closely holds.
CLOSENESS = {'everybody': 0, 'position': 1, 'job': 2, 'employee': 3}
# which field names the target of each kind
TARGETS = {
    'position': 'group_id', 'job': 'job_id', 'employee': 'employee_id', 'department': 'department_id',
    'product': 'product_tmpl_id', 'category': 'categ_id'}


class OfficeSupplyQuota(models.Model):
    """How much of which supplies a person may have in a month, quarter or year, or a department together.

    What is not used up lapses with the period. A request counts in the period in which it is submitted.
    """
    _name = 'office.supply.quota'
    _description = 'Supply Quota'
    _order = 'goods_type desc, product_tmpl_id, categ_id, applies_to, id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    applies_to = fields.Selection(APPLIES_TO, required=True, default='everybody')
    group_id = fields.Many2one('res.groups', "Position", ondelete='cascade')
    job_id = fields.Many2one('hr.job', check_company=True, ondelete='cascade')
    employee_id = fields.Many2one('hr.employee', "Person", check_company=True, ondelete='cascade')
    department_id = fields.Many2one(
        'hr.department', check_company=True, ondelete='cascade', help="With the departments below it.")
    goods_type = fields.Selection(GOODS, "Of", required=True, default='product')
    product_tmpl_id = fields.Many2one(
        'product.template', "Product", check_company=True, ondelete='cascade', index='btree_not_null',
        domain="[('supply_ok', '=', True)]")
    categ_id = fields.Many2one('product.category', "Category", ondelete='cascade', help="With those below it.")
    measure = fields.Selection(
        [('quantity', "Quantity"), ('money', "Money, at Cost")], "Measured In", required=True, default='quantity')
    quantity = fields.Float("At Most", digits='Product Unit', help="In the unit of the product.")
    uom_id = fields.Many2one(related='product_tmpl_id.uom_id')
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount = fields.Monetary("At Most (Money)")
    period = fields.Selection(PERIODS, "Per", required=True, default='month')
    valid_from = fields.Date(help="Empty: from always.")
    valid_until = fields.Date(help="Empty: for ever.")
    is_strict = fields.Boolean(
        "Never More", help="What is over it cannot be asked for at all. Otherwise one step more has to approve it.")

    _numbers_check = models.Constraint(
        'CHECK(quantity >= 0 AND amount >= 0)', "A quota is zero or more.")
    _dates_check = models.Constraint('CHECK(valid_from <= valid_until)', "A quota ends after it begins.")

    @api.depends('applies_to', 'goods_type', 'measure', 'quantity', 'amount', 'period', *TARGETS.values())
    @api.depends_context('lang')
    def _compute_display_name(self):
        periods = dict(self._fields['period']._description_selection(self.env))
        for quota in self:
            quota.display_name = self.env._(
                "%(goods)s: %(limit)s per %(period)s, %(whose)s", goods=quota._get_goods_name(),
                limit=quota._format(quota._get_limit()), period=periods[quota.period],
                whose=quota._get_applies_to_name())

    @api.constrains('applies_to', 'goods_type', 'measure', *TARGETS.values())
    def _check_targets(self):
        for quota in self:
            for kind in (quota.applies_to, quota.goods_type):
                if (name := TARGETS.get(kind)) and not quota[name]:
                    raise ValidationError(self.env._(
                        "Supply quota: choose the “%(field)s” that it is about.",
                        field=self._fields[name]._description_string(self.env)))
            if quota.goods_type == 'all' and quota.measure == 'quantity':
                raise ValidationError(self.env._(
                    "Supply quota: all supplies together can be limited in money only, since their units differ."))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_other_targets(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_other_targets(vals))

    # The quota itself, in words

    def _get_limit(self):
        self.ensure_one()
        return self.quantity if self.measure == 'quantity' else self.amount

    def _get_goods_name(self):
        target = self.product_tmpl_id or self.categ_id
        return target.name or dict(self._fields['goods_type']._description_selection(self.env))['all']

    def _get_applies_to_name(self):
        if self.applies_to == 'position':
            return self.group_id._get_role_label()
        if self.applies_to in TARGETS:
            return self[TARGETS[self.applies_to]].sudo().display_name or ''  # sudo: names of people are no secret
        return dict(self._fields['applies_to']._description_selection(self.env))[self.applies_to]

    def _format(self, value, has_unit=True):
        """Say a figure of this quota, money always with its currency."""
        if self.measure == 'money':
            return self.currency_id.format(value)
        number = formatLang(self.env, value, digits=0 if value == int(value) else 2)
        return f"{number} {self.uom_id.name}" if has_unit and self.uom_id else number

    def _get_period(self, day):
        """Return the first day of the period in which ``day`` lies, and that of the next one."""
        start = date_utils.start_of(day, self.period)
        return start, fields.Date.add(date_utils.end_of(day, self.period), days=1)

    def _get_period_name(self, day):
        return name_period(self.env, day, self.period)

    @api.model
    def _without_other_targets(self, vals):
        """Clear the targets of the kinds that were not chosen, so that none counts by mistake."""
        chosen = [vals[name] for name in ('applies_to', 'goods_type') if vals.get(name)]
        kinds = [kind for name, kinds in (('applies_to', APPLIES_TO), ('goods_type', GOODS)) if vals.get(name)
                 for kind, _label in kinds]
        return vals | {TARGETS[kind]: False for kind in kinds if kind in TARGETS and kind not in chosen}

    # Which quotas hold for whom

    @api.model
    def _get_of_company(self, company):
        """Return the quotas of the company, as who asks may know them."""
        return self.sudo().search([('company_id', '=', company.id)])  # sudo: he learns the figures that concern him

    def _filter_valid(self, day):
        """Return those of these quotas that are in force on ``day``."""
        return self.filtered(lambda quota: (
            (not quota.valid_from or quota.valid_from <= day) and (not quota.valid_until or day <= quota.valid_until)))

    def _get_for_request(self, request):
        """Return those of these quotas that count for the request: of its department, and of the person's the closest.

        What is for the whole department counts for the department alone; a quota that allows *Never More* gives way
        only to one of the department for the same goods.
        """
        pools = self._get_pools(request)
        employee = request.employee_id._origin
        own = self.filtered(
            lambda quota: employee.company_id == quota.company_id and quota._is_for_person(employee))
        closest = {}
        for quota in own:
            goods = quota._get_goods_key()
            closest[goods] = max(closest.get(goods, 0), CLOSENESS[quota.applies_to])
        own = own.filtered(lambda quota: CLOSENESS[quota.applies_to] == closest[quota._get_goods_key()])
        return pools | (own._filter_shared(pools) if request.is_for_department else own)

    def _get_pools(self, request):
        """Return those of these quotas that the department of the request shares."""
        above = {int(part) for part in (request.department_id.parent_path or '').split('/') if part}
        return self.filtered(lambda quota: quota.applies_to == 'department' and quota.department_id.id in above)

    def _filter_shared(self, pools):
        """Return those of these quotas of a person that also hold for what is for the whole department."""
        pooled = {pool._get_goods_key()[:-1] for pool in pools}
        return self.filtered(lambda quota: quota.is_strict and quota._get_goods_key()[:-1] not in pooled)

    def _is_for_person(self, employee):
        match self.applies_to:
            case 'everybody':
                return bool(employee)
            case 'position':
                return self.group_id in employee.user_id.all_group_ids
            case 'job':
                return self.job_id == employee.job_id
            case 'employee':
                return self.employee_id == employee
        return False

    def _get_goods_key(self):
        return self.goods_type, self.product_tmpl_id, self.categ_id, self.measure

    def _covers(self, product):
        match self.goods_type:
            case 'product':
                return self.product_tmpl_id == product.product_tmpl_id
            case 'category':
                return f'/{self.categ_id.id}/' in f'/{product.categ_id.parent_path}'
        return True

    # What of them is used, in few queries for many requests

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
            Figures(quota, entitled, day, quota._is_open_to(entitled, employees), bool(quota._filter_shared(pools)))
            for quota in self._get_for_request(request) if any(map(quota._covers, products))
            for entitled in [quota.department_id or request.employee_id._origin]]

    @api.model
    def _get_own_employees(self):
        # sudo: HR data
        return self.env['hr.employee'].sudo().with_context(active_test=False).search([('user_id', '=', self.env.uid)])

    def _is_open_to(self, entitled, employees):
        """Whether who is ``employees`` may know the figures of ``entitled``, a person or a department: his own."""
        if self.applies_to != 'department':
            return entitled.id in employees.ids
        return any(f'/{entitled.id}/' in f'/{department.parent_path}' for department in employees.department_id)

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
                is_entitled = figures.entitled.id in above if quota.applies_to == 'department' else (
                    figures.entitled == employee and (figures.has_shared or not is_shared))
                if is_entitled and quota._covers(product):
                    if state == 'submitted':
                        figures.pending += quota._measure(product, uom, asked)
                    else:  # what was closed counts as far as it was handed out, and else what was promised
                        figures.used += quota._measure(product, uom, handed if state == 'done' else asked)

    @api.model
    def _read_past(self, company, figures_list):
        start, end = map(company._get_office_moment, (figures_list[0].start, figures_list[0].renewal))
        people = [figures.entitled.id for figures in figures_list if figures.quota.applies_to != 'department']
        departments = [figures.entitled.id for figures in figures_list if figures.quota.applies_to == 'department']
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
        """Let nobody else use the same quotas for the same people in this moment.

        Of two transactions that do at once, the later one is tried again by Odoo, and then sees what the other used.
        """
        keys = sorted({figures.key for figures in figures_list})
        if keys:
            self.env.execute_query(SQL(
                """
                INSERT INTO office_supply_quota_use (quota_id, entitled, start, version)
                     SELECT *, 1 FROM UNNEST(%s::integer[], %s::integer[], %s::date[])
                ON CONFLICT (quota_id, entitled, start)
              DO UPDATE SET version = office_supply_quota_use.version + 1
                  RETURNING version
                """, *(list(column) for column in zip(*keys, strict=True))))

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED

READERS = 'office_admin_supplies.group_officer,office_admin_supplies.group_auditor'


class OfficeSupplyRequest(models.Model):
    """Requests that stay below a limit one by one, and together do not: said to who decides, and never refused."""
    _inherit = 'office.supply.request'

    split_warning = fields.Text("Possible Split When Submitted", readonly=True, copy=False, groups=READERS)
    is_possible_split = fields.Boolean(
        compute='_compute_is_possible_split', compute_sudo=True, search='_search_is_possible_split', groups=READERS)
    split_notice = fields.Text(
        "Possible Split", compute='_compute_split_notice', help="For those who decide, the supply room and auditors.")

    @api.depends('state', 'split_warning', 'employee_id', 'line_ids.product_id', 'line_ids.quantity', 'line_ids.uom_id')
    def _compute_is_possible_split(self):
        words = self.filtered(lambda request: request.state == 'draft')._get_split_words()
        for request in self:
            request.is_possible_split = bool(words.get(request, request.split_warning))

    def _search_is_possible_split(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('split_warning', '!=', False)

    @api.depends('split_warning')
    @api.depends_context('uid')
    def _compute_split_notice(self):
        may_read = any(self.env.user.has_group(group) for group in READERS.split(','))
        for request in self:
            # sudo: the sum over a department is not for who asks
            request.split_notice = (may_read or request.is_approver) and not request.is_my_request and (
                request.sudo().split_warning)

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for request, words in self._get_split_words().items():
                prepared[request]['split_warning'] = words
        elif verb == 'reset':
            for request in self:
                prepared[request]['split_warning'] = False
        return prepared

    def _get_split_words(self):
        """Say which of these requests may be a part of a larger one; called in superuser mode.

        :return: ``{request: words, or False}``
        """
        found = dict.fromkeys(self, False)
        for company, requests in self.grouped('company_id').items():
            if not company.supply_split_days or not company.supply_split_amount:
                continue
            recent = requests._get_recent_costs()
            for request in requests:
                words = [request._get_product_split(product, cost, recent)
                         for product, cost in request._get_product_costs().items()]
                found[request] = '\n'.join(filter(None, words)) or False
        return found

    def _get_product_costs(self):
        """Return ``{product: cost}``, in the currency of the company."""
        costs = defaultdict(float)
        for line in self.line_ids.filtered('product_id'):
            costs[line.product_id] += line._get_cost(line.quantity)
        return costs

    def _get_recent_costs(self):
        """Return ``{(product, department, employee, request): cost}`` of what was asked for in the last days."""
        company = self.company_id
        since = fields.Datetime.now() - timedelta(days=company.supply_split_days)
        lines = self.env['office.supply.request.line'].search(
            Domain('company_id', '=', company.id) & Domain('state', 'in', ('submitted', 'approved', 'done'))
            & Domain('submit_datetime', '>=', since) & Domain('product_id', 'in', self.line_ids.product_id.ids)
            & Domain('request_id', 'not in', self._origin.ids)
            # what is secret is told to nobody beside it, nor what it costs
            & Domain('request_id.secrecy_level', 'not in', RESTRICTED)
            & (Domain('employee_id', 'in', self.employee_id._origin.ids)
               | Domain('department_id', 'in', self.department_id.ids)))
        costs = defaultdict(float)
        for line in lines:
            costs[line.product_id, line.department_id, line.employee_id, line.request_id] += line._get_cost(
                line.quantity)
        return costs

    def _get_product_split(self, product, cost, recent):
        limit, currency = self.company_id.supply_split_amount, self.company_id.currency_id
        others = [
            other_cost for (other, department, employee, _request), other_cost in recent.items()
            if other == product and other_cost <= limit
            and (employee == self.employee_id or department and department == self.department_id)]
        if not others or cost > limit or cost + sum(others) <= limit:
            return False
        return self.env._(
            "%(product)s: together with %(count)s other requests of the same person or department within %(days)s days "
            "it comes to %(amount)s, and each alone stays below %(limit)s.",
            product=product.name, count=len(others), days=self.company_id.supply_split_days,
            amount=currency.format(cost + sum(others)), limit=currency.format(limit))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'split_warning'}


class OfficeSupplyRequestLine(models.Model):
    """What a quantity of a line costs."""
    _inherit = 'office.supply.request.line'

    def _get_cost(self, quantity):
        """Return the cost of ``quantity`` in the unit of the line, in the currency of the company."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        return self.uom_id._compute_quantity(quantity, product.uom_id, round=False) * product.standard_price

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..period_names import name_period

TOP = 12
MIN_YEAR, MAX_YEAR = 1970, 2999


class OfficeSupplyMonthReport(models.TransientModel):
    """Which month is printed: a summary and a page for each department, of what the user may see."""
    _name = 'office.supply.month.report'
    _description = 'Monthly Report of Supplies'

    month = fields.Date(required=True, default=lambda self: self._default_month(), help="Any day of the month.")
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many(
        'hr.department', string="Departments",
        help="Empty: all that consumed something in this month or the one before.")

    def _default_month(self):
        return self.env.company._get_office_today().replace(day=1) - relativedelta(months=1)

    @api.constrains('month')
    def _check_month(self):
        for report in self:
            if not MIN_YEAR <= report.month.year <= MAX_YEAR:
                raise ValidationError(self.env._(
                    "Choose a month between the years %(first)s and %(last)s.", first=MIN_YEAR, last=MAX_YEAR))

    def action_print(self):
        self.ensure_one()
        if not self._get_departments():
            raise UserError(self.env._(
                "Nothing was handed out in %(month)s or the month before it that you may see. Choose another month.",
                month=self._get_month_name()))
        return self.env.ref('office_admin_supplies.office_supply_month_report_action_report').report_action(self)

    def _get_month_name(self):
        return name_period(self.env, self.month, 'month')

    def _get_first_day(self, ago=0):
        return self.month.replace(day=1) - relativedelta(months=ago)

    def _read(self, groupby, aggregates, ago=0, department=None):
        """Read what was consumed in the month, or so many months ``ago``, within the rights of the user."""
        domain = [('company_id', '=', self.company_id.id), ('month', '=', self._get_first_day(ago))]
        if department is not None:
            domain += [('department_id', '=', department.id)]
        elif self.department_ids:
            domain += [('department_id', 'in', self.department_ids.ids)]
        return self.env['office.supply.consumption.head']._read_group(domain, groupby, aggregates)

    def _get_departments(self):
        """The lines of the summary, the dearest department first.

        :return: dicts with ``department``, ``cost``, ``before``, ``heads`` and ``per_head``
        """
        now = {department: figures for department, *figures in self._read(
            ['department_id'], ['cost:sum', 'heads:sum', 'cost_per_head:sum'])}
        before = dict(self._read(['department_id'], ['cost:sum'], ago=1))
        lines = []
        for department in {**now, **before}:
            cost, heads, per_head = now.get(department, (0.0, 0, 0.0))
            if cost or before.get(department):
                lines.append({
                    'department': department, 'cost': cost or 0.0, 'before': before.get(department) or 0.0,
                    'heads': int(heads or 0), 'per_head': per_head or 0.0})
        return sorted(lines, key=lambda line: -line['cost'])

    def _get_total(self):
        lines = self._get_departments()
        heads = sum(line['heads'] for line in lines)
        cost = sum(line['cost'] for line in lines)
        return {'cost': cost, 'before': sum(line['before'] for line in lines), 'heads': heads,
                'per_head': cost / heads if heads else 0.0}

    def _get_items(self, department=None):
        """The dearest products of the month: ``[(product, quantity, cost)]``."""
        items = self._read(['product_id'], ['quantity:sum', 'cost:sum'], department=department)
        return sorted((item for item in items if item[0]), key=lambda item: -item[2])[:TOP]

    def _get_service(self):
        """How well the lines were served that were promised for the month, by class and in all.

        :return: ``[(class or nothing, lines, fill rate, service level aimed at, days)]``, rates in percent
        """
        first = self._get_first_day()
        domain = [
            ('company_id', '=', self.company_id.id),
            ('due', '>=', self.company_id._get_office_moment(first)),
            ('due', '<', self.company_id._get_office_moment(first + relativedelta(months=1)))]
        if self.department_ids:
            domain += [('department_id', 'in', self.department_ids.ids)]
        measures = ['__count', 'fill_rate:avg', 'target_rate:avg', 'days:avg']
        service = self.env['office.supply.service']
        rows = service._read_group(domain, ['abc'], measures)
        total = [(None, *row) for row in service._read_group(domain, [], measures) if row[0]]
        return sorted(rows, key=lambda row: row[0] or 'D') + total

    def _get_stock_out_days(self):
        """Working days without stock in the last twelve months, by class, for who may read advice."""
        advice = self.env['office.supply.advice']
        if not advice.has_access('read'):
            return []
        return advice._read_group(
            [('company_id', '=', self.company_id.id), ('is_stocked', '=', True)], ['abc'],
            ['__count', 'stock_out_days:sum', 'known_days:sum'], order='abc')

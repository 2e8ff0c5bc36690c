
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

MEASURES = {'quantity_per_head:sum': 'quantity', 'cost_per_head:sum': 'cost'}


class OfficeSupplyConsumptionHead(models.Model):
    """What a department consumed of a product in a month, and how many people worked there in the middle of it.

    A department that consumed nothing in a month in which others did is a row without a product.
    """
    _name = 'office.supply.consumption.head'
    _description = 'Consumption per Head'
    _inherit = 'office.supply.consumption'
    _auto = False
    _order = 'month desc, department_id, id'

    month = fields.Date(readonly=True)
    heads = fields.Integer(
        readonly=True,
        help="People of the department on the middle day of the month: by their employee record that was valid then, "
             "hired before it and not yet gone. Over several months: months of people.")
    quantity_per_head = fields.Float(
        readonly=True, digits='Product Unit', aggregator='sum',
        help="Quantity divided by the people on the middle day of the month; over several months, per head and month.")
    cost_per_head = fields.Monetary(
        readonly=True, aggregator='sum',
        help="Cost divided by the people on the middle day of the month; over several months, per head and month.")

    @property
    def _table_query(self):
        return SQL(
            """
            WITH used AS (%(used)s
            ), middle AS (
                SELECT month, month + ((month + INTERVAL '1 month')::date - month - 1) / 2 AS day
                  FROM (SELECT DISTINCT month FROM used) months
            ), counted AS (
                SELECT middle.month, version.department_id, employee.company_id, COUNT(*) AS heads
                  FROM middle CROSS JOIN hr_employee employee
                  JOIN LATERAL (%(version)s) version ON TRUE
                 WHERE COALESCE(version.contract_date_start, middle.day) <= middle.day
                   AND COALESCE(version.contract_date_end, middle.day) >= middle.day
                   AND (version.departure_date IS NULL AND employee.active OR version.departure_date > middle.day)
                   AND version.department_id IS NOT NULL
              GROUP BY middle.month, version.department_id, employee.company_id
            )
            SELECT COALESCE(used.id, -%(key)s) AS id, %(key)s::numeric * 1000000 AS head_key,
                   month, department_id, company.id AS company_id,
                   company.currency_id, used.product_id, used.product_category_id, used.uom_id, used.request_id,
                   COALESCE(used.date, month) AS date, COALESCE(used.quantity, 0) AS quantity,
                   COALESCE(used.cost, 0) AS cost, COALESCE(counted.heads, 0) AS heads,
                   used.quantity / NULLIF(counted.heads, 0) AS quantity_per_head,
                   used.cost / NULLIF(counted.heads, 0) AS cost_per_head,
                   NULL::int AS employee_id, NULL::int AS line_id, NULL::int AS move_id
              FROM used FULL JOIN counted USING (month, department_id, company_id)
              JOIN res_company company ON company.id = company_id
            """,
            used=self._get_used_sql(super()._table_query), version=self._get_version_sql(), key=SQL(
                "((COALESCE(department_id, 0)::bigint * 1200 + EXTRACT(MONTH FROM month)::int"
                " + 12 * (EXTRACT(YEAR FROM month)::int %% 100)) * 10000 + company.id %% 10000)"))

    @api.model
    def _get_used_sql(self, consumption):
        """What each department used of each product in each month, where its company is."""
        return SQL(
            """
            SELECT MIN(id) AS id, company_id, currency_id, department_id, product_id, product_category_id, uom_id,
                   DATE_TRUNC('month', date AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS month,
                   MIN(date) AS date, SUM(quantity) AS quantity, SUM(cost) AS cost, request_id
              FROM (%(consumption)s) consumption
              JOIN %(zones)s USING (company_id)
              GROUP BY company_id, currency_id, department_id, product_id, product_category_id, uom_id, month,
                   request_id
            """, zones=self.env['res.company']._get_office_zones_sql(), consumption=consumption)

    @api.model
    def _get_version_sql(self):
        """The record of an employee that was valid on the day, or his first if it was made later."""
        return SQL(
            """
            SELECT version.department_id, version.contract_date_start, version.contract_date_end, version.departure_date
              FROM hr_version version
             WHERE version.employee_id = employee.id
          ORDER BY version.date_version > middle.day,
                   ABS(version.date_version - middle.day)
             LIMIT 1
            """)

    def _read_group_select(self, aggregate_spec, query):
        """Count the people of each department and month once, however many products they used.

        The key makes the people of two departments different, and those of two companies in one department; its own
        sum is subtracted again.
        """
        key = SQL.identifier(self._table, 'head_key')
        heads = SQL("(SUM(DISTINCT %s + %s) - SUM(DISTINCT %s))", key, self._field_to_sql(
            self._table, 'heads', query), key)
        if aggregate_spec == 'heads:sum':
            return heads
        if name := MEASURES.get(aggregate_spec):
            return SQL("SUM(%s) / NULLIF(%s, 0)", self._field_to_sql(self._table, name, query), heads)
        return super()._read_group_select(aggregate_spec, query)

    def action_open_rows(self):
        """Open what this row is the sum of."""
        self.ensure_one()
        self.check_access('read')
        begin = self.company_id._get_office_moment(self.month)
        end = self.company_id._get_office_moment(self.month + relativedelta(months=1))
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_consumption_action')
        return action | {
            'view_mode': 'list',
            'views': [(False, 'list'), (False, 'kanban')],
            'domain': [
                ('date', '>=', fields.Datetime.to_string(begin)), ('date', '<', fields.Datetime.to_string(end)),
                ('department_id', '=', self.department_id.id), ('product_id', '=', self.product_id.id),
                ('company_id', '=', self.company_id.id)],
        }

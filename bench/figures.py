"""What the figures of supplies cost: advice for 5,000 products, and the consumption report at 500,000 moves.

The moves are written by SQL, as they stand after twelve months: 100 for each of 5,000 products, to ten departments.
"""
from statistics import median
from time import perf_counter
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

PRODUCTS = 5_000
MOVES = 100  # of each product
DEPARTMENTS = 10
ROUNDS = 5
TARGET_ADVICE = 30  # seconds
TARGET_CHECK = 5
TARGET_REPORT = 5  # seconds
REPORTS = {
    'pivot: department by month': ('office.supply.consumption', ['department_id', 'date:month']),
    'pivot: product': ('office.supply.consumption', ['product_id']),
    'pivot: person': ('office.supply.consumption', ['employee_id']),
    'pivot: per head, department by month': ('office.supply.consumption.head', ['department_id', 'month:month']),
}


def run(env):
    """:return: rows of the table that ``./office bench figures`` prints"""
    office = Office(env)
    office.fill()
    rows = [office.advise(), office.check(), office.open_advice()]
    return rows + [office.report(name, *report) for name, report in REPORTS.items()] + [office.list_rows()]


class Office:

    def __init__(self, env):
        self.env = env
        self.company = env['res.company'].create({'name': "Bench"})
        warehouses = env['stock.warehouse']
        self.warehouse = warehouses.search([('company_id', '=', self.company.id)]) or warehouses.create(
            {'name': "Bench", 'code': "BE", 'company_id': self.company.id})
        self.departments = env['hr.department'].create([
            {'name': f"Department {index}", 'company_id': self.company.id} for index in range(DEPARTMENTS)])
        self.manager = new_test_user(
            env(context={'no_reset_password': True}), 'bench_manager',
            'base.group_user,office_admin_base.position_manager',
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        env['hr.employee'].create([
            {'name': f"Employee {index}", 'company_id': self.company.id, 'department_id': department.id}
            for department in self.departments for index in range(20)])

    def fill(self):
        category = self.env['product.category'].create({'name': "Bench"})
        self.products = self.env['product.product'].create([
            {'name': f"Item {index}", 'is_storable': True, 'supply_ok': True, 'company_id': self.company.id,
             'categ_id': category.id}
            for index in range(PRODUCTS)])
        for index, product in enumerate(self.products.with_company(self.company)):
            product.standard_price = 1 + index % 40
        places = self.env['stock.location']._get_supply_locations(self.company, self.departments)
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            INSERT INTO stock_move (product_id, product_uom, product_uom_qty, product_qty, quantity, location_id,
                                    location_dest_id, location_final_id, company_id, state, date, procure_method,
                                    create_uid, create_date, write_uid, write_date, picked)
            SELECT product.id, template.uom_id, 1 + n %% 5, 1 + n %% 5, 1 + n %% 5, %(stock)s,
                   place.id, place.id, %(company)s, 'done',
                   DATE_TRUNC('month', NOW()) - (n * 3.6 + product.id %% 3) * INTERVAL '1 day', 'make_to_stock',
                   1, NOW(), 1, NOW(), TRUE
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
        CROSS JOIN GENERATE_SERIES(1, %(moves)s) n
              JOIN LATERAL (SELECT (%(places)s)[1 + (n + product.id) %% %(count)s] AS id) place ON TRUE
             WHERE product.id = ANY(%(products)s)""",
            stock=self.warehouse.lot_stock_id.id, company=self.company.id, moves=MOVES, products=self.products.ids,
            places=[places[department].id for department in self.departments], count=DEPARTMENTS))
        self.env.cr.execute(SQL(
            """
            INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity, in_date)
            SELECT id, %s, %s, 5, 0, NOW() FROM product_product WHERE id = ANY(%s)""",
            self.warehouse.lot_stock_id.id, self.company.id, self.products.ids))
        self.env.cr.commit()
        self.env.cr._cnx.autocommit = True
        self.env.cr.execute("VACUUM ANALYZE stock_move")
        self.env.cr._cnx.autocommit = False
        self.env.invalidate_all()

    def _measure(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        queries, begin = self.env.cr.sql_log_count, perf_counter()
        act()
        self.env.flush_all()
        return perf_counter() - begin, self.env.cr.sql_log_count - queries

    def advise(self):
        with patch.object(self.env.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60):
            seconds, queries = self._measure(self.env['office.supply.advice']._cron_compute)
        self.env.cr.commit()
        return {'measure': 'advice, all products', 'among': PRODUCTS, 's': seconds, 'queries': queries,
                'target': TARGET_ADVICE, 'ok': seconds < TARGET_ADVICE}

    def check(self):
        """Each product falls short: the check that opens every warning, and the one that finds nothing new."""
        check = self.env['office.supply.warning']._check_company
        first, _queries = self._measure(lambda: check(self.company))
        seconds, queries = self._measure(lambda: check(self.company))
        return {'measure': f'warnings, nothing new (the first time {first:.1f} s)', 'among': PRODUCTS, 's': seconds,
                'queries': queries, 'target': TARGET_CHECK, 'ok': seconds < TARGET_CHECK}

    def open_advice(self):
        advice = self.env['office.supply.advice'].with_user(self.manager)
        names = ['product_id', 'abc', 'position', 'order_now', 'target', 'vendor_id']
        figures = [self._measure(lambda: advice.search_read([], names, limit=80)) for _round in range(ROUNDS)]
        return self._row('advice, first page', figures, 1)

    def report(self, name, model, groupby):
        rows = self.env[model].with_user(self.manager)
        figures = [self._measure(lambda: rows.formatted_read_group(
            [], groupby, ['quantity:sum', 'cost:sum'])) for _round in range(ROUNDS)]
        return self._row(name, figures, TARGET_REPORT)

    def list_rows(self):
        rows = self.env['office.supply.consumption'].with_user(self.manager)
        figures = [self._measure(lambda: rows.web_search_read(
            [], {'product_id': {'fields': {'display_name': {}}}, 'cost': {}, 'date': {}}, limit=80, count_limit=10_001))
            for _round in range(ROUNDS)]
        return self._row('list, first page', figures, TARGET_REPORT)

    def _row(self, name, figures, target):
        seconds = median(seconds for seconds, _queries in figures)
        return {'measure': name, 'among': PRODUCTS * MOVES, 's': seconds, 'queries': figures[-1][1],
                'target': target, 'ok': seconds < target}

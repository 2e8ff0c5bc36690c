"""The screens of supplies against those of plain Odoo, at the size of a large office.

100,000 requests with 500,000 lines against as many transfers and moves, 5,000 products, 200 departments. Each screen
is read as the web client reads it: with the fields of its view, a page of it, and the count beside the pager. The
catalogue stands against the products themselves, and against Odoo's own catalogue of a purchase order, which it
extends. My Office stands against a page of the same parts on plain transfers: the late ones and the queue, with their
counters and rows.
"""
from functools import cached_property, partial
from statistics import median
from time import perf_counter

from odoo.fields import Command, Datetime
from odoo.tests import new_test_user
from odoo.tools import SQL

from bench._people import make_people
from bench._rows import copy_rows, get_specification

REQUESTS, OPEN, LINES, PRODUCTS, DEPARTMENTS = 100_000, 10_000, 5, 5_000, 200
PAGE, ROWS, ROUNDS = 80, 5, 15
COUNT_LIMIT = 10_001  # as the web client counts
TARGET_RATIO = 1.3
TABLES = ('office.supply.request', 'office.supply.request.line', 'office.deadline', 'stock.picking', 'stock.move',
          'product.product', 'product.template')


def run(env):
    """:return: rows of the table that ``./office bench scale`` prints"""
    office = Office(env(context={'no_reset_password': True}))
    office.grow()
    rows = []
    for name, (plain, ours) in office.get_screens().items():
        for work in (plain, ours):
            office.measure(work)  # both sides load the caches once
        measured = [(office.measure(plain), office.measure(ours)) for _round in range(ROUNDS)]
        plain_ms, ours_ms = (1000 * median(pair[side][0] for pair in measured) for side in (0, 1))
        rows.append({
            'screen': name,
            'plain ms': round(plain_ms, 1),
            'ours ms': round(ours_ms, 1),
            'ratio': round(ours_ms / plain_ms, 2),
            'plain queries': measured[-1][0][1],
            'our queries': measured[-1][1][1],
            'target': f"ratio ≤ {TARGET_RATIO}",
            'ok': ours_ms <= plain_ms * TARGET_RATIO,
        })
    return rows


class Office:
    """An officer, an employee, and the documents of a large office."""

    def __init__(self, env):
        self.env = env
        self.departments = env['hr.department'].create([
            {'name': f"Department {number}"} for number in range(DEPARTMENTS)])
        self.contacts = env['res.partner'].create([  # for whom the transfers are, as the requests for departments
            {'name': f"Department {number}"} for number in range(DEPARTMENTS)])
        self.officer, self.user, self.head = make_people(env, self.departments[0])
        category = env['product.category'].create({'name': "Stationery"})
        self.products = env['product.product'].create([
            {'name': f"Pen {number:04}", 'default_code': f"P{number:04}", 'is_storable': True, 'supply_ok': True,
             'categ_id': category.id}
            for number in range(PRODUCTS)])
        self.picking_type = env['stock.picking.type'].search([('code', '=', 'internal')], limit=1)
        self.request = self._make_request()
        self.picking = self._make_picking()
        self.draft = env['office.supply.request'].with_user(self.user).create({})
        buyer = new_test_user(env, login='bench_buyer', groups='purchase.group_purchase_user')
        self.order = env['purchase.order'].with_user(buyer).create({'partner_id': env.company.partner_id.id})

    def _make_request(self):
        request = self.env['office.supply.request'].with_user(self.user).create({
            'line_ids': [
                Command.create({'product_id': product.id, 'quantity': 5}) for product in self.products[:LINES]]})
        request.action_submit()
        request.with_user(self.head).action_approve()
        return request.sudo().with_env(self.env)

    def _make_picking(self):
        place = self.picking_type.default_location_src_id.id
        return self.env['stock.picking'].create({
            'picking_type_id': self.picking_type.id, 'location_id': place, 'location_dest_id': place,
            'partner_id': self.env.company.partner_id.id, 'user_id': self.officer.id,
            'move_ids': [
                Command.create({'product_id': product.id, 'product_uom_qty': 5, 'product_uom': product.uom_id.id,
                                'location_id': place, 'location_dest_id': place})
                for product in self.products[:LINES]],
        })

    def grow(self):
        """Have as many documents as wanted: copies of one that went through its verbs, spread over a year."""
        self.env.flush_all()
        departments, products = self.departments.ids, self.products.ids
        for state, count in (('done', REQUESTS - OPEN), ('approved', OPEN)):
            number = SQL("(%s)[1 + number %% %s]", departments, DEPARTMENTS)
            moment = SQL("now() at time zone 'UTC' - (number %% 365) * interval '1 day'")
            ids = copy_rows(
                self.env, self.request, count, state=state, name=SQL("%s || number", f"BENCH/{state}/"),
                deadline_id=None, deadline_datetime=None, department_id=number, submit_datetime=moment,
                need_date=SQL("(now() - (number %% 365 - 7) * interval '1 day')::date"))
            for line in self.request.line_ids:
                lines = copy_rows(
                    self.env, line, 1, request_id=ids, state=state, department_id=number, submit_datetime=moment,
                    product_id=SQL("(%s)[1 + (number * 7919 + %s) %% %s]", products, line.id, PRODUCTS))
                if state == 'approved':
                    copy_rows(self.env, line.move_ids, 1, supply_line_id=lines, state='assigned', quantity=5)
            if state == 'approved':
                self._promise(ids)
            pickings = copy_rows(
                self.env, self.picking, count, state='done' if state == 'done' else 'assigned',
                name=SQL("%s || number", f"BENCH/PICK/{state}/"),
                partner_id=SQL("(%s)[1 + number %% %s]", self.contacts.ids, DEPARTMENTS),
                scheduled_date=SQL("now() at time zone 'UTC' - (number %% 365 - 7) * interval '1 day'"))
            for move in self.picking.move_ids:
                copy_rows(self.env, move, 1, picking_id=pickings, state='done' if state == 'done' else 'assigned')
        self.env.cr.execute("""
            UPDATE stock_move move SET supply_request_id = line.request_id, product_id = line.product_id
              FROM office_supply_request_line line WHERE line.id = move.supply_line_id""")
        self.env.invalidate_all()
        self.env.cr.commit()
        for model in TABLES:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(self.env[model]._table)))
        self.env.cr.commit()

    def _promise(self, ids):
        """Give each of these requests the promise of the original, each due at another minute around now."""
        promises = copy_rows(
            self.env, self.request.deadline_id, 1, res_id=ids,
            start=SQL("now() at time zone 'UTC' - interval '60 days'"),
            due=SQL("now() at time zone 'UTC' + (number %% 10000 - 5000) * interval '1 minute'"))
        self.env.cr.execute(SQL(
            """UPDATE office_supply_request request
                  SET deadline_id = deadline.id, deadline_datetime = deadline.due
                 FROM office_deadline deadline
                WHERE deadline.id = ANY(%s) AND request.id = deadline.res_id""", promises))

    def get_screens(self):
        """:return: ``{name: (plain work, our work)}``"""
        requests = self.env['office.supply.request'].with_user(self.officer)
        pickings = self.env['stock.picking'].with_user(self.officer)
        todo = [('state', '=', 'approved')], [('state', '=', 'assigned')]
        return {
            'list, all': (self._page(pickings, 'list'), self._page(requests, 'list')),
            'list, to do': (self._page(pickings, 'list', todo[1]), self._page(requests, 'list', todo[0])),
            'list, searched by number': (
                self._page(pickings, 'list', [('name', 'ilike', 'done/4711')]),
                self._page(requests, 'list', [('name', 'ilike', 'done/4711')])),
            'kanban, to do': (self._page(pickings, 'kanban', todo[1]), self._page(requests, 'kanban', todo[0])),
            'catalogue, searched': (self._search_products, self._search_catalogue),
            "catalogue against that of a purchase order": (
                partial(self._search_catalogue, self.order), self._search_catalogue),
            'My Office': (self._show_transfers, self._show_desk),
        }

    def _page(self, model, view_type, domain=(), limit=PAGE):
        specification = get_specification(model, view_type)
        return partial(
            model.web_search_read, list(domain), specification, limit=limit, count_limit=COUNT_LIMIT)

    def _search_products(self):
        products = self.env['product.product'].with_user(self.user)
        specification = get_specification(products, 'kanban')
        products.web_search_read(
            [('sale_ok', '=', True), ('name', 'ilike', '47')], specification, limit=PAGE, count_limit=COUNT_LIMIT)

    @cached_property
    def _catalogues(self):
        """The screens that are open while somebody searches in them."""
        return {document: document.action_add_from_catalog() for document in (self.draft, self.order)}

    def _search_catalogue(self, document=None):
        document = document or self.draft
        catalogue = self._catalogues[document]
        products = document.env['product.product'].with_context(catalogue['context'])
        view = self.env['ir.ui.view'].browse(catalogue['views'][0][0])
        found = products.web_search_read(
            list(catalogue['domain']) + [('name', 'ilike', '47')], get_specification(products, 'kanban', view),
            limit=PAGE, count_limit=COUNT_LIMIT)
        document._get_product_catalog_order_line_info([product['id'] for product in found['records']])

    def _show_desk(self):
        self.env['office.desk.card'].with_user(self.officer).get_desk()

    def _show_transfers(self):
        """The same on transfers: what is mine, what is late, and what is to do, with counters and first rows."""
        now = Datetime.now()
        for domain in (
                [('state', '=', 'assigned'), ('user_id', '=', self.officer.id)],
                [('state', '=', 'assigned'), ('scheduled_date', '<', now)],
                [('state', '=', 'assigned')]):
            self._page(self.env['stock.picking'].with_user(self.officer), 'kanban', domain, ROWS)()

    def measure(self, work):
        """Run ``work`` and return the seconds and the number of queries that it took."""
        self.env.cr.flush()
        self.env.invalidate_all()
        queries = self.env.cr.sql_log_count
        start = perf_counter()
        work()
        return perf_counter() - start, self.env.cr.sql_log_count - queries

"""A supply request of ten lines against a plain transfer of the same ten lines.

Ours: submit, approve, hand out. Plain Odoo: create, confirm, assign, validate an
internal transfer. Each step runs as a request of its own would: pending writes and
messages are flushed, and the next step starts with a cold cache.
"""
from statistics import median
from time import perf_counter

from odoo.fields import Command
from odoo.tests import new_test_user

LINES = 10
ROUNDS = {1: 15, 100: 3}  # documents at once: repetitions
TARGET_RATIO = 2.0
SIGNATURE = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='


def run(env):
    """:return: rows of the table that ``./office bench supplies`` prints"""
    office = Office(env)
    rows = []
    for count, rounds in ROUNDS.items():
        for steps in (office.plain_transfers(1), office.requests(1)):  # both sides load the registry's caches once
            office.measure(steps)
        plain = [office.measure(office.plain_transfers(count)) for _round in range(rounds)]
        ours = [office.measure(office.requests(count)) for _round in range(rounds)]
        rows.append({
            'documents': count,
            'plain ms/doc': round(1000 * median(seconds for seconds, _queries in plain) / count, 1),
            'ours ms/doc': round(1000 * median(seconds for seconds, _queries in ours) / count, 1),
            'ratio': round(median(s for s, _q in ours) / median(s for s, _q in plain), 2),
            'plain queries/doc': round(median(queries for _seconds, queries in plain) / count, 1),
            'ours queries/doc': round(median(queries for _seconds, queries in ours) / count, 1),
        })
    few, many = rows
    for row in rows:
        row['target'] = f"ratio ≤ {TARGET_RATIO}"
        row['ok'] = row['ratio'] <= TARGET_RATIO
    many['target'] += ", queries/doc ≤ those of 1"
    many['ok'] = many['ok'] and many['ours queries/doc'] <= few['ours queries/doc']
    return rows


class Office:
    """The people, the products and the stock on which both sides work."""

    def __init__(self, env):
        self.env = env
        self.company = env.company
        self.user, self.head, self.officer = (
            new_test_user(env, login=f'bench_{login}', groups=groups) for login, groups in (
                ('user', 'base.group_user'), ('head', 'base.group_user'),
                ('officer', 'base.group_user,office_admin_base.position_officer')))
        department = env['hr.department'].create({'name': "Bench"})
        for user in (self.head, self.user):
            employee = env['hr.employee'].create(
                {'name': user.name, 'user_id': user.id, 'department_id': department.id})
            if user == self.head:
                department.manager_id = employee
        self.warehouse = env['stock.warehouse'].search([('company_id', '=', self.company.id)], limit=1)
        self.products = env['product.product'].create([
            {'name': f"Bench {number}", 'is_storable': True, 'supply_ok': True} for number in range(LINES)])
        for product in self.products:
            env['stock.quant']._update_available_quantity(product, self.warehouse.lot_stock_id, 1_000_000)
        self.shelf = env['stock.location'].create(
            {'name': "Bench Shelf", 'usage': 'production', 'company_id': self.company.id})

    def requests(self, count):
        """Make ``count`` drafts and return the steps that take them to their end."""
        requests = self.env['office.supply.request'].with_user(self.user).create([
            {'line_ids': [Command.create({'product_id': product.id, 'quantity': 5}) for product in self.products]}
            for _number in range(count)
        ])

        def hand_out():
            # the officer's screen reads what is open, and so does this
            officers = requests.with_user(self.officer)
            officers._hand_out({line: line.open_quantity for line in officers.line_ids}, "Anna", SIGNATURE)
            assert set(requests.mapped('state')) == {'done'}

        return [requests.action_submit, requests.with_user(self.head).action_approve, hand_out]

    def plain_transfers(self, count):
        """Return the steps of ``count`` plain transfers."""
        Picking = self.env['stock.picking'].with_user(self.officer)
        made = []

        def create():
            picking_type = self.warehouse.int_type_id
            made.append(Picking.create([
                {
                    'picking_type_id': picking_type.id,
                    'location_id': self.warehouse.lot_stock_id.id,
                    'location_dest_id': self.shelf.id,
                    'move_ids': [
                        Command.create({
                            'product_id': product.id, 'product_uom_qty': 5, 'product_uom': product.uom_id.id,
                            'location_id': self.warehouse.lot_stock_id.id, 'location_dest_id': self.shelf.id})
                        for product in self.products
                    ],
                }
                for _number in range(count)
            ]))

        def validate():
            made[0].button_validate()
            assert set(made[0].mapped('state')) == {'done'}

        return [create, lambda: made[0].action_confirm(), lambda: made[0].action_assign(), validate]

    def measure(self, steps):
        """Run ``steps`` and return the seconds and the number of queries that they took."""
        self.settle()
        queries = self.env.cr.sql_log_count
        start = perf_counter()
        for step in steps:
            step()
            self.settle()
        return perf_counter() - start, self.env.cr.sql_log_count - queries

    def settle(self):
        self.env.cr.flush()
        self.env.invalidate_all()

"""Closing a collection round and ordering it in Purchase: 1,000 and 10,000 request lines, a fifth as many products.

Closing sums the lines up by product, looks at the stock and collects the offers of two vendors each; ordering makes a
purchase order for each of 20 vendors. Both go in batches, as the scheduled action does, each with a cold cache.
"""
from math import log
from time import perf_counter

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

SIZES = (1_000, 10_000)
LINES_PER_REQUEST = 100
PER_PRODUCT = 5
VENDORS = 20
LIMIT = 60  # seconds
SLACK = 1.5  # by which the growth may pass n log n: the smaller size is measured with a cold server


def run(env):
    """:return: rows of the table that ``./office bench rounds`` prints"""
    office = Office(env(context={'no_reset_password': True, 'tracking_disable': True}))
    rows = []
    for size in SIZES:
        supply_round = office.file(size)
        closing, batches = office.work(supply_round, 'action_close')
        office.approve(supply_round)
        ordering, order_batches = office.work(supply_round, 'action_order')
        lines = supply_round.line_ids
        rows.append({
            'lines': size,
            'products': len(lines),
            'close s': round(closing, 1),
            'close batches': batches,
            'order s': round(ordering, 1),
            'order batches': order_batches,
            'orders': len(supply_round.sudo().purchase_order_ids),
            'together s': round(closing + ordering, 1),
            'target': f"≤ {LIMIT} s, growth ≤ n log n",
            'ok': (closing + ordering <= LIMIT and len(lines.request_line_ids) == size
                   and not any(lines.mapped('to_order_quantity'))),
        })
    few, many = rows
    growth = many['lines'] * log(many['lines']) / (few['lines'] * log(few['lines']))
    many['growth'] = round(many['together s'] / few['together s'], 1)
    many['ok'] = many['ok'] and many['growth'] <= SLACK * growth
    return rows


class Office:
    """A department that files what it needs, an officer, and vendors."""

    def __init__(self, env):
        self.env = env
        env['res.users'].search([]).notification_type = 'inbox'
        self.officer, self.manager, self.user, self.head = (
            new_test_user(env, login=f'bench_{login}', groups=groups, notification_type='inbox') for login, groups in (
                ('officer', 'base.group_user,office_admin_base.position_officer'),
                ('manager', 'base.group_user,office_admin_base.position_manager'),
                ('user', 'base.group_user'), ('head', 'base.group_user')))
        department = env['hr.department'].create({'name': "Bench"})
        for user in (self.head, self.user, self.officer, self.manager):
            employee = env['hr.employee'].create(
                {'name': user.name, 'user_id': user.id, 'department_id': department.id})
            if user == self.head:
                department.manager_id = employee
        self.vendors = env['res.partner'].create([{'name': f"Vendor {number}"} for number in range(VENDORS)])

    def file(self, size):
        """Return a round for which ``size`` lines are approved."""
        products = self.env['product.product'].create([
            {'name': f"Bench {size} {number}", 'is_storable': True, 'supply_ok': True}
            for number in range(size // PER_PRODUCT)])
        self.env['product.supplierinfo'].create([
            {'product_tmpl_id': product.product_tmpl_id.id, 'partner_id': self.vendors[(number + more) % VENDORS].id,
             'price': 10 + more}
            for number, product in enumerate(products) for more in range(2)])
        supply_round = self.env['office.supply.round'].with_user(self.officer).create({
            'title': f"Bench {size}", 'close_date': fields.Date.add(fields.Date.today(), days=7)})
        supply_round.action_open()
        for first in range(0, size, LINES_PER_REQUEST):
            request = self.env['office.supply.request'].with_user(self.user).create({
                'round_id': supply_round.id,
                'line_ids': [Command.create({
                    'product_id': products[number % len(products)].id, 'quantity': 1 + number % 7})
                    for number in range(first, first + LINES_PER_REQUEST)]})
            request.action_submit()
            if request.state == 'submitted':
                approver = request.sudo().approver_ids[:1]
                while request.state == 'submitted':
                    request.with_user(approver).action_approve()
                    approver = request.sudo().approver_ids[:1]
            self.settle()
        return supply_round

    def approve(self, supply_round):
        supply_round.action_submit()
        while supply_round.state == 'submitted':
            supply_round.with_user(supply_round.sudo().approver_ids[:1]).action_approve()
        self.settle()

    def work(self, supply_round, button):
        """Press ``button`` and do its work in batches.

        :return: seconds, and the number of batches
        """
        start, batches = perf_counter(), 0
        getattr(supply_round, button)()
        self.settle()
        while supply_round.job:
            supply_round.sudo().with_user(1)._work_on_job()
            self.settle()
            batches += 1
        return perf_counter() - start, max(batches - 1, 0)

    def settle(self):
        self.env.flush_all()
        self.env.cr.commit()
        self.env.invalidate_all()

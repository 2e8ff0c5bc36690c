"""Makes the office of ``./office load``: ``python -m tools.load_office DATABASE CLIENTS``, inside Odoo's Python.

Prints its people as JSON: login (which is the password), role, and what they work with.
"""

import json
import sys

from tools.odoo_env import open_database

DEPARTMENTS = 3
PRODUCTS = 12
PLENTY, SCARCE = 100_000, 60


def main(database, clients):
    open_database(database, lambda env: print(json.dumps(Office(env).make_people(int(clients)))))


class Office:
    """A company with departments, products in stock, a round that collects and a quota that everybody shares."""

    def __init__(self, env):
        self.env = env
        self.departments = env['hr.department'].create([{'name': f"Load {n}"} for n in range(DEPARTMENTS)])
        self.products = env['product.product'].create([
            {'name': f"Load {n}", 'is_storable': True, 'supply_ok': True, 'supply_is_durable': n == 1}
            for n in range(PRODUCTS)])
        warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
        # by an inventory, so that moves explain all that is there
        env['stock.quant'].with_context(inventory_mode=True).create([
            {'product_id': product.id, 'location_id': warehouse.lot_stock_id.id,
             'inventory_quantity': PLENTY if number else SCARCE}
            for number, product in enumerate(self.products)]).action_apply_inventory()
        env['office.supply.quota'].create([
            {'applies_to': 'department', 'department_id': self.departments[0].id, 'quantity': PLENTY,
             'product_tmpl_id': self.products[2].product_tmpl_id.id}])

    def make_people(self, clients):
        """:return: ``[{login, role, products, round_id}]``, heads and officers first"""
        roles = ['head'] * DEPARTMENTS + ['officer'] * max(2, clients // 10)
        roles += ['employee'] * (clients - len(roles))
        people = [(f'load_{number}', role) for number, role in enumerate(roles)]
        employees = {}
        for number, (login, role) in enumerate(people):
            groups = ['base.group_user'] + ['office_admin_base.position_officer'] * (role == 'officer')
            user = self.env['res.users'].create({
                'name': login, 'login': login, 'password': login, 'email': f'{login}@example.com',
                'group_ids': [(6, 0, [self.env.ref(group).id for group in groups])]})
            employees[login] = self.env['hr.employee'].create({
                'name': login, 'user_id': user.id, 'department_id': self.departments[number % DEPARTMENTS].id})
        for number, department in enumerate(self.departments):
            department.manager_id = employees[f'load_{number}']
        officer = employees[f'load_{DEPARTMENTS}'].user_id
        supply_round = self.env['office.supply.round'].with_user(officer).create({'title': "Load"})
        supply_round.action_open()
        return [{'login': login, 'role': role, 'products': self.products.ids, 'round_id': supply_round.id}
                for login, role in people]


if __name__ == '__main__':
    main(*sys.argv[1:])

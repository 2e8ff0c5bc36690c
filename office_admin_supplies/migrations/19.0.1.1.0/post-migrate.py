"""Promises are new: whoever is told that one is late may read the request, and what is open is promised from now on."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, path in (('office_supply_request', ''), ('office_supply_request_line', 'request_id.')):
        rule = env.ref(f'office_admin_supplies.{name}_rule_concerned', raise_if_not_found=False)
        if rule and 'told_user_ids' not in rule.domain_force:
            rule.domain_force = f"['|', ('{path}told_user_ids', 'in', user.id)] + {rule.domain_force}"
    requests = env['office.supply.request'].search([('state', 'in', ('submitted', 'approved'))])
    requests.filtered(lambda request: request.state == 'submitted')._start_promise('answer')
    requests.filtered(lambda request: request.state == 'approved')._start_promise('hand_out')

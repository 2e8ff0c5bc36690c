"""Who takes part in a request is said in one place from now on, where its rules said it before."""
from odoo import SUPERUSER_ID, api

SHIPPED = (
    "['|', '|', '|', '|', '&', ('{0}state', '!=', 'draft'), ('{0}allowed_user_ids', 'in', user.id), "
    "('{0}requester_id', '=', user.id), ('{0}employee_id.user_id', '=', user.id), ('{0}is_approver', '=', True), "
    "('{0}told_user_ids', 'in', user.id)]")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, path in (('office_supply_request', ''), ('office_supply_request_line', 'request_id.')):
        rule = env.ref(f'office_admin_supplies.{name}_rule_concerned', raise_if_not_found=False)
        if rule and rule.domain_force == SHIPPED.format(path):  # else an administrator has changed it
            rule.domain_force = f"[('{path}takes_part', '=', True)]"

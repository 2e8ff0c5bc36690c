"""The approval engine decides from now on: who waited for an approver before is asked for by the rules."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, path in (('office_supply_request', ''), ('office_supply_request_line', 'request_id.')):
        rule = env.ref(f'office_admin_supplies.{name}_rule_concerned', raise_if_not_found=False)
        if rule:
            rule.domain_force = rule.domain_force.replace(
                f"('{path}approver_ids', 'in', user.id)", f"('{path}is_approver', '=', True)")
    old_type = env.ref('office_admin_supplies.mail_activity_type_approve', raise_if_not_found=False)
    if old_type:
        env['mail.activity'].with_context(active_test=False).search([('activity_type_id', '=', old_type.id)]).unlink()
        old_type.unlink()
    env['office.approval.rule']._create_defaults(['office.supply.request'])
    requests = env['office.supply.request'].search([('state', '=', 'submitted')])
    requests.filtered(lambda request: not request.approval_id)._start_approval()
    cr.execute("DROP TABLE IF EXISTS office_supply_request_res_users_rel")

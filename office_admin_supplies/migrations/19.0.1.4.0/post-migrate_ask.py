"""Quotas are new: what is over them needs a step, where the approval rule is still the one of the beginning."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    position = env.ref('office_admin_base.position_manager')
    for rule in env['office.approval.rule'].search([('res_model', '=', 'office.supply.request')]):
        steps = [(step.who, step.group_id.id, step.domain or '') for step in rule.step_ids]
        if steps == [('superior', False, ''), ('position', position.id, '')]:
            rule.write({'step_ids': [
                (0, 0, env['office.supply.request']._prepare_over_quota_step())]})

"""Somebody answers for each request from now on, and who got the goods confirms it; the past counts as confirmed."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    cr.execute("""
        UPDATE office_supply_request request
           SET confirmation = 'automatic',
               confirm_datetime = COALESCE(
                   (SELECT MAX(step.datetime) FROM office_transition step
                     WHERE step.res_model = 'office.supply.request' AND step.res_id = request.id
                       AND step.verb = 'done'),
                   request.write_date)
         WHERE request.state = 'done' AND request.confirmation IS NULL""")
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['office.supply.request'].search([('state', '=', 'approved')])._assign_owners()

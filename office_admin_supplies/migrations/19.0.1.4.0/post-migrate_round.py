"""Collection rounds are new: companies that were there before get the rule by which rounds are approved."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['office.approval.rule']._create_defaults(['office.supply.round'])

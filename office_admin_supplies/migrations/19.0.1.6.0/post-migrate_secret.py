"""Requests that became secret after they were filed leave their rounds."""
from odoo import SUPERUSER_ID, api

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['office.supply.request'].search(
        [('round_id', '!=', False), ('secrecy_level', 'in', RESTRICTED)])._leave_round_secretly()

from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Let those who have cards hold them by name."""
    env = Environment(cr, SUPERUSER_ID, {})
    cards = env['maintenance.equipment'].search([
        ('asset_code', '!=', False), ('asset_state', '!=', 'ended'), ('employee_id.active', '=', True)])
    held = env['office.asset.custody'].search([('state', '=', 'held')]).equipment_id
    env['office.asset.custody']._follow({card: card.employee_id for card in cards - held})

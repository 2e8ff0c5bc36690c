"""Supplies are found by all readings of their Chinese characters from now on."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['product.template'].with_context(active_test=False).search(
        [('supply_ok', '=', True)])._compute_pinyin_key()

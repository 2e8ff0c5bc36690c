from odoo.tools.sql import column_exists, drop_index, rename_column


def migrate(cr, version):
    """The letters by which a product is found stand in the field that everything found by pinyin has."""
    if column_exists(cr, 'product_template', 'supply_search_key'):
        rename_column(cr, 'product_template', 'supply_search_key', 'pinyin_key')
        drop_index(cr, 'product_template__supply_search_key_index', 'product_template')

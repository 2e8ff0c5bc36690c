from odoo.tools.sql import column_exists, rename_column


def migrate(cr, version):
    """Who received a hand-out stands in the fields that everything with a receipt has, and in one view."""
    for old, new in (
            ('supply_receiver_name', 'receiver_name'),
            ('supply_receiver_signature', 'receiver_signature'),
            ('supply_signed_on', 'receipt_datetime'),
            ('supply_by_code', 'receipt_by_code')):
        if column_exists(cr, 'stock_picking', old):
            rename_column(cr, 'stock_picking', old, new)
    cr.execute("""
        DELETE FROM ir_ui_view view USING ir_model_data data
         WHERE data.model = 'ir.ui.view' AND data.res_id = view.id AND data.module = 'office_admin_supplies'
           AND data.name = 'stock_picking_view_form_pickup'""")

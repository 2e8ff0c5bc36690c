def migrate(cr, version):
    """The screens of requests are made from those of every request: what was added to the old ones is made anew."""
    cr.execute("""
        DELETE FROM ir_ui_view view USING ir_model_data data
         WHERE data.model = 'ir.ui.view' AND data.res_id = view.id AND data.module = 'office_admin_supplies'
           AND view.model = 'office.supply.request' AND view.mode = 'extension'""")

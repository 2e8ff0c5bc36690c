def migrate(cr, version):
    """The screens of requests are made from those of every request, and the settings stand in one view.

    What was added to the old ones is deleted, and made anew where it is still there.
    """
    cr.execute("""
        DELETE FROM ir_ui_view view USING ir_model_data data
         WHERE data.model = 'ir.ui.view' AND data.res_id = view.id AND data.module = 'office_admin_supplies'
           AND view.mode = 'extension'
           AND (view.model = 'office.supply.request'
                OR view.model = 'res.config.settings' AND data.name != 'res_config_settings_view_form')""")

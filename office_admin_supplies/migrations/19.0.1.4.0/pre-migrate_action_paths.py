def migrate(cr, version):
    """The address “supply-consumption” belongs to what was consumed at cost; what was asked for has its own."""
    cr.execute("""
        UPDATE ir_act_window SET path = 'supply-requested-items'
         WHERE path = 'supply-consumption' AND id IN (
            SELECT res_id FROM ir_model_data
             WHERE module = 'office_admin_supplies' AND name = 'office_supply_request_line_action_analysis')""")

def migrate(cr, version):
    """The verb of a reason is a text now: Odoo would look for what becomes of the values that it has no more."""
    cr.execute("""
        DELETE FROM ir_model_data WHERE model = 'ir.model.fields.selection' AND res_id IN (
            SELECT selection.id FROM ir_model_fields_selection selection
              JOIN ir_model_fields field ON field.id = selection.field_id
             WHERE field.model = 'office.closing.reason' AND field.name = 'verb')""")
    cr.execute("""
        DELETE FROM ir_model_fields_selection selection USING ir_model_fields field
         WHERE field.id = selection.field_id AND field.model = 'office.closing.reason' AND field.name = 'verb'""")

def migrate(cr, version):
    """Tell what was seen without a label from what has a code: the key of the phone stood as its code before."""
    cr.execute("""
        UPDATE office_asset_stocktake_line line SET seen_key = line.code, code = NULL
          FROM office_count_row row
         WHERE row.client_key = line.code AND row.code IS NULL AND line.equipment_id IS NULL
           AND line.seen_key IS NULL""")

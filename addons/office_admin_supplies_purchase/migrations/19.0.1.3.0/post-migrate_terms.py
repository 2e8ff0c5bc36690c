"""Orders of rounds keep the terms on which they were approved: for those that exist, the terms that they have."""


def migrate(cr, version):
    cr.execute("""
        UPDATE purchase_order po
           SET supply_terms = jsonb_build_object(
                   'partner_id', partner_id, 'currency_id', currency_id, 'picking_type_id', picking_type_id,
                   'dest_address_id', dest_address_id, 'payment_term_id', payment_term_id,
                   'fiscal_position_id', fiscal_position_id, 'lines', (
                       SELECT COALESCE(jsonb_agg(line.supply_round_line_id), '[]')
                         FROM purchase_order_line line
                        WHERE line.order_id = po.id AND line.supply_round_line_id IS NOT NULL))
         WHERE supply_round_id IS NOT NULL
    """)

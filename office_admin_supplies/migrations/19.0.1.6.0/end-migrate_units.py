"""Things are held in the unit of their product from now on, and what is only rounding ends its line."""
from odoo import SUPERUSER_ID, api

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE


def migrate(cr, version):
    cr.execute("""
        UPDATE office_supply_custody custody
           SET quantity = ROUND((custody.quantity * held.factor / own.factor)::numeric, 2), uom_id = own.id
          FROM uom_uom held, product_product product, product_template template, uom_uom own
         WHERE held.id = custody.uom_id AND product.id = custody.product_id AND template.id = product.product_tmpl_id
           AND own.id = template.uom_id AND own.id != held.id
    """)
    env = api.Environment(cr, SUPERUSER_ID, {})
    lines = env['office.supply.request.line'].search([('state', '=', 'approved'), ('handed_quantity', '>', 0)])
    env.add_to_compute(lines._fields['open_quantity'], lines)
    env.flush_all()
    moves = lines.search([('state', '=', 'approved')])._get_open_moves()
    # parts of packs that Odoo has reserved
    broken = moves.filtered(lambda move: move.quantity and move.product_id._get_whole_message(
        move.quantity, move.product_uom))
    broken._do_unreserve()
    broken._action_assign()
    ended = lines.request_id.filtered(lambda request: request.state == 'approved' and request._is_handed_out())
    ended._transition('done', by=ENGINE)

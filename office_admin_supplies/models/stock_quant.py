from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class StockQuant(models.Model):
    """What lies in the supply room is moved by one after the other.

    Odoo passes by a record of the stock that somebody else is writing, and writes what it takes beside it, into a
    second record, which its scheduler merges some day. Till then each of two people at once sees the goods that the
    other one takes, and what is let go again of one record stays reserved on the other.
    """
    _inherit = 'stock.quant'

    @api.model
    def _await_supplies(self, products, places):
        """Wait until nobody else moves these products there; what was seen before is looked at again by Odoo's retry.

        In the order of their ids, so that nobody waits for one who waits for him. A second record that others have
        left is merged.
        """
        quants_sudo = self.sudo()  # sudo: who moves goods by a verb of ours need not have stock rights
        names = ['product_id', 'location_id', 'lot_id', 'package_id', 'owner_id']
        query = quants_sudo._search(
            Domain('product_id', 'in', products.ids) & Domain('location_id', 'child_of', places.ids), order='id')
        columns = [SQL.identifier('stock_quant', name) for name in ['id', *names]]
        rows = self.env.execute_query(SQL("%s FOR NO KEY UPDATE OF stock_quant", query.select(*columns)))
        if len({row[1:] for row in rows}) < len(rows):
            self.env.flush_all()
            quants_sudo.browse([row[0] for row in rows])._merge_quants()


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _action_assign(self, force_qty=False):
        self._await_supplies()
        return super()._action_assign(force_qty=force_qty)

    def _action_done(self, cancel_backorder=False):
        self._await_supplies()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _do_unreserve(self):
        self._await_supplies()
        return super()._do_unreserve()

    def _action_cancel(self):
        self._await_supplies()
        return super()._action_cancel()

    def _await_supplies(self):
        """Let others finish who move the goods of these moves, as far as they are of requests."""
        supply_sudo = self.sudo().filtered(  # sudo: moves of others
            lambda move: move.state not in ('done', 'cancel') and (
                move.supply_line_id or move.origin_returned_move_id.supply_line_id))
        if supply_sudo:
            self.env['stock.quant']._await_supplies(
                supply_sudo.product_id, supply_sudo.location_id | supply_sudo.location_dest_id)

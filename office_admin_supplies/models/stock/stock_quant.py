from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list


class StockQuant(models.Model):
    """What lies in the supply room is moved by one after the other, and there is as much of it as was moved.

    Odoo passes by a record of the stock that somebody else is writing, and writes what it takes beside it, into a
    second record, which its scheduler merges some day. Till then each of two people at once sees the goods that the
    other one takes, and what is let go again of one record stays reserved on the other.

    It also lets everybody in Inventory write the quantity over, without a move. Of office supplies, and where
    departments have them, they only count; Odoo itself writes as superuser, when something moves.
    """
    _name = 'stock.quant'
    _inherit = ['stock.quant', 'office.supply.shown.mixin']

    @api.model_create_multi
    def create(self, vals_list):
        # beforehand, as Odoo takes what was counted out of the values
        named = {name for vals in vals_list for name in vals}
        quants = super().create(vals_list)
        if named - set(self._get_inventory_fields_create()):
            quants._check_only_counted()
        return quants

    def write(self, vals):
        is_more = bool(vals.keys() - self._get_counting_fields())
        if is_more:
            self._check_only_counted()
        result = super().write(vals)
        if is_more:
            self._check_only_counted()  # also what has become a record of such goods only now
        return result

    @api.model
    def _get_counting_fields(self):
        """What people write on a record of the stock when they count: neither how much there was, nor of what."""
        return set(self._get_inventory_fields_write()) - set(self._get_forbidden_fields_write())

    def _check_only_counted(self):
        """:raise UserError: the user would write over what there is of office supplies"""
        if self.env.su:
            return
        kept_sudo = self.sudo().filtered(  # sudo: places and products of other companies
            lambda quant: quant.location_id._is_supply_consumption() or quant.product_id._filter_kept_as_supplies())
        if kept_sudo:
            raise UserError(self.env._(
                "%(products)s: how much there is of office supplies, and where, comes of what is moved and counted. "
                "Count them in “Physical Inventory” or by a count of the supply room, or move them.",
                products=format_list(self.env, kept_sudo.product_id.mapped('display_name'))))

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

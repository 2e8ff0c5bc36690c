from collections import defaultdict
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.touch import touch_rows
from odoo.addons.office_admin_worktime.held import held

# True while our own code moves surplus goods from one department to another.
_redistributing = ContextVar('office_supply_redistributing', default=False)


class StockMove(models.Model):
    """What one department has goes to another one, or back into the supply room, only where both say so."""
    _inherit = 'stock.move'

    supply_surplus_ids = fields.One2many(
        'office.supply.surplus', 'move_id', "Surplus Goods", groups='stock.group_stock_user')

    def _action_done(self, cancel_backorder=False):
        between = self.filtered(lambda move: move.state not in ('done', 'cancel')
                                and move.location_id._is_supply_consumption()
                                and move.location_dest_id._is_supply_consumption())
        if between and not _redistributing.get():
            raise UserError(self.env._(
                "%(products)s: goods go from one department to another by “Free to Take” only, where both say so.",
                products=format_list(self.env, between.product_id.mapped('display_name'))))
        self._check_supply_taken_out()
        return super()._action_done(cancel_backorder=cancel_backorder)

    @api.model
    def _get_unrestricted_domain(self, path):
        return Domain(path, '=', False) | Domain(f'{path}.secrecy_level', 'not in', RESTRICTED)

    @api.model
    def _move_supplies_back(self, thing):
        """Bring ``thing`` from the department that has it into the supply room, see :meth:`_redistribute_supplies`."""
        room = thing.company_id._get_supply_warehouse().lot_stock_id
        if not room:
            raise UserError(self.env._(
                "%(company)s has no warehouse to which %(surplus)s could go.", company=thing.company_id.name,
                surplus=thing.display_name))
        locations = self.env['stock.location']._get_supply_locations(thing.company_id, thing.department_id)
        return self._redistribute_supplies(thing, locations[thing.department_id], room)

    @api.model
    def _redistribute_supplies(self, thing, source, destination):
        """Move what a department has to somewhere else, at once.

        :param thing: the record of what it is: product, quantity, unit and company
        :return: the move, done
        """
        move = self.create({
            'product_id': thing.product_id.id,
            'product_uom_qty': thing.quantity,
            'product_uom': thing.uom_id.id,
            'location_id': source.id,
            'location_dest_id': destination.id,
            'company_id': thing.company_id.id,
            'origin': thing.display_name,
        })
        move._action_confirm(merge=False)
        move.quantity = thing.quantity
        move.picked = True
        with held(_redistributing):
            move._action_done()
        return move

    def _check_supply_return(self):
        super()._check_supply_return()
        quantities = defaultdict(float)
        for move in self.filtered('origin_returned_move_id.supply_line_id'):
            place = move.origin_returned_move_id.location_dest_id
            if move.location_id == place:
                quantities[place, move.product_id] += move.product_uom._compute_quantity(
                    move.quantity, move.product_id.uom_id, round=False)
        for (place, product), quantity in quantities.items():
            place_sudo = place.sudo()  # sudo: moves of others
            touch_rows(place_sudo)
            there = place_sudo._get_supply_balance(product)
            if product.uom_id.compare(quantity, there) > 0:
                raise UserError(self.env._(
                    "%(product)s: by the books %(department)s has only %(there)g %(unit)s, the rest went to another "
                    "department. No more can come back.", product=product.display_name, there=max(there, 0.0),
                    department=place_sudo.supply_department_id.name or place.name, unit=product.uom_id.name))

    def _check_supply_taken_out(self):
        """:raise UserError: goods would leave a department that it has neither brought back nor given away"""
        taken = self.filtered(lambda move: (
            move.state not in ('done', 'cancel') and move.location_id._is_supply_consumption()
            and not move.origin_returned_move_id.location_dest_id._is_supply_consumption()))
        if taken and not _redistributing.get():
            raise UserError(self.env._(
                "%(products)s: goods come out of a department by “Give Back” of the supply request, by the return of "
                "its transfer, or by “Free to Take” only.",
                products=format_list(self.env, taken.product_id.mapped('display_name'))))

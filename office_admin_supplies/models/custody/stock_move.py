from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

STAYED_OUT = ('lost', 'passed')  # ended without coming back


class StockMove(models.Model):
    """What was handed out comes back by Odoo's own return; what is held by name is somebody's until then."""
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        back = self.filtered(lambda move: move.state == 'done' and move.origin_returned_move_id)
        if back:
            back._end_custody()
        return done

    def _check_supply_issue(self):
        super()._check_supply_issue()
        lines = self.filtered('quantity').supply_line_id
        for line, things in self.env['office.supply.custody']._get_old_things(lines).items():
            raise UserError(self.env._(
                "%(document)s: %(person)s still holds %(product)s since %(day)s. Say in “Hand Out” whether the old one "
                "comes back or how it was lost.",
                document=line.request_id.display_name, person=line.employee_id.name,
                product=line.product_id.display_name, day=format_date(self.env, things[:1].begin_datetime)))

    def _start_custody(self):
        """Note who holds what of these hand-outs by name from now on."""
        self.env['office.supply.custody']._start_custody([
            values for move in self.filtered('product_id.supply_is_durable')
            for values in move._prepare_custody_values()])

    def _prepare_custody_values(self):
        """Values of what is held from now on: in the unit of the product, and each serial number on its own."""
        quantities = defaultdict(float)
        for move_line in self.move_line_ids:
            quantities[move_line.lot_id] += move_line.quantity_product_uom
        return [{
            'line_id': self.supply_line_id.id,
            'company_id': self.company_id.id,
            'employee_id': self.supply_line_id.employee_id.id,
            'department_id': self.supply_line_id.department_id.id,
            'product_id': self.product_id.id,
            'uom_id': self.product_id.uom_id.id,
            'quantity': quantity,
            'lot_id': lot.id,
            'move_id': self.id,
            'begin_datetime': self.date,
        } for lot, quantity in quantities.items()]

    def _end_custody(self):
        """What came back is no longer in anybody's hands, whatever way it came."""
        # sudo: whoever takes goods back in Inventory need not be an officer of the supplies
        things = self.env['office.supply.custody'].sudo().search(
            [('move_id', 'in', self.origin_returned_move_id.ids)])
        for origin, its_things in things.grouped('move_id').items():
            came = origin.returned_move_ids.filtered(lambda move: move.state == 'done').move_line_ids
            for lot, same in its_things.grouped('lot_id').items():
                held = same.filtered(lambda custody: custody.state == 'held')
                back = (same - held).filtered(lambda custody: custody.state not in STAYED_OUT)
                # what is held without a number, from before numbers were kept, is any of the others
                quantity = sum(came.filtered(lambda line, lot=lot, things=its_things: (
                    line.lot_id == lot or not lot and line.lot_id not in things.lot_id)).mapped(
                        'quantity_product_uom'))
                held.sudo(False)._end_part(quantity - sum(back.mapped('quantity')))

    def _get_quantities_out(self):
        """Return ``{serial number, lot or none: quantity}`` of this hand-out that has not come back.

        In the unit of the product.
        """
        self.ensure_one()
        out = defaultdict(float)
        for move_line in self.move_line_ids:
            out[move_line.lot_id] += move_line.quantity_product_uom
        for move_line in self.returned_move_ids.filtered(lambda move: move.state == 'done').move_line_ids:
            out[move_line.lot_id] -= move_line.quantity_product_uom
        return {lot: quantity for lot, quantity in out.items() if self.product_id.uom_id.compare(quantity, 0.0) > 0}

    def _return_to_stock(self, quantity, lot=None):
        """Bring back ``quantity`` (in the unit of the product) to where it came from, with Odoo's own return.

        :param lot: the serial number or lot that came back
        :return: the move that brought it back
        """
        self.ensure_one()
        wizard = self.env['stock.return.picking'].create({
            'picking_id': self.picking_id.id,
            'product_return_moves': [Command.create({
                'product_id': self.product_id.id, 'quantity': quantity, 'supply_quantity': quantity,
                'move_id': self.id})],
        })
        picking = wizard._create_return()
        if lot:
            picking.move_ids._set_lot_back(lot, quantity)
        picking.with_context(skip_backorder=True).button_validate()
        return picking.move_ids

    def _set_lot_back(self, lot, quantity):
        """Bring back this one, whichever Odoo has taken first."""
        self.ensure_one()
        self.move_line_ids.unlink()
        self.env['stock.move.line'].create(self._prepare_move_line_vals() | {
            'product_uom_id': self.product_id.uom_id.id, 'quantity': quantity, 'lot_id': lot.id})

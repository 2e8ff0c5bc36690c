from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class OfficeSupplyRequestLine(models.Model):
    """What of a line came back to the supply room: by Odoo's own returns of what was handed out, newest first."""
    _inherit = 'office.supply.request.line'

    return_ids = fields.One2many('office.supply.return', 'line_id', "Brought Back")
    given_back_quantity = fields.Float(
        "Given Back", compute='_compute_given_back_quantity', store=True, digits='Product Unit', aggregator=None,
        compute_sudo=True, help="What its receiver did not need, and which is not open again.")

    @api.depends('uom_id', 'return_ids.state', 'return_ids.quantity', 'return_ids.uom_id')
    def _compute_given_back_quantity(self):
        for line in self:
            line.given_back_quantity = sum(
                given.uom_id._compute_quantity(given.quantity, line.uom_id, round=False)
                for given in line.return_ids if given.state == 'done')

    def _get_returnable_quantities(self):
        """Return what could still be brought back, by its serial number or lot, as superuser.

        :return: ``{lot or no lot: quantity above zero}`` in the unit of the product
        """
        line_sudo = self.sudo()  # sudo: moves, and what others have offered counts as well
        out = defaultdict(float)
        for move in line_sudo.move_ids.filtered(lambda move: move.state == 'done'):
            for lot, quantity in move._get_quantities_out().items():
                out[lot] += quantity
        for given in line_sudo.return_ids.filtered(lambda given: given.state == 'submitted'):
            out[given.lot_id] -= given.uom_id._compute_quantity(given.quantity, given.product_id.uom_id, round=False)
        return {lot: quantity for lot, quantity in out.items() if self.product_id.uom_id.compare(quantity, 0.0) > 0}

    def _get_returnable_quantity(self):
        """What could still be brought back, in the unit of the line."""
        return self.product_id.uom_id._compute_quantity(
            sum(self._get_returnable_quantities().values()), self.uom_id, round=False)

    def _get_lot_out(self, name):
        """Return the serial number or lot of this name that is out, as superuser, or none for no name.

        :raise UserError: it was not handed out, or is back already
        """
        lots_sudo = self.env['stock.lot'].sudo().union(*self._get_returnable_quantities())
        if not name:
            # nobody has to say which one if there is only one
            return lots_sudo if len(lots_sudo) == 1 else lots_sudo.browse()
        found_sudo = lots_sudo.filtered(lambda lot: lot.name == name)
        if not found_sudo:
            raise UserError(self.env._(
                "%(document)s: %(lot)s of %(product)s was not handed out, or is on its way back already.",
                document=self.request_id.display_name, lot=name, product=self.product_id.display_name))
        return found_sudo

    def _check_can_give_back(self, quantity, uom, lot_sudo):
        """:raise UserError: ``quantity`` is not above zero, or more than was handed out and is not yet brought back"""
        own = self.product_id.uom_id
        if uom not in self.uom_id | own:
            raise UserError(self.env._(
                "%(document)s: %(product)s was handed out by the %(units)s. Choose one of these units.",
                document=self.request_id.display_name, product=self.product_id.display_name,
                units=format_list(self.env, (self.uom_id | own).mapped('name'), 'or')))
        found = self._get_returnable_quantities()
        if not lot_sudo and len(found) > 1:
            raise UserError(self.env._(
                "%(document)s: say which serial number of %(product)s comes back. Use “Give Back”.",
                document=self.request_id.display_name, product=self.product_id.display_name))
        most = found.get(lot_sudo, sum(found.values()))
        # written so that “not a number” fails, too
        if not quantity > 0 or own.compare(uom._compute_quantity(quantity, own, round=False), most) > 0:
            raise UserError(self.env._(
                "%(document)s: of %(product)s, between nothing and %(max)g %(unit)s can be brought back. "
                "So much was handed out and is not on its way back yet.",
                document=self.request_id.display_name, product=self.product_id.display_name,
                max=own._compute_quantity(most, uom, round=False), unit=uom.name))
        if message := self.product_id._get_whole_message(quantity, uom):
            raise UserError(self.env._(
                "%(document)s: %(message)s", document=self.request_id.display_name, message=message))

    def _bring_back(self, quantity, condition, uom=None, lot=None):
        """Move goods back to the supply room, by Odoo's return of the latest hand-outs.

        :param float quantity: in ``uom``, which is the unit of the line if left out
        :param str condition: what is ``'broken'`` is scrapped at once
        :param lot: the serial number or lot that came back
        :raise UserError: so much was not handed out
        """
        self.ensure_one()
        own = self.product_id.uom_id
        left, returns = (uom or self.uom_id)._compute_quantity(quantity, own, round=False), self.env['stock.move']
        done = self.move_ids.filtered(lambda move: move.state == 'done')
        lots = lot or self.env['stock.lot']
        out = {move: move._get_quantities_out() for move in done}
        handed = sum(its_out.get(lots, 0.0) if lots else sum(its_out.values()) for its_out in out.values())
        if own.compare(left, handed) > 0:
            raise UserError(self.env._(
                "%(document)s: only %(handed)g %(unit)s of %(product)s were handed out. No more can come back.",
                document=self.request_id.display_name, handed=handed, unit=own.name,
                product=self.product_id.display_name))
        for move in done.sorted(lambda move: (move.date, move.id), reverse=True):
            for its_lot, there in out[move].items():
                part = min(there, left)
                if lots in (lots.browse(), its_lot) and own.compare(part, 0.0) > 0:
                    returns |= move._return_to_stock(part, its_lot)
                    left -= part
        if condition == 'broken':
            returns.move_line_ids._scrap_supplies(self.request_id._get_picking_origin())
        return returns

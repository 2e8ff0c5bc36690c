from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OfficeSupplyRequestLine(models.Model):
    """What of a line came back to the supply room: by Odoo's own returns of what was handed out, newest first."""
    _inherit = 'office.supply.request.line'

    return_ids = fields.One2many('office.supply.return', 'line_id', "Brought Back")
    given_back_quantity = fields.Float(
        "Given Back", compute='_compute_given_back_quantity', store=True, digits='Product Unit', aggregator=None,
        compute_sudo=True, help="What its receiver did not need, and which is not open again.")

    @api.depends('return_ids.state', 'return_ids.quantity')
    def _compute_given_back_quantity(self):
        for line in self:
            line.given_back_quantity = sum(
                given.quantity for given in line.return_ids if given.state == 'done')

    @api.depends('given_back_quantity')
    def _compute_open_quantity(self):
        super()._compute_open_quantity()

    def _get_settled_quantity(self):
        return super()._get_settled_quantity() + self.given_back_quantity

    def _get_returnable_quantity(self):
        """What could still be brought back, in the unit of the line."""
        line_sudo = self.sudo()  # sudo: what others have offered counts as well
        waiting = sum(given.quantity for given in line_sudo.return_ids if given.state == 'submitted')
        return max(line_sudo.handed_quantity - waiting, 0.0)

    def _check_can_give_back(self, quantity):
        """:raise UserError: ``quantity`` is not above zero, or more than was handed out and is not yet brought back"""
        # written so that “not a number” fails, too
        if not quantity > 0 or self.uom_id.compare(quantity, self._get_returnable_quantity()) > 0:
            raise UserError(self.env._(
                "%(document)s: of %(product)s, between nothing and %(max)g %(unit)s can be brought back. "
                "So much was handed out and is not on its way back yet.",
                document=self.request_id.display_name, product=self.product_id.display_name,
                max=self._get_returnable_quantity(), unit=self.uom_id.name))

    def _bring_back(self, quantity, condition):
        """Move goods back to the supply room, by Odoo's return of the latest hand-outs.

        :param float quantity: in the unit of the line
        :param str condition: what is ``'broken'`` is scrapped at once
        :raise UserError: so much was not handed out
        """
        self.ensure_one()
        if self.uom_id.compare(quantity, self.handed_quantity) > 0:
            raise UserError(self.env._(
                "%(document)s: only %(handed)g %(unit)s of %(product)s were handed out. No more can come back.",
                document=self.request_id.display_name, handed=self.handed_quantity, unit=self.uom_id.name,
                product=self.product_id.display_name))
        left, returns = quantity, self.env['stock.move']
        done = self.move_ids.filtered(lambda move: move.state == 'done')
        for move in done.sorted(lambda move: (move.date, move.id), reverse=True):
            part = min(move._get_supply_quantity() - move._get_returned_supply_quantity(), left)
            if self.uom_id.compare(part, 0.0) > 0:
                returns |= move._return_to_stock(self.uom_id._compute_quantity(part, move.product_uom, round=False))
                left -= part
        if condition == 'broken':
            returns.move_line_ids._scrap_supplies(self.request_id._get_picking_origin())
        return returns


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _return_to_stock(self, quantity):
        """Bring back ``quantity`` (in the unit of this move) to where it came from, with Odoo's own return.

        :return: the move that brought it back
        """
        self.ensure_one()
        wizard = self.env['stock.return.picking'].create({
            'picking_id': self.picking_id.id,
            'product_return_moves': [Command.create({
                'product_id': self.product_id.id, 'quantity': quantity, 'move_id': self.id})],
        })
        picking = wizard._create_return()
        picking.with_context(skip_backorder=True).button_validate()
        return picking.move_ids


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def _scrap_supplies(self, origin):
        """Write off, with Odoo's own scrap, what these lines have brought to their destination."""
        scraps = self.env['stock.scrap'].create([{
            'product_id': line.product_id.id,
            'product_uom_id': line.product_uom_id.id,
            'scrap_qty': line.quantity,
            'lot_id': line.lot_id.id,
            'location_id': line.location_dest_id.id,
            'company_id': line.company_id.id,
            'origin': origin,
        } for line in self])
        scraps.do_scrap()

from contextvars import ContextVar

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.held import held

from ..supply_arithmetic import get_slack, get_step, is_multiple, is_number, round_down

# True while our own code counts a line in another unit.
_turning = ContextVar('office_supply_turning', default=False)


class ProductProduct(models.Model):
    """The smallest quantity of a product that can be handed out."""
    _inherit = 'product.product'

    def _is_supply_counted(self):
        """Whether there is no half of it: its unit has none, or it is held by name or has a number of its own."""
        self.ensure_one()
        template = self.product_tmpl_id  # what a variant takes from it would be computed for each of them
        return template.supply_is_durable or template.tracking == 'serial' or template.uom_id.supply_is_counted

    def _get_supply_step(self, uom=None):
        """Return the smallest quantity in ``uom``, in the unit of the product if left out."""
        self.ensure_one()
        own = self.product_tmpl_id.uom_id
        uom = uom or own
        return get_step(
            1 if uom == own else uom._compute_quantity(1.0, own, round=False), self._is_supply_counted(),
            uom.supply_is_counted, self.env['decimal.precision'].precision_get('Product Unit'))

    def _floor_supplies(self, quantity):
        """Return what of a quantity in the unit of the product can be handed out: whole pieces of what is counted."""
        # most quantities are whole, and to look at the unit of each product would take long
        return quantity if float(quantity).is_integer() else round_down(quantity, self._get_supply_step())

    def _get_whole_message(self, quantity, uom):
        """Return what is wrong with a quantity in ``uom``, or False: there is no half of what is counted."""
        self.ensure_one()
        step = self._get_supply_step(uom)
        # what is no number is refused elsewhere, with what could be entered
        if step < 1 or not is_number(quantity) or is_multiple(quantity, step):
            return False
        if step == 1:
            return self.env._(
                "%(product)s is counted by the piece: enter a whole number of %(unit)s.",
                product=self.display_name, unit=uom.name)
        return self.env._(
            "%(product)s is kept by the %(own)s: enter %(step)s %(unit)s or a multiple of it.",
            product=self.display_name, own=self.uom_id.name, step=step, unit=uom.name)


class OfficeSupplyRequestLine(models.Model):
    """Packs and pieces: what can be handed out of a line, and how it is counted by the piece where a pack breaks.

    Stock is compared in the unit of the product, in which all packs are whole numbers of pieces.
    """
    _inherit = 'office.supply.request.line'

    def _get_own_quantity(self, quantity):
        """Return ``quantity``, in the unit of the line, in that of the product."""
        return self.uom_id._compute_quantity(quantity, self.product_id.uom_id, round=False)

    def _get_step(self):
        return self.product_id._get_supply_step(self.uom_id)

    def _is_only_rounding(self, quantity):
        """Whether ``quantity`` is less than the supply room could hand out, such as what packs of old lack."""
        return self._get_own_quantity(quantity) <= get_slack(self.product_id._get_supply_step())

    def _get_open_whole(self):
        """Return what of the line can still be handed out, in its unit and in whole packs."""
        own = self.uom_id._compute_quantity(1.0, self.product_id.uom_id, round=False)
        step = self._get_step()
        if step < 1 or not own:
            return self.open_quantity
        return round_down(self.open_quantity, step, get_slack(self.product_id._get_supply_step()) / own)

    def _get_open_pieces(self):
        """Return what of the line can still be handed out, in the unit of the product."""
        own = self._get_own_quantity(self.open_quantity)
        step = self.product_id._get_supply_step()
        return own if step < 1 else round_down(own, step, get_slack(step))

    def _get_proposed_pieces(self):
        """What could be handed out now, in the unit of the product, if the line is counted in it."""
        wanted = self._get_open_pieces()
        if not self.product_id.is_storable:
            return wanted
        line_sudo = self.sudo().with_context(allowed_company_ids=self.company_id.ids)  # sudo: reads all moves
        return min(wanted, line_sudo._get_available_quantity())

    def _check_whole(self, quantity):
        """:raise UserError: ``quantity`` is a part of a pack or of a piece"""
        if message := self.product_id._get_whole_message(quantity, self.uom_id):
            if self.uom_id == self.product_id.uom_id:
                raise UserError(self.env._(
                    "%(document)s: %(message)s", document=self.request_id.display_name, message=message))
            raise UserError(self.env._(
                "%(document)s: %(message)s To hand out less than a whole one, choose the unit %(own)s in “Hand Out”.",
                document=self.request_id.display_name, message=message, own=self.product_id.uom_id.name))

    def _is_broken(self):
        """Whether a part of a pack is out, as after some pieces came back."""
        return self.uom_id != self.product_id.uom_id and self.product_id._is_supply_counted() and not is_multiple(
            self.consumed_quantity, self._get_step() * self._get_own_quantity(1.0))

    def _turn_to_own_unit(self):
        """Count these lines in the unit of their product from now on, since not only whole packs of it move.

        What was asked for and approved stays as much as it was.
        """
        for line in self.filtered(lambda line: line.uom_id != line.product_id.uom_id):
            unit, asked, own = line.uom_id, line.quantity, line.product_id.uom_id
            values = {'uom_id': own.id, 'quantity': line._get_own_quantity(asked)}
            line_sudo = line.sudo()  # sudo: after submit nobody may write
            moves_sudo = line_sudo._get_open_moves()
            quantities = {
                move: move.product_uom._compute_quantity(move.product_uom_qty, own, round=False)
                for move in moves_sudo}
            moves_sudo._do_unreserve()
            with held(_turning):
                line_sudo.write(values)
            for move, quantity in quantities.items():
                move.product_uom = own
                move.product_uom_qty = quantity
            moves_sudo._action_assign()
            line_sudo.request_id._message_log(body=self.env._(
                "%(product)s: %(asked)g %(unit)s are counted as %(quantity)g %(own)s from now on.",
                product=line.product_id.display_name, asked=asked, unit=unit.name, quantity=line.quantity,
                own=own.name))

    def _check_not_locked(self, names):
        if not _turning.get():
            super()._check_not_locked(names)


class StockMove(models.Model):
    """Whole packs and whole pieces, whatever way goods move."""
    _inherit = 'stock.move'

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        if self.supply_line_id:
            available = self.env['stock.quant']._get_available_quantity(
                self.product_id, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)
            step = self.product_id._get_supply_step(self.product_uom)
            if step >= 1:
                content = self.product_uom._compute_quantity(1.0, self.product_id.uom_id, round=False)
                need = min(need, round_down(min(available, need), step * content))
        return super()._update_reserved_quantity(
            need, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)

    def _check_supply_issue(self):
        super()._check_supply_issue()
        for line, moves in self.filtered('quantity').grouped('supply_line_id').items():
            line._check_whole(sum(move._get_supply_quantity() for move in moves))

    def _check_supply_return(self):
        for move in self.filtered('origin_returned_move_id.supply_line_id'):
            own = move.product_id.uom_id
            quantity = move.product_uom._compute_quantity(move.quantity, own, round=False)
            if message := move.product_id._get_whole_message(quantity, own):
                raise UserError(message)
        return super()._check_supply_return()

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        back = self.filtered(lambda move: move.state == 'done').origin_returned_move_id
        back.sudo().supply_line_id.filtered(lambda line: line._is_broken())._turn_to_own_unit()  # sudo: of others
        return done

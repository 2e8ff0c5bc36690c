from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..own_code import linking


class OfficeSupplyReceipt(models.TransientModel):
    """What came, and what of it is not taken: rejected goods go back with the driver and never reach the stock."""
    _name = 'office.supply.receipt'
    _description = 'Check In Supplies'

    picking_id = fields.Many2one('stock.picking', required=True, readonly=True)
    line_ids = fields.One2many('office.supply.receipt.line', 'receipt_id', "Goods")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        picking = self.env['stock.picking'].browse(values.get('picking_id')).exists()
        if picking and 'line_ids' in fields:
            values['line_ids'] = [
                Command.create({'move_id': move.id, 'came_quantity': move.product_uom_qty})
                for move in picking.move_ids if move.state not in ('done', 'cancel')]
        return values

    def action_confirm(self):
        """Take in what came and is good; what is missing or rejected stays open.

        :raise UserError: a quantity is negative, more is rejected than came, or a reason is missing
        """
        self.ensure_one()
        self.picking_id._check_can_check_in()
        self.line_ids._check_quantities()
        moves = self.line_ids.move_id
        moves._check_supply_receiver()
        rejected = self.line_ids.filtered('rejected_quantity')
        rejected._record()
        for line in self.line_ids:
            line.move_id.quantity = line.came_quantity - line.rejected_quantity
            line.move_id.picked = True
        if any(moves.mapped('quantity')):
            self.picking_id.with_context(skip_backorder=True).button_validate()
        return {'type': 'ir.actions.act_window_close'}


class OfficeSupplyReceiptLine(models.TransientModel):
    """How much came of one product, and how much of it is rejected."""
    _name = 'office.supply.receipt.line'
    _description = 'Goods to Check In'

    receipt_id = fields.Many2one('office.supply.receipt', required=True, readonly=True, ondelete='cascade')
    move_id = fields.Many2one('stock.move', required=True, readonly=True)
    product_id = fields.Many2one(related='move_id.product_id')
    uom_id = fields.Many2one(related='move_id.product_uom', string="Unit")
    expected_quantity = fields.Float(related='move_id.product_uom_qty', string="Expected")
    came_quantity = fields.Float("Came", digits='Product Unit')
    rejected_quantity = fields.Float("Rejected", digits='Product Unit')
    reason = fields.Char("Why Rejected")

    def _check_quantities(self):
        for line in self:
            values = {'receipt': line.receipt_id.picking_id.display_name, 'product': line.product_id.display_name}
            if line.move_id.picking_id != line.receipt_id.picking_id or line.move_id.state in ('done', 'cancel'):
                raise UserError(self.env._(
                    "%(receipt)s: %(product)s is received or cancelled already. Open the receipt again.", **values))
            # written so that “not a number” fails, too
            if not 0 <= line.rejected_quantity <= line.came_quantity < 1e9:
                raise UserError(self.env._(
                    "%(receipt)s: of %(product)s, enter what came, and of that what is rejected.", **values))
            if line.rejected_quantity and not (line.reason or '').strip():
                raise UserError(self.env._("%(receipt)s: say why %(product)s is rejected.", **values))

    def _record(self):
        """Write down what was rejected and why, and let the officer of its round know."""
        for line in self:
            move = line.move_id
            with linking():
                move.write({
                    'supply_rejected_quantity': move.supply_rejected_quantity + line.rejected_quantity,
                    'supply_reject_reason': line.reason.strip()})
            words = self.env._(
                "Rejected: %(quantity)g %(unit)s of %(product)s: %(reason)s", quantity=line.rejected_quantity,
                unit=line.uom_id.name, product=line.product_id.display_name, reason=line.reason.strip())
            move.picking_id.message_post(body=words)
            move.sudo().supply_round_line_id.round_id._ask_officer(words)  # sudo: who receives need not run the round

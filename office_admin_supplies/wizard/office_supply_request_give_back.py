from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.office_admin_custody.models.office_custody_mixin import CONDITIONS


class OfficeSupplyRequestGiveBack(models.TransientModel):
    """What of a request goes back to the supply room, and why."""
    _name = 'office.supply.request.give.back'
    _description = 'Give Back Supplies'

    request_id = fields.Many2one('office.supply.request', required=True, ondelete='cascade')
    line_ids = fields.One2many(
        'office.supply.request.give.back.line', 'wizard_id', "Items",
        compute='_compute_line_ids', compute_sudo=False, store=True, readonly=False, precompute=True)
    reason = fields.Char("Why", required=True)
    condition = fields.Selection(CONDITIONS, required=True, default='good')

    @api.depends('request_id')
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [Command.clear()] + [
                Command.create({'request_line_id': line.id, 'uom_id': line.uom_id.id, 'lot_name': lot.name})
                for line in wizard.request_id._origin.line_ids for lot in line._get_returnable_quantities()]

    def action_confirm(self):
        self.ensure_one()
        if not (self.reason or '').strip():
            raise UserError(self.env._("Say why."))
        quantities = defaultdict(float)
        for line in self.line_ids.filtered(lambda line: line.request_line_id.request_id == self.request_id):
            quantities[line.request_line_id, line.uom_id, line.lot_name] += line.quantity
        self.request_id._give_back_parts([
            (line, quantity, uom, lot_name) for (line, uom, lot_name), quantity in quantities.items()],
            self.reason, self.condition)
        return {'type': 'ir.actions.act_window_close'}


class OfficeSupplyRequestGiveBackLine(models.TransientModel):
    """One item that may go back."""
    _name = 'office.supply.request.give.back.line'
    _description = 'Item to Give Back'

    wizard_id = fields.Many2one('office.supply.request.give.back', required=True, ondelete='cascade')
    request_line_id = fields.Many2one('office.supply.request.line', required=True, ondelete='cascade')
    product_id = fields.Many2one(related='request_line_id.product_id', related_sudo=False)
    lot_name = fields.Char("Lot/Serial Number")
    uom_id = fields.Many2one(
        'uom.uom', "Unit", compute='_compute_uom_id', compute_sudo=False, store=True, readonly=False, precompute=True,
        domain="[('id', 'in', allowed_uom_ids)]",
        help="Choose the unit of the product to bring back pieces of a pack.")
    allowed_uom_ids = fields.Many2many('uom.uom', compute='_compute_max_quantity', compute_sudo=False)
    max_quantity = fields.Float("At Most", compute='_compute_max_quantity', digits='Product Unit')
    quantity = fields.Float("Give Back", digits='Product Unit')

    @api.depends('request_line_id')
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line._get_request_line().uom_id

    @api.depends('request_line_id', 'uom_id', 'lot_name')
    def _compute_max_quantity(self):
        for line in self:
            asked = line._get_request_line()
            own = asked.product_id.uom_id
            line.allowed_uom_ids = asked.uom_id | own
            line.max_quantity = own._compute_quantity(sum(
                quantity for lot, quantity in (asked._get_returnable_quantities() if asked else {}).items()
                if (lot.name or False) == (line.lot_name or False)), line.uom_id, round=False)

    def _get_request_line(self):
        """Return the line of the request, or none where the user may not read it, also in a dialog not saved."""
        line = self.request_line_id._origin.sudo(False)
        return line if line.has_access('read') else line.browse()

    @api.constrains('request_line_id')
    def _check_request_line(self):
        # made in sudo by a stored compute, and labels are read in sudo: the user's own rights decide
        self.request_line_id.sudo(False).check_access('read')

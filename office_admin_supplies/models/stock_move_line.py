from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .stock_move import issuing

FINAL_FIELDS = {
    'quantity', 'product_id', 'product_uom_id', 'location_id', 'location_dest_id', 'move_id', 'picking_id', 'lot_id'}


class StockMoveLine(models.Model):
    """Odoo lets every employee read, make and change what moves in the stock, of which secrets of others are none.

    Who works in Inventory moves the goods of all, and does not see for what they are.
    """
    _inherit = 'stock.move.line'

    is_supply_cleared = fields.Boolean(compute='_compute_is_supply_cleared', search='_search_is_supply_cleared')

    @api.depends_context('uid')
    def _compute_is_supply_cleared(self):
        hidden = self.browse()
        if not self.env.user.has_group('stock.group_stock_user'):
            moves_sudo = self.sudo().move_id  # sudo: an employee may not read moves; the record rule reads it
            hidden = moves_sudo.filtered(
                lambda move: move.supply_request_id and not move.supply_request_id.is_cleared).move_line_ids
        for line in self:
            line.is_supply_cleared = line.id not in hidden._ids

    def _search_is_supply_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        if self.env.user.has_group('stock.group_stock_user'):
            return Domain.TRUE
        # sudo: which are hidden is asked for the user, whatever his rights
        requests_sudo = self.env['office.supply.request'].sudo()
        hidden = requests_sudo._search(requests_sudo._get_uncleared_domain())
        return Domain('move_id', 'not in', self.env['stock.move'].sudo()._search([('supply_request_id', 'in', hidden)]))

    @api.model_create_multi
    def create(self, vals_list):
        move_lines = super().create(vals_list)
        move_lines._check_not_handed_out()
        return move_lines

    def write(self, vals):
        if FINAL_FIELDS & vals.keys():
            self._check_not_handed_out()
        return super().write(vals)

    def unlink(self):
        self._check_not_handed_out()
        return super().unlink()

    def _check_not_handed_out(self):
        """:raise UserError: if one of these belongs to a hand-out that is done"""
        done = self.move_id.filtered(lambda move: move.state == 'done' and move._is_supply_issue())
        if done and not issuing.get().issuperset(done._ids):
            raise UserError(done._get_final_message())

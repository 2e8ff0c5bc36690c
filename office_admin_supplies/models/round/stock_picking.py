from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """A receipt of office supplies, and the collection round that has ordered it."""
    _inherit = 'stock.picking'

    supply_round_id = fields.Many2one(
        'office.supply.round', "Collection Round", index='btree_not_null', readonly=True, copy=True)
    is_supply_receipt = fields.Boolean(compute='_compute_is_supply_receipt')

    @api.depends('picking_type_id.code', 'move_ids.product_id.supply_ok')
    def _compute_is_supply_receipt(self):
        for picking in self:
            picking.is_supply_receipt = picking.picking_type_id.code == 'incoming' and any(
                picking.move_ids.product_id.mapped('supply_ok'))

    def action_check_in(self):
        self.ensure_one()
        self._check_can_check_in()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'office.supply.receipt', 'view_mode': 'form',
            'target': 'new', 'name': self.env._("Check In"), 'context': {'default_picking_id': self.id}}

    def _check_can_check_in(self):
        """:raise UserError: nothing of this receipt is to come any more"""
        self.check_access('write')
        if self.state in ('done', 'cancel'):
            raise UserError(self.env._(
                "%(receipt)s is received or cancelled already. What is still to come stands in a receipt of its own.",
                receipt=self.display_name))

    def _action_done(self):
        result = super()._action_done()
        done_sudo = self.sudo().move_ids.filtered(lambda move: move.state == 'done')  # sudo: requests of others
        back = done_sudo.origin_returned_move_id.filtered('supply_round_line_id')
        back.supply_round_line_id._after_return(back.picking_id)
        received = done_sudo.filtered('supply_round_line_id')
        for picking, moves in received.grouped('picking_id').items():
            moves.supply_round_line_id._after_receipt(picking)
        return result

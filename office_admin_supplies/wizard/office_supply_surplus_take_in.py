from odoo import api, fields, models


class OfficeSupplySurplusTakeIn(models.TransientModel):
    """How many of what is offered an officer has counted: so much goes into the stock, and no more."""
    _name = 'office.supply.surplus.take.in'
    _description = 'Take Surplus Goods into the Supply Room'

    surplus_id = fields.Many2one('office.supply.surplus', "Goods", required=True, ondelete='cascade')
    product_id = fields.Many2one(related='surplus_id.product_id', related_sudo=False)
    uom_id = fields.Many2one(related='surplus_id.uom_id', related_sudo=False)
    quantity = fields.Float("Counted", digits='Product Unit')

    @api.constrains('surplus_id')
    def _check_surplus(self):
        # labels of a many2one are read in sudo: the user's own rights decide whether he gets hold of it here
        self.surplus_id.sudo(False).check_access('read')

    def action_confirm(self):
        self.ensure_one()
        self.surplus_id._take_in(self.quantity)
        return {'type': 'ir.actions.act_window_close'}

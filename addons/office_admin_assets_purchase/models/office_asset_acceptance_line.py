from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class OfficeAssetAcceptanceLine(models.Model):
    """Things that were ordered: what they cost, and the tax on it, are those of the order."""
    _inherit = 'office.asset.acceptance.line'

    purchase_line_id = fields.Many2one(
        'purchase.order.line', "Order Line", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')

    def _check_found(self):
        super()._check_found()
        for order_line in self.sudo().purchase_line_id:  # sudo: orders of others
            came, _went = order_line._get_received_pieces()
            if sum(order_line._get_entered_lines().mapped('quantity')) > came:
                names = [line.display_name for line in self if line.sudo().purchase_line_id == order_line]
                raise UserError(self.env._(
                    "%(lines)s: only %(count)s have been received of %(order)s.", lines=format_list(self.env, names),
                    count=came, order=order_line.order_id.name))

    def _prepare_card(self, serial):
        values = super()._prepare_card(serial)
        line_sudo = self.sudo().purchase_line_id  # sudo: orders of others
        if line_sudo.price_subtotal:
            rate = line_sudo.price_tax / line_sudo.price_subtotal
            values['asset_tax'] = self.currency_id.round(values['cost'] * rate)
        return values

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'purchase_line_id'}

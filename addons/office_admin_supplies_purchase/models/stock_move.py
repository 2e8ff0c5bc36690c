from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _is_ordered_supply(self):
        return super()._is_ordered_supply() or bool(self.purchase_line_id)

    def _get_supply_buyers(self):
        buyers = super()._get_supply_buyers()
        order = self.purchase_line_id.order_id
        if not order or not self.product_id.supply_ok:
            return buyers
        # sudo: users have no access to decisions
        decisions_sudo = self.env['office.approval.decision'].sudo().search([
            ('res_model', '=', 'purchase.order'), ('res_id', '=', order.id), ('verb', 'in', ('approve', 'except'))])
        return buyers | order.user_id | decisions_sudo.user_id | decisions_sudo.acting_for_id

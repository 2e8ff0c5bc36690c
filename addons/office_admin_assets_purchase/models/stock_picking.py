from odoo import models


class StockPicking(models.Model):
    """What has come in by a receipt is put before who accepts it."""
    _inherit = 'stock.picking'

    def _action_done(self):
        result = super()._action_done()
        self.sudo().move_ids.purchase_line_id.order_id._prepare_acceptances()  # sudo: who receives need not buy
        return result

from odoo import models


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def _check_expired_lots(self):
        # Odoo would ask whether to go on all the same; what has expired is not handed out, see stock.move
        return super()._check_expired_lots().filtered(lambda picking: not picking.supply_request_id)

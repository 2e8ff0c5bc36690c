from odoo import models


class OfficeSupplyRequest(models.Model):
    _inherit = 'office.supply.request'

    def _create_pickings(self):
        self.line_ids._get_open_moves()._release_expired()
        return super()._create_pickings()

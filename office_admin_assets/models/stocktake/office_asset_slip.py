from odoo import models


class OfficeAssetSlip(models.Model):
    """What is being counted is not handed over meanwhile."""
    _inherit = 'office.asset.slip'

    def _check_cards(self):
        super()._check_cards()
        self._get_cards()._check_not_counted()

from odoo import models


class OfficeHandOverMixin(models.AbstractModel):
    """Who is on leave is the last to answer for a document."""
    _inherit = 'office.hand.over.mixin'

    def _get_absent(self, users):
        return super()._get_absent(users) | users._get_away(self.company_id)

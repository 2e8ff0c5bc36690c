from odoo import models


class OfficeSecrecyMixin(models.AbstractModel):
    """Who decides on a document with a secrecy level: only people with an undertaking for it."""
    _inherit = 'office.secrecy.mixin'

    def _filter_approvers(self, users):
        return self._filter_sworn(super()._filter_approvers(users))

    def _after_classified(self):
        """Who may not see a document any more does not decide on it either; the next one above is asked."""
        self._look_after_approvals()
        super()._after_classified()

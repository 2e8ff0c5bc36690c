from odoo import models


class OfficeRoleMixin(models.AbstractModel):
    """Hooks that a document may have or not: it is approved, it is secret."""
    _inherit = 'office.role.mixin'

    def _filter_approvers(self, users):
        """Hook: those of ``users`` who may decide on this document at all."""
        self.ensure_one()
        return users

    def _look_after_approvals(self):
        """Hook: let what waits for people who may not decide any more go on without them."""


class OfficeSecrecyMixin(models.AbstractModel):
    """Who decides on a document with a secrecy level: only people with an undertaking for it."""
    _inherit = 'office.secrecy.mixin'

    def _filter_approvers(self, users):
        return self._filter_sworn(super()._filter_approvers(users))

    def _after_classified(self):
        """Who may not see a document any more does not decide on it either; the next one above is asked."""
        self._look_after_approvals()
        super()._after_classified()

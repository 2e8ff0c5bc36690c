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

from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.held import held

# The model that the engine is writing right now. Neither a context key nor superuser mode can stand in for it.
_writing = ContextVar('office_approval_writing', default=None)


class OfficeApprovalRecordMixin(models.AbstractModel):
    """A record of the approval engine: nobody but the engine makes, changes or deletes it, administrators included."""
    _name = 'office.approval.record.mixin'
    _description = 'Record of an Approval'

    @api.model
    def default_get(self, fields):
        return {}  # neither a context key nor a stored default gets into an approval

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        self._check_engine()
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("What was asked for and decided stays: approvals cannot be deleted."))

    def _check_engine(self):
        if _writing.get() != self._name:
            raise UserError(self.env._(
                "Approvals are made and changed by decisions only. Use the buttons of the document."))

    def _engine_create(self, vals_list):
        """Make records, as superuser, since no user has the right to."""
        with held(_writing, self._name):
            return self.sudo().create(vals_list)

    def _engine_write(self, vals):
        """Change records, as superuser, since no user has the right to."""
        if self:
            with held(_writing, self._name):
                self.sudo().write(vals)

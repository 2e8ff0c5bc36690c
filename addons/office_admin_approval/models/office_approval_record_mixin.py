from odoo import models
from odoo.exceptions import UserError


class OfficeApprovalRecordMixin(models.AbstractModel):
    """A record of the approval engine: nobody but the engine makes, changes or deletes it, administrators included."""
    _name = 'office.approval.record.mixin'
    _description = 'Record of an Approval'
    _inherit = 'office.system.mixin'
    _is_of_system = True

    def unlink(self):
        raise UserError(self.env._("What was asked for and decided stays: approvals cannot be deleted."))

    def _get_by_hand_message(self, names=()):
        return self.env._("Approvals are made and changed by decisions only. Use the buttons of the document.")

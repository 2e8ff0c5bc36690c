from odoo import fields, models


class OfficeClosingReason(models.TransientModel):
    """Why somebody does a verb: why it is cancelled or void, what is missing, what was answered."""
    _name = 'office.closing.reason'
    _description = 'Say Why'
    _inherit = ['office.document.wizard.mixin']

    verb = fields.Char(required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        reason = self._check_said(self.reason)
        return self._close(self._get_documents()._do_with_reason(self.verb, reason))

from odoo import fields, models


class OfficeClosingReason(models.TransientModel):
    """Why documents are cancelled, what is missing, or what was answered."""
    _name = 'office.closing.reason'
    _description = 'Say Why'
    _inherit = ['office.document.wizard.mixin']

    verb = fields.Selection(
        [('cancel', "Cancel"), ('reopen', "Reopen"), ('done', "Close Again"), ('follow_up', "Follow-Up Done")],
        required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        documents = self._get_documents()
        reason = self._check_said(self.reason)
        match self.verb:
            case 'cancel':
                result = documents._cancel_each(reason)
            case 'reopen':
                result = documents._reopen_each(reason)
            case 'done':
                result = documents._close_each(reason)
            case _:
                documents._end_follow_up(reason)
                result = True
        return self._close(result)

    def _get_mixin(self):
        return 'office.closing.mixin'

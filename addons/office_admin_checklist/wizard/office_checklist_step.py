from odoo import fields, models

from ..models.office_checklist_template_line import PROOF


class OfficeChecklistStep(models.TransientModel):
    """What proves that a task is done, or why it is left out."""
    _name = 'office.checklist.step'
    _description = 'Do or Leave Out a Task'
    _inherit = ['office.document.wizard.mixin']

    verb = fields.Selection(
        [('done', "Done"), ('hand_in', "Done, to Be Signed Off"), ('skip', "Leave Out")], required=True, readonly=True)
    proof = fields.Selection(PROOF, readonly=True)  # what the dialog shows; what is needed, the task itself knows
    photo = fields.Binary()
    note = fields.Text()

    def action_confirm(self):
        self.ensure_one()
        tasks = self._get_documents()
        if self.verb == 'skip':
            return self._close(tasks._skip(self._check_said(self.note)))
        return self._close(tasks._finish(self.verb, self.photo, self.note))

    def _get_mixin(self):
        return 'office.checklist.task'

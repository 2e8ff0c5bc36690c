from odoo import fields, models


class OfficeSupplyCustodyLose(models.TransientModel):
    """How a thing was lost."""
    _name = 'office.supply.custody.lose'
    _description = 'Say How It Was Lost'
    _inherit = ['office.document.wizard.mixin']

    reason = fields.Char("What Happened", required=True)

    def action_confirm(self):
        self.ensure_one()
        self._get_documents()._lose(self._check_said(self.reason))
        return {'type': 'ir.actions.act_window_close'}

    def _get_mixin(self):
        return 'office.supply.custody'

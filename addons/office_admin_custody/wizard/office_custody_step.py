from odoo import fields, models
from odoo.exceptions import UserError

from ..models.office_custody_mixin import CONDITIONS


class OfficeCustodyStep(models.TransientModel):
    """What becomes of things that people hold: they come back, are lost, or stay longer."""
    _name = 'office.custody.step'
    _description = 'Say What Becomes of a Thing'
    _inherit = ['office.document.wizard.mixin']

    verb = fields.Selection(
        [('give_back', "Take Back"), ('lose', "Lost"), ('renew', "Renew")], required=True, readonly=True)
    condition = fields.Selection(CONDITIONS, required=True, default='good')
    due_date = fields.Date("Give Back By")
    reason = fields.Char()

    def action_confirm(self):
        self.ensure_one()
        things = self._get_documents()
        match self.verb:
            case 'give_back':
                result = things._give_back_each(self.condition, (self.reason or '').strip())
            case 'lose':
                result = things._lose_each(self._check_said(self.reason))
            case _:
                if not self.due_date:
                    raise UserError(self.env._("Say by which day it is given back."))
                result = things._renew_each(self.due_date, self._check_said(self.reason))
        return self._close(result)

    def _get_mixin(self):
        return 'office.custody.mixin'

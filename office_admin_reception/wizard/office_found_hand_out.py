from odoo import fields, models
from odoo.exceptions import UserError


class OfficeFoundHandOut(models.TransientModel):
    """A found thing is given to whose it is, who signs for it, or of whom somebody says how they have got it."""
    _name = 'office.found.hand.out'
    _description = 'Give Back a Found Thing'
    _inherit = ['office.document.wizard.mixin']

    signature = fields.Binary()
    result = fields.Char("Without a Signature", help="For example: sent by post on their request.")

    def action_confirm(self):
        self.ensure_one()
        result = (self.result or '').strip()
        if not self.signature and not result:
            raise UserError(self.env._(
                "%(things)s: let them sign, or say in a word how they have got it.", things=self.document_names))
        return self._close(self._get_documents()._transition_each('hand_out', {
            'signature': self.signature, 'result': result or self.env._("Given back against a signature")}))

    def _get_mixin(self):
        return 'office.found.thing'

from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeSecrecyUndertakingWithdraw(models.TransientModel):
    """A manager ends an undertaking before its time."""
    _name = 'office.secrecy.undertaking.withdraw'
    _description = 'Withdraw an Undertaking'

    undertaking_id = fields.Many2one('office.secrecy.undertaking', required=True, readonly=True, ondelete='cascade')
    reason = fields.Char(required=True)

    @api.constrains('undertaking_id')
    def _check_undertaking(self):
        # labels of a many2one are read as superuser: people of other companies are not for everybody
        self.undertaking_id.sudo(False).check_access('read')

    def action_confirm(self):
        self.ensure_one()
        reason = (self.reason or '').strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        self.undertaking_id._check_can_withdraw()
        self.undertaking_id._withdraw(reason)
        return {'type': 'ir.actions.act_window_close'}

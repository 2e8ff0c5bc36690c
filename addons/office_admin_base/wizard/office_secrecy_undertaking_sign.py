from odoo import api, fields, models


class OfficeSecrecyUndertakingSign(models.TransientModel):
    """The person signs what he undertakes."""
    _name = 'office.secrecy.undertaking.sign'
    _description = 'Sign an Undertaking'

    undertaking_id = fields.Many2one('office.secrecy.undertaking', required=True, readonly=True, ondelete='cascade')
    text = fields.Html(related='undertaking_id.text', related_sudo=False)
    user_name = fields.Char(related='undertaking_id.user_id.name', related_sudo=False)
    signature = fields.Image(max_width=1024, max_height=1024)

    @api.constrains('undertaking_id')
    def _check_undertaking(self):
        # labels of a many2one are read as superuser: who has to sign what is not for everybody
        self.undertaking_id.sudo(False).check_access('read')

    def action_confirm(self):
        self.ensure_one()
        self.undertaking_id._sign(self.signature)
        return {'type': 'ir.actions.act_window_close'}

from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def write(self, vals):
        result = super().write(vals)
        if vals.get('active') is False:
            # sudo: whoever archives people need not be the one who issues undertakings
            self.env['office.secrecy.undertaking'].sudo().search(
                [('user_id', 'in', self.ids), ('status', 'in', ('to_sign', 'valid'))])._withdraw(
                    self.env._("Has left"))
        if vals.keys() & {'active', 'group_ids', 'company_ids'}:
            self.env['office.hand.over.mixin']._release_from(self)
        return result

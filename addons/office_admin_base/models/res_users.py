from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    undertaking_ids = fields.One2many(
        'office.secrecy.undertaking', 'user_id', "Secrecy Undertakings", groups=fields.NO_ACCESS)

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

    def _get_sworn_companies(self):
        """Return ``{restricted level: companies}`` for which the user holds a valid undertaking now."""
        self.ensure_one()
        now = fields.Datetime.now()  # and not the status, which may have been read some time ago
        # sudo: it is his own, or asked for by our rules
        valid = self.sudo().undertaking_ids.filtered(lambda undertaking: (
            undertaking.sign_datetime and not undertaking.revoke_datetime
            and undertaking.sign_datetime <= now < undertaking.end_datetime))
        return {
            'confidential': valid.company_id,  # what clears for secret does for confidential, too
            'secret': valid.filtered(lambda undertaking: undertaking.level == 'secret').company_id,
        }

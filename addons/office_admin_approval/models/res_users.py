from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    substitution_ids = fields.One2many(
        'office.substitution', 'substitute_id', "Is Substitute", groups=fields.NO_ACCESS)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'active', 'company_ids', 'group_ids'}:
            # whose decision was asked for may not be able to decide any more
            self.env['office.approval']._attend_at()
        return result

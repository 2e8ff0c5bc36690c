from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    substitution_ids = fields.One2many(
        'office.substitution', 'substitute_id', "Is Substitute", groups=fields.NO_ACCESS)

    def _after_standing_changed(self):
        super()._after_standing_changed()
        # whose decision was asked for may not be able to decide any more
        self.env['office.approval']._attend_at()

from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    substitution_ids = fields.One2many(
        'office.substitution', 'substitute_id', "Is Substitute", groups=fields.NO_ACCESS)
    # read with the user himself, so that nothing has to be looked up for the many who stand in for nobody
    substitute_until = fields.Datetime(compute='_compute_substitute_until', store=True, groups=fields.NO_ACCESS)

    @api.depends('substitution_ids.stop')
    def _compute_substitute_until(self):
        for user in self:
            user.substitute_until = max(user.substitution_ids.mapped('stop'), default=False)

    def _after_standing_changed(self):
        super()._after_standing_changed()
        # whose decision was asked for may not be able to decide any more
        self.env['office.approval']._attend_at()

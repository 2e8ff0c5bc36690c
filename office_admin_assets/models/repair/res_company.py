from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    asset_repair_percent = fields.Float(
        "Repairs above this share of the cost", default=50,
        help="From so many percent of what a thing cost on, spent on its repairs, a new one is proposed. Zero: never.")
    asset_repair_limit = fields.Integer(
        "Repairs within 12 months", default=3,
        help="From so many faults within 12 months on, a new one is proposed. Zero: never.")

    @api.constrains('asset_repair_percent', 'asset_repair_limit')
    def _check_asset_repair_limits(self):
        for company in self:
            if company.asset_repair_percent < 0 or company.asset_repair_limit < 0:
                raise ValidationError(self.env._("The limits from which a new thing is proposed are zero or more."))

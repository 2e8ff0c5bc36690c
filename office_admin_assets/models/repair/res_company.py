from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    asset_repair_percent = fields.Float(
        "Repairs above this share of the cost", default=50,
        help="From so many percent of what a thing cost on, spent on its repairs, a new one is proposed. Zero: never.")
    asset_repair_limit = fields.Integer(
        "Repairs within 12 months", default=3,
        help="From so many faults within 12 months on, a new one is proposed. Zero: never.")

    _asset_repair_check = models.Constraint(
        'CHECK(asset_repair_percent >= 0 AND asset_repair_limit >= 0)',
        "The limits from which a new thing is proposed are zero or more.")

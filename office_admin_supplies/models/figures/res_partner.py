from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    _inherit = 'res.partner'

    supply_review_days = fields.Integer(
        "Days between Supply Orders (working days)",
        help="All supplies of this vendor are ordered together every so many working days; 0: as in the settings.")

    @api.constrains('supply_review_days')
    def _check_supply_review_days(self):
        for partner in self:
            if not 0 <= partner.supply_review_days <= 250:
                raise ValidationError(self.env._(
                    "%(vendor)s: supplies are ordered every 1 to 250 working days, or 0 for as in the settings.",
                    vendor=partner.display_name))

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    supply_price_tolerance = fields.Float(
        "Dearer without New Approval (%)", default=5.0,
        help="So much dearer may a collection round become by new prices before it has to be approved again.")
    supply_buyer_not_receiver = fields.Boolean("Who Buys Does Not Receive", default=True)

    @api.constrains('supply_price_tolerance')
    def _check_supply_price_tolerance(self):
        for company in self:
            if not 0 <= company.supply_price_tolerance <= 100:
                raise ValidationError(self.env._(
                    "%(company)s: prices may rise by 0 to 100 %% without a new approval.", company=company.name))


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    supply_price_tolerance = fields.Float(related='company_id.supply_price_tolerance', readonly=False)
    supply_buyer_not_receiver = fields.Boolean(related='company_id.supply_buyer_not_receiver', readonly=False)

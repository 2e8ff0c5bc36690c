from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_QUOTES = 10


class ResCompany(models.Model):
    _inherit = 'res.company'

    supply_quote_limit = fields.Monetary(
        "Quotes Needed From", currency_field='currency_id',
        help="A purchase order of this amount or more, in the company's currency, needs quotes of several vendors. "
             "0: none does.")
    supply_quote_count = fields.Integer("Number of Quotes", default=3)

    @api.constrains('supply_quote_limit', 'supply_quote_count')
    def _check_supply_quotes(self):
        for company in self:
            if not 1 <= company.supply_quote_count <= MAX_QUOTES or not company.supply_quote_limit >= 0:
                raise ValidationError(self.env._(
                    "%(company)s: ask for one to %(max)s quotes, from an amount of zero or more.",
                    company=company.name, max=MAX_QUOTES))

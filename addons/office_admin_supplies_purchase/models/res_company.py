from math import inf

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    supply_quote_limit = fields.Monetary(
        "Quotes Needed From", currency_field='currency_id',
        help="A purchase order of this amount or more, in the company's currency, needs quotes of several vendors. "
             "0: none does.")
    supply_quote_count = fields.Integer("Number of Quotes", default=3)

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {'supply_quote_count': (1, 10), 'supply_quote_limit': (0, inf)}

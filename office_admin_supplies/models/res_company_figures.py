from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

LIMITS = {
    'supply_level_a': (50, 99.99), 'supply_level_b': (50, 99.99), 'supply_level_c': (50, 99.99),
    'supply_review_days': (1, 250), 'supply_lead_days': (0, 250), 'supply_order_cost': (0, 1e6),
    'supply_holding_rate': (0, 100), 'supply_stocked_months': (1, 6), 'supply_slow_days': (1, 3650),
}


class ResCompany(models.Model):
    """How a company wants its supplies bought: how safely, how often, and who is told."""
    _inherit = 'res.company'

    supply_level_a = fields.Float("Service Level of A (%)", default=97.5)
    supply_level_b = fields.Float("Service Level of B (%)", default=95.0)
    supply_level_c = fields.Float("Service Level of C (%)", default=90.0)
    supply_review_days = fields.Integer("Days between Orders (working days)", default=20)
    supply_lead_days = fields.Integer("Lead Time without Vendor (working days)", default=5)
    supply_order_cost = fields.Monetary("Cost of an Order", default=60.0)
    supply_holding_rate = fields.Float("Cost of Stock (% of its value a year)", default=20.0)
    supply_stocked_months = fields.Integer("Stocked If Asked For In (months of the last 6)", default=4)
    supply_slow_days = fields.Integer("Slow After (days)", default=90)
    supply_buyer_id = fields.Many2one('res.users', "Buyer of Supplies", domain="[('share', '=', False)]")
    supply_orderpoint_trigger = fields.Selection(
        [('manual', "By Hand"), ('auto', "By Itself")], "Replenishment of Applied Advice", required=True,
        default='manual')

    @api.constrains(*LIMITS)
    def _check_supply_figures(self):
        for company in self:
            for name, (least, most) in LIMITS.items():
                # written so that “not a number” fails, too
                if not least <= company[name] <= most:
                    raise ValidationError(self.env._(
                        "%(company)s: “%(setting)s” is a number from %(least)g to %(most)g.", company=company.name,
                        setting=self._fields[name]._description_string(self.env), least=least, most=most))

    def _get_supply_level(self, abc):
        """The service level for products of a class, above 0 and below 1."""
        return self[f'supply_level_{(abc or "c").lower()}'] / 100

    def _get_supply_workdays(self, first, last):
        """The days from ``first`` to ``last`` on which the office works, ascending; Monday to Friday if nobody says."""
        self.ensure_one()
        calendar = self.resource_calendar_id
        days = sorted({shift.day for shift in calendar._fetch_shifts(self, first, last)}) if calendar else []
        if days:
            return days
        every = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in every if day.weekday() < 5]

    def _get_supply_stock(self):
        """The warehouse from which supplies are handed out."""
        return self.env['stock.warehouse'].search(
            [('company_id', '=', self.id), ('supply_type_id', '!=', False)], limit=1)


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

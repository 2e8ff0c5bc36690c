import json

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from .. import supply_arithmetic as arithmetic

FORMULAS = ('safety_words', 'point_words', 'target_words', 'order_words', 'quantity_words')


class OfficeSupplyAdvice(models.Model):
    """Advice in words: each formula with its numbers, so that everybody can check it with a pocket calculator."""
    _inherit = 'office.supply.advice'

    demand_graph = fields.Text(compute='_compute_demand_graph')
    safety_words = fields.Char("Safety Stock in Words", compute='_compute_words')
    point_words = fields.Char("Reorder Point in Words", compute='_compute_words')
    target_words = fields.Char("Target in Words", compute='_compute_words')
    order_words = fields.Char("Order in Words", compute='_compute_words')
    quantity_words = fields.Char("Economic Quantity in Words", compute='_compute_words')
    policy = fields.Char(compute='_compute_policy')
    season = fields.Char("Forecast", compute='_compute_policy')

    @api.depends('monthly_demand')
    @api.depends_context('lang')
    def _compute_demand_graph(self):
        for advice in self:
            advice.demand_graph = json.dumps([{
                'key': self.env._("Demand"),
                'values': [
                    {'label': label, 'value': value, 'type': 'past'}
                    for label, value in zip(advice._get_month_labels(), advice.monthly_demand or [], strict=True)],
            }])

    def _get_month_labels(self):
        return [
            format_date(self.env, self.first_month + relativedelta(months=index), date_format='MMM')
            for index in range(len(self.monthly_demand or []))]

    @api.depends('abc', 'xyz', 'monthly_demand', 'trend')
    @api.depends_context('lang')
    def _compute_policy(self):
        policies = self._get_policies()
        for advice in self:
            advice.policy = policies.get((advice.abc, advice.xyz), '')
            advice.season = advice._get_season()

    @api.model
    def _get_policies(self):
        """Hook: how to buy what, by classes: ``{(ABC, XYZ): sentence}``."""
        tight = self.env._("Review often, keep little: it is worth much and used steadily.")
        usual = self.env._("Order at each review up to the target.")
        case = self.env._("Look at each order: it is worth much and used by chance.")
        large = self.env._("Two bins: order a large lot when the first one is empty.")
        demand = self.env._("Order when it is asked for, keep nothing.")
        new = self.env._("Too new to say: watch it for six months.")
        return {
            ('A', 'X'): tight, ('A', 'Y'): usual, ('A', 'Z'): case,
            ('B', 'X'): usual, ('B', 'Y'): usual, ('B', 'Z'): case,
            ('C', 'X'): large, ('C', 'Y'): large, ('C', 'Z'): demand,
            ('A', 'N'): new, ('B', 'N'): new, ('C', 'N'): new,
        }

    def _get_season(self):
        """Say what the next month will take, and which months take much more than others."""
        values = self.monthly_demand or []
        if len(values) < arithmetic.MIN_MONTHS:
            return self.env._("No forecast with fewer than %(count)s months.", count=arithmetic.MIN_MONTHS)
        forecast = max(arithmetic.get_mean(values) * (1 + self.trend / 100 * (len(values) + 1) / 2), 0.0)
        peaks = [self._get_month_labels()[index] for index in arithmetic.get_peaks(values)]
        if peaks:
            return self.env._(
                "About %(quantity)s in the next month by the trend; half as much again as usual or more in: "
                "%(months)s.",
                quantity=self._say(round(forecast)), months=', '.join(peaks))
        return self.env._("About %(quantity)s in the next month by the trend; no month stands out.",
                          quantity=self._say(round(forecast)))

    @api.depends('demand', 'deviation', 'lead', 'lead_deviation', 'review', 'service_level', 'target', 'pack',
                 'minimum', 'order_cost', 'holding_cost', 'yearly_demand', 'position')
    @api.depends_context('lang')
    def _compute_words(self):
        for advice in self:
            if not advice.service_level:
                advice.update(dict.fromkeys(FORMULAS, False))
                continue
            names = advice._get_named_figures()
            advice.safety_words = self.env._(
                "z × √(L × σd² + d² × σL²) = %(z)s × √(%(lead)s × %(sd)s² + %(d)s² × %(sl)s²) = %(safety)s, with "
                "z = %(z)s for %(level)s %%", **names)
            advice.point_words = self.env._(
                "d × L + safety stock = %(d)s × %(lead)s + %(safety)s = %(exact)s, rounded up: %(point)s", **names,
                exact=advice._say(advice.demand * advice.lead + advice.safety_stock),
                point=advice._say(advice.reorder_point))
            advice.target_words = self.env._(
                "d × (R + L) + z × √((R + L) × σd² + d² × σL²) = %(d)s × %(both)s + %(z)s × √(%(both)s × %(sd)s² + "
                "%(d)s² × %(sl)s²) = %(exact)s, rounded up: %(target)s", **names, target=advice._say(advice.target),
                exact=advice._say(advice._get_exact_target()))
            advice.order_words = advice._get_order_words()
            advice.quantity_words = advice._get_quantity_words()

    def _get_exact_target(self):
        return arithmetic.get_target(
            arithmetic.get_service_factor(self.service_level / 100), self.demand, self.deviation, self.review,
            self.lead, self.lead_deviation)

    def _get_named_figures(self):
        z = arithmetic.get_service_factor(self.service_level / 100)
        return {
            'z': self._say(z, 3), 'd': self._say(self.demand, 4), 'sd': self._say(self.deviation, 4),
            'lead': self._say(self.lead), 'sl': self._say(self.lead_deviation),
            'review': self._say(self.review), 'both': self._say(self.review + self.lead),
            'safety': self._say(self.safety_stock), 'level': self._say(self.service_level),
        }

    def _say_negative(self, number):
        """Return a number that stands behind a minus, in brackets where it is negative itself."""
        return f"(−{self._say(-number)})" if number < 0 else self._say(number)

    def _get_order_words(self):
        missing = self.target - self.position
        values = {'target': self._say(self.target), 'position': self._say_negative(self.position),
                  'missing': self._say(missing), 'order': self._say(self.order_now)}
        if missing <= 0:
            return self.env._("%(target)s − %(position)s = %(missing)s: nothing to order", **values)
        if self.minimum > missing:
            return self.env._(
                "%(target)s − %(position)s = %(missing)s, but the vendor delivers at least %(least)s: %(order)s",
                **values, least=self._say(self.minimum))
        if self.pack > 1:
            return self.env._(
                "%(target)s − %(position)s = %(missing)s, rounded up to packs of %(pack)s: %(order)s",
                **values, pack=self._say(self.pack))
        return self.env._("%(target)s − %(position)s = %(missing)s, rounded up: %(order)s", **values)

    def _get_quantity_words(self):
        if not self.economic_quantity:
            return self.env._("No advice without demand, cost of an order and cost of the product.")
        return self.env._(
            "√(2 × D × S / H) = √(2 × %(yearly)s × %(order)s / %(holding)s) = %(quantity)s, which makes %(orders)s "
            "orders a year; as advice only, a fixed cycle is less work", yearly=self._say(self.yearly_demand),
            order=self._say(self.order_cost), holding=self._say(self.holding_cost),
            quantity=self._say(self.economic_quantity),
            orders=self._say(self.yearly_demand / self.economic_quantity, 1))

    def _say(self, value, digits=2):
        """Write a number as the user's language does, without zeros at the end."""
        text = formatLang(self.env, value, digits=digits)
        point = self.env['res.lang']._lang_get(self.env.lang or 'en_US').decimal_point or '.'
        text = text.rstrip('0').removesuffix(point) if point in text else text
        return '0' if text in ('', '-0') else text

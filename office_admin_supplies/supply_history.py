"""What happened to a product in the last twelve whole months, from what moved on each day.

The history is counted from moves alone: what there was on a day follows from what there is now.
"""
from bisect import bisect_left
from collections import defaultdict
from datetime import date, timedelta
from math import isinf
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from . import supply_arithmetic as arithmetic

MONTHS = 12
NO_LIMIT = 999.0  # the variation of what is not consumed at all


class Flow(NamedTuple):
    """What moved of a product on a day, in its unit: change of the stock, net consumption, and 1 if something came."""

    day: date
    change: float
    demand: float
    receipts: int


class Period:
    """The last twelve whole months of a company, and its working days until today."""

    def __init__(self, company):
        self.tz = company._get_office_tz()
        self.today = company._get_office_today()
        self.end = self.today.replace(day=1)
        self.start = self.end - relativedelta(months=MONTHS)
        self.workdays = company._get_supply_workdays(self.start, self.today)
        self.year_days = self.count_days(self.start, self.end)

    def count_days(self, start, end):
        """Return the number of working days from ``start`` to before ``end``."""
        return bisect_left(self.workdays, end) - bisect_left(self.workdays, start)

    def get_history(self, flows, bounds, on_hand):
        """Return what happened to a product.

        :param list flows: what moved, a ``Flow`` a day, ascending
        :param bounds: days of the first and the last move, or nothing
        :param float on_hand: now
        """
        first, last = bounds or (self.today, None)
        begin = max(first, self.start)
        known_from = self._get_first_whole_month(begin)
        months = self._get_months(flows, known_from)
        end = self.end if begin < self.end else self.today + timedelta(days=1)
        demands = [flow.demand for flow in flows if begin <= flow.day < end]
        count = max(self.count_days(begin, end), 1)
        total = sum(demands)
        demand = max(total / count, 0.0)
        out, average, known = self._get_stock_figures(flows, begin, on_hand)
        return {
            **self._get_month_figures(months, known_from),
            'last_move_date': last,
            # as many digits as are shown, so that everybody can count it again
            'demand': round(demand, 4),
            'deviation': round(
                arithmetic.get_deviation(total, sum(value ** 2 for value in demands), count), 4),
            'yearly_demand': round(demand * self.year_days, 2),
            'orders_now': sum(flow.receipts for flow in flows if flow.day < end) * self.year_days / count,
            'stock_now': average,
            'stock_out_days': out,
            'known_days': known,
        }

    def _get_month_figures(self, months, known_from):
        variation = arithmetic.get_variation(months)
        return {
            'month_count': len(months),
            'monthly_demand': months,
            'first_month': known_from,
            'trend': 100 * arithmetic.get_trend(months),
            'variation': NO_LIMIT if isinf(variation) else variation,
            'xyz': arithmetic.get_xyz(months),
        }

    def _get_first_whole_month(self, begin):
        if begin <= self.start:
            return self.start
        return min(begin if begin.day == 1 else begin.replace(day=1) + relativedelta(months=1), self.end)

    def _get_months(self, flows, known_from):
        months = defaultdict(float)
        for flow in flows:
            months[flow.day.year, flow.day.month] += flow.demand
        result, month = [], known_from
        while month < self.end:
            result.append(round(months[month.year, month.month], 4))
            month += relativedelta(months=1)
        return result

    def _get_stock_figures(self, flows, begin, on_hand):
        """Walk back from what there is now: at the end of which working days was nothing left?

        :return: stock-out days, average stock at the end of a day, working days looked at
        """
        balance, until = on_hand, self.today
        out, total, known = 0, 0.0, 0
        for day, change in [(flow.day, flow.change) for flow in reversed(flows)] + [(begin, 0.0)]:
            if day < until:  # the balance held at the end of each day from this one to before the later one
                days = self.count_days(day, until)
                known += days
                total += days * max(balance, 0.0)
                out += days if balance <= arithmetic.NEARLY else 0
                until = day
            balance -= change
        return out, total / known if known else on_hand, known

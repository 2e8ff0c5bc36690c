"""The arithmetic of supplies: when to buy, how much, and what matters most.

Plain Python without a database. One unit of time for all: *working days* of the office. One unit of quantity: that
in which the product is stocked. Money is that of the company.

Demand varies by day and the delivery by days; a service level is the probability that the stock lasts until the next
delivery. For paper of which 12 reams a day are used, 4 more or less, and which comes after 5 days, one more or less:

>>> z = get_service_factor(0.95)
>>> round(get_safety_stock(z, 12, 4, 5, 1), 2), round(get_reorder_point(z, 12, 4, 5, 1), 2)
(24.62, 84.62)

Who buys once a month fills up for a month and the delivery:

>>> round(get_target(z, 12, 4, 20, 5), 1)
332.9
>>> get_order(332.9, 120, pack=24)
216

What an order costs against what the stock costs:

>>> round(get_economic_quantity(2976, 60, 4.40)), round(2976 / get_economic_quantity(2976, 60, 4.40), 1)
(285, 10.4)
"""
from itertools import groupby
from math import ceil, inf, isfinite, sqrt
from statistics import NormalDist
from typing import NamedTuple

ABC_CUTS = (0.80, 0.95)
XYZ_CUTS = (0.5, 1.0)
MIN_MONTHS = 6
"""With fewer months than that nobody can say how steady a demand is."""

NEARLY = 1e-6  # of a unit: what binary fractions add to a whole number


class Plan(NamedTuple):
    """What a way of buying comes to in a year."""

    orders: float
    average_stock: float
    cost: float


def get_service_factor(level):
    """Return z: how many standard deviations of safety a service level takes (quantile of the normal distribution).

    :param float level: above 0 and below 1

    >>> [round(get_service_factor(level), 3) for level in (0.85, 0.90, 0.95, 0.975, 0.98, 0.99, 0.995)]
    [1.036, 1.282, 1.645, 1.96, 2.054, 2.326, 2.576]
    """
    return NormalDist().inv_cdf(level)


def get_safety_stock(z, demand, deviation, lead, lead_deviation=0.0):
    """Return z · √(L·σd² + d²·σL²), which is z·σd·√L if the lead time is fixed.

    :param float demand: d, a working day
    :param float deviation: σd of the demand a working day, days without any demand included
    :param float lead: L, working days
    :param float lead_deviation: σL, working days

    >>> round(get_safety_stock(1.645, 12, 4, 5), 2)
    14.71
    """
    return z * sqrt(lead * deviation ** 2 + demand ** 2 * lead_deviation ** 2)


def get_reorder_point(z, demand, deviation, lead, lead_deviation=0.0):
    """Return the demand in the lead time, d·L, and the safety stock: order when the position falls to it.

    >>> round(get_reorder_point(1.65, 100, 20, 7, 2))
    1041
    """
    return demand * lead + get_safety_stock(z, demand, deviation, lead, lead_deviation)


def get_target(z, demand, deviation, review, lead, lead_deviation=0.0):
    """Return d·(R+L) and the safety stock for R+L: the position that an order fills up to at each review.

    :param float review: R, working days between two orders
    """
    return demand * (review + lead) + get_safety_stock(z, demand, deviation, review + lead, lead_deviation)


def round_up(quantity):
    """Return the next whole number, at least 0.

    >>> round_up(84.62), round_up(332.0000000001), round_up(-3)
    (85, 332, 0)
    """
    return max(0, ceil(quantity - NEARLY))


def get_order(target, position, pack=1.0, minimum=0.0):
    """Return what to order: target − position, in whole packs, at least ``minimum``; nothing if the position reaches.

    :param float position: on hand + on order − reserved
    :param float pack: content of a pack
    :param float minimum: the least that the vendor delivers

    >>> get_order(333, 120, pack=24), get_order(333, 340, pack=24), get_order(333, 330, pack=1, minimum=10)
    (216, 0, 10)
    """
    missing = round_up(target) - position
    if missing <= NEARLY:
        return 0
    packs = round_up(max(missing, minimum) / pack)
    return packs * int(pack) if pack == int(pack) else packs * pack


def get_economic_quantity(yearly, order_cost, holding_cost):
    """Return √(2·D·S/H), the quantity at which ordering and storing cost least together; 0 if storing costs nothing.

    :param float yearly: D, demand a year
    :param float order_cost: S, money an order
    :param float holding_cost: H, money a unit and year
    """
    if not (yearly > 0 and order_cost > 0 and holding_cost > 0):
        return 0.0
    return sqrt(2 * yearly * order_cost / holding_cost)


def get_plan(yearly, quantity, safety_stock, order_cost, holding_cost):
    """Return what it comes to in a year to order ``quantity`` at a time.

    :rtype: Plan
    """
    orders = yearly / quantity if quantity > 0 else 0.0
    average_stock = (quantity / 2 if quantity > 0 else 0.0) + safety_stock
    return Plan(orders, average_stock, orders * order_cost + average_stock * holding_cost)


def get_mean(values):
    return sum(values) / len(values) if values else 0.0


def get_deviation(total, squares, count):
    """Return the standard deviation of ``count`` values from their sum and the sum of their squares.

    >>> get_deviation(total=24, squares=24 ** 2, count=4) == sqrt(24 ** 2 / 4 - 6 ** 2)
    True
    """
    return sqrt(max(0.0, squares / count - (total / count) ** 2)) if count else 0.0


def get_variation(values):
    """Return the coefficient of variation σ / mean, infinite if there is no demand.

    >>> get_variation([10, 10, 10]), round(get_variation([5, 10, 15]), 3)
    (0.0, 0.408)
    """
    mean = get_mean(values)
    if mean <= 0:
        return inf
    return get_deviation(sum(values), sum(value ** 2 for value in values), len(values)) / mean


def get_abc(values, cuts=ABC_CUTS):
    """Return the class of each product by its use value a year: A makes up the first 80 %, B the next 15 %.

    A product belongs to A if those before it do not yet make up 80 %, so that there is always one. Equal values are
    of one class, and what was not used is C.

    :param dict values: ``{product: money}``

    >>> get_abc({'paper': 700, 'toner': 200, 'pen': 60, 'clip': 30, 'tape': 10})
    {'paper': 'A', 'toner': 'A', 'pen': 'B', 'clip': 'C', 'tape': 'C'}
    """
    total = sum(value for value in values.values() if value > 0)
    classes, before = {}, 0.0
    descending = sorted(values, key=values.get, reverse=True)
    for value, names in groupby(descending, key=values.get):
        share = before / total if total else 1.0
        letter = 'C' if value <= 0 else 'A' if share < cuts[0] - 1e-9 else 'B' if share < cuts[1] - 1e-9 else 'C'
        for name in names:
            classes[name] = letter
            before += max(value, 0.0)
    return {name: classes[name] for name in values}


def get_xyz(values, cuts=XYZ_CUTS, months=MIN_MONTHS):
    """Return how steady the demand by month is: X steady, Y varying, Z by chance, N too new to say.

    >>> get_xyz([10] * 12), get_xyz([2, 18] * 6), get_xyz([0, 0, 0, 60] * 3), get_xyz([10] * 5)
    ('X', 'Y', 'Z', 'N')
    """
    if len(values) < months:
        return 'N'
    variation = get_variation(values)
    return 'X' if variation < cuts[0] else 'Y' if variation <= cuts[1] else 'Z'


def get_trend(values):
    """Return by which share of its mean the demand grows from month to month (least squares).

    >>> get_trend([10, 10, 10]), round(get_trend([8, 10, 12]), 3)
    (0.0, 0.2)
    """
    mean, middle = get_mean(values), (len(values) - 1) / 2
    if len(values) < 2 or mean <= 0:
        return 0.0
    rise = sum((index - middle) * (value - mean) for index, value in enumerate(values))
    return rise / sum((index - middle) ** 2 for index in range(len(values))) / mean


def get_peaks(values, factor=1.5):
    """Return the places of the months of which the demand is ``factor`` times the mean or more.

    >>> get_peaks([10, 10, 30, 10])
    [2]
    """
    mean = get_mean(values)
    return [index for index, value in enumerate(values) if mean > 0 and value >= factor * mean]


def is_number(*values):
    """Whether all of these are numbers with which one can count: neither “not a number” nor infinite."""
    return all(isfinite(value) for value in values)

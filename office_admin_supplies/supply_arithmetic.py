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
from fractions import Fraction
from itertools import groupby
from math import ceil, floor, inf, isfinite, sqrt
from statistics import NormalDist
from typing import NamedTuple

ABC_CUTS = (0.80, 0.95)
XYZ_CUTS = (0.5, 1.0)
MIN_MONTHS = 6
"""With fewer months than that nobody can say how steady a demand is."""

NEARLY = 1e-6  # of a unit: what binary fractions add to a whole number

MAX_PIECES = 1000
"""Ratios of two units are fractions of numbers up to that, whatever an administrator has typed for a third."""


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


def get_step(factor, is_counted, is_whole, digits):
    """Return the smallest quantity of a unit that can be handed out; all others are multiples of it.

    What is counted by the piece is asked for in whole numbers of its unit which are whole numbers of pieces, too.

    :param float factor: content of the unit, in the unit in which the product is stocked
    :param bool is_counted: the product is stocked by the piece
    :param bool is_whole: this unit, such as a bottle, has no half
    :param int digits: to which others are measured

    A box of 12 pieces; single pieces of what is stocked by the box; half a dozen of what is stocked by the dozen:

    >>> get_step(12, True, True, 2), get_step(1 / 12, True, True, 2), get_step(0.5, True, True, 2)
    (1, 12, 2)

    Litres, and bottles of half a litre:

    >>> get_step(1, False, False, 2), get_step(0.5, False, True, 2)
    (0.01, 1)
    """
    if not is_counted or not factor > 0:
        return 1 if is_whole or is_counted else 10 ** -digits
    if factor < 1:
        return Fraction(1 / factor).limit_denominator(MAX_PIECES).numerator
    return Fraction(factor).limit_denominator(MAX_PIECES).denominator


def is_multiple(quantity, step):
    """Whether a quantity is so many steps.

    >>> is_multiple(24, 12), is_multiple(0.5, 1), is_multiple(0.57, 0.01)
    (True, False, True)
    """
    steps = quantity / step
    return abs(steps - round(steps)) <= NEARLY * max(1.0, abs(steps))


def round_down(quantity, step, slack=0.0):
    """Return the whole steps of a quantity, none if it is below zero.

    :param float slack: so much may lack for one more step, since it is only rounding

    >>> round_down(5, 12), round_down(29, 12), round_down(0.08, 1), round_down(-0.04, 1), round_down(2.345, 0.01)
    (0, 24, 0, 0, 2.34)
    >>> round_down(0.99, 1, slack=0.04), round_down(7.08, 1, slack=0.49)
    (1, 7)
    """
    steps = max(floor((quantity + slack) / step + NEARLY), 0)
    return steps * step if isinstance(step, int) else round(steps * step, 9)


def get_slack(step):
    """Return what is only rounding where so much is the smallest quantity: less than a half of it.

    >>> get_slack(1) < 0.5
    True
    """
    return step * (0.5 - NEARLY)


def convert(quantity, factor, step, is_up=False):
    """Return a quantity in another unit, in whole steps of that one.

    :param float factor: content of the unit, in the other one
    :param bool is_up: rather too much than too little

    Two boxes of 12 in pieces, in packs of 5, and the other way:

    >>> convert(2, 12, 1), convert(2, 12 / 5, 1, is_up=True), convert(2, 12 / 5, 1)
    (24, 5, 4)
    """
    whole = round_down(quantity * factor, step)
    return whole + step if is_up and quantity * factor - whole > NEARLY else whole


def divide_in_order(there, asked, step):
    """Return what each gets if who stands first gets all that he asks for.

    >>> divide_in_order(8, [5, 5, 5], 1), divide_in_order(2.5, [2, 1], 0.01), divide_in_order(8.04, [12], 1)
    ([5, 3, 0], [2.0, 0.5], [8])
    """
    left, given = round_down(there, step), []
    for quantity in asked:
        share = min(round_down(quantity, step, get_slack(step)), left)
        given.append(share)
        left = round(left - share, 9)
    return given


def divide_in_proportion(there, asked, step):
    """Return what each gets if all get the same share of what they ask for, by the largest remainder.

    Whole steps first, then one more for those who lost most by rounding, of whom the first ones stand first.

    >>> divide_in_proportion(8, [5, 5, 5], 1), divide_in_proportion(8, [12, 12], 1)
    ([3, 3, 2], [4, 4])
    >>> divide_in_proportion(1, [1, 1, 1], 0.01), divide_in_proportion(20, [5, 5], 1)
    ([0.34, 0.33, 0.33], [5, 5])
    """
    wanted = [round(round_down(quantity, step, get_slack(step)) / step) for quantity in asked]
    total = sum(wanted)
    there = min(round(round_down(there, step) / step), total)
    if not total:
        return [0 * step for _quantity in asked]
    # in whole numbers, so that nothing is lost
    given = [there * steps // total for steps in wanted]
    lost = sorted(range(len(asked)), key=lambda index: -(there * wanted[index] % total))
    for index in lost[:there - sum(given)]:
        given[index] += 1
    return [steps * step if isinstance(step, int) else round(steps * step, 9) for steps in given]

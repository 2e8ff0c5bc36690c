"""The arithmetic of supplies, without a database: hand calculations, and what must hold always."""
import doctest

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.addons.office_admin_supplies import supply_arithmetic
from odoo.addons.office_admin_supplies.supply_arithmetic import (
    get_abc,
    get_economic_quantity,
    get_order,
    get_plan,
    get_reorder_point,
    get_safety_stock,
    get_service_factor,
    get_target,
    get_trend,
    get_variation,
    get_xyz,
    round_up,
)

settings.register_profile('office', deadline=None, database=None, derandomize=True, max_examples=80)
settings.load_profile('office')

small = st.floats(0, 1000, allow_nan=False)
levels = st.floats(0.5, 0.999)


def test_documentation():
    assert doctest.testmod(supply_arithmetic).failed == 0


@pytest.mark.parametrize(('level', 'factor'), [
    (0.85, 1.036), (0.90, 1.282), (0.95, 1.645), (0.975, 1.960), (0.98, 2.054), (0.99, 2.326), (0.995, 2.576)])
def test_r19_service_levels(level, factor):
    assert get_service_factor(level) == pytest.approx(factor, abs=0.0005)


def test_r18_safety_stock_and_reorder_point():
    assert get_safety_stock(1.645, 12, 4, 5, 1) == pytest.approx(24.62, abs=0.005)
    assert get_reorder_point(1.645, 12, 4, 5, 1) == pytest.approx(84.62, abs=0.005)
    assert (round_up(24.62), round_up(84.62)) == (25, 85)


def test_r18_fixed_lead_time():
    assert get_safety_stock(1.645, 12, 4, 5) == pytest.approx(14.71, abs=0.005)
    assert get_reorder_point(1.645, 12, 4, 5) == pytest.approx(74.71, abs=0.005)


def test_r18_published_example():
    assert get_safety_stock(1.65, 100, 20, 7, 2) == pytest.approx(341.35, abs=0.05)
    assert (100 * 7 + round_up(get_safety_stock(1.65, 100, 20, 7, 2))) == 1042


def test_r22_target():
    assert get_target(1.645, 12, 4, 20, 5) == pytest.approx(332.9, abs=0.05)
    assert get_order(332.9, 120, 24) == get_order(333, 120, 24) == 216
    assert get_order(333, 120) == 213


def test_r21_economic_quantity():
    quantity = get_economic_quantity(2976, 60, 0.20 * 22)
    assert round(quantity) == 285
    assert round(get_plan(2976, quantity, 0, 60, 4.40).orders, 1) == 10.4


def test_r20_abc_cuts():
    assert get_abc({1: 80, 2: 15, 3: 5}) == {1: 'A', 2: 'B', 3: 'C'}
    assert get_abc({1: 79, 2: 15, 3: 6}) == {1: 'A', 2: 'A', 3: 'B'}
    assert get_abc({1: 0, 2: 0}) == {1: 'C', 2: 'C'}
    assert get_abc({}) == {}


def test_r20_xyz_cuts():
    assert get_variation([5, 15]) == 0.5
    assert get_xyz([5, 15] * 6) == 'Y'  # 0.5 is no longer steady
    assert get_xyz([0, 20] * 6) == 'Y'  # 1.0 is not yet by chance
    assert get_xyz([0, 0, 20] * 4) == 'Z'
    assert get_xyz([0] * 12) == 'Z'
    assert get_xyz([7] * 6) == 'X'
    assert get_xyz([7] * 5) == 'N'
    assert get_xyz([]) == 'N'


@given(levels, small, small, small, small)
def test_more_safety_is_more_stock(level, demand, deviation, lead, lead_deviation):
    z = get_service_factor(level)
    point = get_reorder_point(z, demand, deviation, lead, lead_deviation)
    assert point >= demand * lead - 1e-6
    assert get_reorder_point(get_service_factor(level + 0.0005), demand, deviation, lead, lead_deviation) >= point
    assert get_target(z, demand, deviation, 0, lead, lead_deviation) == pytest.approx(point)
    assert get_target(z, demand, deviation, 1, lead, lead_deviation) >= point


@given(st.floats(0, 1e6), st.floats(-1e6, 1e6), st.integers(1, 500), st.floats(0, 1000))
def test_an_order_reaches_the_target_in_whole_packs(target, position, pack, minimum):
    order = get_order(target, position, pack, minimum)
    assert order >= 0 and order % pack == 0
    if order:
        assert position + order >= target - 1e-5
        assert order >= minimum - 1e-5
        assert order - pack < max(round_up(target) - position, minimum) + 1e-5  # not a pack too many
    else:
        assert position >= target - 1e-5


@given(st.floats(1, 1e5), st.floats(1, 1e4), st.floats(0.01, 1e3), st.floats(0.2, 5))
def test_no_other_quantity_costs_less(yearly, order_cost, holding_cost, factor):
    best = get_economic_quantity(yearly, order_cost, holding_cost)
    cost = get_plan(yearly, best, 0, order_cost, holding_cost).cost
    assert get_plan(yearly, best * factor, 0, order_cost, holding_cost).cost >= cost * (1 - 1e-9)


@given(st.dictionaries(st.integers(), st.floats(0, 1e6), min_size=1, max_size=30))
def test_abc_follows_the_value(values):
    classes = get_abc(values)
    assert set(classes) == set(values)
    for first in values:
        for second in values:
            if values[first] >= values[second]:
                assert classes[first] <= classes[second]
    if max(values.values()) > 0:
        assert 'A' in classes.values()
    assert get_abc(dict(reversed(values.items()))) == classes


@given(st.lists(st.floats(0, 1e4), min_size=6, max_size=24), st.floats(0.1, 100))
def test_classes_do_not_depend_on_the_unit(values, factor):
    assume(sum(values) > 1)
    variation = get_variation(values)
    assume(min(abs(variation - 0.5), abs(variation - 1.0)) > 1e-6)
    scaled = [value * factor for value in values]
    assert get_xyz(scaled) == get_xyz(values)
    assert get_trend(scaled) == pytest.approx(get_trend(values), abs=1e-6)

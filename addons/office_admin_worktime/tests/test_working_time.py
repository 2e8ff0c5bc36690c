"""The arithmetic of promises, without a database: examples from its documentation, and what must hold always."""
import doctest
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.addons.office_admin_worktime import working_time
from odoo.addons.office_admin_worktime.working_time import NoWorkingTime, Shift, WorkingTime, get_due

settings.register_profile('office', deadline=None, database=None, derandomize=True, max_examples=80)
settings.load_profile('office')

ZONES = [ZoneInfo(name) for name in ('UTC', 'Asia/Shanghai', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe')]


def make_fetch(weeks, tz, holidays=frozenset()):
    """Return the function that fetches the shifts of ``weeks``, one or two lists of seven days of (from, to) hours."""
    def to_utc(day, hour):
        # time.max, as Odoo understands 24:00
        local = datetime.combine(day, time.max if hour == 24 else time(int(hour), int(hour % 1 * 60)), tz)
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    def fetch(first, last):
        shifts = []
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            week = weeks[(day.toordinal() - 1) // 7 % len(weeks)]
            if day not in holidays:
                shifts += [Shift(day, to_utc(day, start), to_utc(day, stop)) for start, stop in week[day.weekday()]]
        return [shift for shift in shifts if shift.start < shift.stop]

    return fetch


def make_work(weeks, tz=timezone.utc, holidays=frozenset()):
    return WorkingTime(make_fetch(weeks, tz, holidays), tz)


OFFICE = [[(9, 12), (13, 18)]] * 5 + [[], []]

days_of_work = st.sampled_from([[], [], [(9, 17)], [(9, 12), (13, 18)], [(8.5, 12), (13.25, 17.75)],
                                [(0, 6), (22, 24)], [(7, 10), (11, 12), (14, 20)]])
weeks = st.lists(days_of_work, min_size=7, max_size=7)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
hours = st.integers(1, 2400).map(lambda minutes: minutes / 10)


@st.composite
def works(draw):
    """The working time of some calendar: one or two weeks, any zone, some holidays, at least an hour somewhere."""
    pattern = draw(st.lists(weeks, min_size=1, max_size=2))
    assume(any(day for week in pattern for day in week))
    off = draw(st.frozensets(st.dates(date(2025, 1, 1), date(2028, 1, 1)), max_size=20))
    return make_work(pattern, draw(st.sampled_from(ZONES)), off)


def is_inside(work, moment):
    """Whether ``moment`` lies in a shift or at one of its ends."""
    shifts = work._fetch(work.get_day(moment) - timedelta(days=2), work.get_day(moment) + timedelta(days=2))
    return any(shift.start <= moment <= shift.stop for shift in shifts)


def test_examples_of_the_documentation():
    assert doctest.testmod(working_time).failed == 0


@given(works(), moments, st.integers(1, 60))
def test_days_end_at_a_close_of_business_after_the_start_day(work, start, count):
    due = work.add_days(start, count)
    assert is_inside(work, due)
    assert work.get_day(due) > work.get_day(start)
    assert due == work._closes[work.get_day(due)]


@given(works(), moments, st.integers(1, 60))
def test_days_forwards_and_backwards_agree(work, start, count):
    close = work.add_days(start, 1)
    due = work.add_days(close, count)
    assert work.subtract_days(due, count) == close
    assert work.add_days(work.subtract_days(close, count), count) == close


@given(works(), moments, hours)
def test_hours_forwards_and_backwards_agree(work, start, count):
    due = work.add_hours(start, count)
    assert is_inside(work, due)
    assert abs(work.get_hours(start, due) - count) < 1e-6
    back = work.subtract_hours(due, count)
    assert abs(work.get_hours(back, due) - count) < 1e-6
    assert work.receive(start) <= back or abs(work.get_hours(start, back)) < 1e-6


@given(works(), moments, moments, st.integers(1, 40), hours)
def test_who_comes_later_is_promised_later(work, one, other, count, hour_count):
    early, late = sorted((one, other))
    assert work.add_days(early, count) <= work.add_days(late, count)
    assert work.add_hours(early, hour_count) <= work.add_hours(late, hour_count)
    assert work.subtract_days(early, count) <= work.subtract_days(late, count)
    assert work.subtract_hours(early, hour_count) <= work.subtract_hours(late, hour_count)
    assert work.add_days(early, count) < work.add_days(early, count + 1)
    assert work.add_hours(early, hour_count) < work.add_hours(early, hour_count + 0.5)


@given(works(), moments, moments, st.integers(1, 20), hours)
def test_a_pause_never_shortens_a_promise(work, start, begin, count, hour_count):
    pause = [(begin, begin + timedelta(days=9))]
    assert work.add_days(start, count, pause) >= work.add_days(start, count)
    due = work.add_hours(start, hour_count, pause)
    assert due >= work.add_hours(start, hour_count)
    assert abs(work.get_hours(start, due, pause) - hour_count) < 1e-6


@given(works(), moments, st.integers(1, 30))
@settings(max_examples=40)
def test_what_was_fetched_before_changes_nothing(work, start, count):
    work.subtract_days(start - timedelta(days=300), count)
    work.add_days(start + timedelta(days=300), count)
    fresh = WorkingTime(work._fetch, work._tz)
    assert work.add_days(start, count) == fresh.add_days(start, count)
    assert work.subtract_hours(start, count) == fresh.subtract_hours(start, count)
    assert work.receive(start) == fresh.receive(start)


@given(works(), moments)
@settings(max_examples=60)
def test_received_is_the_next_moment_of_work(work, moment):
    received = work.receive(moment)
    assert received >= moment and is_inside(work, received)
    assert work.get_hours(moment, received) == 0


def test_lunch_does_not_count():
    work = make_work([OFFICE])
    assert work.add_hours(datetime(2026, 3, 2, 11), 2) == datetime(2026, 3, 2, 14)
    assert work.subtract_hours(datetime(2026, 3, 2, 14), 2) == datetime(2026, 3, 2, 11)
    assert work.receive(datetime(2026, 3, 2, 12, 30)) == datetime(2026, 3, 2, 13)


def test_hours_that_end_with_the_day_end_at_its_close():
    assert make_work([OFFICE]).add_hours(datetime(2026, 3, 2, 9), 8) == datetime(2026, 3, 2, 18)


@pytest.mark.parametrize(('start', 'literal', 'received'), [
    (datetime(2026, 3, 2, 10), datetime(2026, 3, 3, 18), datetime(2026, 3, 3, 18)),     # within business hours
    (datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 18), datetime(2026, 3, 3, 18)),      # before they begin
    (datetime(2026, 3, 2, 19), datetime(2026, 3, 3, 18), datetime(2026, 3, 4, 18)),     # after their end
    (datetime(2026, 3, 7, 10), datetime(2026, 3, 9, 18), datetime(2026, 3, 10, 18)),    # on a Saturday
])
def test_deemed_received(start, literal, received):
    work = make_work([OFFICE])
    assert get_due(work, start, 1, 'day') == literal
    assert get_due(work, start, 1, 'day', is_received=True) == received


def test_clocks_that_change():
    paris = ZoneInfo('Europe/Paris')
    night = make_work([[[(0, 6)]] * 7], paris)
    # on 2026-03-29 the hour from 2 to 3 is left out: five hours are worked, and the sixth comes a day later
    start = datetime(2026, 3, 28, 23)
    assert night.get_hours(start, datetime(2026, 3, 29, 4)) == 5
    assert night.add_hours(start, 6) == datetime(2026, 3, 29, 23)
    # on 2026-10-25 it comes twice
    assert night.get_hours(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 5)) == 7
    office = make_work([OFFICE], paris)
    assert office.add_days(datetime(2026, 3, 27, 10), 1) == datetime(2026, 3, 30, 16)   # 18:00 in summer
    assert office.subtract_days(datetime(2026, 3, 30, 10), 1) == datetime(2026, 3, 27, 17)  # 18:00 in winter


def test_two_weeks_take_turns():
    long, short = OFFICE, [[(9, 12)]] * 3 + [[]] * 4
    work = make_work([long, short])
    monday = next(day for day in (date(2026, 3, 2), date(2026, 3, 9)) if (day.toordinal() - 1) // 7 % 2 == 0)
    thursday = datetime.combine(monday + timedelta(days=3), time(10))
    assert work.add_days(thursday, 2) == datetime.combine(monday + timedelta(days=7), time(12))
    assert work.add_days(thursday, 5) == datetime.combine(monday + timedelta(days=14), time(18))


def test_day_paused_at_its_close_does_not_count():
    work = make_work([OFFICE])
    monday, tuesday = datetime(2026, 3, 2, 10), datetime(2026, 3, 3, 17)
    assert work.add_days(monday, 1, [(tuesday, datetime(2026, 3, 4, 10))]) == datetime(2026, 3, 4, 18)
    assert work.add_days(monday, 1, [(datetime(2026, 3, 3, 9), tuesday)]) == datetime(2026, 3, 3, 18)
    # what goes on at closing time goes on the next day
    assert work.add_days(monday, 1, [(tuesday, datetime(2026, 3, 3, 18))]) == datetime(2026, 3, 4, 18)


def test_a_calendar_in_which_nobody_works():
    asked = []

    def fetch(first, last):
        asked.append((first, last))
        return []

    work = WorkingTime(fetch)
    for call in (lambda: work.add_days(datetime(2026, 1, 1), 1), lambda: work.subtract_days(datetime(2026, 1, 1), 1),
                 lambda: work.add_hours(datetime(2026, 1, 1), 1), lambda: work.subtract_hours(datetime(2026, 1, 1), 1),
                 lambda: work.receive(datetime(2026, 1, 1))):
        with pytest.raises(NoWorkingTime):
            call()
    assert len(asked) < 20, "no endless search"
    assert work.get_hours(datetime(2026, 1, 1), datetime(2026, 2, 1)) == 0


def test_what_lies_between_distant_moments_is_not_fetched():
    asked = []
    inner = make_fetch([OFFICE], timezone.utc)

    def fetch(first, last):
        asked.append((last - first).days + 1)
        return inner(first, last)

    work = WorkingTime(fetch)
    for year in (2026, 9900, 1900, 2026):
        assert work.add_days(datetime(year, 3, 2, 10), 1) == make_work([OFFICE]).add_days(datetime(year, 3, 2, 10), 1)
        assert work.subtract_hours(datetime(year, 3, 2, 10), 9) < datetime(year, 3, 2, 10)
    assert sum(asked) < 1000


def test_the_last_working_day_of_all_still_counts():
    def fetch(first, last):
        day = date(2026, 3, 3)
        return [Shift(day, datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 18))] if first <= day <= last else []

    work = WorkingTime(fetch)
    assert work.add_days(datetime(2026, 3, 2, 9), 1) == datetime(2026, 3, 3, 18)
    with pytest.raises(NoWorkingTime):
        work.add_days(datetime(2026, 3, 2, 9), 2)


@pytest.mark.parametrize('amount', [0, -0.0, float('nan')])
@pytest.mark.parametrize('rule', ['day', 'hours'])
def test_nothing_is_no_promise(amount, rule):
    with pytest.raises(ValueError):
        get_due(make_work([OFFICE]), datetime(2026, 3, 2), amount, rule)


def test_half_days_are_hours():
    with pytest.raises(ValueError):
        get_due(make_work([OFFICE]), datetime(2026, 3, 2), 0.5, 'day')


def test_midnight_is_cut_to_whole_seconds():
    work = make_work([[[(18, 24)]] * 7])
    assert get_due(work, datetime(2026, 3, 2, 12), 1, 'day') == datetime(2026, 3, 3, 23, 59, 59)

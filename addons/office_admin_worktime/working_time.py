"""The arithmetic of promises: when is a number of working days or hours over?

Plain Python over stretches of working time, without a database. Moments are naive
datetimes in UTC, so that a change of the clocks cannot get into the sums; the day
on which people work is carried beside them.

Two rules, after the ways in which the law counts terms (for China: Civil Code,
articles 200 to 203):

* by *days*, the day of the start does not count, and the term ends at the close of
  business of the last working day;
* by *hours*, counting begins at once and only working time counts.

What a guest waits for counts by the *clock*: hours at any time of any day.

All go forwards from a start and backwards from an end.

>>> from datetime import date, datetime, timedelta
>>> def fetch(first, last):     # 9:00 to 12:00 and 13:00 to 18:00 from Monday to Friday, in UTC
...     days = (first + timedelta(days=n) for n in range((last - first).days + 1))
...     return [Shift(day, datetime(day.year, day.month, day.day, start), datetime(day.year, day.month, day.day, stop))
...             for day in days if day.weekday() < 5 for start, stop in ((9, 12), (13, 18))]
>>> work = WorkingTime(fetch)
>>> friday = datetime(2026, 3, 6, 16)

One working day from Friday 16:00 ends with Monday, eight working hours on Monday at 16:00:

>>> work.add_days(friday, 1)
datetime.datetime(2026, 3, 9, 18, 0)
>>> work.add_hours(friday, 8)
datetime.datetime(2026, 3, 9, 16, 0)

And back again:

>>> work.subtract_days(datetime(2026, 3, 9, 10), 1)
datetime.datetime(2026, 3, 6, 18, 0)
>>> work.subtract_hours(datetime(2026, 3, 9, 16), 8)
datetime.datetime(2026, 3, 6, 16, 0)

What waits for somebody else does not count:

>>> work.add_hours(friday, 8, pauses=[(datetime(2026, 3, 9, 9), datetime(2026, 3, 9, 11))])
datetime.datetime(2026, 3, 9, 18, 0)
"""
from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta, timezone
from operator import attrgetter
from typing import NamedTuple

PATIENCE = timedelta(days=400)
"""How far we look from one stretch of working time to the next before we say that there is none."""

_STEP = timedelta(weeks=5)


class Shift(NamedTuple):
    """A stretch of working time: the day it belongs to where people work, and its bounds in UTC."""

    day: date
    start: datetime
    stop: datetime


class NoWorkingTime(ValueError):
    """Nobody works for so long that a promise has no end."""


class WorkingTime:
    """The working time of one calendar, fetched as far as somebody asks for it and kept."""

    def __init__(self, fetch, tz=timezone.utc):
        """
        :param fetch: function of a first and a last day that returns the shifts on these days, both included,
            ascending and without overlap
        :param tz: the time zone in which days begin and end
        """
        self._fetch = fetch
        self._tz = tz
        self._shifts = []
        self._closes = {}  # {day: when business closes}
        self._first = self._end = None  # the days from the first up to, not including, the end were fetched

    def add_days(self, start, days, pauses=()):
        """Return the close of business of the n-th working day after the day of ``start``.

        :param datetime start: on any day at any time
        :param int days: 1 or more
        :param pauses: ``(start, stop)`` pairs; a day at whose close the matter rests does not count
        :raise NoWorkingTime: there are not so many working days
        """
        _check_positive(days)
        day = self.get_day(start)
        for shift in self._get_shifts_from(start):
            is_close = shift.day > day and shift.stop == self._closes[shift.day]
            if is_close and not any(begin <= shift.stop <= end for begin, end in pauses):
                days -= 1
                if not days:
                    return shift.stop

    def subtract_days(self, moment, days):
        """Return the close of business of the n-th working day before the day of ``moment``.

        :param int days: 1 or more
        :raise NoWorkingTime: there are not so many working days
        """
        _check_positive(days)
        day = self.get_day(moment)
        for shift in self._get_shifts_until(moment):
            if shift.day < day and shift.stop == self._closes[shift.day]:
                days -= 1
                if not days:
                    return shift.stop

    def get_close(self, day):
        """Return the close of business of ``day`` or, if nobody works then, of the last working day before it.

        :param date day: where people work
        :raise NoWorkingTime: there is no working day before
        """
        # two days on in UTC lie behind the day in any zone
        for shift in self._get_shifts_until(datetime.combine(day + timedelta(days=2), datetime.min.time())):
            if shift.day <= day:
                return self._closes[shift.day]

    def add_hours(self, start, hours, pauses=()):
        """Return the moment at which ``hours`` of working time have passed since ``start``.

        :param float hours: above zero
        :param pauses: ``(start, stop)`` pairs in which no time passes
        :raise NoWorkingTime: there is not so much working time
        """
        _check_positive(hours)
        left = timedelta(hours=hours)
        for shift in self._get_shifts_from(start):
            for begin, end in _cut(max(shift.start, start), shift.stop, pauses):
                if end - begin >= left:
                    return begin + left
                left -= end - begin

    def subtract_hours(self, moment, hours, pauses=()):
        """Return the moment from which on ``hours`` of working time pass until ``moment``.

        :param float hours: above zero
        :raise NoWorkingTime: there is not so much working time
        """
        _check_positive(hours)
        left = timedelta(hours=hours)
        for shift in self._get_shifts_until(moment):
            for begin, end in reversed(_cut(shift.start, min(shift.stop, moment), pauses)):
                if end - begin >= left:
                    return end - left
                left -= end - begin

    def get_hours(self, start, stop, pauses=()):
        """Return the working time between two moments, in hours; 0 if they are not in this order."""
        if stop <= start:
            return 0.0
        self._include(self.get_day(start), self.get_day(stop))
        total = timedelta()
        for index in range(bisect_right(self._shifts, start, key=attrgetter('stop')), len(self._shifts)):
            shift = self._shifts[index]
            if shift.start >= stop:
                break
            for begin, end in _cut(max(shift.start, start), min(shift.stop, stop), pauses):
                total += end - begin
        return total / timedelta(hours=1)

    def receive(self, moment):
        """Return the first moment at or after ``moment`` at which somebody works.

        :raise NoWorkingTime: nobody ever works
        """
        return max(moment, next(self._get_shifts_from(moment)).start)

    def get_day(self, moment):
        """Return the day that it is at ``moment`` where people work."""
        return moment.replace(tzinfo=timezone.utc).astimezone(self._tz).date()

    def _get_shifts_from(self, moment):
        """Yield the shifts that end after ``moment``, ascending; raise when there are no more."""
        self._include(self.get_day(moment), self.get_day(moment))
        index = bisect_right(self._shifts, moment, key=attrgetter('stop'))
        day = self.get_day(moment)
        while True:
            while index < len(self._shifts):
                day = self._shifts[index].day
                yield self._shifts[index]
                index += 1
            if self._end - day > PATIENCE:
                raise NoWorkingTime(f"no working time after {day}")
            self._include(self._end, self._end + (self._end - self._first))

    def _get_shifts_until(self, moment):
        """Yield the shifts that begin before ``moment``, descending; raise when there are no more."""
        self._include(self.get_day(moment), self.get_day(moment))
        index = bisect_left(self._shifts, moment, key=attrgetter('start'))
        day = self.get_day(moment)
        while True:
            while index:
                index -= 1
                day = self._shifts[index].day
                yield self._shifts[index]
            if day - self._first > PATIENCE:
                raise NoWorkingTime(f"no working time before {day}")
            known = len(self._shifts)
            self._include(self._first - (self._end - self._first), self._first)
            index = len(self._shifts) - known

    def _include(self, first, last):
        """Fetch what is missing of the days from ``first`` to ``last``, in whole weeks from Monday on.

        The calendars of flexible people count their hours by weeks from the first day that is asked for. What lies
        far from what was fetched before takes its place, so that nobody fetches all that lies between.
        """
        first -= timedelta(days=first.weekday())
        known = self._shifts
        if self._first is None or first - self._end > PATIENCE or self._first - last > PATIENCE:
            self._first = self._end = first
            self._shifts = []
        if first < self._first:
            first = min(first, self._first - _STEP)
            self._shifts = self._fetch(first, self._first - timedelta(days=1)) + self._shifts
            self._first = first
        if last >= self._end:
            end = max(last + timedelta(days=7 - last.weekday()), self._end + _STEP)
            self._shifts = self._shifts + self._fetch(self._end, end - timedelta(days=1))
            self._end = end
        if self._shifts is not known:
            self._closes = {shift.day: shift.stop for shift in self._shifts}


def _fetch_whole_days(first, last):
    days = (datetime.combine(first, datetime.min.time()) + timedelta(days=number)
            for number in range((last - first).days + 1))
    return [Shift(day.date(), day, day + timedelta(days=1)) for day in days]


def get_clock_time():
    """Return the time of the clock as if it were worked all of it, nights and weekends too."""
    return WorkingTime(_fetch_whole_days)


def get_due(work, start, amount, rule, is_received=False, pauses=()):
    """Return when a promise ends, in whole seconds.

    :param WorkingTime work: of those who promise
    :param float amount: working days or hours, or hours of the clock; below zero counts back from ``start``
    :param str rule: ``'day'``, ``'hours'`` or, with :func:`get_clock_time`, ``'clock'``
    :param bool is_received: what comes outside working time is taken to come when work begins again
    :param pauses: ``(start, stop)`` pairs in which the promise rests
    :raise ValueError: the amount is zero, or no number of whole days
    :raise NoWorkingTime: the calendar has too little working time
    """
    if rule in {'hours', 'clock'}:
        due = work.add_hours(start, amount, pauses) if amount >= 0 else work.subtract_hours(start, -amount, pauses)
    else:
        if amount != int(amount):
            raise ValueError(f"{amount} is no number of whole days")
        if amount >= 0:
            due = work.add_days(work.receive(start) if is_received else start, int(amount), pauses)
        else:
            due = work.subtract_days(start, -int(amount))
    return due.replace(microsecond=0)


def _check_positive(amount):
    if not amount > 0:
        raise ValueError(f"{amount} is not above zero")


def _cut(start, stop, pauses):
    """Return what is left of the time from ``start`` to ``stop`` without ``pauses``, ascending."""
    pieces = [(start, stop)] if start < stop else []
    for begin, end in pauses:
        pieces = [
            piece for left, right in pieces
            for piece in ((left, min(right, begin)), (max(left, end), right)) if piece[0] < piece[1]
        ]
    return pieces

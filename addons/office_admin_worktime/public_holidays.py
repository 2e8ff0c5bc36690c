"""Public holidays and adjusted workdays of a country and year, from the Python package ``holidays``.

The package is wanted but not needed: without it, days are entered by hand.
"""
import unicodedata
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from .country_parts import AREA_OF_STATE

try:
    import holidays
except ImportError:
    holidays = None

FALLBACK_LANGUAGE = 'en_US'
LONGEST_CODE = 3  # parts that ISO 3166-2 does not know bear their names
LETTERS = str.maketrans({'ł': 'l', 'ø': 'o', 'đ': 'd', 'ß': 'ss', 'æ': 'ae', 'ı': 'i'})


class Holiday(NamedTuple):
    """Days off in a row that bear the same name, both ends included."""

    first: date
    last: date
    name: str


class Workday(NamedTuple):
    """A weekend day that is worked, and the weekday (0 is Monday) whose hours hold, if the list tells."""

    day: date
    weekday: int | None


class UnknownYear(LookupError):
    """The package does not know the country, its part, or the year. The text says which, in English."""


def is_available():
    """Whether the package is installed."""
    return holidays is not None


def load(country, year, part=None, language=None):
    """Return what the list of a year says.

    :param str country: ISO 3166-1 code of two letters
    :param int year: of the Gregorian calendar
    :param str part: ISO 3166-2 code of a part of the country, without the country
    :param str language: of the names, such as ``zh_CN``; that of the country if the package does not have it
    :return: ``(holidays, workdays)``, each ascending
    :rtype: tuple[list[Holiday], list[Workday]]
    :raise UnknownYear: the package does not know it
    """
    try:
        table = holidays.country_holidays(country, subdiv=part or None, years=(year, year + 1), language=language)
    except (NotImplementedError, KeyError) as error:
        raise UnknownYear(country) from error
    if language not in table.supported_languages:
        language = FALLBACK_LANGUAGE if FALLBACK_LANGUAGE in table.supported_languages else None
        table = holidays.country_holidays(country, subdiv=part or None, years=(year, year + 1), language=language)
    days = sorted(day for day in table if day.year == year)
    if not days:
        raise UnknownYear(f'{country} {year}')
    sources = _read_substitutions(table, year)
    workdays = [
        Workday(day, sources[day].weekday() if day in sources else None)
        for day in sorted(table.weekend_workdays) if day.year == year
    ]
    return _join_days(days, table), workdays


def get_parts(country):
    """Return the codes of the parts of a country whose holidays differ."""
    return tuple(holidays.list_supported_countries(include_aliases=False).get(country, ())) if holidays else ()


def get_part_names(country):
    """Return ``{code: name}`` of the parts of a country, in its own language and in the order of the names."""
    aliases = _get_aliases(country)
    names = {
        # also short forms count as aliases
        part: next((alias for alias in aliases.get(part, ()) if not alias.isupper()), part)
        for part in get_parts(country)}
    return dict(sorted(names.items(), key=lambda item: _spell(item[1])))


def get_all_parts():
    """Return ``{(country, code): name}`` of the parts of all countries."""
    countries = holidays.list_supported_countries(include_aliases=False) if holidays else {}
    return {
        (country, part): name
        for country, parts in countries.items() if parts for part, name in get_part_names(country).items()}


def find_part(country, code, name, city=''):
    """Return the part of a country that an address means, or None.

    Names go before codes: a code of somebody's own may be that of another part in the list.

    :param str code: of the state: ISO 3166-2 with the country or without, or Odoo's own, such as ``DE-BY``, ``ZH-FR``
    :param str name: of the state, in the country's own language or as the list spells it; blanks, case and accents do
        not count
    :param str city: some have holidays of their own, such as Augsburg
    """
    parts = get_parts(country)
    if not parts:
        return None
    cities = {_spell(part): part for part in parts if len(part) > LONGEST_CODE}
    if found := cities.get(_spell(city)):
        return found
    aliases = _get_aliases(country)
    code = code.upper().removeprefix(f'{country}-')
    if area := AREA_OF_STATE.get(country, {}).get(code):
        return area
    by_name = {_spell(alias): part for part, names in aliases.items() for alias in (part, *names)}
    found = by_name.get(_spell(name))
    if not found:
        found = next((part for part in (code, code.split('-')[0]) if part in parts), by_name.get(_spell(code)))
    return found


def _get_aliases(country):
    return getattr(holidays, country).get_subdivision_aliases() if get_parts(country) else {}


def _spell(name):
    """Return ``name`` without what people spell differently."""
    folded = unicodedata.normalize('NFKD', name.casefold().translate(LETTERS))
    return ''.join(char for char in folded if char.isalnum())


def adjusts_workdays(country, year):
    """Whether the country worked on weekend days in one of the three years before, so that a list without is early."""
    try:
        table = holidays.country_holidays(country, years=range(year - 3, year))
    except (NotImplementedError, KeyError):
        return False
    return any(year - 3 <= day.year < year for day in table.weekend_workdays)


def _join_days(days, table):
    """Join days in a row that bear the same name."""
    def key(pair):
        index, day = pair
        return table[day], day - timedelta(days=index)

    joined = []
    for (name, _start), pairs in groupby(enumerate(days), key):
        run = [day for _index, day in pairs]
        joined.append(Holiday(run[0], run[-1], name))
    return joined


def _read_substitutions(table, year):
    """Return ``{workday: day off}``: who works on a weekend day does so in exchange for a day off, like on that one."""
    found = {}
    for off_year in (year - 1, year, year + 1):
        for row in getattr(table, 'special_public_holidays', {}).get(off_year, ()):
            # (month and day that are off, month and day that are worked, year of the worked day if it is another)
            if isinstance(row, tuple) and len(row) >= 4 and all(isinstance(part, int) for part in row):
                off_month, off_day, month, day, *other_year = row
                found[date(other_year[0] if other_year else off_year, month, day)] = date(off_year, off_month, off_day)
    return found

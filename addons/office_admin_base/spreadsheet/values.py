"""What a cell means as a number, a code or a day, and what has gone wrong with it on its way through spreadsheets."""
import datetime
import re
import unicodedata
from typing import NamedTuple

from .cells import clean, code_key

MAX_NUMBER = 1e12
MAX_TEXT = 200  # letters of a code or a name
CURRENCY = re.compile(r'(cny|rmb|usd|eur|gbp|hkd|jpy|人民币|元|块|[¥$€£￥₩])', re.IGNORECASE)
GROUPED = re.compile(r"-?\d{1,3}(?:([, '’])\d{3})(?:\1\d{3})*(\.\d+)?")
GROUPED_BY_POINT = re.compile(r'-?\d{1,3}(\.\d{3})+(,\d+)?')
PLAIN = re.compile(r'-?(\d+(\.\d*)?|\.\d+)')
COMMA = re.compile(r'-?\d+,\d+')
SCIENTIFIC = re.compile(r'\d(\.\d+)?e\+?\d{1,3}')
DATE_TEXTS = (
    re.compile(r'(?:19|20)\d\d[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?( 0?0:00(:00)?)?'),
    re.compile(r'(?P<month>\d{1,2})月(?P<day>\d{1,2})日'),
    re.compile(r'(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?:19|20)?\d\d'),
    re.compile(r'(?P<day>\d{1,2})-(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d\d(\d\d)?)?'),
    re.compile(r'(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-(?P<day>\d\d)'))
DAY = re.compile(
    r'(?P<year>(?:19|20)\d\d)[-/.年] ?(?P<month>\d{1,2})[-/.月] ?(?P<day>\d{1,2})日?( \d{1,2}:\d\d(:\d\d)?)?')
COMPACT_DAY = re.compile(r'(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)')
MONTHS = ('jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec')


class Read(NamedTuple):
    """What was read; ``problem`` says why it cannot be trusted, ``guesses`` what may be meant."""
    value: object = None
    problem: str = ''
    guesses: tuple = ()


def unwrap(text):
    """Return text without what people write so that Excel leaves it alone: ="00701" and '00701."""
    found = re.fullmatch(r'="(.*)"', text)
    return clean(found[1] if found else text[1:] if text[:1] in '\'’' and text[1:2].isalnum() else text)


def read_code(cell):
    """Return the code in a cell as text.

    Problems: error, formula, bool, date, digits (lost), decimals, long.
    """
    if cell is None:
        return Read()
    if cell.kind in ('error', 'formula', 'bool'):
        return Read(cell.text, cell.kind)
    if cell.kind == 'date':
        return Read(cell.text, 'date', _guess_code(cell.value, cell.text))
    return _read_number_code(cell) if cell.kind == 'number' else _read_text_code(cell)


def _read_number_code(cell):
    if abs(cell.value) >= 1e15:
        return Read(cell.text, 'digits')
    if not float(cell.value).is_integer() or cell.value < 0:
        return Read(cell.text, 'decimals')
    return Read(unicodedata.normalize('NFKC', cell.text))


def _read_text_code(cell):
    text = unicodedata.normalize('NFKC', unwrap(cell.text))
    if not text:
        return Read()
    if len(text) > MAX_TEXT:
        return Read(text, 'long')
    if SCIENTIFIC.fullmatch(text.casefold()) and '+' in text:
        return Read(text, 'digits')
    if re.fullmatch(r'\d+\.0+', text):
        return Read(text, 'decimals', (text.split('.')[0],))
    for pattern in DATE_TEXTS:
        if found := pattern.fullmatch(text.casefold()):
            return Read(text, 'date', _guess_from_text(found))
    return Read(text)


def _guess_from_text(found):
    parts = found.groupdict()
    month = MONTHS.index(parts['name']) + 1 if parts.get('name') else int(parts['month'])
    return _combine(month, int(parts['day']))


def _guess_code(moment, text):
    if isinstance(moment, (datetime.date, datetime.datetime)):
        return _combine(moment.month, moment.day)
    found = DATE_TEXTS[0].fullmatch(text)
    return _guess_from_text(found) if found else ()


def _combine(month, day):
    return tuple(f'{first:0{width}}{mark}{second:0{width}}' for mark in '-/.' for width in (1, 2)
                 for first, second in ((month, day), (day, month)))


def read_text(cell):
    """Return the text in a cell as it is seen. Problems: error, formula, long."""
    if cell is None:
        return Read()
    if cell.kind in ('error', 'formula'):
        return Read(cell.text, cell.kind)
    text = clean(cell.text)
    return Read(text, 'long' if len(text) > MAX_TEXT else '')


def read_number(cell, is_comma=False):
    """Return the number of zero or more in a cell.

    :param is_comma: the language of the user writes decimals after a comma

    Problems: error, formula, bool, date, number (it is none, perhaps one of the guesses).
    """
    if cell is None:
        return Read()
    if cell.kind in ('error', 'formula', 'bool', 'date'):
        return Read(None, cell.kind)
    if cell.kind == 'number':
        return Read(cell.value) if 0 <= cell.value <= MAX_NUMBER else Read(None, 'number')
    text = unicodedata.normalize('NFKC', unwrap(cell.text)).casefold()
    text = CURRENCY.sub('', text).strip(' :').replace('\u2212', '-')
    number, guess = _parse(text, is_comma)
    if number is not None and 0 <= number <= MAX_NUMBER:
        return Read(number)
    return Read(None, 'number', (guess,) if guess else ())


def _parse(text, is_comma):
    """Return the number, or None and what it may be."""
    if is_comma and (COMMA.fullmatch(text) or GROUPED_BY_POINT.fullmatch(text)):
        return float(text.replace('.', '').replace(',', '.')), None
    if PLAIN.fullmatch(text) and text.isascii():
        return float(text), None
    if GROUPED.fullmatch(text):
        return float(re.sub("[, '’]", '', text)), None
    if COMMA.fullmatch(text):
        return None, text.replace(',', '.')
    if GROUPED_BY_POINT.fullmatch(text):
        return None, text.replace('.', '').replace(',', '.')
    found = re.match(r'\d+(\.\d+)?', text)
    if found and not SCIENTIFIC.fullmatch(text) and not re.search(r'[\d_]', text[found.end():]):
        return None, found[0]
    if len(text) == 1 and unicodedata.numeric(text, None) is not None:
        return None, f'{unicodedata.numeric(text):g}'
    return None, None


def read_date(cell):
    """Return the day in a cell.

    Problems: error, formula, bool, no_date: it is none, or its day and month can be taken for each other.
    """
    if cell is None:
        return Read()
    if cell.kind in ('error', 'formula', 'bool'):
        return Read(None, cell.kind)
    if cell.kind == 'date' and isinstance(cell.value, datetime.date):
        return Read(cell.value.date() if isinstance(cell.value, datetime.datetime) else cell.value)
    text = unicodedata.normalize('NFKC', unwrap(cell.text))
    found = DAY.fullmatch(text) or COMPACT_DAY.fullmatch(text)
    try:
        return Read(datetime.date(*(int(found[part]) for part in ('year', 'month', 'day')))) if found else Read(
            None, 'no_date')
    except ValueError:
        return Read(None, 'no_date')


class CodeIndex:
    """Records by their codes, as people and spreadsheets write them."""

    def __init__(self):
        self._by_key = {}
        self._by_digits = {}  # without zeros before them

    def add(self, code, record_id):
        key = code_key(code)
        self._by_key.setdefault(key, set()).add(record_id)
        if key.isdigit():
            self._by_digits.setdefault(key.lstrip('0'), set()).add(record_id)

    def get(self, code):
        """Return the ids with this code; case, width and blanks do not count."""
        return self._by_key.get(code_key(code), set())

    def get_probable(self, read):
        """Return the ids that ``read`` probably means."""
        keys = [code_key(str(text)) for text in (read.value, *read.guesses) if text]
        found = set().union(*(self._by_key.get(key, set()) for key in keys))
        for key in keys:
            if key.isdigit():
                found |= self._by_digits.get(key.lstrip('0'), set())
        if read.problem == 'digits' and not found:
            found = self._get_scientific(str(read.value).casefold())
        return found

    def _get_scientific(self, text):
        """Return the ids whose digits a spreadsheet shows as ``text``, such as 6.90123e+12."""
        mantissa = text.partition('e')[0].partition('.')[2]
        if 'e' not in text:
            return set()
        return set().union(*(
            ids for digits, ids in self._by_digits.items()
            if digits and len(digits) < 30 and f'{float(digits):.{len(mantissa)}e}' == text))

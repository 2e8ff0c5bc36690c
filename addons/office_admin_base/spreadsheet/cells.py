"""A cell as it was stored and as it was seen, and what the text of people has in common."""
import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_CELLS = 1_000_000  # read of one sheet, empty ones with a border count
ERROR = re.compile(
    r'#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|GETTING_DATA)'
    r'|#{3,}|Err:\d{3}', re.IGNORECASE)
INVISIBLE = re.compile('[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]')
DASHES = re.compile('[\u2010-\u2015\u2212\ufe58]')


class Cell(NamedTuple):
    """What stands in a cell.

    ``kind`` is text, number, date, bool, error, or formula: one that was saved without its result.
    """
    kind: str
    value: object
    text: str


class Row(NamedTuple):
    number: int
    cells: dict  # {index of the column: cell}, without empty ones
    is_hidden: bool = False


@dataclass
class Sheet:
    name: str
    is_hidden: bool = False
    rows: list = field(default_factory=list)
    is_cut: bool = False  # more rows, or more cells, than are read
    merged: list = field(default_factory=list)  # (first row, last row, index of the column)

    def add(self, row, limit):
        """Keep a row that is not empty.

        :return: False if there are too many
        """
        if row.cells:
            if len(self.rows) >= limit:
                self.is_cut = True
                return False
            self.rows.append(row)
        return True

    def fill_merged(self):
        """Repeat the text of cells that go over several rows in each of them; a number is never repeated."""
        rows = {row.number: row for row in self.rows}
        for first, last, column in self.merged:
            cell = rows[first].cells.get(column) if first in rows else None
            if cell and cell.kind == 'text':
                for number in range(first + 1, min(last, first + len(self.rows) * 2) + 1):
                    if number in rows:
                        rows[number].cells.setdefault(column, cell)


def clean(text):
    """Return text without what nobody sees, and with single blanks."""
    return ' '.join(INVISIBLE.sub('', text).split())


def text_cell(text):
    """Return the cell of a text, or None if nothing is in it."""
    text = clean(text)
    if not text:
        return None
    return Cell('error' if ERROR.fullmatch(text) else 'text', text, text)


def number_cell(value, text=None):
    """Return the cell of a number, which is seen as ``text``."""
    if text is None:
        text = str(int(value)) if float(value).is_integer() and abs(value) < 1e21 else repr(value)
    return Cell('number', value, text)


def code_key(text):
    """Return what two codes have in common that people take for the same: no case, width, blanks or kind of dash."""
    text = DASHES.sub('-', unicodedata.normalize('NFKC', clean(text)))
    return ''.join(text.split()).casefold()


def name_key(text):
    """Return what two names or headings have in common that people take for the same."""
    return ' '.join(DASHES.sub('-', unicodedata.normalize('NFKC', clean(text))).split()).casefold()

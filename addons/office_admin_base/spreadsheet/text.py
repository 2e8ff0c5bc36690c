"""A .csv, .tsv or .txt: which characters, and what stands between the cells, is found out."""
import csv
import io
from collections import Counter

from .cells import Row, Sheet, text_cell

DELIMITERS = ',;\t|，；'
QUOTE = '"'


class OpenQuoteError(ValueError):
    """A quotation mark is not where one belongs; the number of the row is the argument."""


def decode(content):
    """Return the text of a file, or None if it is none."""
    if content.startswith((b'\xff\xfe', b'\xfe\xff')):
        encodings = ('utf-16',)
    elif b'\0' in content[:200]:
        encodings = ('utf-16-le', 'utf-16-be') if content[1:2] == b'\0' else ('utf-16-be', 'utf-16-le')
    else:
        encodings = ('utf-8-sig', 'gb18030', 'cp1252')
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(letter) < 32 and letter not in '\t\n\r\f\v\x1a' for letter in text[:100_000]):
            return text.rstrip('\x1a')
    return None


def read_text(text, limit):
    """:raise OpenQuoteError: rows would be lost in a quotation that does not end"""
    delimiter = None
    first, _end, rest = text.partition('\n')
    if first.strip().strip(QUOTE).lower().startswith('sep='):
        delimiter, text = first.strip().strip(QUOTE)[4:5] or ',', rest
    delimiter = delimiter or _guess_delimiter(text)
    sheet = Sheet('')
    reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, 1):
            cells = {index: cell for index, cell in enumerate(map(text_cell, values)) if cell}
            if not sheet.add(Row(number, cells), limit):
                break
    except csv.Error as error:
        raise OpenQuoteError(number + 1) from error
    return sheet


def _guess_delimiter(text):
    """Return what makes the same number of cells in most of the first rows."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:40]
    best, delimiter = (0, 0), ','
    for candidate in DELIMITERS:
        try:
            counts = Counter(len(values) for values in csv.reader(lines, delimiter=candidate))
        except csv.Error:
            continue
        counts.pop(1, None)
        if counts:
            width, count = max(counts.items(), key=lambda item: (item[1], item[0]))
            if (count, width) > best:
                best, delimiter = (count, width), candidate
    return delimiter

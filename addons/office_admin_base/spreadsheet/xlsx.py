"""The sheets of an .xlsx: read from its parts, since other programs write sizes and styles that openpyxl trips over."""
import posixpath
import re
import zipfile

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .cells import MAX_CELLS, Cell, Row, Sheet, number_cell, text_cell

MAX_MERGED = 20_000
CHINESE_DATES = {*range(27, 37), *range(50, 59)}  # built-in formats that mean dates in East Asia
REFERENCE = re.compile(r'([A-Z]{1,3})(\d{1,7})')
FORMAT_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|([0#?])|(.)')


def iterparse(source, *tags):
    """Yield the elements with these local names, and forget them; never an entity or another file."""
    for _event, element in etree.iterparse(
            source, tag=[f'{{*}}{tag}' for tag in tags], resolve_entities=False, no_network=True, load_dtd=False):
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def local(element):
    return element.tag.rpartition('}')[2] if isinstance(element.tag, str) else ''  # a comment has no name


def read_xlsx(archive, limit):
    """Return the sheets with cells, in the order of the book; charts have none."""
    book_path = _get_book_path(archive)
    targets = _read_targets(archive, book_path)
    strings, formats = [], []
    for kind, path in targets.values():
        if kind == 'sharedStrings':
            strings = _read_strings(archive, path)
        elif kind == 'styles':
            formats = _read_formats(archive, path)
    book = _parse(archive, book_path)
    epoch = CALENDAR_WINDOWS_1900
    sheets = []
    for element in book.iter('{*}workbookPr', '{*}sheet'):
        if local(element) == 'workbookPr':
            if element.get('date1904') in ('1', 'true'):
                epoch = CALENDAR_MAC_1904
            continue
        link = next((value for key, value in element.attrib.items() if key.endswith('}id')), None)
        kind, path = targets.get(link, (None, None))
        if kind == 'worksheet':
            sheet = Sheet(element.get('name') or '', element.get('state') in ('hidden', 'veryHidden'))
            with archive.open(path) as source:
                _read_sheet(sheet, source, strings, formats, epoch, limit)
            sheets.append(sheet)
    return sheets


def _parse(archive, path):
    return etree.fromstring(archive.read(path), etree.XMLParser(resolve_entities=False, no_network=True))


def _get_book_path(archive):
    try:
        root = _parse(archive, '_rels/.rels')
    except KeyError:
        return 'xl/workbook.xml'
    return next((
        link.get('Target').lstrip('/') for link in root if (link.get('Type') or '').endswith('/officeDocument')),
        'xl/workbook.xml')


def _read_targets(archive, book_path):
    """Return ``{id: (kind, path)}`` of the parts of the book."""
    folder, name = posixpath.split(book_path)
    found = {}
    for link in _parse(archive, f'{folder}/_rels/{name}.rels'):
        target = link.get('Target') or ''
        path = target.lstrip('/') if target.startswith('/') else posixpath.normpath(posixpath.join(folder, target))
        found[link.get('Id')] = ((link.get('Type') or '').rsplit('/', 1)[-1], path)
    return found


def _get_text(element):
    """Return the text of a string, without how it is pronounced."""
    parts = []
    for child in element:
        if local(child) == 't':
            parts.append(child.text or '')
        elif local(child) == 'r':
            parts.extend(part.text or '' for part in child if local(part) == 't')
    return ''.join(parts)


def _read_strings(archive, path):
    with archive.open(path) as source:
        return [_get_text(element) for element in iterparse(source, 'si')]


def _read_formats(archive, path):
    """Return the number format of each style."""
    try:
        root = _parse(archive, path)
    except KeyError:
        return []
    codes = dict(BUILTIN_FORMATS) | dict.fromkeys(CHINESE_DATES, 'yyyy-mm-dd')
    codes |= {int(element.get('numFmtId')): element.get('formatCode') or '' for element in root.iter('{*}numFmt')}
    styles = root.find('{*}cellXfs')
    return [] if styles is None else [codes.get(int(style.get('numFmtId') or 0), 'General') for style in styles]


def _read_sheet(sheet, source, strings, formats, epoch, limit):
    number = cell_count = 0
    for element in iterparse(source, 'row', 'mergeCell'):
        if local(element) == 'mergeCell':
            _read_merged(sheet, element.get('ref') or '')
            continue
        number = int(element.get('r') or number + 1)
        cell_count += len(element)
        cells, column = {}, -1
        for part in element:
            reference = part.get('r')
            if len(part):
                column = _get_column(reference) if reference else column + 1
                cell = _read_cell(part, strings, formats, epoch)
                if cell:
                    cells[column] = cell
            elif not reference:
                column += 1
        if cell_count > MAX_CELLS:
            sheet.is_cut = True
        if sheet.is_cut or not sheet.add(Row(number, cells, element.get('hidden') in ('1', 'true')), limit):
            return
    sheet.fill_merged()


def _read_merged(sheet, reference):
    ends = [REFERENCE.fullmatch(end) for end in reference.split(':')]
    if len(ends) == 2 and all(ends) and len(sheet.merged) < MAX_MERGED and ends[0][2] != ends[1][2]:
        sheet.merged.append((int(ends[0][2]), int(ends[1][2]), _get_column(ends[0][1])))


def _get_column(reference):
    index = 0
    for letter in reference.rstrip('0123456789'):
        index = index * 26 + ord(letter) - 64
    return index - 1


def _read_cell(element, strings, formats, epoch):
    kind, value, has_formula, inline = element.get('t') or 'n', None, False, None
    for part in element:
        name = local(part)
        if name == 'v':
            value = part.text
        elif name == 'f':
            has_formula = True
        elif name == 'is':
            inline = _get_text(part)
    if kind == 'inlineStr' or inline is not None:
        return text_cell(inline or '')
    if kind == 'str':
        return text_cell(value or '')  # a formula whose result is an empty text is an empty cell
    if value is None or not value.strip():
        return Cell('formula', None, '') if has_formula else None
    if kind == 's':
        return text_cell(strings[int(value)])
    if kind in ('e', 'b', 'd'):
        return _read_typed(kind, value)
    return _read_number(element, float(value), formats, epoch)


def _read_typed(kind, value):
    if kind == 'e':
        return Cell('error', value, value)
    if kind == 'd':
        return Cell('date', None, value[:10])
    is_true = value.strip() == '1'
    return Cell('bool', is_true, 'TRUE' if is_true else 'FALSE')


def _read_number(element, number, formats, epoch):
    style = int(element.get('s') or 0)
    code = formats[style] if style < len(formats) else 'General'
    if is_date_format(code):
        return _read_date(number, epoch)
    return number_cell(number, format_number(number, code))


def _read_date(number, epoch):
    try:
        moment = from_excel(number, epoch)
        return Cell('date', moment, moment.isoformat(' ')[:10])
    except (ValueError, OverflowError, AttributeError, TypeError):  # no day, or only a time
        return number_cell(number)


def format_number(number, code):
    """Return how a whole number is seen that has zeros before it or letters around it, such as 00701 and WR07.

    :return: None if ``code`` is no such format
    """
    if not number.is_integer() or number < 0:
        return None
    parts = []  # None for a digit
    for literal, escaped, digit, other in FORMAT_TOKEN.findall(code.split(';', 1)[0]):
        if digit:
            parts.append(digit)
        elif other and other not in '-/ ()':
            return None
        elif literal or escaped or other:
            parts.append((literal or escaped or other,))
    zeros = parts.count('0')
    if not zeros or (zeros == 1 and all(isinstance(part, str) for part in parts)):
        return None
    digits = list(str(int(number)))
    seen = []
    first = next(index for index, part in enumerate(parts) if isinstance(part, str))
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if isinstance(part, tuple):
            seen.insert(0, part[0])
        elif index == first:
            seen.insert(0, ''.join(digits) if digits else '0' if part == '0' else '')
        else:
            seen.insert(0, digits.pop() if digits else '0' if part == '0' else '')
    return ''.join(seen)


def is_xlsx(archive):
    return any(name.startswith('xl/') and name.endswith('workbook.xml') for name in archive.namelist()) or (
        '[Content_Types].xml' in archive.namelist() and any(
            name.endswith('workbook.xml') for name in archive.namelist()))


PARSE_ERRORS = (etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, EOFError,
                OverflowError, NotImplementedError, RuntimeError, OSError)

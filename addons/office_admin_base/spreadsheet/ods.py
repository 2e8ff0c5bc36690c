"""The sheets of an .ods, the format of LibreOffice."""
from lxml import etree

from .cells import MAX_CELLS, Cell, Row, Sheet, number_cell, text_cell
from .xlsx import local

MAX_REPEATED = 1000  # columns with the same content


def get(element, name):
    """Return an attribute by its local name."""
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), None)


def read_ods(archive, limit):
    root = etree.fromstring(archive.read('content.xml'), etree.XMLParser(resolve_entities=False, no_network=True))
    hidden = {
        get(style, 'name') for style in root.iter('{*}style')
        if any(local(part) == 'table-properties' and get(part, 'display') == 'false' for part in style)}
    sheets = []
    for table in root.iter('{*}table'):
        if get(table, 'name') is None:
            continue
        sheet = Sheet(get(table, 'name'), get(table, 'style-name') in hidden)
        _read_table(sheet, table, limit)
        sheets.append(sheet)
    return sheets


def _read_table(sheet, table, limit):
    number = cell_count = 0
    for element in table.iter('{*}table-row'):
        repeated = int(get(element, 'number-rows-repeated') or 1)
        cells = _read_row(sheet, element, number + 1)
        is_hidden = get(element, 'visibility') in ('collapse', 'filter')
        if cells:
            cell_count += repeated * len(cells)
            for index in range(min(repeated, limit + 1)):
                if not sheet.add(Row(number + 1 + index, dict(cells), is_hidden), limit):
                    return
        if cell_count > MAX_CELLS:
            sheet.is_cut = True
            return
        number += repeated
    sheet.fill_merged()


def _read_row(sheet, element, number):
    cells, column = {}, 0
    for part in element:
        if local(part) not in ('table-cell', 'covered-table-cell'):
            continue
        repeated = int(get(part, 'number-columns-repeated') or 1)
        cell = _read_cell(part)
        if cell:
            for index in range(min(repeated, MAX_REPEATED)):
                cells[column + index] = cell
            rows = int(get(part, 'number-rows-spanned') or 1)
            if rows > 1:
                sheet.merged.append((number, number + rows - 1, column))
        column += repeated
    return cells


def _read_cell(element):
    kind = get(element, 'value-type')
    text = '\n'.join(
        ''.join(_get_texts(part)) for part in element if local(part) == 'p')
    if kind in ('float', 'currency', 'percentage'):
        value = float(get(element, 'value'))
        # zeros before a number are seen, and not in its value
        return number_cell(value, text if text.isdigit() and value.is_integer() and float(text) == value else None)
    if kind == 'date':
        return Cell('date', None, (get(element, 'date-value') or text)[:10])
    if kind == 'boolean':
        return Cell('bool', get(element, 'boolean-value') == 'true', text)
    if not kind and not text and get(element, 'formula'):
        return Cell('formula', None, '')
    return text_cell(text)


def _get_texts(element):
    """Yield the text of a paragraph, without notes; ``<text:s/>`` is a blank."""
    yield element.text or ''
    for part in element:
        if local(part) in ('s', 'tab', 'line-break'):
            yield ' '
        elif local(part) not in ('annotation', 'note'):
            yield from _get_texts(part)
        yield part.tail or ''

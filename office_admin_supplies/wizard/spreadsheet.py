"""Read the first sheet of a file that somebody uploads, whatever it turns out to be."""
import csv
import io
import zipfile

import openpyxl

from odoo.exceptions import UserError

MAX_SIZE = 5 * 1024 * 1024  # bytes of the file
MAX_UNPACKED = 60 * 1024 * 1024  # bytes of what is packed in it
MAX_COLUMNS = 40
OLD_EXCEL = b'\xd0\xcf\x11\xe0'


def read_rows(env, name, content, max_rows):
    """Return the rows of the first sheet that are not empty, the headings first.

    :param str name: of the file, for the sentences
    :param bytes content: of an .xlsx or .csv file
    :return: ``[(row number, [cell])]`` with text without blanks around it, numbers, and None
    :raise UserError: it is no such file, too large, or empty
    """
    _check_file(env, name, content)
    source = _read_xlsx if content.startswith(b'PK') else _read_csv
    rows = []
    for number, cells in enumerate(source(env, name, content), 1):
        cells = [cell.strip() or None if isinstance(cell, str) else cell for cell in cells[:MAX_COLUMNS]]
        if any(cell is not None for cell in cells):
            rows.append((number, cells))
        if len(rows) > max_rows + 1 or number > 20 * max_rows:
            raise UserError(env._("%(file)s has too many rows: at most %(rows)s. Split it.", file=name, rows=max_rows))
    if len(rows) < 2:
        raise UserError(env._(
            "%(file)s holds nothing to import: it needs a row of headings and at least one row below it. Download "
            "the template and fill it in.", file=name))
    return rows


def _check_file(env, name, content):
    if len(content) > MAX_SIZE:
        raise UserError(env._(
            "%(file)s is too large: at most %(size)s MB. Remove pictures and other sheets, or split it.",
            file=name, size=MAX_SIZE // 1024 ** 2))
    if content.startswith(OLD_EXCEL):
        raise UserError(env._("%(file)s is an old Excel file. Save it as .xlsx or .csv and upload that.", file=name))


def _read_xlsx(env, name, content):
    broken = UserError(env._("%(file)s cannot be read. Save it again as .xlsx or .csv and upload that.", file=name))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise broken
        # values and never formulas: what a cell showed when the file was saved
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS)
    except UserError:
        raise
    except Exception as error:  # whatever the parser makes of a file that is none
        raise broken from error
    while True:
        try:
            cells = next(rows, None)
        except Exception as error:  # as above: rows are read one by one
            raise broken from error
        if cells is None:
            return
        yield cells


def _read_csv(env, name, content):
    text = None
    for encoding in ('utf-8-sig', 'gb18030'):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or '\0' in text:
        raise UserError(env._(
            "%(file)s is no .xlsx or .csv file, or its characters cannot be read. Save it as “CSV UTF-8” or .xlsx and "
            "upload that.", file=name))
    first = text.lstrip().split('\n', 1)[0]
    delimiter = max(',;\t', key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=''), delimiter=delimiter)
    except csv.Error as error:
        raise UserError(env._(
            "%(file)s cannot be read. Save it again as .xlsx or .csv and upload that.", file=name)) from error

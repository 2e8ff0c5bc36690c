"""Which kind of file somebody uploaded, and its sheets; or a sentence what to do with it."""
import io
import logging
import zipfile

from odoo.exceptions import UserError

from .cells import MAX_CELLS, Cell, Row, Sheet, number_cell, text_cell
from .ods import read_ods
from .text import OpenQuoteError, decode, read_text
from .xlsx import PARSE_ERRORS, format_number, is_xlsx, read_xlsx

logger = logging.getLogger(__name__)

MAX_SIZE = 5 * 1024 * 1024  # bytes of the file
MAX_UNPACKED = 60 * 1024 * 1024  # bytes of what is packed in it
CONTAINER = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
OTHER_FILES = (b'%PDF', b'\x89PNG', b'\xff\xd8\xff', b'GIF8', b'Rar!', b'7z\xbc\xaf', b'\x1f\x8b', b'{\\rtf')


def open_sheets(env, name, content, limit):
    """Return the sheets of a file, hidden ones marked, with ``limit`` rows at most.

    :param str name: of the file, for the sentences
    :raise UserError: it is no spreadsheet, protected, damaged or too large
    """
    if len(content) > MAX_SIZE:
        raise UserError(env._(
            "%(file)s is too large: at most %(size)s MB. Remove pictures and other sheets, or split it.",
            file=name, size=MAX_SIZE // 1024 ** 2))
    if not content.strip(b'\0\r\n\t '):
        raise UserError(env._("%(file)s holds nothing to import: it is empty.", file=name))
    if content.startswith(b'PK'):
        return _open_archive(env, name, content, limit)
    if content.startswith(CONTAINER[:4]):
        return _open_container(env, name, content, limit)
    return _open_text(env, name, content, limit)


def _get_broken(env, name):
    return UserError(env._(
        "%(file)s cannot be read: it is damaged, or no spreadsheet. Open it in Excel, WPS or LibreOffice, save it as "
        ".xlsx, and upload that.", file=name))


def _open_archive(env, name, content, limit):
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except PARSE_ERRORS as error:
        raise _get_broken(env, name) from error
    with archive:
        names = archive.namelist()
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise UserError(env._(
                "%(file)s cannot be read: unpacked it has more than %(size)s MB. Delete empty rows and other sheets, "
                "or split it.", file=name, size=MAX_UNPACKED // 1024 ** 2))
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise _get_protected(env, name)
        try:
            if is_xlsx(archive):
                return read_xlsx(archive, limit)
            if 'content.xml' in names:
                if b'encryption-data' in _read_small(archive, 'META-INF/manifest.xml'):
                    raise _get_protected(env, name)
                return read_ods(archive, limit)
        except PARSE_ERRORS as error:
            logger.info("%s cannot be read", name, exc_info=True)
            raise _get_broken(env, name) from error
    if any(entry.endswith('.iwa') for entry in names) or 'Index.zip' in names:
        raise UserError(env._(
            "%(file)s is a file of Apple Numbers. Use File › Export To › Excel in Numbers, and upload the .xlsx.",
            file=name))
    if 'xl/workbook.bin' in names:
        raise UserError(env._("%(file)s is a binary Excel file (.xlsb). Save it as .xlsx and upload that.", file=name))
    raise _get_other(env, name)


def _read_small(archive, path):
    try:
        return archive.read(path)
    except KeyError:
        return b''


def _get_protected(env, name):
    return UserError(env._(
        "%(file)s is protected by a password, so that nobody can read it here. Open it, take the password away "
        "(in Excel: File › Info › Protect Workbook › Encrypt with Password), save it, and upload it again.", file=name))


def _get_other(env, name):
    return UserError(env._(
        "%(file)s is no .xlsx or .csv file, nor another spreadsheet. Download the template to see how it is done.",
        file=name))


def _open_container(env, name, content, limit):
    """The container of old Office files, which also holds new ones that are protected by a password."""
    if 'EncryptedPackage'.encode('utf-16-le') in content:
        raise _get_protected(env, name)
    old = UserError(env._("%(file)s is an old Excel file. Save it as .xlsx or .csv and upload that.", file=name))
    try:
        import xlrd  # noqa: PLC0415 as Odoo's own import: not on every server
    except ImportError as error:
        raise old from error
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise (_get_protected(env, name) if 'encrypted' in str(error).lower() else old) from error
    except Exception as error:  # whatever the parser makes of a file that is none
        raise old from error
    return [_read_xls_sheet(book, sheet, limit) for sheet in book.sheets()]


def _read_xls_sheet(book, source, limit):
    sheet = Sheet(source.name, bool(source.visibility))
    for index in range(source.nrows):
        cells = {}
        for column, cell in enumerate(source.row(index)):
            found = _read_xls_cell(book, cell)
            if found:
                cells[column] = found
        hidden = source.rowinfo_map.get(index)
        if index * source.ncols > MAX_CELLS:
            sheet.is_cut = True
            break
        if not sheet.add(Row(index + 1, cells, bool(hidden and hidden.hidden)), limit):
            break
    sheet.merged = [(first + 1, last, left) for first, last, left, _right in source.merged_cells if last - first > 1]
    sheet.fill_merged()
    return sheet


def _read_xls_cell(book, cell):
    import xlrd  # noqa: PLC0415 as above
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return text_cell(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        style = book.xf_list[cell.xf_index].format_key if cell.xf_index is not None else 0
        found = book.format_map.get(style)
        return number_cell(cell.value, format_number(cell.value, found.format_str if found else ''))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return number_cell(cell.value)
        return Cell('date', moment, moment.isoformat(' ')[:10])
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell('bool', bool(cell.value), 'TRUE' if cell.value else 'FALSE')
    if cell.ctype == xlrd.XL_CELL_ERROR:
        words = xlrd.error_text_from_code.get(cell.value, '#N/A')
        return Cell('error', words, words)
    return None


def _open_text(env, name, content, limit):
    if content.startswith(OTHER_FILES):
        raise _get_other(env, name)
    start = content[:2000].lstrip(b'\xef\xbb\xbf\r\n\t ').lower()
    if start.startswith((b'<html', b'<!doctype', b'<table', b'<?xml', b'<meta', b'<head')):
        raise UserError(env._(
            "%(file)s is a web page or XML that bears the name of a spreadsheet. Open it in Excel, WPS or LibreOffice, "
            "save it as .xlsx, and upload that.", file=name))
    text = decode(content)
    if text is None:
        raise UserError(env._(
            "%(file)s is no .xlsx or .csv file, or its characters cannot be read. Save it as “CSV UTF-8” or .xlsx and "
            "upload that.", file=name))
    try:
        return [read_text(text, limit)]
    except OpenQuoteError as error:
        raise UserError(env._(
            "%(file)s cannot be read from row %(row)s on: a quotation mark (\") is not closed there, or text follows "
            "it. Mend that row, or save the file as .xlsx, and upload it again.",
            file=name, row=error.args[0])) from error

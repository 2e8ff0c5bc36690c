import datetime
import io
import re
import zipfile

import openpyxl
import xlwt

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_base.spreadsheet import (
    CodeIndex,
    find_table,
    open_sheets,
    read_code,
    read_date,
    read_number,
)
from odoo.addons.office_admin_base.spreadsheet.cells import Cell, text_cell
from odoo.addons.office_admin_base.spreadsheet.table import heading_keys

COLUMNS = {'code': ('Code', '编码'), 'name': ('Name', '名称'), 'quantity': ('Quantity', '数量')}
WORDS = {text: key for key, names in COLUMNS.items() for name in names for text in list(heading_keys(name))[:2]}
REQUIRED = [{'code', 'name'}, {'quantity'}]
NAMESPACES = ' '.join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                      for name in ('office', 'table', 'text', 'style'))
ODS = f'''<?xml version="1.0"?><office:document-content {NAMESPACES}>
 <office:automatic-styles><style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>
 </office:automatic-styles><office:body><office:spreadsheet>
 <table:table table:name="Last Year" table:style-name="ta1"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>Code</text:p></table:table-cell></table:table-row></table:table>
 <table:table table:name="Needs"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>Code</text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p>Quantity</text:p></table:table-cell>
 <table:table-cell table:number-columns-repeated="16382"/></table:table-row>
 <table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
 <table:table-row>
 <table:table-cell office:value-type="float" office:value="701"><text:p>00701</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="2.5"><text:p>2.5</text:p></table:table-cell>
 </table:table-row>
 <table:table-row table:number-rows-repeated="1048571"><table:table-cell/></table:table-row></table:table>
 </office:spreadsheet></office:body></office:document-content>'''


def save(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def make_book(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def change_part(content, path, change):
    """Return the archive with one of its parts changed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, 'w', zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == path else part)
    return result.getvalue()


@tagged('post_install', '-at_install')
class TestSpreadsheet(TransactionCase):

    def _open(self, content, limit=1000):
        return open_sheets(self.env, "list", content, limit)

    def _find(self, content):
        return find_table(self._open(content), WORDS, REQUIRED)

    def _get_texts(self, content):
        """Return ``[(row number, code or name, quantity)]`` of what is no total or remark."""
        return [
            (row.number, *(row.cells[key].text for key in ('code', 'name', 'quantity') if key in row.cells))
            for row in self._find(content).rows if not row.ignored]

    def test_the_size_that_a_writer_states_does_not_count(self):
        content = save(make_book(('Code', 'Quantity'), ('A', 1), ('B', 2)))
        for size in ('A1', 'A1:B2', 'A1:XFD1048576', ''):
            changed = change_part(content, 'xl/worksheets/sheet1.xml', lambda text, size=size: text.replace(
                'ref="A1:B3"', f'ref="{size}"'))
            self.assertEqual(self._get_texts(changed), [(2, 'A', '1'), (3, 'B', '2')])

    def test_cells_without_reference_and_with_inline_text(self):
        content = change_part(save(make_book(('x',))), 'xl/worksheets/sheet1.xml', lambda text: (
            '<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>'
            '<row><c t="inlineStr"><is><r><t>Co</t></r><r><t>de</t></r></is></c><c t="str"><v>Quantity</v></c></row>'
            '<row><c t="inlineStr"><is><t>A</t></is></c><c><v>3</v></c></row></sheetData></worksheet>'))
        self.assertEqual(self._get_texts(content), [(2, 'A', '3')])

    def test_hidden_sheets_and_charts_are_not_read(self):
        book = make_book(('Code', 'Quantity'), ('OLD', 99))
        book.active.sheet_state = 'veryHidden'
        book.create_chartsheet("Chart", 0)
        book.create_sheet("Instructions").append(("Fill in the second sheet",))
        sheet = book.create_sheet("Needs")
        for row in ((None, "Needs of November"), (), (None, 'Code', None, 'Quantity*'), (None, 'A', 'x', 2)):
            sheet.append(row)
        table = self._find(save(book))
        self.assertEqual((table.sheet.name, table.heading_number, table.above), ("Needs", 3, [1]))
        self.assertEqual([row.cells['code'].text for row in table.rows], ['A'])
        self.assertEqual(table.hidden_names, ["Sheet"])

    def test_a_description_of_the_columns_is_not_the_list(self):
        book = make_book(('Code', "the code of the product"), ('Name', "its name"))
        book.create_sheet("List")
        for row in (('Code', 'Name', 'Quantity'), ('A', 'Pen', 2)):
            book['List'].append(row)
        self.assertEqual(find_table(self._open(save(book)), WORDS, [{'code'}]).sheet.name, "List")

    def test_two_rows_of_headings_and_merged_cells(self):
        book = make_book(
            ('Code', 'What is needed', None), (None, 'Name (short)', 'Quantity (pcs)'), ('A', 'Pen', 2),
            (None, None, 3))
        book.active.merge_cells('A1:A2')
        book.active.merge_cells('B1:C1')
        book.active.merge_cells('A3:A4')
        table = self._find(save(book))
        self.assertEqual(table.columns, {0: 'code', 1: 'name', 2: 'quantity'})
        self.assertEqual([row.cells['code'].text for row in table.rows], ['A', 'A'])
        self.assertEqual(self._get_texts(b'Code,,\n,Name,Quantity\nA,Pen,2\n'), [(3, 'A', 'Pen', '2')])

    def test_headings_in_two_languages(self):
        for headings in (
                'Code 编码,Quantity数量', '编码/Code,数量/个', '编码（Code）,Quantity (pcs)', '"Code\n编码",* 数量：'):
            with self.subTest(headings=headings):
                self.assertEqual(self._get_texts(f'{headings}\nA,2\n'.encode()), [(2, 'A', '2')])
        self.assertIsNone(self._find('编码/名称,数量\nA,2\n'.encode()))

    def test_empty_rows_with_borders_are_no_rows(self):
        book = make_book(('Code', 'Quantity'), ('A', 1))
        for number in range(3, 3000):
            book.active.cell(number, 1).border = openpyxl.styles.Border(left=openpyxl.styles.Side('thin'))
        self.assertEqual(self._get_texts(save(book)), [(2, 'A', '1')])
        sheets = self._open(save(make_book(('Code', 'Quantity'), *(('A', 1),) * 50)), limit=20)
        self.assertTrue(sheets[0].is_cut, "what is too long is said, and not cut in silence")

    def test_totals_remarks_and_examples_have_a_reason(self):
        rows = self._find(save(make_book(
            ('编码', '名称', '数量'), ('必填', '选填', '必填'), ('示例', '钢笔', 1), ('A', '钢笔', 2),
            ('编码', '名称', '数量'), ('一、文具',), ('B', '合计', 3), (None, '合 计：', 5),
            ('备注：急用', None, None), (None, None, None, 'x'),
            ('部门负责人签字：', None, '日期：'), ('Total', None, 9), (None, '日期章', 1), (None, None, 4)))).rows
        self.assertEqual([row.ignored for row in rows], [
            'instruction', 'instruction', '', 'heading', 'section', '', 'total', 'remark', 'unknown', 'remark', 'total',
            '', ''])

    def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(self):
        content = change_part(
            save(make_book(('Code', 'Quantity'), ('A', 1), ('x', 'y'))), 'xl/worksheets/sheet1.xml',
            lambda text: re.sub(r'<row r="3".*</row>', (
                '<row r="3"><c r="A3" t="str"><f>IF(D3="","",D3)</f><v></v></c>'
                '<c r="B3" t="str"><f>IF(E3="","",E3)</f></c></row>'), text))
        self.assertEqual(self._get_texts(content), [(2, 'A', '1')])

    def test_formulas_errors_dates_and_formats(self):
        book = make_book(('Code', 'Quantity'), (701, '=1+1'), (7, True), (datetime.date(2026, 1, 2), 1), ('#REF!', 1.5))
        book.active['A2'].number_format = '00000'
        book.active['A3'].number_format = '"WR"00'
        cells = [row.cells for row in self._find(save(book)).rows]
        self.assertEqual(
            [cell['code'].text for cell in cells], ['00701', 'WR07', '2026-01-02', '#REF!'])
        self.assertEqual([cell['code'].kind for cell in cells], ['number', 'number', 'date', 'error'])
        self.assertEqual([cell['quantity'].kind for cell in cells], ['formula', 'bool', 'number', 'number'])

    def test_text_files_of_all_kinds(self):
        for content in (
            b'Code;Quantity\nA;2\n', b'\xef\xbb\xbfCode\tQuantity\r\nA\t2\r\n', b'sep=;\r\nCode;Quantity\r\nA;2\r\n',
            '编码，数量\nA，2\n'.encode(), '编码,数量\r\nA,2\r\n'.encode('gb18030'),
            '编码\t数量\r\nA\t2\r\n'.encode('utf-16'),
            'Code;Quantity\nA;2\n'.encode('utf-16-le'), b'"Code","Quantity"\r"A","2"\r',
            b'Needs, urgent\n\nCode;Quantity\nA;2\nB,x;3\n',
        ):
            with self.subTest(content=content):
                self.assertEqual(self._get_texts(content)[0][1:], ('A', '2'))
        self.assertEqual(self._get_texts(b'Code,Name,Quantity\nA,"two\nlines",2\nB,x,3\n'),
                         [(2, 'A', 'two lines', '2'), (3, 'B', 'x', '3')])
        with self.assertRaisesRegex(UserError, "from row 2 on: a quotation mark"):
            self._open(b'Code,Name,Quantity\nA,"open,2\nB,x,3\n')

    def test_old_excel(self):
        book = xlwt.Workbook()
        hidden, sheet = book.add_sheet("Last Year"), book.add_sheet("Needs")
        hidden.visibility = 1
        for index, heading in enumerate(('Code', 'Quantity')):
            hidden.write(0, index, heading)
            sheet.write(2, index, heading)
        sheet.write(3, 0, 701, xlwt.easyxf(num_format_str='00000'))
        sheet.write(3, 1, 2.5)
        sheet.write(4, 0, datetime.date(2026, 1, 2), xlwt.easyxf(num_format_str='yyyy-mm-dd'))
        sheet.write(4, 1, True)
        self.assertEqual(self._get_texts(save(book)), [(4, '00701', '2.5'), (5, '2026-01-02', 'TRUE')])
        self.assertEqual(self._find(save(book)).rows[1].cells['code'].kind, 'date')

    def test_ods(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, 'w') as archive:
            archive.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')
            archive.writestr('content.xml', ODS)
        sheets = self._open(content.getvalue())
        self.assertEqual([(sheet.name, sheet.is_hidden) for sheet in sheets], [("Last Year", True), ("Needs", False)])
        self.assertEqual(self._get_texts(content.getvalue()), [(5, '00701', '2.5')])

    def test_other_files_get_a_sentence_of_their_own(self):
        def pack(name, content=b'x'):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, 'w') as archive:
                archive.writestr(name, content)
            return packed.getvalue()
        container = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 600
        for content, words in (
            (container + 'EncryptedPackage'.encode('utf-16-le'), "protected by a password"),
            (container, "old Excel file"),
            (pack('Index/Document.iwa'), "Apple Numbers"),
            (pack('xl/workbook.bin'), "binary Excel file"),
            (pack('word/document.xml'), "no .xlsx or .csv file"),
            (b'%PDF-1.7', "no .xlsx or .csv file"),
            (b'<html><table><tr><td>Code</td></tr></table>', "web page"),
            (b'\n \n', "empty"),
            (pack('xl/workbook.xml', b'<!DOCTYPE x [<!ENTITY a "a">]><workbook>&a;'), "cannot be read"),
            (save(make_book(('Code',)))[:-900], "cannot be read"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, f"^list .*{words}"):
                self._open(content)

    def test_entities_and_other_files_are_never_read(self):
        content = save(make_book(('Code', 'Quantity'), ('A', 1)))
        content = change_part(content, 'xl/worksheets/sheet1.xml', lambda text: (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + text.split('?>')[-1].replace(
                '<v>1</v>', '<v>&a;</v>')))
        try:
            self.assertNotIn('root', str(self._open(content)))
        except UserError as error:
            self.assertIn("cannot be read", str(error))

    def test_codes(self):
        for text, value, problem in (
            ('="00701"', '00701', ''), ("'00701", '00701', ''), ('ＷＲ０１', 'WR01', ''),
            ('WR\u200b01\xa0', 'WR01', ''),
            ('6.90123E+12', '6.90123E+12', 'digits'), ('701.0', '701.0', 'decimals'), ('2026/1/2', '2026/1/2', 'date'),
            ('2-Jan', '2-Jan', 'date'), ('1月2日', '1月2日', 'date'), ('A-1-2', 'A-1-2', ''),
            ('x' * 201, 'x' * 201, 'long'),
            ('#N/A', '#N/A', 'error'), ('1E5', '1E5', ''),
        ):
            read = read_code(text_cell(text))
            self.assertEqual((read.value, read.problem), (value, problem))
        for number, problem in ((6901234567892.0, ''), (1.5, 'decimals'), (-3.0, 'decimals'), (1e17, 'digits')):
            self.assertEqual(read_code(Cell('number', number, f'{number:g}')).problem, problem)

    def test_what_a_code_probably_means(self):
        index = CodeIndex()
        for number, code in enumerate(('00701', 'WR02', '1-2', '6901234567892', 'A 01')):
            index.add(code, number)
        for text, expected in (('701', 0), ('1月2日', 2), ('2026/1/2', 2), ('6.90123E+12', 3), ('00701.0', 0)):
            self.assertEqual(index.get_probable(read_code(text_cell(text))), {expected})
        self.assertEqual(index.get('wr02'), {1})
        self.assertEqual(index.get('ａ01'), {4})
        self.assertFalse(index.get_probable(read_code(text_cell('702'))))

    def test_days(self):
        day = datetime.date(2026, 3, 2)
        for text in ('2026-03-02', '2026/3/2', '2026.3.2', '2026年3月2日', '2026年 3月 2日', '20260302',
                     '２０２６-０３-０２', "'2026-03-02", '2026-03-02 08:30'):
            self.assertEqual(read_date(text_cell(text)).value, day, text)
        for value in (day, datetime.datetime(2026, 3, 2, 8)):
            self.assertEqual(read_date(Cell('date', value, '2026-03-02')).value, day)
        for text in ('03/02/2026', '2026-13-02', '2026-02-30', '2026', 'soon', '46083'):
            self.assertEqual(read_date(text_cell(text)).problem, 'no_date', text)
        self.assertEqual(read_date(Cell('number', 46083, '46083')).problem, 'no_date')
        self.assertEqual(read_date(Cell('number', 20260302, '20260302')).value, day)

    def test_numbers(self):
        for text, value in (
            ('２', 2), ('１，２００', 1200), ('1,200.50', 1200.5), ('￥12.50', 12.5), ('12.5 元', 12.5),
            ('1 000', 1000), ('.5', 0.5), ("'7", 7), ('="7"', 7),
        ):
            self.assertEqual(read_number(text_cell(text)).value, value)
        for text in (
                '(3)', '三', '1e3', '1_000', '-1', 'many', '1,5', '5 包', '1e400', 'nan',
                '１２３４５６７８９０１２３４'):
            read = read_number(text_cell(text))
            self.assertEqual((read.value, read.problem), (None, 'number'))
        self.assertEqual(read_number(text_cell('三')).guesses, ('3',))
        self.assertEqual(read_number(text_cell('5 包')).guesses, ('5',))
        self.assertEqual(read_number(text_cell('1,5')).guesses, ('1.5',))
        self.assertEqual(read_number(text_cell('1,5'), is_comma=True).value, 1.5)
        self.assertEqual(read_number(text_cell('1.200'), is_comma=True).value, 1200)

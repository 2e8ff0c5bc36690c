import io

import openpyxl

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.office_admin_test.tests.spreadsheets import make_xlsx

from .test_import import ImportCommon


class SpreadsheetMixin:

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.codes = {
            code: cls._create_product(name, default_code=code) for code, name in (
                ('WR01', "中性笔 0.5毫米 黑色"), ('WR02', "中性笔 0.5毫米 蓝色"), ('WR03', "红笔"), ('WR05', "Pencil"),
                ('WR06', "Marker"), ('WR07', "Chalk"), ('WR08', "Crayon"), ('WR09', "Brush"), ('WR10', "Ruler"),
                ('WR11', "Eraser"), ('00701', "Paper Clip"))}

    def _read_file(self, name, **kwargs):
        with file_open(f'office_admin_supplies/tests/spreadsheets/{name}', 'rb') as file:
            return self._read(file.read(), **{**kwargs, 'name': name})

    def _get_lines(self, wizard):
        return [(line.number, line.product_id.default_code, line.quantity) for line in wizard.line_ids]


@tagged('post_install', '-at_install')
class TestImportFiles(SpreadsheetMixin, ImportCommon):

    def test_no_row_is_lost_whatever_size_the_file_states(self):
        for name in ('stated_size_A1.xlsx', 'stated_size_too_small.xlsx'):
            with self.subTest(name=name):
                self.assertEqual(self._get_lines(self._read_file(name)), [
                    (2, 'WR01', 3), (3, 'PA01', 2), (4, 'WR02', 1)])

    def test_the_first_visible_sheet_with_our_headings_is_read(self):
        wizard = self._read_file('hidden_first_sheet.xlsx')
        self.assertEqual(self._get_lines(wizard), [(2, 'WR01', 3)])
        self.assertIn("Sheet “今年”, headings in row 1", wizard.summary)
        self.assertIn("Hidden, not read: “去年”", wizard.summary)
        self.assertEqual(self._get_lines(self._read_file('instructions_first.xlsx')), [(2, 'WR01', 3)])

    def test_a_form_with_a_title_and_a_total(self):
        self.paper.name, eraser = "复印纸 A4 80克", self._create_product("橡皮")
        wizard = self._read_file('form_with_title_rows.xlsx')
        self.assertEqual([line.product_id for line in wizard.line_ids[:3]], [self.paper, self.codes['WR01'], eraser])
        self.assertEqual(wizard.line_ids[3].status, 'left_out')
        self.assertEqual(wizard.line_ids[3].remark, "A total.")
        self.assertIn("headings in row 3", wizard.summary)
        self.assertIn("Above the headings, not imported: rows 1–2", wizard.summary)
        self.assertIn("Not used: 序号, 备注", wizard.summary)
        self.assertIn("“令”", wizard.line_ids[0].remark)

    def test_empty_rows_with_borders_are_not_too_many(self):
        book = openpyxl.Workbook()
        for row in (('编码', '数量'), ('WR01', 3)):
            book.active.append(row)
        border = openpyxl.styles.Border(bottom=openpyxl.styles.Side('thin'))
        for number in range(3, 25_001):
            book.active.cell(number, 1).border = border
        path = self._save(book)
        self.assertEqual(self._get_lines(self._read(path)), [(2, 'WR01', 3)])

    def _save(self, book):

        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    def test_odd_quantities_are_rows_to_mend(self):
        wizard = self._read_file('needs_odd.xlsx')
        by_number = {line.number: line.status for line in wizard.line_ids}
        self.assertEqual([number for number, status in by_number.items() if status == 'mend' and number != 6],
                         [7, 8, 9, 10, 11])
        self.assertEqual(self._get_lines(wizard)[2:4], [(4, 'WR01', 2), (5, 'WR02', 1200)])
        self.assertEqual(self._get_lines(wizard)[10:], [(12, 'WR11', 1), (13, 'WR10', 1), (14, 'WR10', 1)])
        self.assertIn("“(3)” is no number", wizard.line_ids[5].remark)
        self.assertIn("perhaps 3", wizard.line_ids[6].remark)
        self.assertEqual(wizard.line_ids[2].remark, "This product is in row 2 as well.")
        line = wizard.line_ids[5]
        line.quantity = 3
        self.assertEqual(line.status, 'good')

    def test_a_code_and_a_name_that_contradict_each_other(self):
        eraser = self._create_product("橡皮")
        lines = self._read_file('quirks.csv').line_ids
        self.assertEqual([line.product_id.default_code or '' for line in lines], ['', '', '00701', 'WR01', 'WR03'])
        self.assertIn("The row contradicts itself", lines[0].remark)
        self.assertIn("no office supply “XX99”; the row probably means 橡皮", lines[1].remark)
        self.assertEqual(lines[1].proposal_id, eraser)
        wizard = lines[0].wizard_id
        wizard.action_take_proposals()
        self.assertEqual(lines[1].product_id, eraser)
        self.assertEqual([line.status for line in lines], ['mend', 'good', 'good', 'good', 'good'])
        lines[0].product_id = self.paper
        request = self.env['office.supply.request'].browse(wizard.action_import()['res_id'])
        self.assertEqual(request.line_ids.product_id[:2], self.paper | eraser)
        eraser.name = "Rubber"
        lines = self._read_file('quirks.csv').line_ids
        self.assertIn("The code means [PA01] Copy Paper A4, but the list says “橡皮”", lines[0].remark)
        self.assertIn("no such office supply", lines[1].remark)

    def test_headings_of_another_language_and_aliases(self):
        for headings in (
                ('编号', '申请数量'), ('Item Code', 'Qty'), ('*编码：', '数量（个）'), ('ＣＯＤＥ', 'Quantity *')):
            with self.subTest(headings=headings):
                self.assertEqual(self._get_lines(self._read(make_xlsx(headings, ('WR01', 3)))), [(2, 'WR01', 3)])
        wizard = self._read(b'sep=;\r\nCode;Quantity\r\nWR01;3\r\n')
        self.assertEqual(self._get_lines(wizard), [(2, 'WR01', 3)])

    def test_names_and_units_of_a_language_that_is_not_the_users(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.paper.with_context(lang='zh_CN').name = "复印纸"
        self.pack.with_context(lang='zh_CN').name = "六个装"
        self.paper.uom_ids = self.pack
        wizard = self._read(make_xlsx(('名称', '数量', '单位'), ('复印纸', 3, '六个装')))
        self.assertRecordValues(wizard.line_ids, [
            {'product_id': self.paper.id, 'quantity': 3, 'uom_id': self.pack.id, 'status': 'good'}])

    def test_the_same_heading_twice(self):
        lines = self._read(make_xlsx(
            ('Code', 'Quantity', 'Quantity'), ('WR01', 3, 3), ('WR02', 3, 5), ('WR03', None, 2))).line_ids
        self.assertEqual([line.status for line in lines], ['good', 'mend', 'good'])
        self.assertIn("Quantity stands in two columns, and they differ", lines[1].remark)
        self.assertIn("columns B, C", lines.wizard_id.summary)

    def test_rows_with_a_running_number_only_are_said_in_one_sentence(self):
        wizard = self._read(make_xlsx(('No.', 'Code', 'Quantity'), (1, 'WR01', 3), *((number, None, None)
                                                                                   for number in range(2, 50))))
        self.assertEqual(self._get_lines(wizard), [(2, 'WR01', 3)])
        self.assertIn("only a running number: rows 3–50", wizard.summary)

    def test_a_row_that_was_left_out_can_be_taken_in(self):
        wizard = self._read(b'Code,Product,Quantity\n,Total,3\nWR01,,2\n')
        total = wizard.line_ids[0]
        self.assertEqual(total.status, 'left_out')
        total.is_left_out = False
        self.assertEqual(total.status, 'mend')
        total.product_id = self.paper
        self.assertRecordValues(total, [{'status': 'good', 'uom_id': self.unit.id}])

    def test_a_list_is_imported_once(self):
        wizard = self._read(make_xlsx(('Code', 'Quantity'), ('WR01', 3)))
        wizard.action_import()
        with self.assertRaisesRegex(Exception, "imported already"):
            wizard.action_import()
        wizard.action_read()
        self.assertTrue(wizard.action_import())


@tagged('post_install', '-at_install')
class TestImportProductFiles(SpreadsheetMixin, ImportCommon):

    def _read(self, content, **kwargs):
        return super()._read(content, **{
            'model': 'office.supply.import.products', 'user': self.manager, 'name': "products.xlsx", **kwargs})

    def _get_count(self):
        return self.env['product.product'].with_context(active_test=False).search_count([])

    def test_codes_that_a_spreadsheet_has_spoiled(self):
        self.pen.barcode = False
        wizard = self._read_file('products_codes.xlsx')
        by_number = {line.number: line for line in wizard.line_ids}
        self.assertEqual(by_number[2].template_id, self.codes['WR01'].product_tmpl_id)
        self.assertEqual(by_number[4].template_id, self.codes['00701'].product_tmpl_id, "701 that is seen as 00701")
        for number, words in (
            (3, "“wr02” probably means .*WR02"), (5, "made a date of it"), (6, "the error #N/A"),
            (10, "Barcode: the spreadsheet has lost digits"), (11, "Barcode: .* there twice, see row 10|lost digits"),
        ):
            self.assertEqual(by_number[number].status, 'mend', number)
            self.assertRegex(by_number[number].remark, words)
        self.assertEqual([by_number[number].row_values['cost'] for number in (7, 8, 9)], [1200.5, 12.5, 12.5])
        self.assertEqual([by_number[number].status for number in (7, 8, 9)], ['good'] * 3)
        self.assertEqual([by_number[number].remark or False for number in (2, 7)], [False, "New"])
        by_number[7].template_id = self.codes['WR05'].product_tmpl_id
        self.assertFalse(by_number[7].remark)
        by_number[7].template_id = False
        before = self._get_count()
        wizard.action_take_proposals()
        wizard.action_leave_out()
        wizard.action_import()
        self.assertEqual(self._get_count(), before + 3)
        self.assertEqual(self.codes['WR02'].default_code, 'WR02')
        self.assertEqual(self.codes['WR02'].name, "中性笔 0.5毫米 蓝色（小写编码）")
        self.assertEqual(self.codes['00701'].barcode, '6901234567892')

    def test_a_file_saved_by_excel(self):
        lines = self._read_file('products_saved_by_excel.csv').line_ids
        self.assertEqual([line.status for line in lines], ['mend', 'mend'])
        self.assertIn("“701” probably means [00701]", lines[0].remark)
        self.assertEqual(lines[0].proposal_id, self.codes['00701'].product_tmpl_id)

    def test_signs_that_keep_excel_away(self):
        lines = self._read_file('quirks_products.csv').line_ids
        self.assertEqual(lines.template_id, (
            self.codes['00701'] | self.codes['WR01'] | self.codes['WR03']).product_tmpl_id)
        self.assertEqual([line.row_values['barcode'] for line in lines], ['6901234500001', False, '6901234500018'])
        self.assertEqual([line.status for line in lines], ['good'] * 3)

    def test_archived_products_and_variants_are_no_new_ones(self):
        self.codes['WR09'].product_tmpl_id.active = False
        colour = self.env['product.attribute'].create(
            {'name': "Colour", 'value_ids': [Command.create({'name': name}) for name in ("Red", "Blue")]})
        template = self.env['product.template'].create({
            'name': "Crayon Set", 'supply_ok': True, 'company_id': self.company.id, 'attribute_line_ids': [
                Command.create({'attribute_id': colour.id, 'value_ids': [Command.set(colour.value_ids.ids)]})]})
        self.assertEqual(len(template.product_variant_ids), 2)
        template.product_variant_ids[0].default_code = 'WR08-R'
        wizard = self._read(make_xlsx(('Code', 'Name', 'Cost'), ('WR09', 'Brush', 2), ('wr08-r', 'Red one', 2)))
        archived, variant = wizard.line_ids
        self.assertRegex(archived.remark, "archived product Brush")
        self.assertRegex(variant.remark, "a variant of Crayon Set")
        before = self._get_count()
        variant.template_id = self.codes['WR01'].product_tmpl_id
        self.assertEqual(variant.status, 'mend', "what is said of a variant does not go to another product")
        wizard.action_take_proposals()
        wizard.action_leave_out()
        wizard.action_import()
        self.assertTrue(self.codes['WR09'].active)
        self.assertEqual(self._get_count(), before)

    def test_barcodes_of_others_and_codes_that_are_there_twice(self):
        self.codes['WR10'].product_tmpl_id.active = False
        self.codes['WR10'].barcode = '4006381333931'
        lines = self._read(make_xlsx(
            ('Code', 'Name', 'Barcode'), ('X1', 'a', '4006381333931'), ('X2', 'b', '777'), ('X3', 'c', '777'),
            ('x2', 'd', None), ('00702', 'e', None), ('702', 'f', None))).line_ids
        self.assertEqual([line.status for line in lines], ['mend', 'good', 'mend', 'mend', 'good', 'mend'])
        for line, words in zip(lines, (
                "belongs to .*Ruler", "^New$", "there twice, see row 3", "there twice, see row 3", "^New$",
                "there twice, see row 6"), strict=True):
            self.assertRegex(line.remark, words)

    def test_a_code_with_the_name_of_another_product(self):
        lines = self._read(make_xlsx(
            ('Code', 'Name'), ('WR10', 'Eraser'), ('X9', 'Eraser'), ('WR11', 'eraser'))).line_ids
        self.assertEqual([line.status for line in lines], ['mend', 'good', 'good'])
        self.assertIn("The code means [WR10] Ruler, but the name is that of [WR11] Eraser", lines[0].remark)
        self.assertIn("[WR11] Eraser has the same name", lines[1].remark)
        self.assertFalse(lines[1].template_id)

    def test_two_rows_do_not_change_one_product(self):
        wizard = self._read(make_xlsx(('Code', 'Name'), ('WR01', 'a'), ('wr02', 'b')))
        wizard.line_ids[1].template_id = self.codes['WR01'].product_tmpl_id
        with self.assertRaisesRegex(Exception, "rows 2 and 3 both change"):
            wizard.action_import()

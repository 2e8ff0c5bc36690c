import base64
import io
import zipfile

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.office_admin_test.tests.spreadsheets import make_xlsx

from .common import OfficeSupplyCommon, OfficeSupplyMixin


class ImportCommon(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper.default_code = 'PA01'
        cls.pen.barcode = '6901234567892'

    def _upload(self, content, name="needs.xlsx", model='office.supply.import', user=None):
        return self.env[model].with_user(user or self.user).create(
            {'file': base64.b64encode(content), 'file_name': name})

    def _read(self, content, **kwargs):
        wizard = self._upload(content, **kwargs)
        wizard.action_read()
        return wizard


@tagged('post_install', '-at_install')
class TestImport(ImportCommon):

    def _get_requests(self):
        return self.env['office.supply.request'].search([('requester_id', '=', self.user.id)])

    def test_the_dialog_keeps_its_title_in_the_language_of_the_user(self):
        self.env['ir.model']._get('office.supply.import').name = "导入需求清单"
        wizard = self._upload(make_xlsx(['Code', 'Quantity'], ['PA01', 1]))
        self.assertEqual(wizard.action_read()['name'], "导入需求清单")

    def test_r9_a_list_becomes_one_draft(self):
        wizard = self._read(make_xlsx(
            ('Code', 'Barcode', 'Product', 'Quantity', 'Unit', 'Remark'), ('PA01', None, None, 3, None, 'x'),
            (None, 6901234567892, None, '2', 'Pack of 6', None), (None, None, None, None, None, None),
            (None, None, 'copy paper a4', 4, 'Units', None)))
        self.assertFalse(wizard.bad_count)
        self.assertEqual(wizard.line_ids.mapped('number'), [2, 3, 5])
        self.assertFalse(self._get_requests())
        request = self.env['office.supply.request'].browse(wizard.action_import()['res_id'])
        self.assertRecordValues(request, [
            {'state': 'draft', 'requester_id': self.user.id, 'is_for_department': True}])
        self.assertRecordValues(request.line_ids, [
            {'product_id': self.paper.id, 'quantity': 3, 'uom_id': self.unit.id},
            {'product_id': self.pen.id, 'quantity': 2, 'uom_id': self.pack.id},
            {'product_id': self.paper.id, 'quantity': 4, 'uom_id': self.unit.id}])

    def test_r9_chinese_csv_of_excel(self):
        for encoding in ('gb18030', 'utf-8', 'utf-8-sig'):
            with self.subTest(encoding=encoding):
                wizard = self._read("编码;数量\nPA01;3\n".encode(encoding), name="需求.csv")
                self.assertRecordValues(wizard.line_ids, [{'product_id': self.paper.id, 'quantity': 3}])

    def test_r9_bad_rows_are_named_and_nothing_is_made(self):
        chair = self._create_product("Chair", supply_ok=False, default_code='CH')
        self._create_product("Ruler")
        self._create_product("Ruler")
        wizard = self._read(make_xlsx(
            ('Code', 'Product', 'Quantity', 'Unit'), ('PA01', None, 'many', None), ('PA01', None, -1, None),
            ('PA01', None, 10_001, None), ('NO', None, 1, None), (chair.default_code, None, 1, None),
            (None, 'Ruler', 1, None), ('PA01', None, 1, 'Pack of 6'), ('PA01', None, 1, 'Wagon'),
            ('PA01', None, 1, None)))
        messages = [line.message or '' for line in wizard.line_ids]
        for message, words in zip(messages, (
                "no number", "no number", "no number", "no such office supply", "no such office supply",
                "Several products", "handed out by the Units", "no unit “Wagon”", ""), strict=True):
            self.assertIn(words, message)
        with self.assertRaisesRegex(UserError, r"Nothing was imported\. .* left out: 8\. The first is row 2"):
            wizard.action_import()
        self.assertFalse(self._get_requests())
        wizard.line_ids[1:8].is_left_out = True
        with self.assertRaisesRegex(UserError, r"left out: 1\."):
            wizard.action_import()
        wizard.line_ids[0].quantity = 2
        request = self.env['office.supply.request'].browse(wizard.action_import()['res_id'])
        self.assertEqual(request.line_ids.mapped('quantity'), [2, 1])

    def test_hostile_files_get_a_sentence(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('xl/worksheets/sheet1.xml', b'0' * (61 * 1024 * 1024))
        for content, words in (
            (b'', "Choose the spreadsheet|nothing to import"), (b'x' * (5 * 1024 * 1024 + 1), "too large"),
            (b'\xd0\xcf\x11\xe0' + b'0' * 100, "old Excel"), (b'PK\x03\x04 no archive', "cannot be read"),
            (bomb.getvalue(), "cannot be read"), (b'\x89PNG\r\n\x1a\n\x00\x00\xff\xfe', "no .xlsx or .csv"),
            (b'\n\n\n', "nothing to import"), (b'Code,Quantity\n', "nothing to import"),
            (b'Colour,Quantity\nred,1\n', "no heading .*Code"), (b'Code,Colour\nPA01,red\n', "no heading .*Quantity"),
            (b'Code,Quantity\n' + b'PA01,1\n' * 1001, "too many rows: at most 1000"),
            (b'Code,Quantity\n' + b'\n' * 100_000, "too many rows|nothing to import"),
        ):
            with self.subTest(content=content[:30]), self.assertRaisesRegex(UserError, words):
                self._read(content)
        wizard = self._upload(b'Code,Quantity\nPA01,1\n')
        with self.assertRaisesRegex(UserError, "read it first"):
            wizard.action_import()

    def test_formulas_are_values(self):
        wizard = self._read(make_xlsx(('Code', 'Quantity'), ('PA01', '=1+1'), ('=HYPERLINK("http://x")', 1)))
        self.assertTrue(all(line.message for line in wizard.line_ids))

    def test_wizards_of_others_are_closed(self):
        wizard = self._read(b'Code,Quantity\nPA01,1\n')
        for method in ('action_read', 'action_import'):
            with self.assertRaises(AccessError):
                getattr(wizard.with_user(self.colleague), method)()

    def test_template_can_be_filled_in(self):
        wizard = self.env['office.supply.import'].with_user(self.user).create({})
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.template)))
        headings = [cell.value for cell in book.active[1]]
        self.assertEqual(headings, ["Code", "Barcode", "Product", "Quantity", "Unit"])
        self.assertIn(f'/office.supply.import/{wizard.id}/template/', wizard.action_template()['url'])


@tagged('post_install', '-at_install')
class TestImportProducts(ImportCommon):

    def _read(self, content, **kwargs):
        return super()._read(content, **{
            'model': 'office.supply.import.products', 'user': self.manager, 'name': "products.xlsx", **kwargs})

    def test_r8_products_are_made_and_changed_by_code(self):
        category = self.env['product.category'].create({'name': "Writing Things"})
        vendor = self.env['res.partner'].create({'name': "Deli", 'is_company': True})
        content = make_xlsx(
            ('Code', 'Name', 'Category', 'Unit', 'Pack', 'Cost', 'Vendor', 'Vendor Price', 'Limit'),
            ('WR99', 'Marker', 'writing things', 'Units', 'Pack of 6', 2.5, 'Deli', 2.2, 4),
            ('PA01', 'Copy Paper A4 80 g', None, None, None, 21, None, None, None))
        wizard = self._read(content)
        self.assertEqual(wizard.line_ids.template_id, self.paper.product_tmpl_id)
        wizard.action_import()
        marker = self.env['product.template'].search([('default_code', '=', 'WR99')]).with_company(self.company)
        self.assertRecordValues(marker, [{
            'name': 'Marker', 'categ_id': category.id, 'supply_ok': True, 'is_storable': True, 'standard_price': 2.5,
            'supply_limit': 4, 'company_id': self.company.id}])
        self.assertEqual(marker.uom_ids, self.pack)
        self.assertRecordValues(marker.seller_ids, [{'partner_id': vendor.id, 'price': 2.2}])
        self.assertEqual(self.paper.name, 'Copy Paper A4 80 g')
        self.assertEqual(self.paper.with_company(self.company).standard_price, 21)
        self._read(content).action_import()
        self.assertEqual(len(marker.seller_ids), 1, "the same file once more changes nothing")
        self.assertEqual(self.env['product.template'].search_count([('default_code', '=', 'WR99')]), 1)

    def test_bad_rows_change_nothing(self):
        wizard = self._read(make_xlsx(
            ('Code', 'Name', 'Category', 'Unit', 'Cost', 'Vendor'), ('A1', 'Good', None, None, 1, None),
            (None, 'No code', None, None, None, None), ('A2', None, None, None, None, None),
            ('A3', 'x', 'Nowhere', None, None, None), ('A4', 'x', None, 'Wagon', None, None),
            ('A5', 'x', None, None, 'cheap', None), ('A6', 'x', None, None, None, 'Nobody Ltd'),
            ('A1', 'Twice', None, None, 1, None),
            ('PA01', 'x', None, 'Pack of 6', None, None)))
        for line, words in zip(wizard.line_ids, (
                "", "code is missing", "name is missing", "no “Nowhere”", "no “Wagon”", "“cheap” is no number",
                "no “Nobody Ltd”", "there twice", "is counted by the Units"), strict=True):
            self.assertIn(words, line.message or '')
        with self.assertRaisesRegex(UserError, r"Nothing was imported\. .* left out: 8\."):
            wizard.action_import()
        self.assertFalse(self.env['product.template'].search([('default_code', '=', 'A1')]))
        wizard.line_ids.filtered('message').is_left_out = True
        wizard.action_import()
        self.assertEqual(self.env['product.template'].search([('default_code', '=', 'A1')]).name, 'Good')

    def test_only_the_manager_imports(self):
        for user in (self.user, self.officer, self.auditor):
            with self.assertRaises(AccessError):
                self._read(make_xlsx(('Code', 'Name'), ('A1', 'x')), user=user)


@tagged('post_install', '-at_install')
class TestImportTemplate(OfficeSupplyMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_an_employee_downloads_his_template_only(self):
        wizard = self.env['office.supply.import'].with_user(self.user).create({})
        url = wizard.action_template()['url']
        self.authenticate(self.user.login, self.user.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(openpyxl.load_workbook(io.BytesIO(answer.content)).active['A1'].value, "Code")
        self.authenticate(self.colleague.login, self.colleague.login)
        self.assertNotEqual(self.url_open(url).status_code, 200)

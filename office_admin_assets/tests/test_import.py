import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OfficeAssetCommon

HEADINGS = (
    "资产编号", "资产名称", "类别", "品牌", "序列号", "数量", "原值", "购置日期", "启用日期", "存放地点", "使用人",
    "使用部门")


@tagged('post_install', '-at_install')
class TestImport(OfficeAssetCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room.code = 'R-301'

    def _read(self, *rows, user=None):
        book = openpyxl.Workbook()
        for row in (HEADINGS, *rows):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        wizard = self.env['office.asset.import'].with_user(user or self.officer).create(
            {'file': base64.b64encode(content.getvalue()), 'file_name': "ledger.xlsx"})
        wizard.action_read()
        return wizard

    def _import(self, wizard):
        action = wizard.action_import()
        if action['res_model'] == 'office.import.job':
            job = self.env['office.import.job'].browse(action['res_id'])
            while job.job:
                job.sudo()._work_on_job()
            return self.env['maintenance.equipment'].browse(job.row_ids.filtered('is_done').mapped('result'))
        return self.env['maintenance.equipment'].search(action['domain'])

    def test_r74_a_row_becomes_a_card(self):
        wizard = self._read(
            ("OLD-1", "Laptop", "Computers", "Acme", "S1", 1, 5000, "2025-03-02", "2025/3/5", "R-301", self.user.name,
             "Sales"),
            ("", "Chair", "computers", None, None, 20, "1,000.50", None, None, "store room", None, None))
        self.assertEqual(wizard.bad_count, 0, wizard.line_ids.mapped('message'))
        laptop, chairs = self._import(wizard).sorted('name', reverse=True)
        self.assertEqual(laptop.asset_acquire_date.isoformat(), '2025-03-02')
        self.assertRecordValues(laptop, [{
            'asset_code': "OLD-1", 'serial_no': "S1", 'cost': 5000, 'place_id': self.room.id, 'asset_state': 'in_use',
            'employee_id': self.user_employee.id, 'asset_department_id': self.sales.id, 'asset_life_months': 36,
            'asset_acquisition': 'opening'}])
        self.assertRecordValues(chairs, [{
            'asset_quantity': 20, 'cost': 1000.5, 'place_id': self.store.id, 'asset_state': 'in_stock',
            'employee_id': False}])
        self.assertRegex(chairs.asset_code, r'IT-\d{4}-0001')
        self.assertEqual((laptop | chairs).asset_event_ids.mapped('kind'), ['register', 'register'])

    def test_r74_each_fault_is_explained_by_its_row(self):
        self._create_card(code="A-1", asset_brand="Acme", serial_no="9")
        wizard = self._read(
            ("A-1", "Phone", "Computers"), ("A-2", "Phone", "Boats"), ("A-3", None, "Computers"),
            ("A-4", "Phone", "Computers", "acme", "9"), ("A-5", "Phone", "Computers", None, "8", 2),
            ("A-6", "Phone", "Computers", None, None, None, "much"),
            ("A-7", "Phone", "Computers", None, None, 1, 1, "03/02/2025"),
            ("A-8", "Phone", "Computers", None, None, 1, 1, "2025-03-02", "2025-03-01"),
            ("A-9", "Phone", "Computers", None, None, 1, 1, None, None, "Moon"),
            ("A-10", "Phone", "Computers", None, None, 1, 1, None, None, None, "Somebody"),
            ("B-1", "Phone", "Computers"), ("b-1", "Phone", "Computers"), ("B-2", "Phone", "Computers"))
        messages = dict(wizard.line_ids.sorted('number').mapped(lambda line: (line.number, line.message or '')))
        for number, words in (
                (2, "in use already"), (3, "no “Boats”"), (4, "Name is missing"), (5, "serial number 9"), (6, "no lot"),
                (7, "no number"), (8, "no date"), (9, "before it was acquired"), (10, "no “Moon”"),
                (11, "no “Somebody”"), (13, "row 12")):
            self.assertIn(words, messages[number])
        self.assertEqual([number for number, message in messages.items() if not message], [12, 14])

    def test_r74_of_500_rows_with_3_errors_497_or_none(self):
        rows = [(f"L-{number}", f"Lamp {number}", "Computers" if number % 200 else "Boats") for number in range(1, 501)]
        rows[6] = ("L-6", "Twice", "Computers")
        wizard = self._read(*rows)
        self.assertEqual(wizard.bad_count, 3)
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            wizard.action_import()
        self.assertFalse(self.env['maintenance.equipment'].search([('asset_code', '=like', 'L-%')]))
        wizard.action_leave_out()
        self.assertEqual(len(self._import(wizard)), 497)
        with self.assertRaisesRegex(UserError, "imported already"):
            wizard.action_import()

    def test_what_came_into_use_meanwhile(self):
        wizard = self._read(("A-1", "Phone", "Computers"))
        self._create_card(code="A-1")
        with self.assertRaisesRegex(UserError, "has come into use"):
            wizard.action_import()

    def test_only_officers_import(self):
        with self.assertRaises(AccessError):
            self._read(("A-1", "Phone", "Computers"), user=self.user)
        hr_user = self._create_user('sup_hr', 'hr.group_hr_user')
        with self.assertRaises(AccessError):
            self.env['office.asset.import'].with_user(hr_user)._import_rows(
                [{'name': "X", 'category': self.category.id}])

    def test_the_template_is_understood(self):
        wizard = self.env['office.asset.import'].with_user(self.officer).create({})
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.template)))
        columns = wizard._get_columns()
        book.active.append([{'name': "Phone", 'category': "Computers"}.get(key) for key in columns])
        content = io.BytesIO()
        book.save(content)
        wizard.write({'file': base64.b64encode(content.getvalue()), 'file_name': "template.xlsx"})
        wizard.action_read()
        self.assertEqual(len(self._import(wizard)), 1)

import io
from itertools import groupby
from unittest.mock import patch

import pypdfium2
import zxingcpp
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTTextBox, LTTextLine

from odoo.tests import TransactionCase, tagged

from .common import LabelMixin

MM = 72 / 25.4
"""Points of a PDF in a millimetre."""

DPI = 203
"""Of common label printers, 8 dots in a millimetre."""


@tagged('post_install', '-at_install')
class TestLabelPrint(LabelMixin, TransactionCase):
    """What comes out of the printer is measured and read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.env['ir.config_parameter'].set_param('web.base.url', 'https://office.paper-street.example')

    def _get_pages(self, pdf):
        return list(extract_pages(io.BytesIO(pdf)))

    def _read_codes(self, pdf, dpi=DPI):
        """Return ``[{text of a QR code: its edges}]`` of the pages as a printer draws them."""
        pages = [page.render(scale=dpi / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]
        return [{code.text: code.position for code in zxingcpp.read_barcodes(page)} for page in pages]

    def _get_address(self, thing):
        return self.env['office.label']._get_labels_of(thing)[thing.id]._get_address(thing.code)

    def _get_letters(self, part):
        if isinstance(part, LTChar):
            return [part]
        return [letter for child in part for letter in self._get_letters(child)] if isinstance(
            part, (LTTextBox, LTTextLine)) or hasattr(part, 'pageid') else []

    def test_r74_pages_of_a_roll_are_as_large_as_the_label(self):
        for size, (width, height) in {'50x30': (50, 30), '60x40': (60, 40), '70x20': (70, 20)}.items():
            with self.subTest(size):
                _dialog, pdf = self._print(self.chair | self.desk, size=size, copies=2)
                pages = self._get_pages(pdf)
                self.assertEqual(len(pages), 4)
                for page in pages:
                    self.assertAlmostEqual(page.width / MM, width, delta=0.05)
                    self.assertAlmostEqual(page.height / MM, height, delta=0.05)
                    letters = self._get_letters(page)
                    self.assertTrue(letters)
                    for letter in letters:
                        self.assertTrue(0 < letter.x0 < letter.x1 < page.width, letter)
                self.assertEqual([list(codes) for codes in self._read_codes(pdf)], [
                    [self._get_address(thing)] for thing in (self.chair, self.chair, self.desk, self.desk)])

    def test_r74_labels_of_a_sheet_are_of_exact_size(self):
        things = self._create_things(*({'name': f"Lamp {n}", 'code': f'FA-{n}'} for n in range(40)))
        for size, (columns, rows) in {'50x30': (3, 9), '60x40': (3, 6), '70x20': (2, 13)}.items():
            width, height = map(int, size.split('x'))
            with self.subTest(size):
                _dialog, pdf = self._print(things, size=size, layout='sheet')
                pages = self._get_pages(pdf)
                self.assertEqual([(page.width, page.height) for page in pages], [pages[0].bbox[2:]] * len(pages))
                self.assertAlmostEqual(pages[0].width / MM, 210, delta=0.05)
                self.assertAlmostEqual(pages[0].height / MM, 297, delta=0.05)
                codes = self._read_codes(pdf, dpi=150)
                self.assertEqual(len(codes), -(-40 // (columns * rows)))
                self.assertEqual([len(page) for page in codes[:-1]], [columns * rows] * (len(codes) - 1))
                self.assertEqual(set().union(*codes), {self._get_address(thing) for thing in things})
                self._assert_grid(pages[0], columns, rows, width, height)

    def _assert_grid(self, page, columns, rows, width, height):
        """Check that the lines to cut along stand where the labels end."""
        edges = [part for part in page if hasattr(part, 'pts')]
        left, top = (210 - columns * width) / 2, (297 - rows * height) / 2
        lines = {round(edge.x0 / MM * 10) for edge in edges} | {round(edge.x1 / MM * 10) for edge in edges}
        for column in range(columns + 1):
            self.assertIn(round((left + column * width) * 10), lines)
        lines = {round(edge.y0 / MM * 10) for edge in edges} | {round(edge.y1 / MM * 10) for edge in edges}
        for row in range(rows + 1):
            self.assertIn(round((top + row * height) * 10), lines)

    def test_sheet_that_was_begun_goes_on_at_the_free_place(self):
        dialog = self._open_dialog(self.chair | self.desk, layout='sheet', start=27)
        dialog.action_print()
        pages = dialog._get_pages()
        self.assertEqual([[(label.code, label.left, label.top) for label in page] for page in pages],
                         [[('FA-0001', 130.0, 253.5)], [('FA-0002', 30.0, 13.5)]])

    def test_it_says_company_name_code_and_date(self):
        for size in ('50x30', '60x40', '70x20'):
            text = extract_text(io.BytesIO(self._print(self.chair, size=size)[1]))
            for part in (self.company.name, "Office Chair", "FA-0001"):
                self.assertIn(part, text)
            self.assertRegex(text, r'\d\d/\d\d/\d{4}')

    def test_long_name_is_cut_and_a_long_code_is_not(self):
        long = self._create_things({
            'name': "Height-adjustable desk with two motors and a top of oak " * 3,
            'code': 'FA-2026-HEADQUARTERS-000001'})
        for size in ('50x30', '60x40', '70x20'):
            with self.subTest(size):
                pdf = self._print(long, size=size)[1]
                page, = self._get_pages(pdf)
                text = extract_text(io.BytesIO(pdf))
                self.assertIn('FA-2026-HEADQUARTERS-000001', text)
                self.assertIn("…", text)
                for letter in self._get_letters(page):
                    self.assertTrue(1 * MM < letter.x0 < letter.x1 < page.width - 1 * MM, letter)

    def test_long_name_in_chinese_is_cut_with_a_sign(self):
        """As in the languages that have spaces between their words."""
        name = "高度可调的双电机办公桌配北方橡木桌面" * 4
        names = {'FA-0006': name, 'FA-0007': f"会议摄像头 4K {name}", 'FA-0008': "人体工学办公椅"}
        things = self._create_things(*({'name': name, 'code': code} for code, name in names.items()))
        for size in ('50x30', '60x40', '70x20'):
            pdf = self._print(things, size=size)[1]
            for number, (code, name) in enumerate(names.items()):
                with self.subTest(size, code=code):
                    text = ''.join(extract_text(io.BytesIO(pdf), page_numbers=[number]).split())
                    shown, sign, _rest = text.partition("…")
                    self.assertEqual(bool(sign), len(name) > 10)
                    self.assertIn(''.join(name.split())[:7], shown)
            for letter in (letter for page in self._get_pages(pdf) for letter in self._get_letters(page)):
                self.assertLess(letter.x1, int(size[:2]) * MM - 1 * MM)

    def test_no_line_is_cut_by_the_code_below(self):
        lines = ["Chair", "12345", "67890"]
        with patch.object(self.registry['office.test.thing'], '_get_label_lines', lambda thing: lines):
            for size, left in {'50x30': 23.5, '60x40': 26.5, '70x20': 19.5}.items():
                with self.subTest(size):
                    heights = self._measure_lines(self._print(self.chair, size=size)[1], left)
                    self.assertEqual(len(heights), 4)
                    self.assertAlmostEqual(heights[3], heights[2], delta=2)

    def _measure_lines(self, pdf, left):
        """Return how high the lines of text are that stand above the code and right of ``left`` mm, in dots."""
        scale = 10
        page = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert('L')
        text = page.crop((int(left * MM * scale), 0, page.width, page.height - int(6 * MM * scale)))
        inked = [min(text.crop((0, y, text.width, y + 1)).getextrema()) < 128 for y in range(text.height)]
        return [len(list(rows)) for is_inked, rows in groupby(inked) if is_inked]

    def test_chinese_names_are_text_in_chinese_glyphs(self):
        chair = self._create_things({'name': "人体工学办公椅", 'code': 'FA-0005'})
        self.officer.lang = 'zh_CN'
        pdf = self._print(chair)[1]
        self.assertIn("人体工学办公椅", extract_text(io.BytesIO(pdf)))
        fonts = {letter.fontname for page in self._get_pages(pdf) for letter in self._get_letters(page)}
        self.assertTrue(any('CJK-SC' in font or 'CJKsc' in font for font in fonts), fonts)

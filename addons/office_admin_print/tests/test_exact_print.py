import io
from unittest.mock import patch

from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTRect
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ..exact_print import make_pdf

MM = 72 / 25.4
"""Points of a PDF in a millimetre."""

PAGE = """<html><head><style>
    @page { size: 80mm 50mm; margin: 0 }
    html { font: 10pt sans-serif }
    .box { position: absolute; left: 5mm; top: 10mm; width: 60mm; height: 30mm; background: #ddd }
    section + section { break-before: page }
    %s
</style></head><body>%s</body></html>"""

DOWNLOAD = """
    const asked = [];
    const open = XMLHttpRequest.prototype.open;
    XMLHttpRequest.prototype.open = function (method, url) {
        asked.push(url);
        return open.apply(this, arguments);
    };
    odoo.__WOWL_DEBUG__.root.env.services.action
        .doAction(id, { additionalContext: { active_ids: active } })
        .then(() => {
            if (String(asked.filter((url) => url.includes("/report"))) !== "/report/download") {
                throw new Error(asked.join());
            }
            console.log("test successful");
        });
"""


class ExactPrintMixin:

    def _get_pages(self, pdf):
        return list(extract_pages(io.BytesIO(pdf)))

    def _assert_millimetres(self, values, expected):
        for value, millimetres in zip(values, expected, strict=True):
            self.assertAlmostEqual(value / MM, millimetres, delta=0.05)


@tagged('post_install', '-at_install')
class TestExactPrint(ExactPrintMixin, TransactionCase):

    def test_page_and_box_are_as_large_as_the_style_says(self):
        page, = self._get_pages(make_pdf(PAGE % ('', '<div class="box">60 × 30</div>')))
        self._assert_millimetres(page.bbox, (0, 0, 80, 50))
        box, = (part for part in page if isinstance(part, LTRect))
        self._assert_millimetres(box.bbox, (5, 10, 65, 40))

    def test_nothing_is_read_but_fonts_of_modules(self):
        secret = "root:x:0:0"
        for name, body in {
            'attachment of the disk': '<link rel="attachment" href="file:///etc/passwd"/>',
            'attachment of a module': '<link rel="attachment" href="/base/models/res_users.py"/>',
            'attachment outside': '<link rel="attachment" href="/web/static/../../../../../etc/passwd"/>',
            'another host': '<link rel="attachment" href="file://localhost/etc/passwd"/>',
            'picture': '<img src="file:///etc/passwd"/>',
            'network': '<img src="http://127.0.0.1:1/secret.png"/><link rel="attachment" href="http://127.0.0.1:1/x"/>',
            'picture in a picture': '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E'
                                    '%3Cimage href=%22file:///etc/passwd%22/%3E%3C/svg%3E"/>',
            'style of a module': '<link rel="stylesheet" href="/web/static/src/libs/bootstrap.css"/>',
        }.items():
            with self.subTest(name), self.assertLogs('weasyprint', 'ERROR'):
                pdf = make_pdf(PAGE % ('', body))
                self.assertNotIn(b'/EmbeddedFile', pdf)
                self.assertNotIn(secret, extract_text(io.BytesIO(pdf)))

    def test_fonts_of_modules_are_read(self):
        style = """@font-face { font-family: Own; src: url(/web/static/fonts/lato/Lato-Bol-webfont.ttf) }
                   html { font: 10pt Own }"""
        with self.assertNoLogs('weasyprint', 'WARNING'):
            pdf = make_pdf(PAGE % (style, '<p>Chair</p>'))
        fonts = {part['BaseFont'].name.partition('+')[2] for part in self._get_objects(pdf) if 'BaseFont' in part}
        self.assertEqual(fonts, {'Own-Bold'})

    def test_chinese_is_text(self):
        style = "html { font-family: 'Noto Sans CJK SC' }"
        self.assertIn("办公椅", extract_text(io.BytesIO(make_pdf(PAGE % (style, '<p lang="zh-CN">办公椅</p>')))))

    def test_same_page_gives_the_same_bytes(self):
        self.assertEqual(make_pdf(PAGE % ('', 'Same')), make_pdf(PAGE % ('', 'Same')))

    def _get_objects(self, pdf):
        document = PDFDocument(PDFParser(io.BytesIO(pdf)))
        for xref in document.xrefs:
            for number in xref.get_objids():
                found = document.getobj(number)
                if isinstance(found, dict):
                    yield found


class ExactReportMixin:

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = new_test_user(cls.env, 'exact_reader', 'base.group_user,base.group_partner_manager')
        body = """<t t-foreach="docs" t-as="doc"><section><div class="box"><t t-out="doc.name"/></div></section></t>"""
        cls.env['ir.ui.view'].create({
            'type': 'qweb', 'name': 'card', 'key': 'office_admin_print.test_card',
            'arch': '<t t-name="office_admin_print.test_card">%s</t>' % (PAGE % ('', body))})
        cls.report = cls.env['ir.actions.report'].create({
            'name': "Cards", 'model': 'res.partner', 'report_type': 'qweb-pdf',
            'report_name': 'office_admin_print.test_card', 'is_exact': True,
            'attachment': "object.name + '.pdf'", 'attachment_use': True})
        cls.partners = cls.env['res.partner'].create([{'name': "Chair"}, {'name': "Desk"}])


@tagged('post_install', '-at_install')
class TestExactReport(ExactReportMixin, ExactPrintMixin, TransactionCase):

    def _print(self, ids, report=None):
        report = (report or self.report).with_user(self.reader).with_context(force_report_rendering=True)
        with patch.object(self.registry['ir.actions.report'], 'get_wkhtmltopdf_state', lambda self: 'install'):
            return report._render_qweb_pdf(self.report.report_name, ids)[0]

    def test_each_record_is_a_document_and_is_kept(self):
        pdf = self._print(self.partners.ids)
        pages = self._get_pages(pdf)
        self.assertEqual(len(pages), 2)
        for page in pages:
            self._assert_millimetres(page.bbox, (0, 0, 80, 50))
        kept = self.env['ir.attachment'].search(
            [('res_model', '=', 'res.partner'), ('res_id', 'in', self.partners.ids)], order='res_id')
        self.assertEqual(kept.mapped('name'), ["Chair.pdf", "Desk.pdf"])
        self.partners[0].name = "Stool"
        self.report.attachment = "'Chair.pdf'"
        self.assertEqual(self._print(self.partners[0].ids), kept[0].raw)

    def test_same_record_twice_and_no_record(self):
        self.assertEqual(len(self._get_pages(self._print(self.partners[0].ids * 2))), 2)
        self.assertEqual(self.env['ir.attachment'].search_count([('res_id', 'in', self.partners.ids)]), 0)
        self.assertEqual(len(self._get_pages(self._print([]))), 1)

    def test_action_says_it_and_asks_for_no_layout(self):
        admin = self.env.ref('base.user_admin')
        action = self.report.with_user(admin).report_action(self.partners)
        self.assertEqual((action['type'], action['is_exact']), ('ir.actions.report', True))
        self.assertNotIn('is_exact', self.env.ref('web.action_report_internalpreview').report_action([], config=False))
        self.assertIn('is_exact', self.report._get_readable_fields())

    def test_missing_library_is_said(self):
        with patch.dict('sys.modules', {'odoo.addons.office_admin_print.exact_print': None}), \
                self.assertRaisesRegex(UserError, "weasyprint"):
            self._print(self.partners.ids)


@tagged('post_install', '-at_install', 'browser')
class TestExactReportInBrowser(ExactReportMixin, HttpCase):

    def test_it_is_had_where_wkhtmltopdf_is_missing(self):
        self.report.create_action()
        wanted = f"const [id, active] = [{self.report.id}, [{self.partners[0].id}]];"
        self.browser_js('/odoo', wanted + DOWNLOAD, 'odoo.isReady', login=self.reader.login)

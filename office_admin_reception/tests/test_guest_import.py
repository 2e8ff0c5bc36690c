import base64
import csv
import io

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.office_admin_test.tests.spreadsheets import make_xlsx

from .common import OfficeVisitCommon, OfficeVisitMixin

HEADINGS = ("Full Name", "Organisation", "E-mail", "Phone", "Number Plate", "Language")


def make_csv(*rows, encoding='utf-8'):
    content = io.StringIO()
    csv.writer(content).writerows(rows)
    return content.getvalue().encode(encoding)


class GuestImportMixin(OfficeVisitMixin):

    def _open(self, visit, content=b'', user=None, name="guests.xlsx"):
        """Press the button in the visit and choose a file, as ``user``."""
        user = user or self.user
        context = visit.with_user(user).action_import_guests()['context']
        return self.env['office.visit.import'].with_user(user).with_context(**context).create(
            {'file': base64.b64encode(content), 'file_name': name})

    def _read(self, visit, *rows, **kwargs):
        """Let the dialog read these rows, below the headings."""
        wizard = self._open(visit, make_xlsx(HEADINGS, *rows), **kwargs)
        wizard.action_read()
        return wizard

    def _get_words(self, wizard):
        return {line.number: (line.status, line.remark or '') for line in wizard.line_ids}

    def _get_names(self, visit):
        visit.invalidate_recordset()
        return visit.guest_ids.sorted('id').mapped('name')


class GuestImportCommon(GuestImportMixin, OfficeVisitCommon):
    pass


@tagged('post_install', '-at_install')
class TestGuestImport(GuestImportCommon):

    def test_a_row_becomes_a_guest(self):
        visit = self._create_visit()
        wizard = self._read(
            visit, ("Bob  Hill", "Acme", "bob@example.com", "+86 10 1234", "沪A12345", "English"),
            (None, None, None, None, None, None), ("Carol", None, None, 13800138000, None, None))
        self.assertEqual(self._get_words(wizard), {2: ('good', ''), 4: ('good', '')})
        self.assertEqual(self._get_names(visit), ["Ann Lee"], "nobody is added before")
        answer = wizard.action_import()
        self.assertEqual(answer['params']['message'], "Guests added: 2")
        self.assertRecordValues(visit.guest_ids.sorted('id')[1:], [
            {'name': "Bob Hill", 'organisation': "Acme", 'email': "bob@example.com", 'phone': "+86 10 1234",
             'plate': "沪A12345", 'lang': 'en_US', 'state': 'expected', 'invited_datetime': False},
            {'name': "Carol", 'organisation': False, 'email': False, 'phone': "13800138000", 'plate': False,
             'lang': 'en_US', 'state': 'expected', 'invited_datetime': False}])
        self.assertFalse(wizard.line_ids or wizard.file, "what was read is not kept beside the visit")
        with self.assertRaisesRegex(UserError, "imported already"):
            wizard.action_import()

    def test_a_visit_may_begin_with_its_list(self):
        visit = self._create_visit(guests=())
        self._read(visit, ("Bob", None, None), ("Ann", None, None)).action_import()
        self.assertEqual(self._get_names(visit), ["Bob", "Ann"])
        self.assertEqual(visit.guest_name, "Bob")
        visit.action_announce()
        self.assertEqual(visit.state, 'expected')

    def test_a_chinese_csv(self):
        for encoding in ('gb18030', 'utf-8', 'utf-8-sig'):
            with self.subTest(encoding=encoding):
                wizard = self._open(self._create_visit(), make_csv(
                    ("序号", "姓名", "单位", "电子邮箱", "手机号码", "车牌号", "语言"),
                    ("1", "王芳", "上海公司", "fang＠example.com", "01012345678", "沪A12345", "英文"),
                    encoding=encoding), name="名单.csv")
                wizard.action_read()
                self.assertRecordValues(wizard.line_ids, [{
                    'name': "王芳", 'organisation': "上海公司", 'email': "fang@example.com", 'phone': "01012345678",
                    'plate': "沪A12345", 'status': 'good'}])

    def test_guests_are_invited_in_the_language_of_their_row(self):
        self.env['res.lang']._activate_lang('zh_CN')
        visit = self._create_visit()
        wizard = self._read(visit, *(
            (f"Guest {number}", None, None, None, None, words)
            for number, words in enumerate(("Chinese", "中文", "zh", "English", "英文", "英语", "Klingon", None))))
        self.assertEqual(wizard.line_ids.mapped('lang'), [*['zh_CN'] * 3, *['en_US'] * 3, False, False])
        self.assertEqual(self._get_words(wizard)[8], (
            'good', "There is no language “Klingon” here: the invitation is written in English (US)."))
        wizard.with_context(lang='zh_CN').action_import()
        self.assertEqual(visit.guest_ids.sorted('id')[1:].mapped('lang'), [
            *['zh_CN'] * 3, *['en_US'] * 3, 'zh_CN', 'zh_CN'], "that of the host where nothing is said")

    def test_who_is_on_the_visit_or_twice_in_the_list_is_left_out(self):
        visit = self._create_visit(guests=(), guest_ids=[Command.create(
            {'name': "Ann Lee", 'organisation': "Acme", 'email': "ann@example.com"})])
        wizard = self._read(
            visit, ("ＡＮＮ  lee", "ACME", "Ann@Example.com"), ("Bob", "Acme", None), ("bob", "acme ", None),
            ("Ann Lee", "Other", None), ("Bob", "Other", None))
        self.assertEqual(self._get_words(wizard), {
            2: ('left_out', "Is on the visit already."), 3: ('good', ''),
            4: ('left_out', "The same guest stands in row 3."),
            5: ('good', "Somebody of this name is on the visit already."), 6: ('good', '')})
        wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee", "Bob", "Ann Lee", "Bob"])

    def test_two_people_of_one_name_are_taken_in_by_who_knows_it(self):
        visit = self._create_visit()
        wizard = self._read(visit, ("Wang Wei", "Acme"), ("Wang Wei", "Acme"))
        wizard.line_ids[1].is_left_out = False
        wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee", "Wang Wei", "Wang Wei"])

    def test_who_was_added_meanwhile_is_not_added_again(self):
        visit = self._create_visit()
        wizard = self._read(visit, ("Bob", None), ("Carol", None))
        visit.guest_ids = [Command.create({'name': "carol"})]
        with (self.assertRaisesRegex(UserError, "Nothing was imported: Carol of row 3 is on .* already"),
              self.env.cr.savepoint()):
            wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee", "carol"])
        wizard.line_ids[0].name = "Dora"
        wizard.line_ids[1].name = "dora"
        with self.assertRaisesRegex(UserError, "rows 2 and 3 are both dora"):
            wizard.action_import()

    def test_bad_rows_are_explained_and_nobody_is_added(self):
        visit = self._create_visit()
        wizard = self._read(
            visit, (None, "Acme", None), ("Bob", None, "bob at example"), ("B" * 201, None, None),
            ("Carol", None, "a@example.com, b@example.com"), ("Dora", "D" * 201, None), ("Eve", None, None, "#REF!"),
            ("=1+1", None, None), ("Fred", None, f"{'f' * 200}@example.com"), ("Gina", None, None))
        words = self._get_words(wizard)
        for number, part in zip(range(2, 10), (
                "The name is missing. Write who comes, or leave the row out.",
                "“bob at example” is no e-mail address. Write one, such as", "Full Name is longer than 200 letters",
                "is no e-mail address", "Organisation is longer than 200", "Phone: the cell shows the error #REF!",
                "Full Name: the cell has a formula without its result", "E-mail is longer than 200"), strict=True):
            self.assertEqual(words[number][0], 'mend')
            self.assertIn(part, words[number][1])
        self.assertEqual((wizard.bad_count, words[10]), (8, ('good', '')))
        with self.assertRaisesRegex(UserError, "Nothing was imported. .* left out: 8. The first is row 2"):
            wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee"])
        lines = {line.number: line for line in wizard.line_ids}
        lines[3].email = "bob@example.com"
        lines[7].phone = "010 1234"
        self.assertEqual((lines[3].status, lines[7].status), ('good', 'good'))
        wizard.action_leave_out()
        wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee", "Bob", "Eve", "Gina"])

    def test_rows_are_mended_on_the_screen(self):
        visit = self._create_visit()
        wizard = self._open(visit, make_xlsx(HEADINGS, ("Bob", None, "bob at example"), ("Carol", None, None)))

        def press(wizard, button):
            """Return the dialog as the web client opens it again: in the context of the button, and of its answer."""
            of_button = {'active_model': wizard._name, 'active_id': wizard.id, 'active_ids': wizard.ids}
            return wizard.with_context(**{**of_button, **getattr(wizard, button)()['context']})

        wizard = press(wizard, 'action_read')
        self.assertFalse(self.env['office.visit'].browse(wizard.id).exists())
        with Form(wizard) as form:
            self.assertEqual(form.counts, "Ready: 1 · To mend: 1 · Left out: 0")
            with form.line_ids.edit(0) as line:
                line.email = "bob@example.com"
                self.assertFalse(line.remark)
        for button in ('action_take_proposals', 'action_leave_out'):
            wizard = press(wizard, button)
        wizard.action_import()
        self.assertEqual(visit.guest_ids.sorted('id')[1:].mapped('email'), ["bob@example.com", False])

    def test_what_a_spreadsheet_may_calculate_is_text(self):
        visit = self._create_visit()
        odd = ("=cmd|' /C calc'!A0", "+Bob", "-Bob", "@SUM(1+1)", "\t=1+1", "<b>Bob</b>")
        wizard = self._open(visit, make_csv(HEADINGS, *([text, text, "", "+49 30 1", "-1"] for text in odd)),
                            name="guests.csv")
        wizard.action_read()
        self.assertFalse(wizard.bad_count, self._get_words(wizard))
        wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee", *(text.strip() for text in odd)])
        self.assertEqual(set(visit.guest_ids.sorted('id')[1:].mapped('phone')), {"+49 30 1"})

    def test_files_that_are_no_list_get_a_sentence(self):
        visit = self._create_visit()
        for content, words in (
                (b'', "Choose the spreadsheet"), (b'x' * (5 * 1024 * 1024 + 1), "too large"),
                (b'\xd0\xcf\x11\xe0' + b'0' * 100, "old Excel"), (b'PK\x03\x04 no archive', "cannot be read"),
                (b'\x89PNG\r\n\x1a\n\x00\x00\xff\xfe', "no .xlsx or .csv"), (b'Name\n', "nothing to import"),
                (b'Colour,Size\nred,1\n', "no heading Full Name"), (b'Name\n' + b'Bob\n' * 301, "at most 300"),
                (make_xlsx(HEADINGS, *((f"Guest {number}",) for number in range(5000))), "too many rows: at most 300")):
            with self.subTest(content=content[:30]), self.assertRaisesRegex(UserError, words):
                self._open(visit, content).action_read()
        with self.assertRaisesRegex(UserError, "read it first"):
            self._open(visit, b'Name\nBob\n').action_import()

    def test_of_300_guests_all_are_added_at_once(self):
        visit = self._create_visit(guests=())
        wizard = self._read(visit, *((f"Guest {number}", "Acme", f"{number}@example.com") for number in range(300)))
        wizard.action_import()
        self.assertEqual(len(visit.guest_ids), 300)
        self.assertFalse(self.env['office.import.job'].search_count([('company_id', '=', self.company.id)]),
                         "no list of guests is kept beside the visit")

    def test_the_guests_of_an_announced_visit_are_invited(self):
        person = self.env['office.watch.person'].create(
            {'name': "Bob Hill", 'reason': "X", 'company_id': self.company.id})
        visit = self._announce()
        wizard = self._read(visit, ("Bob Hill", "Acme", "bob@example.com"), ("Carol", None, None))
        self.assertTrue(wizard.is_announced)
        wizard.action_import()
        bob, carol = visit.guest_ids.sorted('id')[1:]
        self.assertTrue(bob.invited_datetime)
        self.assertFalse(carol.invited_datetime)
        mails = self.env['mail.mail'].search(
            [('model', '=', 'office.visit.guest'), ('res_id', 'in', visit.guest_ids.ids)])
        self.assertEqual(mails.mapped('email_to'), ['"Bob Hill" <bob@example.com>'])
        self.assertIn("Guests invited by mail: 1", str(visit.message_ids.mapped('body')))
        hit = self.env['office.watch.hit'].search([('guest_id', '=', bob.id)])
        self.assertEqual(hit.person_id, person, "as whoever is added by hand")

    def test_the_template_is_understood(self):
        visit = self._create_visit()
        wizard = self._open(visit)
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.template)))
        self.assertEqual(tuple(cell.value for cell in book.active[1]), HEADINGS)
        book.active.append(["Bob", "Acme", "bob@example.com", "010", "X 1", "English"])
        content = io.BytesIO()
        book.save(content)
        wizard = self._open(visit, content.getvalue())
        wizard.action_read()
        wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee", "Bob"])


@tagged('post_install', '-at_install')
class TestGuestTemplate(GuestImportMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_the_template_is_downloaded_by_who_has_opened_the_dialog(self):
        url = self._open(self._create_visit()).action_template()['url']
        self.authenticate(self.user.login, self.user.login)
        answer = self.url_open(url)
        self.assertEqual(openpyxl.load_workbook(io.BytesIO(answer.content)).active['A1'].value, "Full Name")
        self.authenticate(self.colleague.login, self.colleague.login)
        self.assertNotEqual(self.url_open(url).status_code, 200)

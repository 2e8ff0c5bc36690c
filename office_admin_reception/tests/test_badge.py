import io
from datetime import timedelta

import pypdfium2
from pdfminer.high_level import extract_text

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestBadge(OfficeVisitCommon):
    """The badge is as large as it says, tells what it has to, and is printed by the front desk."""

    def _print(self, visit, kind, **context):
        report = self.env['ir.actions.report'].with_user(self.desk).with_context(
            force_report_rendering=True, **context)
        content, _type = report._render_qweb_pdf(f'office_admin_reception.report_badge_{kind}', visit.ids)
        return content

    def _get_sizes(self, content):
        """Return ``[(width, height)]`` of the pages in mm."""
        return [
            tuple(round(side * 25.4 / 72, 1) for side in page.get_size()) for page in pypdfium2.PdfDocument(content)]

    def _get_text(self, content, page=0):
        return ' '.join(extract_text(io.BytesIO(content), page_numbers=[page]).split())

    def test_r121_label_and_sheet_are_of_exact_size(self):
        names = [f"Guest {number}" for number in range(11)]
        visit = self._announce(guests=names)
        labels, sheets = self._print(visit, 'label'), self._print(visit, 'sheet')
        self.assertEqual(self._get_sizes(labels), [(90, 55)] * 11)
        self.assertEqual(self._get_sizes(sheets), [(210, 297)] * 2)
        text = self._get_text(labels)
        for said in (self.company.name, "Guest 0", self.user_employee.name, "Valid until", "Visitor"):
            self.assertIn(said, text)
        self.assertNotIn("To be escorted", text)
        self.assertIn("Guest 9", self._get_text(sheets))
        self.assertNotIn("Guest 9", self._get_text(sheets, 1))

    def test_r121_escort_and_areas_are_on_it(self):
        areas = self.env['office.visit.area'].create([
            {'name': "Lobby", 'company_id': self.company.id},
            {'name': "Laboratory", 'company_id': self.company.id, 'needs_escort': True}])
        self.env['res.lang']._activate_lang('zh_CN')
        visit = self._announce(area_ids=[Command.set(areas.ids)])
        text = self._get_text(self._print(visit, 'label'))
        self.assertIn("Laboratory", text)
        self.assertIn("To be escorted", text)
        self.assertIn("需陪同", self._get_text(self._print(visit, 'label', lang='zh_CN')))

    def test_its_code_signs_out_and_ends_with_the_day(self):
        visit = self._let_in()
        before = self.env['office.public.link'].sudo().search([])
        [[badge]] = visit.with_user(self.desk)._get_badge_pages(False)
        self.assertTrue(badge.qr.startswith('data:image/svg'))
        link = self.env['office.public.link'].sudo().search([]) - before
        self.assertEqual((link.res_model, link.res_id), ('office.visit.guest', visit.guest_ids.id))
        day = self.company._get_office_day(visit.end_datetime)
        self.assertEqual(link.expire_datetime, self.company._get_office_moment(day + timedelta(days=1)))

    def test_it_is_printed_by_the_desk_for_who_is_here(self):
        visit = self._let_in()
        for user in (self.user, self.auditor):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_print_badges()
            with self.assertRaises(AccessError):
                visit.with_user(user)._get_badge_pages(False)
        visit.with_user(self.desk).action_leave()
        with self.assertRaisesRegex(UserError, "who needs a badge"):
            visit.with_user(self.desk).action_print_badges()

    def test_long_names_and_strange_ones_stay_on_it(self):
        visit = self._announce(guests=("<script>alert(1)</script> " + "W" * 270,))
        content = self._print(visit, 'label')
        self.assertEqual(self._get_sizes(content), [(90, 55)])
        self.assertIn("<script>", self._get_text(content))
        self.assertEqual(self._get_sizes(self._print(self._announce(guests=("🙂 王芳",)), 'label')), [(90, 55)])

import base64
import re
from datetime import datetime, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.office_admin_reception.ics import MAX_OCTETS

from .common import OfficeVisitCommon

NOW = datetime(2026, 3, 2, 1, 0)


@tagged('post_install', '-at_install')
class TestInvitation(OfficeVisitCommon):
    """Guests with an address are invited, hear of changes, and of the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.company.resource_calendar_id.tz = 'Asia/Shanghai'
        cls.user_employee.work_email = 'user@paper.example.com'
        cls.site.write({'visit_way': "Metro line 2, exit B", 'visit_parking': "Level B2"})
        cls.company.office_visit_wifi = "Network Guests"

    def _invite(self, *guests, **values):
        guests = guests or ({'name': "Ann Lee", 'email': 'ann@example.com'},)
        return self._announce(guest_ids=[Command.create(guest) for guest in guests], **values)

    def _get_mails(self, visit):
        return self.env['mail.mail'].search([
            ('model', '=', 'office.visit.guest'), ('email_to', 'like', 'example.com')], order='id')

    def _get_calendar(self, mail):
        file = mail.attachment_ids.filtered(lambda file: file.name == 'invitation.ics')
        return base64.b64decode(file.datas).decode().replace('\r\n ', '')

    def test_the_invitation_says_all_that_a_guest_needs(self):
        before = self.env['res.partner'].search_count([])
        visit = self._invite({'name': "Ann Lee", 'email': 'ann@example.com', 'plate': "沪A12345"}, room="Room 301")
        mail = self._get_mails(visit)
        for words in ("Ann Lee", "Monday, March 2, 2026", "10:00", "China Standard Time", "User", "Main Site",
                      "Room 301", "Metro line 2", "Level B2", "沪A12345", "Network Guests", "keeps your name"):
            self.assertIn(words, mail.body_html.replace("\u202f", " "))
        self.assertEqual(mail.email_to, '"Ann Lee" <ann@example.com>')
        self.assertEqual(mail.reply_to, 'user@paper.example.com')
        self.assertTrue(mail.auto_delete)
        self.assertEqual(set(mail.attachment_ids.mapped('name')), {'pass.png', 'invitation.ics'})
        self.assertTrue(visit.guest_ids.invited_datetime)
        self.assertEqual(self.env['res.partner'].search_count([]), before, "guests are no contacts")
        address = re.search(r'href="([^"]*/office/visit/pass/[^"]*)"', mail.body_html).group(1)
        found = self.env['office.visit.guest']._find_public(address.rpartition('/')[2])
        self.assertEqual(found.id, visit.guest_ids.id)

    def test_each_guest_reads_their_language(self):
        self.env['res.lang']._activate_lang('zh_CN')
        visit = self._invite({'name': "安娜", 'email': 'ann@example.com', 'lang': 'zh_CN'})
        self.assertIn("2026年3月2日", self._get_mails(visit).body_html)

    def test_who_has_no_address_is_not_invited(self):
        visit = self._invite({'name': "Bob"})
        self.assertFalse(self._get_mails(visit))
        self.assertFalse(visit.guest_ids.invited_datetime)

    def test_the_calendar_file_keeps_its_name_and_counts(self):
        visit = self._invite()
        first = self._get_calendar(self._get_mails(visit))
        visit.begin_datetime += timedelta(minutes=30)
        second = self._get_calendar(self._get_mails(visit)[-1])
        visit.action_cancel()
        last = self._get_calendar(self._get_mails(visit)[-1])
        uids = {re.search('UID:(.*)\r', text).group(1) for text in (first, second, last)}
        self.assertEqual(len(uids), 1)
        self.assertEqual([re.search(r'SEQUENCE:(\d+)', text).group(1) for text in (first, second, last)], list('012'))
        self.assertIn('METHOD:REQUEST', first)
        self.assertIn('DTSTART:20260302T020000Z', first)
        self.assertIn('DTSTART:20260302T023000Z', second)
        self.assertIn('METHOD:CANCEL', last)
        self.assertIn('STATUS:CANCELLED', last)

    def test_no_name_breaks_the_calendar_file(self):
        name = "Ann; Lee, \"X\"\r\nATTENDEE:mailto:eve@example.com\\ 😀" + "安" * 300
        visit = self._invite({'name': name, 'email': 'ann@example.com'})
        raw = base64.b64decode(self._get_mails(visit).attachment_ids.filtered(
            lambda file: file.name == 'invitation.ics').datas)
        lines = raw.split(b'\r\n')
        self.assertLessEqual(max(map(len, lines)), MAX_OCTETS)
        self.assertFalse([line for line in lines if line.startswith(b'ATTENDEE:')])
        self.assertIn("ATTENDEE;CN=\"Ann; Lee, 'X' ATTENDEE", self._get_calendar(self._get_mails(visit)))

    def test_script_in_a_name_is_text(self):
        visit = self._invite({'name': "<script>alert(1)</script>", 'email': 'ann@example.com'})
        self.assertNotIn('<script>', self._get_mails(visit).body_html)

    def test_guests_hear_of_changes_that_concern_them(self):
        visit = self._invite({'name': "Ann", 'email': 'ann@example.com'}, {'name': "Bob"})
        visit.note_desk = "Needs a projector"
        self.assertEqual(len(self._get_mails(visit)), 1)
        visit.room = "Room 302"
        mail = self._get_mails(visit)[-1]
        self.assertIn("has changed", mail.body_html)
        self.assertIn("Room 302", mail.body_html)
        visit.room = "Room 302"
        self.assertEqual(len(self._get_mails(visit)), 2)

    def test_who_is_added_is_invited_and_who_is_taken_off_is_told(self):
        visit = self._invite()
        visit.guest_ids = [Command.create({'name': "Bob", 'email': 'bob@example.com'})]
        self.assertIn('bob@example.com', self._get_mails(visit)[-1].email_to)
        self.assertEqual(len(self._get_mails(visit)), 2)
        visit.guest_ids.filtered(lambda guest: guest.name == "Bob").unlink()
        mail = self._get_mails(visit)[-1]
        self.assertIn("does not take place", mail.body_html)
        self.assertIn('bob@example.com', mail.email_to)

    def test_a_wrong_address_is_corrected(self):
        visit = self._invite()
        guest = visit.guest_ids
        token = guest._make_public_token()
        guest.email = 'lee@example.com'
        self.assertIn('lee@example.com', self._get_mails(visit)[-1].email_to)
        self.assertFalse(guest._find_public(token))
        for wrong in ("ann", "ann@example.com, eve@example.com"):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "no e-mail address"):
                guest.email = wrong

    def test_what_is_cancelled_has_no_pass(self):
        visit = self._invite()
        token = visit.guest_ids._make_public_token()
        visit.action_cancel()
        self.assertFalse(visit.guest_ids._find_public(token))
        self.assertIn("is cancelled", self._get_mails(visit)[-1].subject)

    def test_a_template_that_was_deleted_stops_nothing(self):
        self.env.ref('office_admin_reception.mail_template_invitation').unlink()
        visit = self._invite()
        self.assertEqual(visit.state, 'expected')
        self.assertFalse(visit.guest_ids.invited_datetime)

    def test_a_draft_invites_nobody(self):
        visit = self._create_visit(guest_ids=[Command.create({'name': "Ann", 'email': 'ann@example.com'})])
        visit.room = "Room 301"
        visit.action_cancel()
        self.assertFalse(self._get_mails(visit))

    def test_the_log_names_no_guest(self):
        visit = self._invite()
        visit.action_cancel()
        self.assertFalse([body for body in visit.message_ids.mapped('body') if 'Ann' in body])

    def test_what_was_sent_is_written_by_code_only(self):
        visit = self._invite()
        with self.assertRaisesRegex(UserError, "by hand"):
            visit.change_count = 7
        with self.assertRaisesRegex(UserError, "by hand"):
            visit.guest_ids.invited_datetime = False

    def test_mails_are_loaded_where_a_guest_has_no_address(self):
        """Odoo tries a template on the first record that there is, and refuses the whole module if it fails."""
        guest = self._announce().guest_ids
        for name in ('invitation', 'change', 'cancellation'):
            template = self.env.ref(f'office_admin_reception.mail_template_{name}')
            self.assertEqual(template._render_field('email_to', guest.ids), {guest.id: ''})

import base64
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, config, format_date

from odoo.addons.office_admin_base.tests.test_photo import make_photo
from odoo.addons.office_admin_reception.models.privacy import office_visit_privacy

from .common import OfficeVisitCommon
from .kiosk import KioskMixin

NAME, FIRST, MAIL, PHONE, PLATE, FIRM = (
    "Zdenka Vrbnikova", "Zdenka", 'zdenka@vrbnikova.example', '+420 604 918 273', 'ZV 9182', "Vrbnikova and Daughters")

TRACES = (FIRST, "Vrbnik", MAIL, '604 918 273', PLATE)
"""What nothing may contain any more."""


class PrivacyMixin(KioskMixin):

    @classmethod
    def _set_up_privacy(cls):
        cls._set_up_kiosk()
        cls.purpose = cls.env['office.visit.purpose'].create({
            'name': "Laboratory", 'company_id': cls.company.id, 'asks_document': True, 'photo_reason': "Badges"})

    @classmethod
    def _make_guest(cls, **values):
        visit = cls._announce(guests=(), hours=0, purpose_id=cls.purpose.id, guest_ids=[Command.create({
            'name': NAME, 'organisation': FIRM, 'email': MAIL, 'phone': PHONE, 'plate': PLATE})], **values)
        return visit.guest_ids.with_env(cls.env)

    @classmethod
    def _end(cls, visit):
        visit.with_user(cls.desk).action_arrive()
        visit.with_user(cls.desk).action_leave()
        visit.invalidate_recordset()

    def _erase_later(self, days=92):
        """Run the scheduled action so many days from now."""
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(days=days)), \
                patch.object(self.env.cr, 'commit', self.env.flush_all):
            self.env['office.visit']._cron_erase()
            self.env['bus.bus']._gc_messages()  # as each day
        self.env.invalidate_all()

    def _ask(self, kind, **values):
        request = self.env['office.visit.subject.request'].with_user(self.manager).create({
            'kind': kind, 'person_name': NAME, 'email': MAIL, 'identity_note': "Called back", **values})
        request.action_submit()
        return request

    def _find_traces(self, *texts):
        """Return where one of ``texts`` stands: in which column of which table, or in which file."""
        self.env.flush_all()
        columns = self.env.execute_query(SQL(
            """SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
                 JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                  AND c.data_type IN ('character varying', 'text', 'json', 'jsonb', 'bytea', 'ARRAY')"""))
        found = []
        for table, column, kind in columns:
            cell = SQL("encode(%s, 'escape')", SQL.identifier(column)) if kind == 'bytea' else SQL(
                "%s::text", SQL.identifier(column))
            if self.env.execute_query(SQL(
                    "SELECT 1 FROM %s WHERE %s LIMIT 1", SQL.identifier(table),
                    SQL(" OR ").join(SQL("%s ILIKE %s", cell, f'%{text}%') for text in texts))):
                found.append(f'{table}.{column}')
        store = Path(config.filestore(get_db_name()))
        needles = [text.encode() for text in texts]
        for file in store.rglob('*'):
            if file.is_file() and any(needle in file.read_bytes() for needle in needles):
                found.append(str(file.relative_to(store)))
        return found


@tagged('post_install', '-at_install')
class TestErasing(PrivacyMixin, OfficeVisitCommon):
    """What names guests is gone when its period is over, wherever it stood; what is counted stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_privacy()

    def _leave_traces(self):
        """Let a guest come, with all that can be said of them, by the screens of those who say it."""
        self.env['office.watch.person'].with_user(self.manager).create({
            'name': "Zdenka Vrbnikowa", 'reason': "Has threatened a colleague", 'end_date': fields.Date.today()})
        rule = self._make_rule()
        guest = self._make_guest(note_desk=f"{FIRST} comes by wheelchair")
        visit = guest.visit_id
        guest.write({'document_number': 'CZ 604 918 273', 'photo': base64.b64encode(make_photo())})
        self._enter(name=NAME, organisation=FIRM, fact=MAIL, rules=str(rule.id), signature=make_photo())
        self._enter(name=f"Not {NAME}", host=f"{FIRST}'s friend", fact=PHONE)  # which nobody knows
        self.assertEqual(guest.state, 'inside')
        visit.with_user(self.user).message_post(
            body=f"Call {NAME}, {PHONE}", subject=NAME, attachments=[('badge.txt', f'{NAME} {MAIL}'.encode())])
        visit.with_user(self.user).activity_schedule(
            'mail.mail_activity_data_todo', summary=f"Bring {FIRST} tea", note=f"<p>{MAIL}</p>")
        done = visit.with_user(self.user).activity_schedule('mail.mail_activity_data_todo', summary=f"Meet {NAME}")
        done.action_feedback(feedback=f"{FIRST} was here")
        self.env['mail.mail'].sudo().create({
            'subject': f"Invitation of {NAME}", 'body_html': f"<p>Dear {NAME}</p>", 'email_to': f'{NAME} <{MAIL}>',
            'model': guest._name, 'res_id': guest.id, 'state': 'sent',
            'attachment_ids': [Command.create({'name': 'pass.ics', 'raw': f'ATTENDEE:{MAIL}'.encode()})]})
        self.env['mail.scheduled.message'].with_user(self.user).create({
            'model': visit._name, 'res_id': visit.id, 'author_id': self.user.partner_id.id, 'subject': NAME,
            'body': f"<p>{NAME}</p>", 'scheduled_date': fields.Datetime.now() + timedelta(days=1)})
        message = visit.sudo().message_ids[:1]
        self.env['mail.tracking.value'].sudo().create({
            'mail_message_id': message.id, 'field_id': self.env['ir.model.fields']._get(guest._name, 'name').id,
            'old_value_char': NAME, 'new_value_char': "Somebody"})
        self.env['mail.notification'].sudo().create({
            'mail_message_id': message.id, 'notification_type': 'email', 'mail_email_address': MAIL,
            'notification_status': 'bounce', 'failure_reason': f"{MAIL} is unknown"})
        self.env['ir.attachment'].create({
            'name': f"{NAME}.txt", 'raw': NAME.encode(), 'res_model': visit._name, 'res_id': visit.id})
        guest._make_public_token()
        hit = guest.sudo().watch_hit_ids
        self.assertEqual(len(hit), 1)
        hit.with_user(self.manager)._do_with_reason('dismiss', f"{NAME} showed a passport")
        self.env['mail.thread'].message_notify(  # as of two promises at once
            partner_ids=self.manager.partner_id.ids, subject="2 promises are late", body=hit._get_link())
        visit.with_user(self.desk).action_leave()
        hold = self.env['office.visit.hold'].with_user(self.manager).create({
            'visit_id': visit.id, 'reason': f"{NAME} has lost a ring"})
        hold.action_hold()
        hold._do_with_reason('lift', f"{FIRST} has found it")
        self._ask('copy', phone=PHONE).action_done()
        self.env.invalidate_all()
        return guest, rule

    def test_without_purposes_there_is_nothing_to_erase(self):
        purposes = self.env.registry['office.visit.purpose']
        with patch.object(purposes, 'search', lambda self, *_args, **_options: self.browse()):
            self.assertFalse(self.env['office.visit'].search(self.env['office.visit']._get_to_erase_domain()))

    def test_r123_nothing_names_a_guest_after_the_period(self):
        guest, rule = self._leave_traces()
        visit = guest.visit_id
        before = visit.read([
            'name', 'state', 'begin_datetime', 'end_datetime', 'arrive_datetime', 'leave_datetime', 'purpose_id',
            'employee_id', 'department_id', 'requester_id'])
        times = guest.read(['state', 'arrive_datetime', 'leave_datetime', 'left_by'])
        messages, steps = len(visit.sudo().message_ids), self.env['office.transition'].search_count([])
        self.assertGreater(len(self._find_traces(*TRACES)), 20)
        self.assertTrue(guest.photo and guest.sudo().signature_ids.signature)

        self._erase_later()
        self.env['ir.attachment']._gc_file_store_unsafe()
        self.assertEqual(self._find_traces(*TRACES), [])
        self.assertFalse(guest.photo or guest.document_number)
        signature = guest.sudo().signature_ids
        self.assertEqual((signature.rule_id, signature.signature, signature.mail_key), (rule, False, False))
        self.assertFalse(self.env['office.public.link'].search(
            [('res_model', '=', guest._name), ('res_id', '=', guest.id)]))
        # what is counted stays
        self.assertEqual(visit.read(list(before[0])), before)
        self.assertEqual(guest.read(list(times[0])), times)
        self.assertEqual(len(visit.sudo().message_ids), messages)
        self.assertEqual(self.env['office.transition'].search_count([]), steps)
        self.assertEqual((visit.guest_count, visit.guest_summary), (1, "—"))
        self.assertTrue(visit.erased_datetime)

    def test_each_purpose_has_its_period(self):
        short, long, own = (self._make_guest() for _number in range(3))
        self.purpose.keep_days = 10
        long.visit_id.sudo()._write_as_system({'purpose_id': self.purpose.copy({'keep_days': 200}).id})
        own.visit_id.sudo()._write_as_system({'purpose_id': self.purpose.copy({'keep_days': 0}).id})
        self.company.office_visit_keep_days = 30
        for guest in (short, long, own):
            self._end(guest.visit_id)
        for days, erased in ((9, []), (12, [short]), (29, [short]), (32, [short, own]), (202, [short, own, long])):
            self._erase_later(days)
            with self.subTest(days=days):
                self.assertEqual([guest for guest in (short, own, long) if guest.name != NAME], erased)
        self.assertEqual(short.visit_id.erase_date, self.company._get_office_day(
            max(short.visit_id.end_datetime, short.visit_id.leave_datetime)) + timedelta(days=10))

    def test_guests_read_until_when(self):
        visit = self._make_guest().visit_id
        self.purpose.keep_days = 10
        day = self.company._get_office_day(visit.end_datetime) + timedelta(days=10)
        self.assertEqual(visit.erase_date, day)
        self.assertIn(format_date(self.env, day, date_format='long'), visit.notice)

    def test_who_is_still_here_is_known(self):
        guest = self._make_guest()
        guest.visit_id.with_user(self.desk).action_arrive()
        self._erase_later(400)
        self.assertEqual(guest.name, NAME)

    def test_one_that_cannot_be_erased_stops_nothing(self):
        first, second = self._make_guest(), self._make_guest()
        for guest in (first, second):
            self._end(guest.visit_id)
        erase = type(self.env['office.visit.privacy'])._erase_visits

        def fail(privacy, visits):
            if first.visit_id in visits:
                raise ValueError("broken")
            return erase(privacy, visits)

        with patch.object(type(self.env['office.visit.privacy']), '_erase_visits', fail), \
                patch.object(self.env.cr, 'rollback', self.env.invalidate_all), self.assertLogs(level='ERROR'):
            self._erase_later()
        self.assertEqual((first.name, second.name), (NAME, "—"))

    def test_in_batches(self):
        guests = [self._make_guest() for _number in range(5)]
        for guest in guests:
            self._end(guest.visit_id)
        with patch.object(office_visit_privacy, 'BATCH', 2):
            self._erase_later()
        self.assertEqual({guest.name for guest in guests}, {"—"})

    def test_what_is_erased_is_not_written_anew(self):
        draft = self._create_visit(guests=[NAME])
        self._erase_later()
        self.assertEqual(draft.guest_ids.name, "—")
        for attempt in (
                lambda: draft.guest_ids.write({'name': NAME}), lambda: draft.write({'note_desk': NAME}),
                lambda: draft.write({'guest_ids': [Command.create({'name': NAME})]}), draft.action_announce,
                lambda: draft.write({'erased_datetime': False})):
            with self.assertRaises(UserError):
                attempt()

    def test_nobody_erases_by_hand(self):
        guest = self._make_guest()
        self._end(guest.visit_id)
        for user in (self.user, self.desk, self.manager):
            for values in ({'erased_datetime': fields.Datetime.now()}, {'hold_ids': [Command.clear()]}):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    guest.visit_id.with_user(user).write(values)
        public = [name for name in vars(office_visit_privacy.OfficeVisitPrivacy) if not name.startswith('_')]
        self.assertFalse(public, "everybody may call it")


@tagged('post_install', '-at_install')
class TestHold(PrivacyMixin, OfficeVisitCommon):
    """An incident keeps the data of a visit until a manager says that it is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_privacy()
        cls.guest = cls._make_guest()
        cls._end(cls.guest.visit_id)

    def _hold(self, **values):
        hold = self.env['office.visit.hold'].with_user(self.manager).create({
            'visit_id': self.guest.visit_id.id, 'reason': "A laptop is gone", **values})
        hold.action_hold()
        return hold

    def test_data_is_held_until_it_is_lifted(self):
        hold = self._hold(until_date=fields.Date.add(fields.Date.today(), days=10))
        self.assertTrue(hold.deadline_datetime)
        self.assertTrue(self.guest.visit_id.with_user(self.user).is_data_held)
        self._erase_later(400)
        self.assertEqual(self.guest.name, NAME)
        hold._do_with_reason('lift', "It was found")
        self.assertEqual((hold.state, hold.lift_user_id), ('lifted', self.manager))
        self._erase_later(400)
        self.assertEqual(self.guest.name, "—")
        self.assertEqual(hold.reason, "—")

    def test_a_hold_looks_ahead_and_comes_in_time(self):
        with self.assertRaisesRegex(UserError, "has passed"):
            self._hold(until_date=fields.Date.add(fields.Date.today(), days=-2))
        self._erase_later()
        with self.assertRaisesRegex(UserError, "was erased"):
            self._hold()
        with self.assertRaisesRegex(UserError, "was erased"):
            self.guest.visit_id.with_user(self.manager).action_hold_data()

    def test_others_neither_hold_nor_learn_why(self):
        hold = self._hold()
        for user in (self.user, self.desk, self.officer, self.auditor):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    hold.with_user(user).read(['reason'])
                with self.assertRaises(AccessError):
                    self.env['office.visit.hold'].with_user(user).search([])
                with self.assertRaises(AccessError):
                    hold.with_user(user).action_lift()
                with self.assertRaises(AccessError):
                    self.guest.visit_id.with_user(user).action_hold_data()
                visits = self.env['office.visit'].with_user(user)
                with self.assertRaises(AccessError):
                    visits.browse(self.guest.visit_id.id).read(['hold_ids'])
                with self.assertRaises(AccessError):
                    visits.search([('hold_ids.reason', 'ilike', "laptop")])
        with self.assertRaises(UserError):
            hold.unlink()
        for values in ({'state': 'lifted'}, {'lift_reason': "x"}, {'reason': "x"}, {'until_date': '2020-01-01'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                hold.write(values)
        with self.assertRaises(UserError):
            hold.create({'visit_id': self.guest.visit_id.id, 'reason': "x", 'state': 'held'})


@tagged('post_install', '-at_install')
class TestSubjectRequest(PrivacyMixin, OfficeVisitCommon):
    """Guests ask for a copy of their data, a correction or its deletion."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_privacy()
        cls.guest = cls._make_guest()
        cls.other = cls._announce(guests=["Bob"]).guest_ids.with_env(cls.env)
        cls._end(cls.guest.visit_id)

    def test_a_person_is_found_by_name_mail_and_phone(self):
        for values in (
                {'person_name': NAME.upper(), 'email': False}, {'person_name': "Z", 'email': MAIL.upper()},
                {'person_name': "Z", 'email': False, 'phone': '604918273'}):
            with self.subTest(values):
                self.assertEqual(self._ask('copy', **values).guest_ids, self.guest.with_user(self.manager))
        for values in (
                {'person_name': '%'}, {'person_name': "Z", 'phone': '73'}, {'person_name': "Z", 'email': '%@%'},
                {'person_name': NAME[:6]}):
            with self.subTest(values):
                self.assertFalse(self._ask('copy', **{'email': False, **values}).guest_ids)

    def test_the_answer_is_promised(self):
        self.company.office_visit_request_days = 3  # after the day on which they asked
        request = self._ask('copy', receive_date='2026-03-04')  # a Wednesday
        self.assertEqual(self.company._get_office_day(request.deadline_datetime).isoformat(), '2026-03-09')
        self.assertIn(self.manager, request._get_deadline_holders('answer'))
        request.action_done()
        self.assertEqual(request.deadline_outcome, 'missed')

    def test_a_copy_says_what_is_kept_and_until_when(self):
        request = self._ask('copy')
        request.action_done()
        self.assertEqual(request.state, 'done')
        text = base64.b64decode(request.copy_file).decode('utf-8-sig')
        for words in (NAME, MAIL, FIRM, PLATE, self.guest.visit_id.name, str(self.guest.visit_id.erase_date)):
            self.assertIn(words, text)
        self.assertNotIn("Bob", text)
        self.assertIn(f",'{PHONE},", text, "no formula")

    def test_a_copy_tells_the_time_by_the_clock_of_the_house(self):
        self.company.resource_calendar_id.tz = 'Asia/Shanghai'
        self.guest._write_as_system({'arrive_datetime': '2026-03-04 05:10:02'})
        request = self._ask('copy')
        request.action_done()
        self.assertIn(",2026-03-04 13:10,", base64.b64decode(request.copy_file).decode('utf-8-sig'))

    def test_a_correction_is_written_in_what_has_ended_too(self):
        request = self._ask('correct')
        with self.assertRaisesRegex(UserError, "say what is right"):
            request.action_done()
        request.new_name = "Zdena Vrbnikova"
        request.action_done()
        self.assertRecordValues(self.guest, [{'name': "Zdena Vrbnikova", 'email': MAIL}])
        self.assertEqual(self.other.name, "Bob")

    def test_a_deletion_erases_this_person_only(self):
        both = self._announce(guests=[NAME, "Carl"])
        self._end(both)
        request = self._ask('delete', phone=PHONE)
        self.assertEqual(request.guest_count, 2)
        request.action_done()
        self.env.invalidate_all()
        self.assertRecordValues(self.guest, [{'name': "—", 'email': False, 'phone': False, 'organisation': False}])
        self.assertEqual(sorted(both.guest_ids.mapped('name')), ["Carl", "—"])
        self.assertEqual(self.other.name, "Bob")
        self.assertEqual(request.person_name, NAME, "as proof, for the period")
        self._erase_later()
        self.env['ir.attachment']._gc_file_store_unsafe()
        self.assertEqual(self._find_traces(*TRACES), [])

    def test_no_deletion_of_what_is_held_or_has_not_ended(self):
        hold = self.env['office.visit.hold'].with_user(self.manager).create({
            'visit_id': self.guest.visit_id.id, 'reason': "A laptop is gone"})
        hold.action_hold()
        request = self._ask('delete')
        with self.assertRaisesRegex(UserError, "Lift the hold"):
            request.action_done()
        hold._do_with_reason('lift', "Found")
        self._announce(guests=[NAME])
        later = self._ask('delete')
        with self.assertRaisesRegex(UserError, "has not ended"):
            later.action_done()
        request.action_done()
        self.env.invalidate_all()
        self.assertEqual(self.guest.name, "—")

    def test_nobody_gets_data_without_a_proof(self):
        request = self._ask('copy', identity_note=False)
        with self.assertRaisesRegex(UserError, "how you know who asks"):
            request.action_done()

    def test_others_neither_read_nor_carry_out(self):
        request = self._ask('delete')
        for user in (self.user, self.desk, self.officer, self.auditor):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    request.with_user(user).read(['person_name'])
                with self.assertRaises(AccessError):
                    request.with_user(user).action_done()
                with self.assertRaises(AccessError):
                    self.env['office.visit.subject.request'].with_user(user).create({'person_name': NAME})
        for values in ({'state': 'done'}, {'copy_file': b'eA=='}, {'answer': "x"}, {'person_name': "Bob"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                request.write(values)
        request._do_with_reason('refuse', "It is somebody else")
        self.assertEqual((request.state, request.answer), ('refused', "It is somebody else"))
        with self.assertRaises(UserError):
            request.guest_ids = [Command.clear()]


@tagged('post_install', '-at_install')
class TestAsked(PrivacyMixin, OfficeVisitCommon):
    """Documents and photos only where the purpose asks for them, and of documents the last four characters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_privacy()

    def test_of_a_document_four_characters_are_stored(self):
        guest = self._make_guest().with_user(self.user)
        for typed, stored in (('CZ 12345678', '5678'), ('5678', '5678'), ('１２３４５', '2345'), ('7', '7')):  # noqa: RUF001
            guest.document_number = typed
            self.assertEqual(guest.document_number, stored)
        created = guest.create({'visit_id': guest.visit_id.id, 'name': "Bob", 'document_number': 'X99887766'})
        self.assertEqual(created.document_number, '7766')
        self.assertNotIn('12345678', str(self._find_traces('CZ 12345678')))

    def test_no_way_round_it(self):
        guest = self._make_guest().with_user(self.user)
        created = guest.with_context(default_document_number='X99887766').create({
            'visit_id': guest.visit_id.id, 'name': "Bob"})
        self.assertEqual(created.document_number, '7766')
        guest.visit_id.guest_ids = [Command.create({'name': "Carl", 'document_number': 'X99887755'})]
        guest.visit_id.write({'guest_ids': [Command.update(guest.id, {'document_number': 'X99887744'})]})
        self.assertEqual(set(guest.visit_id.guest_ids.mapped('document_number')), {'7766', '7755', '7744'})

    def test_neither_without_a_reason(self):
        for values, words in (
                ({'document_number': '1234'}, "asks for no document"),
                ({'photo': base64.b64encode(make_photo())}, "gives no reason for a photo"),
                ({'photo': base64.b64encode(b"<svg/>")}, "no photo")):
            guest = self._announce(guests=["Ann Lee"]).guest_ids
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                guest.write(values)

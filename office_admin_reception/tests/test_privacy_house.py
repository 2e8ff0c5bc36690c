import base64
import uuid
from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeVisitCommon
from .test_privacy import FIRM, FIRST, MAIL, NAME, PHONE, TRACES, PrivacyMixin

FIRM_TRACE = "Daughters"


@tagged('post_install', '-at_install')
class TestErasingOfHouse(PrivacyMixin, OfficeVisitCommon):
    """What names guests beside their visits: permits, inductions, roll calls, the watch list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_privacy()
        cls.today = cls.company._get_office_today()

    def _issue(self):
        permit = self._create_permit(
            organisation=FIRM, work=f"{FIRST} welds", reference="L 12", valid_until=self.today,
            document=base64.b64encode(f"Signed: {NAME}".encode()), document_name=f"{NAME}.pdf")
        permit.organisation = f"{FIRM} Ltd"
        permit.with_user(self.manager).action_issue()
        permit.sudo().message_post(
            body=f"{NAME} called, {PHONE}", attachments=[('list.txt', f"{NAME} {MAIL}".encode())])
        permit.with_user(self.desk)._do_with_reason('withdraw', f"{FIRST} smoked on the roof")
        return permit

    def _call_roll(self, guest):
        """Call a roll in which the guest, and somebody of whom only the roll call knows, are marked."""
        roll = self.env['office.roll.call'].with_user(self.desk).create({'site_id': self.site.id})
        roll.action_start()
        stranger = f'other,{uuid.uuid4()}'
        for person, name in ((f'guest,{guest.id}', NAME), (stranger, f"Mother of {NAME}")):
            self.env['office.roll.call'].with_user(self.desk)._receive([{
                'key': str(uuid.uuid4()), 'uid': self.desk.id, 'time': datetime.now(timezone.utc).isoformat(),
                'what': 'safe', 'scope': f'{self.company.id},{self.site.id}', 'roll': str(roll.id),
                'person': person, 'person_name': name, 'where': f"With {FIRST}"}])
        roll.action_end()
        return roll

    def test_r123_nothing_beside_the_visit_names_a_guest_after_the_period(self):
        guest = self._make_guest()
        guest.visit_id.with_user(self.desk).action_arrive()
        roll = self._call_roll(guest)
        guest.visit_id.with_user(self.desk).action_leave()
        permit = self._issue()
        induction = self.env['office.visit.induction'].with_user(self.desk).create(
            {'name': NAME, 'organisation': FIRM, 'date': self.today, 'valid_until': self.today})
        person = self.env['office.watch.person'].with_user(self.manager).create({
            'name': NAME, 'other_names': f"{FIRST} V.", 'organisation': FIRM, 'reason': f"{FIRST} has threatened us",
            'end_date': self.today})
        figures = roll.read(['name', 'person_count', 'safe_count', 'start_datetime', 'end_datetime'])
        steps = permit.read(['name', 'state', 'reference', 'valid_from', 'valid_until', 'issue_user_id'])
        self.assertGreater(len(self._find_traces(*TRACES, FIRM_TRACE)), 15)

        self._erase_later()
        self.env['ir.attachment']._gc_file_store_unsafe()
        self.assertEqual(self._find_traces(*TRACES, FIRM_TRACE), [])
        # what is counted stays
        self.assertEqual(roll.read(list(figures[0])), figures)
        self.assertEqual(permit.read(list(steps[0])), steps)
        self.assertEqual(set(roll.person_ids.filtered(lambda each: each.kind != 'employee').mapped('name')), {"—"})
        self.assertEqual((induction.name, person.name), ("—", "—"))
        self.assertTrue(induction.valid_until and person.end_date)

    def test_r123_an_incident_keeps_also_papers_and_what_a_roll_call_says(self):
        guest = self._make_guest()
        permit = self._create_permit(organisation=FIRM, valid_until=self.today)
        induction, other = (self.env['office.visit.induction'].with_user(self.desk).create(
            {'name': name, 'organisation': FIRM, 'date': self.today, 'valid_until': self.today})
            for name in (NAME, "Carl"))
        guest.visit_id.with_user(self.desk).action_arrive()
        roll = self._call_roll(guest)
        guest.visit_id.with_user(self.desk).action_leave()
        hold = self.env['office.visit.hold'].with_user(self.manager).create(
            {'visit_id': guest.visit_id.id, 'reason': "An accident on the stairs"})
        hold.action_hold()
        person = roll.person_ids.filtered(lambda each: each.person_key == f'guest,{guest.id}')
        for is_held in (True, False):
            self._erase_later()
            self.assertEqual(
                {guest.name, person.name, induction.name}, {NAME} if is_held else {"—"})
            self.assertEqual(permit.organisation, FIRM if is_held else "—")
            self.assertEqual(other.name, "—")
            if is_held:
                hold._do_with_reason('lift', "Settled")

    def test_r123_what_is_valid_still_is_found(self):
        permit = self._create_permit(organisation=FIRM, valid_until=self.today + timedelta(days=30))
        permit.with_user(self.manager).action_issue()
        induction = self.env['office.visit.induction'].with_user(self.desk).create(
            {'name': NAME, 'organisation': FIRM})
        person = self.env['office.watch.person'].with_user(self.manager).create({'name': NAME, 'reason': "x"})
        self._erase_later(100)
        self.assertEqual((permit.organisation, induction.name, person.name), (FIRM, NAME, NAME))

    def test_an_erased_visit_is_not_opened_or_filled_in_again(self):
        """By no verb, by no dialog, and not by what a guest types at a kiosk."""
        expected, left = self._make_guest().visit_id, self._make_guest().visit_id
        code = expected.guest_ids._make_public_token(fields.Datetime.now() + timedelta(days=900))
        self._end(left)
        self._erase_later()
        for visit in (expected, left):
            self.assertTrue(visit.erased_datetime)
            desk = visit.with_user(self.desk)
            for attempt in (
                    desk.action_arrive, desk.guest_ids.action_sign_in, desk.action_come_back,
                    lambda desk=desk: desk.write({'note_desk': NAME}),
                    lambda desk=desk: desk.guest_ids.write({'name': NAME}),
                    lambda desk=desk: desk.write({'guest_name': NAME}),
                    lambda desk=desk: desk.write({'guest_ids': [Command.create({'name': NAME})]}),
                    lambda desk=desk: desk.guest_ids.create({'name': NAME, 'visit_id': desk.id}),
                    lambda desk=desk: desk.with_user(self.manager)._do_with_reason('waive', NAME)):
                with self.subTest(state=visit.state), self.assertRaises(UserError):
                    attempt()
        entry = self._enter(code=code)
        self.assertNotEqual(entry.state, 'done')
        self.assertEqual((expected.guest_ids.name, expected.guest_ids.state), ("—", 'expected'))
        copied = left.with_user(self.user).copy()
        self.assertEqual((copied.state, copied.erased_datetime, copied.guest_ids.name), ('draft', False, "—"))

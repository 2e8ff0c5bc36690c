from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestVisit(OfficeVisitCommon):
    """A visit from its announcement to its end, by the rights of plain people."""

    def test_r121_an_employee_announces_a_guest_in_four_fields(self):
        with Form(self.env['office.visit'].with_user(self.user)) as form:
            form.guest_name = "Ann Lee"
            form.guest_email = 'ann@example.com'
            form.begin_datetime = fields.Datetime.now() + timedelta(days=1)
        visit = form.record
        visit.action_announce()
        self.assertEqual(visit.state, 'expected')
        self.assertRegex(visit.name, r'^VIS/')
        self.assertRecordValues(visit, [{
            'employee_id': self.user_employee.id, 'place_id': self.site.id, 'requester_id': self.user.id,
            'guest_summary': "Ann Lee", 'end_datetime': visit.begin_datetime + timedelta(hours=1)}])
        self.assertTrue(visit.purpose_id)
        self.assertRecordValues(visit.guest_ids, [{
            'name': "Ann Lee", 'email': 'ann@example.com', 'state': 'expected'}])

    def test_what_is_typed_of_one_guest_is_written_once(self):
        visit = self.env['office.visit'].with_user(self.user).create({'guest_name': "Ann", 'guest_email': 'a@b.c'})
        self.assertEqual(visit.guest_ids.mapped('name'), ["Ann"])
        visit.guest_name = "Ann Lee"
        self.assertRecordValues(visit.guest_ids, [{'name': "Ann Lee", 'email': 'a@b.c'}])

    def test_guests_are_no_contacts(self):
        before = self.env['res.partner'].search_count([])
        self._let_in(guests=("Ann Lee", "Bob"))
        self.assertEqual(self.env['res.partner'].search_count([]), before)

    def test_r122_the_desk_lets_guests_in_and_out(self):
        visit = self._let_in(guests=("Ann Lee", "Bob"))
        self.assertEqual(visit.state, 'arrived')
        self.assertEqual(set(visit.guest_ids.mapped('state')), {'inside'})
        self.assertTrue(all(visit.guest_ids.mapped('arrive_datetime')))
        visit.action_receive()
        self.assertEqual(visit.state, 'inside')
        visit.with_user(self.desk).action_leave()
        visit.invalidate_recordset()
        self.assertEqual(visit.state, 'left')
        self.assertRecordValues(visit.guest_ids, [{'state': 'left', 'left_by': 'desk'}] * 2)

    def test_a_group_comes_and_goes_one_by_one(self):
        visit = self._announce(guests=("Ann Lee", "Bob"))
        ann, bob = visit.guest_ids.with_user(self.desk)
        ann.action_sign_in()
        self.assertEqual((visit.state, ann.state, bob.state), ('arrived', 'inside', 'expected'))
        visit.action_receive()
        bob.action_sign_in()
        self.assertEqual((visit.state, bob.state), ('inside', 'inside'))
        ann.action_sign_out()
        self.assertEqual(visit.state, 'inside')
        bob.action_sign_out()
        self.assertEqual((visit.state, ann.state, bob.state), ('left', 'left', 'left'))

    def test_who_may_not_change_a_visit_is_shown_a_form_that_says_so(self):
        visit = self._announce()
        for user, can_change in ((self.user, True), (self.desk, True), (self.auditor, False)):
            self.assertEqual(visit.with_user(user).can_change, can_change, user.name)
        self.assertTrue(self.env['office.visit'].with_user(self.user).new({}).can_change)

    def test_my_guests_are_those_whom_i_announced_receive_or_was_called_to(self):
        mine, theirs = self._let_in(), self._announce(self.stranger)
        visits = self.env['office.visit']
        for user in (self.user, self.stranger, self.desk, self.auditor):
            with self.subTest(user=user.name):
                seen = visits.with_user(user).search([('id', 'in', (mine + theirs).ids)])
                found = visits.with_user(user).search([('is_mine', '=', True), ('id', 'in', (mine + theirs).ids)])
                self.assertEqual(found, seen.filtered('is_mine'))
                self.assertEqual(seen - found, visits.with_user(user).search([
                    ('is_mine', '=', False), ('id', 'in', (mine + theirs).ids)]))
        called = self.env['office.visit.call'].sudo().search([('visit_id', '=', mine.id)]).user_id
        self.assertTrue(called)
        for user, own in ((self.user, mine), (self.stranger, theirs)):
            self.assertEqual(visits.with_user(user).search([('is_mine', '=', True)]), own)

    def test_guests_are_found_in_those_visits_only_that_one_reads(self):
        mine, theirs = (self._announce(user, guests=("Ann Lee",)) for user in (self.user, self.stranger))
        visits = self.env['office.visit']
        for user, found in ((self.user, mine), (self.stranger, theirs), (self.desk, mine | theirs)):
            self.assertEqual(visits.with_user(user).search([('guest_summary', 'ilike', "ann lee")]), found, user.name)
            self.assertFalse(visits.with_user(user).search(
                [('guest_summary', 'not ilike', "ann lee"), ('id', 'in', (mine + theirs).ids)]), user.name)

    def test_who_of_a_group_did_not_come_is_absent(self):
        visit = self._announce(guests=("Ann Lee", "Bob"))
        ann, bob = visit.guest_ids.with_user(self.desk)
        ann.action_sign_in()
        ann.action_sign_out()
        self.assertEqual((visit.state, bob.state), ('left', 'absent'))

    def test_a_break_and_back_on_one_visit(self):
        visit = self._let_in()
        visit.action_receive()
        visit.action_step_out()
        self.assertEqual((visit.state, visit.guest_ids.state), ('out', 'out'))
        visit.guest_ids.with_user(self.desk).action_sign_in()
        self.assertEqual((visit.state, visit.guest_ids.state), ('inside', 'inside'))

    def test_nobody_is_signed_in_twice_or_out_twice(self):
        visit = self._let_in()
        guest = visit.guest_ids.with_user(self.desk)
        with self.assertRaisesRegex(UserError, "Ann Lee is in the house already"):
            guest.action_sign_in()
        guest.action_sign_out()
        with self.assertRaisesRegex(UserError, "has ended"):
            guest.action_sign_in()
        with self.assertRaisesRegex(UserError, "is not in the house"):
            guest.action_sign_out()

    def test_employees_let_nobody_in(self):
        visit = self._announce()
        with self.assertRaisesRegex(AccessError, "Is Here"):
            visit.guest_ids.action_sign_in()
        with self.assertRaises(AccessError):
            visit.guest_ids.with_user(self.stranger).action_sign_out()
        self.assertEqual(visit.guest_ids.state, 'expected')

    def test_presence_is_written_by_code_only(self):
        visit = self._announce()
        values = {'state': 'inside', 'arrive_datetime': fields.Datetime.now(), 'left_by': 'desk'}
        for name, value in values.items():
            for user in (self.user, self.desk, self.manager):
                with self.subTest(name=name, user=user.login), self.assertRaisesRegex(UserError, "by hand"):
                    visit.guest_ids.with_user(user).write({name: value})
            with self.assertRaisesRegex(UserError, "by hand"):
                visit.write({'guest_ids': [Command.update(visit.guest_ids.id, {name: value})]})
            with self.assertRaisesRegex(UserError, "by hand"):
                self._create_visit(guest_ids=[Command.create({'name': "Eve", name: value})])

    def test_calls_are_made_by_code_only(self):
        visit = self._announce()
        values = {'role': 'host', 'user_id': self.colleague.id, 'told_datetime': fields.Datetime.now()}
        with self.assertRaises(UserError):
            visit.write({'call_ids': [Command.create(values)]})
        with self.assertRaises(UserError):
            self.env['office.visit.call'].with_user(self.user).create({'visit_id': visit.id, **values})

    def test_what_was_announced_stays(self):
        visit = self._let_in(guests=("Ann Lee", "Bob"))
        with self.assertRaises(UserError):
            visit.unlink()
        with self.assertRaisesRegex(UserError, "has been here"):
            visit.guest_ids[:1].unlink()
        with self.assertRaisesRegex(AccessError, "Ask the front desk"):
            visit.guest_ids[:1].name = "Somebody Else"
        visit.guest_ids[:1].with_user(self.desk).name = "Ann Li"
        self.assertEqual(visit.guest_ids[:1].name, "Ann Li")

    def test_who_is_announced_twice_is_named(self):
        visit = self._announce(guests=("Ann Lee",))
        with Form(self.env['office.visit'].with_user(self.user)) as form:
            form.begin_datetime = visit.begin_datetime
            form.guest_name = "ann lee "
            self.assertIn(f"already announced to User for this day: {visit.name}", form.twin_words)
            form.guest_name = "Ann Leeds"
            self.assertFalse(form.twin_words)
        other = self._create_visit(guests=("Ann Lee",), employee_id=self.colleague_employee.id)
        self.assertFalse(other.twin_words)
        later = self._create_visit(guests=("Ann Lee",), hours=49)
        self.assertFalse(later.twin_words)
        visit.action_cancel()
        self.assertFalse(self._create_visit(guests=("Ann Lee",)).twin_words)

    def test_nobody_learns_by_trying_names_whom_a_colleague_expects(self):
        visit = self._announce(guests=("Ann Lee",))
        tried = self._create_visit(self.stranger, employee_id=self.user_employee.id)
        self.assertFalse(tried.twin_words)
        for own, field in ((tried, 'guest_ids.name'), (tried.guest_ids, 'name')):
            with self.subTest(model=own._name):
                self.assertEqual(own.search([(field, 'ilike', 'Ann')]), own)
        self.assertFalse(self.env['office.visit'].with_user(self.stranger).name_search(visit.name))

    def test_names_are_texts_of_one_line_whatever_they_are(self):
        for name in ("A" * 300, "<script>alert(1)</script>", "😀 安娜", "Ann\r\nBcc: eve@example.com"):
            with self.subTest(name=name[:20]):
                visit = self._let_in(guests=(name,))
                self.assertEqual(visit.guest_ids.name, ' '.join(name.split()))
                visit.action_receive()
        with self.assertRaises(UserError):
            self._create_visit(guests=("Ann",), employee_id=self.env['hr.employee'].create({
                'name': "Far", 'company_id': self.env['res.company'].create({'name': "Far Away"}).id}).id)

    def test_what_has_ended_is_not_changed(self):
        visit = self._let_in()
        visit.action_leave()
        with self.assertRaises(UserError):
            visit.with_user(self.desk).guest_ids.name = "Nobody"
        with self.assertRaises(UserError):
            visit.with_user(self.desk).room = "Elsewhere"

    def test_a_host_who_has_left_cannot_be_announced_to(self):
        self.colleague_employee.active = False
        visit = self._create_visit(employee_id=self.colleague_employee.id)
        with self.assertRaisesRegex(UserError, "Colleague has left"):
            visit.action_announce()

    def test_no_visit_without_guests_or_in_the_past(self):
        visit = self._create_visit(guests=())
        with self.assertRaisesRegex(UserError, "say who comes"):
            visit.action_announce()
        past = self._create_visit(hours=-5)
        with self.assertRaisesRegex(UserError, "has passed"):
            past.action_announce()

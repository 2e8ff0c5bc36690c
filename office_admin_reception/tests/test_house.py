from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestHouse(OfficeVisitCommon):
    """Who is in the house, and who may know it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.floor = cls.env['office.place'].create({
            'name': "First Floor", 'kind': 'floor', 'parent_id': cls.site.id, 'company_id': cls.company.id})
        cls.user_employee.work_location_id = cls.env['hr.work.location'].create({
            'name': "Sales Floor", 'company_id': cls.company.id, 'place_id': cls.floor.id,
            'address_id': cls.company.partner_id.id})
        cls.presences = cls.env['office.presence']
        cls.people = cls.env['office.house.person']

    def _get_people(self, user=None):
        self.env.flush_all()
        return self.people.with_user(user or self.desk).search([('company_id', '=', self.company.id)])

    def _mark(self, employees, button, user=None, **values):
        wizard = self.env['office.presence.mark'].with_user(user or self.desk).create(
            {'employee_ids': [Command.set(employees.ids)], **values})
        return getattr(wizard, button)()

    def test_r121_guests_contractors_and_employees_by_site_and_floor(self):
        area = self.env['office.visit.area'].create({
            'name': "Sales", 'place_id': self.floor.id, 'company_id': self.company.id})
        self._let_in(guests=("Ann Lee", "Bob"), place_id=self.site.id, area_ids=[Command.set(area.ids)])
        worker = self._announce(
            guests=("Carl",), purpose_id=self.env.ref('office_admin_reception.purpose_contractor').id)
        worker.with_user(self.manager)._do_with_reason('waive', "Burst pipe")
        worker.with_user(self.desk).action_arrive()
        self._announce(guests=("Dora",))
        self.presences.with_user(self.user).action_turn()
        people = self._get_people()
        self.assertEqual(
            sorted(people.mapped(lambda person: (person.name, person.kind, person.floor_id, person.site_id))),
            sorted([
                ("Ann Lee", 'guest', self.floor, self.site), ("Bob", 'guest', self.floor, self.site),
                ("Carl", 'contractor', self.floor.browse(), self.site), ("User", 'employee', self.floor, self.site),
            ], key=lambda row: row[:2]))
        self.assertEqual(people.filtered(lambda person: person.name == "Bob").host_id, self.user_employee)

    def test_who_is_nowhere_in_particular_is_on_the_only_site(self):
        self.presences.with_user(self.colleague).action_come()
        self.assertEqual(self._get_people().site_id, self.site)
        self.env['office.place'].create({'name': "Second Site", 'kind': 'site', 'company_id': self.company.id})
        self.env.invalidate_all()
        self.assertFalse(self._get_people().site_id)

    def test_who_goes_out_for_a_while_is_not_in_the_house(self):
        visit = self._let_in()
        visit.action_receive()
        visit.action_step_out()
        self.assertFalse(self._get_people())
        visit.action_come_back()
        self.assertEqual(self._get_people().mapped('name'), ["Ann Lee"])

    def test_employees_say_themselves_that_they_are_in_or_out(self):
        mine = self.presences.with_user(self.user)
        mine.action_turn()
        [presence] = mine.search([])
        self.assertRecordValues(presence, [{
            'state': 'in', 'employee_id': self.user_employee.id, 'place_id': self.floor.id,
            'marked_by_id': self.user.id, 'out_datetime': False}])
        mine.action_turn()
        self.assertEqual(presence.state, 'out')
        self.assertTrue(presence.out_datetime)
        self.assertFalse(self._get_people())
        mine.action_come()
        mine.action_come()
        self.assertEqual(mine.search([]), presence)
        self.assertEqual(presence.state, 'in')
        mine.action_go()
        self.assertEqual(presence.state, 'out')

    def test_my_office_shows_that_one_is_in(self):
        self.presences.with_user(self.user).action_come()
        desk = self.env['office.desk.card'].with_user(self.user).get_desk()
        rows = [row for section in desk['sections'] for row in section['rows'] if row['model'] == 'office.presence']
        self.assertEqual([button['name'] for row in rows for button in row['buttons']], ['action_go'])
        self.assertIn('office.presence', [card['model'] for card in desk['cards'] if card['ask']])

    def test_the_desk_marks_others(self):
        staff = self.user_employee | self.colleague_employee
        self._mark(staff, 'action_come', place_id=self.site.id)
        people = self._get_people()
        self.assertEqual(people.employee_id, staff)
        self.assertEqual(people.place_id, self.site)
        self._mark(self.colleague_employee, 'action_go')
        self.assertEqual(self._get_people().employee_id, self.user_employee)
        self._get_people().action_has_left()
        self.assertFalse(self._get_people())

    def test_the_desk_signs_guests_out_from_the_list(self):
        visit = self._let_in(guests=("Ann Lee", "Bob"))
        self._get_people().filtered(lambda person: person.name == "Bob").action_has_left()
        self.assertEqual(visit.guest_ids.mapped('state'), ['inside', 'left'])
        self.assertEqual(self._get_people().mapped('name'), ["Ann Lee"])

    def test_who_forgot_to_leave_is_not_in_the_house_for_ever(self):
        mine = self.presences.with_user(self.user)
        mine.action_come()
        mine.search([])._write_as_system({
            'in_datetime': fields.Datetime.now() - timedelta(hours=17),
            'date': fields.Date.today() - timedelta(days=1)})
        self.assertFalse(self._get_people())
        mine.action_turn()
        self.assertEqual(self._get_people().employee_id, self.user_employee)
        self.assertEqual(len(mine.search([])), 2)

    def test_presence_is_forgotten_after_some_days(self):
        mine = self.presences.with_user(self.user)
        mine.action_come()
        presence = mine.search([])
        self.presences._gc_presence()
        self.assertTrue(presence.exists())
        presence._write_as_system({'date': fields.Date.today() - timedelta(days=15)})
        self.presences._gc_presence()
        self.assertFalse(presence.exists())

    def test_employees_do_not_learn_who_is_in_the_house(self):
        self.presences.with_user(self.user).action_come()
        self.presences.with_user(self.colleague).action_come()
        self._let_in(employee_id=self.colleague_employee.id)
        for user in (self.user, self.head, self.auditor, self.stranger):
            with self.subTest(user=user.login):
                for call in (
                    lambda people: people.search([]), lambda people: people.search_count([]),
                    lambda people: people.search_read([], ['name']), lambda people: people.name_search(''),
                    lambda people: people._read_group([], ['site_id'], ['__count']),
                    lambda people: people.formatted_read_group([], ['kind'], ['__count']),
                    lambda people: people.action_print(),
                    lambda people: people.browse(self.colleague_employee.id * 2 + 1).read(['name']),
                ):
                    with self.assertRaises(AccessError):
                        call(self.people.with_user(user))
                own = self.presences.with_user(user)
                self.assertLessEqual(own.search([]).user_id, user)
                self.assertLessEqual(own.search_count([]), 1)
                others = own.search([('employee_id.name', '=', "Colleague")])
                self.assertFalse(others)
                with self.assertRaises(AccessError):
                    self._mark(self.colleague_employee, 'action_go', user)

    def test_employees_mark_nobody_but_themselves(self):
        self.presences.with_user(self.colleague).action_come()
        [presence] = self.presences.search([('employee_id', '=', self.colleague_employee.id)])
        mine = self.presences.with_user(self.user)
        values = {
            'employee_id': self.colleague_employee.id, 'company_id': self.company.id, 'date': fields.Date.today(),
            'state': 'out'}
        for user in (self.user, self.desk, self.manager):
            with self.assertRaises(UserError):
                self.presences.with_user(user).create(values)
            with self.assertRaises(UserError):
                presence.with_user(user).write({'state': 'out'})
            with self.assertRaises(UserError):
                presence.with_user(user).unlink()
        presence.with_user(self.user).action_go()  # a button of My Office, pressed on the row of a colleague
        mine.with_context(default_employee_id=self.colleague_employee.id, default_state='out').action_turn()
        self.assertEqual(presence.state, 'in')
        self.assertEqual(self._get_people().employee_id, self.user_employee | self.colleague_employee)

    def test_the_desk_marks_nobody_of_another_company(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self.env['hr.employee'].create({'name': "Foreign", 'company_id': elsewhere.id})
        with self.assertRaises(AccessError):
            self._mark(foreign, 'action_come')

    def test_who_has_no_employee_record_is_told_so(self):
        self.user_employee.user_id = False
        with self.assertRaisesRegex(UserError, "no employee record in Paper Street"):
            self.presences.with_user(self.user).action_turn()

    def test_people_are_opened(self):
        visit = self._let_in()
        self.presences.with_user(self.user).action_come()
        opened = {
            person.kind: (action['res_model'], action['res_id'])
            for person in self._get_people() for action in [person.action_open()]}
        self.assertEqual(opened, {
            'guest': ('office.visit', visit.id), 'employee': ('hr.employee.public', self.user_employee.id)})
        self.env['hr.employee.public'].with_user(self.desk).browse(self.user_employee.id).check_access('read')

    def test_the_list_is_printed(self):
        with self.assertRaisesRegex(UserError, "Nobody is in the house"):
            self.people.with_user(self.desk).action_print()
        self._let_in(guests=("Ann Lee",))
        self.presences.with_user(self.user).action_come()
        report = self._get_people().action_print()
        self.env.flush_all()
        html = str(self.env['ir.actions.report'].with_user(self.desk)._render_qweb_html(
            report['report_name'], report['context']['active_ids'])[0])
        for words in ("Ann Lee", "User", "First Floor", "Main Site", "As of"):
            self.assertIn(words, html)

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestArea(OfficeVisitCommon):
    """Where guests go, and who goes with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lobby, cls.machines = cls.env['office.visit.area'].with_user(cls.manager).create([
            {'name': "Lobby", 'company_id': cls.company.id},
            {'name': "Machine Room", 'company_id': cls.company.id, 'needs_escort': True}])
        cls.purpose = cls.env.ref('office_admin_reception.purpose_contractor')
        cls.purpose.with_user(cls.manager).area_ids = [Command.set(cls.machines.ids)]

    def _let_in_escorted(self, **values):
        return self._let_in(area_ids=[Command.set(self.machines.ids)], **values)

    def test_r121_guests_of_a_restricted_area_are_to_be_escorted(self):
        visit = self._announce(area_ids=[Command.set((self.lobby | self.machines).ids)])
        self.assertTrue(visit.needs_escort)
        self.assertIn(visit, visit.search([('needs_escort', '=', True)]))
        self.assertNotIn(visit, visit.search([('needs_escort', '=', False)]), "one of its areas is enough")
        visit.area_ids = [Command.set(self.lobby.ids)]
        self.assertFalse(visit.needs_escort)
        self.assertNotIn(visit, visit.search([('needs_escort', '=', True)]))
        self.assertIn(visit, visit.search([('needs_escort', '=', False)]))
        visit.area_ids = [Command.clear()]
        self.assertIn(visit, visit.search([('needs_escort', '=', False)]))

    def test_r121_the_host_has_to_fetch_them(self):
        visit = self._let_in_escorted()
        with self.assertRaisesRegex(UserError, "goes to Machine Room, where guests are escorted: User has to fetch"):
            visit.with_user(self.desk).action_receive()
        self.assertEqual(visit.state, 'arrived')
        visit.action_receive()
        self.assertEqual(visit.state, 'inside')

    def test_r121_or_somebody_whom_the_desk_names(self):
        visit = self._let_in_escorted().with_user(self.desk)
        visit.escort_id = self.colleague_employee
        visit.action_receive()
        self.assertEqual(visit.state, 'inside')

    def test_who_registers_a_guest_at_the_desk_is_no_host(self):
        visit = self._create_visit(
            self.desk, employee_id=self.user_employee.id, area_ids=[Command.set(self.machines.ids)])
        visit.action_arrive()
        with self.assertRaisesRegex(UserError, "has to fetch them"):
            visit.action_receive()
        visit.with_user(self.user).action_receive()
        self.assertEqual(visit.state, 'inside')

    def test_areas_follow_the_purpose(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self.env['office.visit.area'].create({'name': "Foreign", 'company_id': elsewhere.id})
        self.purpose.area_ids += foreign
        visit = self._create_visit(purpose_id=self.purpose.id)
        self.assertEqual(visit.area_ids, self.machines)
        visit.purpose_id = self.env.ref('office_admin_reception.purpose_meeting')
        self.assertFalse(visit.area_ids)

    def test_what_the_purpose_says_later_does_not_change_visits(self):
        visit = self._announce(purpose_id=self.purpose.id)
        self.purpose.with_user(self.manager).area_ids = [Command.set(self.lobby.ids)]
        self.assertEqual(visit.area_ids, self.machines)

    def test_no_area_after_the_visit_has_ended(self):
        visit = self._let_in()
        visit.action_leave()
        with self.assertRaises(UserError):
            visit.with_user(self.desk).area_ids = [Command.set(self.machines.ids)]

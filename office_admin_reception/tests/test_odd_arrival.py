from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestOddArrival(OfficeVisitCommon):
    """Guests come on another day or to another place than announced: the front desk decides, and it is recorded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(datetime(2026, 3, 2, 9)))
        cls.other = cls.env['office.place'].create({'name': "Branch", 'kind': 'site', 'company_id': cls.company.id})
        address = cls.env['res.partner'].create({'name': "Paper Street 1"})
        location = cls.env['hr.work.location'].create({
            'name': "Branch", 'company_id': cls.company.id, 'address_id': address.id, 'place_id': cls.other.id})
        cls._create_employee(cls.desk, cls.office, work_location_id=location.id)

    def _confirm(self, action, user=None):
        return self.env[action['res_model']].with_user(user or self.desk).with_context(
            **action['context']).create({}).action_confirm()

    def test_the_desk_is_asked_about_another_site(self):
        visit = self._announce(place_id=self.site.id)
        action = visit.with_user(self.desk).action_arrive()
        self.assertEqual(action['res_model'], 'office.visit.arrival')
        self.assertEqual(visit.state, 'expected')
        self._confirm(action)
        visit.invalidate_recordset()
        self.assertEqual((visit.state, visit.arrive_place_id), ('arrived', self.other))
        self.assertEqual(visit.arrive_note, "Expected at Main Site, came to Branch.")
        self.assertEqual(visit.guest_ids.stay_ids.place_id, self.other)

    def test_the_desk_is_asked_about_another_day(self):
        visit = self._announce(place_id=self.other.id, hours=48)
        action = visit.guest_ids.with_user(self.desk).action_sign_in()
        self._confirm(action)
        visit.invalidate_recordset()
        self.assertEqual(visit.arrive_note, "Expected on 03/04/2026, came on 03/02/2026.")

    def test_one_of_a_group_is_let_in_alone(self):
        visit = self._announce(place_id=self.site.id, guests=("Ann Lee", "Bob"))
        self._confirm(visit.guest_ids[0].with_user(self.desk).action_sign_in())
        self.assertEqual(visit.guest_ids.mapped('state'), ['inside', 'expected'])

    def test_nobody_is_asked_where_all_is_as_announced(self):
        visit = self._announce(place_id=self.other.id)
        self.assertIs(visit.with_user(self.desk).action_arrive(), True)
        self.assertFalse(visit.arrive_note)

    def test_only_the_desk_confirms(self):
        visit = self._announce(place_id=self.site.id)
        with self.assertRaises(AccessError):
            visit.action_arrive()
        values = {'res_model': visit._name, 'res_ids': visit.ids}
        with self.assertRaises(AccessError):
            self.env['office.visit.arrival'].with_user(self.user).create(values)
        visit.action_cancel()
        with self.assertRaises(UserError):
            visit.with_user(self.desk).action_arrive()

    def test_guests_of_another_visit_are_not_let_in_with_it(self):
        visit, other = self._announce(place_id=self.site.id), self._announce(hours=2)
        action = visit.with_user(self.desk).action_arrive()
        dialog = self.env[action['res_model']].with_user(self.desk).with_context(
            **action['context'] | {'default_guest_ids': other.guest_ids.ids})
        with self.assertRaises(UserError):
            dialog.create({}).action_confirm()
        self.assertEqual(other.state, 'expected')
        self.assertEqual(visit.begin_datetime - datetime(2026, 3, 2, 9), timedelta(hours=1))

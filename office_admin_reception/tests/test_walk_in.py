from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestWalkIn(OfficeVisitCommon):
    """Somebody stands at the front desk whom nobody has announced."""

    def _register(self, user=None, **values):
        wizard = self.env['office.visit.walk.in'].with_user(user or self.desk)
        with Form(wizard) as form:
            for name, value in values.items():
                form[name] = value
        return form.record

    def test_r122_a_walk_in_is_registered_in_one_dialog(self):
        dialog = self._register(name="Ann Lee", organisation="ACME", employee_id=self.user_employee)
        self.assertEqual(dialog.place_id, self.site)
        visit = self.env['office.visit'].browse(dialog.action_confirm()['res_id'])
        self.assertEqual((visit.state, visit.guest_ids.state), ('arrived', 'inside'))
        self.assertRegex(visit.name, r'^VIS/')
        self.assertEqual(visit.call_ids.user_id, self.user)
        self.assertRecordValues(visit.guest_ids, [{
            'name': "Ann Lee", 'organisation': "ACME", 'arrive_by': 'desk'}])
        self.assertTrue(visit.with_user(self.user).has_access('read'))

    def test_without_a_host_the_desk_is_called(self):
        visit = self.env['office.visit'].browse(self._register(name="Ann Lee").action_confirm()['res_id'])
        self.assertFalse(visit.employee_id)
        self.assertEqual(visit.call_ids.role, 'desk')

    def test_who_is_expected_is_found_by_name(self):
        visit = self._announce(guests=("Ann Lee",))
        self.assertEqual(self._register(name=" ann lee").expected_ids, visit.guest_ids)
        self.assertFalse(self._register(name="Ann%").expected_ids)
        both = self._announce(guests=("Wang Fang 王芳",))
        for half in ("王芳", "wang fang"):
            self.assertEqual(self._register(name=half).expected_ids, both.guest_ids)
        far = self._announce(guests=("Far Away",), hours=100)
        self.assertTrue(far)
        self.assertFalse(self._register(name="Far Away").expected_ids)

    def test_employees_register_nobody(self):
        with self.assertRaises(AccessError):
            self.env['office.visit.walk.in'].with_user(self.user).create({'name': "Ann Lee"})

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .emergency_common import EmergencyCommon


@tagged('post_install', '-at_install')
class TestEmergencyRollCall(EmergencyCommon):
    """R133, R121: an emergency and the roll call that it needs know each other."""

    def _call_roll(self, emergency, user=None):
        action = emergency.with_user(user or self.desk).action_roll_call()
        return self.env['office.roll.call'].browse(action['res_id'])

    def test_r133_an_emergency_starts_the_roll_call_of_its_site(self):
        room = self.env['office.place'].create({
            'name': "Kitchen", 'kind': 'room', 'parent_id': self.site.id, 'company_id': self.company.id})
        emergency = self._raise(place_id=room.id)
        roll = self._call_roll(emergency)
        self.assertRecordValues(roll, [{
            'state': 'running', 'kind': 'real', 'site_id': self.site.id, 'company_id': self.company.id,
            'start_user_id': self.desk.id}])
        self.assertEqual((emergency.roll_call_id, roll.emergency_ids), (roll, emergency))
        # once more, it is opened
        self.assertEqual(self._call_roll(emergency), roll)

    def test_r133_an_emergency_joins_the_roll_call_that_runs(self):
        running = self.env['office.roll.call'].with_user(self.desk).create({'site_id': self.site.id, 'kind': 'drill'})
        running.action_start()
        drill = self._raise(self.desk, is_drill=True)
        self.assertEqual(self._call_roll(drill), running)
        self.assertEqual(running.kind, 'drill')
        # what was trained for has become earnest, and does not become a drill again
        self.assertEqual(self._call_roll(self._raise()), running)
        self.assertEqual(running.kind, 'real')
        self._call_roll(self._raise(self.desk, is_drill=True))
        self.assertEqual((running.kind, len(running.emergency_ids)), ('real', 3))

    def test_a_roll_call_is_started_while_the_emergency_lasts(self):
        with self.assertRaisesRegex(UserError, "Call for help first"):
            self._call_roll(self._draft(self.desk))
        emergency = self._raise()
        self._say(emergency, self.user, 'action_cancel', "It was only toast")
        with self.assertRaisesRegex(UserError, "is over"):
            self._call_roll(emergency)

    def test_where_no_site_is_known_the_sentence_says_what_to_do(self):
        self.env['office.place'].create({'name': "Second Site", 'kind': 'site', 'company_id': self.company.id})
        emergency = self._raise(place_id=False)
        with self.assertRaisesRegex(UserError, f"{emergency.name}.*choose the site"):
            self._call_roll(emergency)

    def test_roll_calls_of_emergencies_are_for_wardens(self):
        emergency = self._raise()
        for user in (self.user, self.colleague, self.stranger, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._call_roll(emergency, user)
        self._call_roll(emergency)
        with self.assertRaises(AccessError):
            emergency.with_user(self.user).read(['roll_call_id'])
        self.assertTrue(emergency.with_user(self.auditor).roll_call_id)
        for user in (self.desk, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                emergency.with_user(user).write({'roll_call_id': False})
            with self.assertRaises(UserError):
                emergency.roll_call_id.with_user(user).write({'emergency_ids': [fields.Command.clear()]})
        # a warden of the chain, who was not called, sees the roll call, and nothing of the emergency
        warden = self._create_user('sup_warden', 'office_admin_reception.group_warden')
        self.assertFalse(emergency.roll_call_id.with_user(warden).emergency_ids)

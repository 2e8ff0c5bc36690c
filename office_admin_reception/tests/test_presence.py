from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import OfficeVisitCommon

DAY = timedelta(days=1)


@tagged('post_install', '-at_install')
class TestPresence(OfficeVisitCommon):
    """Who was in the house from when until when, also where nobody has said it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = 'Asia/Shanghai'
        cls.morning = datetime(2026, 3, 2, 1)  # 9:00 in Shanghai

    def _at(self, hours):
        """Let it be so many hours after nine in the morning, where the company is."""
        return freeze_time(self.morning + timedelta(hours=hours))

    def _close(self, hours):
        with self._at(hours):
            self._run_action('_cron_close')

    def _come(self, hours=0, end=8, **values):
        """Let guests come so many hours after nine, until ``end``."""
        with self._at(hours):
            visit = self._announce(
                begin_datetime=self.morning, end_datetime=self.morning + timedelta(hours=end), **values)
            visit.guest_ids.with_user(self.desk).action_sign_in()
        return visit

    def _get_stays(self, visit):
        stays = visit.guest_ids.stay_ids.sorted('in_datetime')
        return [tuple(
            moment and (moment - self.morning) / timedelta(hours=1) for moment in (stay.in_datetime, stay.out_datetime)
        ) for stay in stays]

    def test_a_break_is_two_stays(self):
        visit = self._come()
        with self._at(2):
            visit.action_step_out()
        with self._at(3):
            visit.with_user(self.desk).action_come_back()
        with self._at(4):
            visit.guest_ids.with_user(self.desk).action_sign_out()
        self.assertEqual(self._get_stays(visit), [(0, 2), (3, 4)])
        self.assertEqual(visit.guest_ids.arrive_datetime, self.morning)
        self.assertEqual(visit.state, 'left')

    def test_who_does_not_come_is_absent_some_hours_later(self):
        with self._at(0):
            visit = self._announce(begin_datetime=self.morning, end_datetime=self.morning + timedelta(hours=1))
        self._close(2.9)
        self.assertEqual(visit.state, 'expected')
        self._close(3)
        self.assertEqual((visit.state, visit.guest_ids.state), ('absent', 'absent'))

    def test_a_later_end_is_waited_for(self):
        with self._at(0):
            visit = self._announce(begin_datetime=self.morning, end_datetime=self.morning + timedelta(hours=1))
            visit.end_datetime += timedelta(hours=5)
        self._close(3)
        self.assertEqual(visit.state, 'expected')
        self._close(8)
        self.assertEqual(visit.state, 'absent')

    def test_who_is_forgotten_is_signed_out_at_the_end_of_the_day_and_marked(self):
        visit = self._come(guests=("Ann Lee", "Bob"))
        with self._at(1):
            visit.guest_ids[1].with_user(self.desk).action_sign_out()
        self._close(14.9)
        self.assertEqual(visit.guest_ids[0].state, 'inside', "not before midnight, since somebody may still be there")
        self._close(15)
        self.assertEqual(visit.state, 'left')
        self.assertEqual(visit.guest_ids.mapped('left_by'), ['night', 'desk'])
        found = self.env['office.visit'].search(self.env['office.visit']._get_not_signed_out_domain())
        self.assertIn(visit, found)
        self.assertTrue(any("Not signed out: 1" in body for body in visit.message_ids.mapped('body')))

    def test_a_visit_over_several_days_goes_on_in_the_morning(self):
        visit = self._come(end=56)  # until the afternoon of the day after tomorrow
        with self._at(8):
            visit.guest_ids.with_user(self.desk).action_sign_out()
        self.assertEqual((visit.state, visit.guest_ids.state), ('out', 'out'))
        self._close(20)
        self.assertEqual(visit.state, 'out')
        with self._at(24):
            visit.guest_ids.with_user(self.desk).action_sign_in()
        self.assertEqual((visit.state, visit.guest_ids.state), ('inside', 'inside'))
        self._close(39)
        self.assertEqual((visit.state, visit.guest_ids.left_by), ('out', 'night'))
        with self._at(48):
            visit.guest_ids.with_user(self.desk).action_sign_in()
        with self._at(55):
            visit.guest_ids.with_user(self.desk).action_sign_out()
        self.assertEqual((visit.state, visit.guest_ids.left_by), ('left', 'desk'))
        self.assertEqual(self._get_stays(visit), [(0, 8), (24, 39), (48, 55)])

    def test_who_does_not_come_back_has_left(self):
        visit = self._come(end=32)
        with self._at(8):
            visit.guest_ids.with_user(self.desk).action_sign_out()
        self._close(38.9)
        self.assertEqual(visit.state, 'out')
        self._close(39)
        self.assertEqual((visit.state, visit.guest_ids.state, visit.guest_ids.left_by), ('left', 'left', 'desk'))
        self.assertEqual(visit.guest_ids.leave_datetime, self.morning + timedelta(hours=8))

    def test_a_night_shift_is_not_closed_at_midnight(self):
        with self._at(13):
            visit = self._announce(
                begin_datetime=self.morning + timedelta(hours=13), end_datetime=self.morning + timedelta(hours=21))
            visit.guest_ids.with_user(self.desk).action_sign_in()
        self._close(16)
        self.assertEqual(visit.guest_ids.state, 'inside')
        self._close(21)
        self.assertEqual((visit.state, visit.guest_ids.left_by), ('left', 'night'))

    def test_who_leaves_before_midnight_does_not_come_back_after_it(self):
        with self._at(13):
            visit = self._announce(
                begin_datetime=self.morning + timedelta(hours=13), end_datetime=self.morning + timedelta(hours=16))
            visit.guest_ids.with_user(self.desk).action_sign_in()
        with self._at(14):
            visit.guest_ids.with_user(self.desk).action_sign_out()
        self.assertEqual((visit.state, visit.guest_ids.state), ('left', 'left'))

    def test_the_day_of_a_clock_change_ends_at_midnight(self):
        self.company.resource_calendar_id.tz = 'Europe/Berlin'
        self.morning = datetime(2026, 3, 29, 8)  # the clock goes forward in this night: 10:00 is 8:00 UTC
        visit = self._come(end=2)
        self._close(13.9)
        self.assertEqual(visit.guest_ids.state, 'inside')
        self._close(14)
        self.assertEqual(visit.guest_ids.state, 'left')

    def test_stays_are_written_by_code_only(self):
        visit = self._come()
        stay = visit.guest_ids.stay_ids
        for user in (self.user, self.desk, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                stay.with_user(user).write({'out_datetime': self.morning})
        with self.assertRaises(UserError):
            visit.guest_ids.with_user(self.desk).write({'stay_ids': [(5, 0, 0)]})

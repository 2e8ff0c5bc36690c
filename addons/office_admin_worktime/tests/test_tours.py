from datetime import date

from odoo.tests import HttpCase, tagged

from .common import WorktimeCommon


@tagged('browser')
class WorkingDaysTours(WorktimeCommon, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.cn')

    def _load_year(self, tour):
        self.start_tour('/odoo/adjusted-workdays', tour, login=self.manager.login, timeout=120)
        self.env.invalidate_all()
        self.assertEqual(len(self.calendar.adjusted_workday_ids), 6)
        self.assertIn(date(2026, 2, 14), self.calendar.adjusted_workday_ids.mapped('date'))


@tagged('post_install', '-at_install')
class TestTours(WorkingDaysTours):

    def test_load_year(self):
        self._load_year('office_worktime_load_year')


@tagged('post_install', '-at_install')
class TestPhoneTours(WorkingDaysTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_load_year(self):
        self._load_year('office_worktime_load_year_phone')

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import OfficeAssetCommon


@tagged('post_install', '-at_install')
class TestDates(OfficeAssetCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.asset_responsible_id = cls.officer
        cls.today = cls.company._get_office_today()

    def _remind(self):
        self.env['maintenance.equipment']._cron_remind_of_dates()
        self.env.invalidate_all()

    def _get_reminders(self, card):
        return [(activity.user_id, activity.date_deadline) for activity in card.activity_ids.sorted('date_deadline')]

    def test_reminded_once_of_each_date(self):
        soon, later = self.today + timedelta(days=30), self.today + timedelta(days=31)
        card = self._create_card(warranty_date=soon, asset_inspection_date=later)
        kept = self._create_card(asset_insurance_date=soon, asset_keeper_id=self.stranger_employee.id)
        for _again in range(2):
            self._remind()
            self.assertEqual(self._get_reminders(card), [(self.officer, soon)])
            self.assertEqual(self._get_reminders(kept), [(self.stranger, soon)])
        card.activity_ids.unlink()
        self._remind()
        self.assertFalse(card.activity_ids)
        card.with_user(self.officer).warranty_date = soon - timedelta(days=1)
        self._remind()
        self.assertEqual(len(card.activity_ids), 1, "another day is another date")

    def test_nobody_is_reminded_of_what_has_ended_or_is_no_card(self):
        card = self._create_card(warranty_date=self.today)
        card._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'sold', 'active': False})
        equipment = self._create_equipment(warranty_date=self.today)
        self._remind()
        self.assertFalse(card.activity_ids | equipment.activity_ids)

    def test_an_officer_where_nobody_is_named(self):
        self.company.asset_responsible_id = False
        card = self._create_card(warranty_date=self.today)
        self._remind()
        self.assertTrue(card.activity_ids.user_id.has_group('office_admin_assets.group_officer'))

    def test_a_warranty_that_is_over_hides_nothing(self):
        card = self._create_card(warranty_date=self.today, asset_insurance_date=self.today + timedelta(days=400))
        self.assertEqual(card.asset_due_date, self.today)
        with freeze_time(datetime.combine(self.today, datetime.min.time()) + timedelta(days=3)):
            self._remind()
        self.assertEqual(card.asset_due_date, self.today + timedelta(days=400))

    def test_what_is_due_is_named_when_it_is_soon_or_past(self):
        soon = self._create_card(asset_inspection_date=self.today + timedelta(days=30))
        past = self._create_card(asset_insurance_date=self.today - timedelta(days=1))
        later = self._create_card(asset_inspection_date=self.today + timedelta(days=31))
        self.assertEqual((soon | past | later).mapped('asset_due_kind'), ["Next Inspection", "Insured Until", False])

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CustodyCommon


@tagged('post_install', '-at_install')
class TestCustodyLeavers(CustodyCommon):
    """Who leaves gives back what they hold."""

    def setUp(self):
        super().setUp()
        self.thing = self._lend()
        self.due = self.thing.deadline_datetime

    def _assert_called_in(self):
        self.assertTrue(self.thing.is_called_in)
        self.assertRecordValues(self._get_tasks(self.thing), [
            {'user_id': self.officer.id, 'summary': "User leaves: take back Chair"}])
        self.assertLess(self.thing.deadline_datetime, self.due)
        self.assertIn("Take Back from Leaver", self.thing.deadline_summary)
        self.assertEqual(self._get_desk_rows(self.thing, 'queue')[0]['what'], "The holder leaves")

    def _assert_called_off(self):
        self.assertFalse(self.thing.is_called_in or self._get_tasks(self.thing))
        self.assertRecordValues(self.thing, [{'state': 'held', 'deadline_datetime': self.due}])

    def test_archived_and_back(self):
        self.user_employee.action_archive()
        self._assert_called_in()
        self.user_employee.action_unarchive()
        self._assert_called_off()

    def test_archived_by_the_resource(self):
        self.user_employee.resource_id.active = False
        self._assert_called_in()
        self._do(self.thing, 'give_back')
        self.assertRecordValues(self.thing, [{'state': 'returned', 'is_called_in': False, 'deadline_outcome': 'met'}])
        self.assertFalse(self._get_tasks(self.thing))

    def test_departure_known_beforehand(self):
        self.user_employee.departure_date = '2030-12-31'
        self._assert_called_in()
        self.user_employee.action_archive()
        self.assertEqual(len(self._get_tasks(self.thing)), 1, "asked once")

    def test_stays_after_all(self):
        self.user_employee.departure_date = '2030-12-31'
        self.user_employee.departure_date = False
        self._assert_called_off()

    def test_offered_and_called_in(self):
        self.thing.with_user(self.user).action_offer()
        self.user_employee.action_archive()
        self.user_employee.action_unarchive()
        self.assertTrue(self.thing.is_offered and self._get_tasks(self.thing))

    def test_what_is_back_is_not_called_in(self):
        self._do(self.thing, 'give_back')
        self.user_employee.action_archive()
        self.assertFalse(self.thing.is_called_in)

    def test_days_of_the_company(self):
        for days in (0, 251):
            with self.assertRaisesRegex(ValidationError, "things of leavers"):
                self.company.office_leaver_days = days

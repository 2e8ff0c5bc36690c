from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OfficeSupplyCommon
from .round_common import OfficeRoundMixin


@tagged('post_install', '-at_install')
class TestRoundSchedule(OfficeRoundMixin, OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what other data has planned is not for this test
        cls.env['office.supply.round.schedule'].search([]).active = False

    def setUp(self):
        super().setUp()
        # on a working day, on which rounds open
        now = fields.Datetime.now()
        freezer = freeze_time(now + timedelta(days=(2 - now.weekday()) % 7))
        freezer.start()
        self.addCleanup(freezer.stop)

    def _create_schedule(self, **values):
        return self.env['office.supply.round.schedule'].with_user(self.manager).create({
            'name': "Supplies", 'user_id': self.officer.id, 'company_id': self.company.id, **values})

    def _run_cron(self):
        with patch.object(self.env.cr, 'rollback'), patch.object(self.env.cr, 'commit'):
            self.env['office.supply.round.schedule']._cron_open_and_close()

    def _get_rounds(self):
        return self.env['office.supply.round'].search([('company_id', '=', self.company.id)])

    def test_next_day(self):
        schedule = self._create_schedule(rhythm='monthly', day=31)
        self.assertEqual(schedule._get_date_from(date(2026, 2, 3)), date(2026, 3, 2), "February ends on a Saturday")
        self.assertEqual(schedule._get_date_from(date(2026, 3, 31)), date(2026, 3, 31))
        schedule.write({'rhythm': 'weekly', 'weekday': '4'})
        self.assertEqual(schedule._get_date_from(date(2026, 2, 3)), date(2026, 2, 6))
        schedule.write({'rhythm': 'monthly', 'day': 1})
        self.assertEqual(schedule._get_date_from(date(2026, 1, 2)), date(2026, 2, 2))

    def test_r9_rounds_open_and_close_by_themselves(self):
        today = fields.Date.today()
        schedule = self._create_schedule(open_days=3)
        schedule.next_date = today
        self._run_cron()
        self._run_cron()
        supply_round = self._get_rounds()
        self.assertRecordValues(supply_round, [{'state': 'collecting', 'requester_id': self.officer.id}])
        self.assertGreater(schedule.next_date, today)
        self.assertGreater(supply_round.close_date, today)
        request = self._file(supply_round, self.user)
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self._run_cron()
        self.assertEqual(supply_round.state, 'closed')
        self.assertEqual(supply_round.line_ids.request_line_ids, request.line_ids)

    def test_round_waits_for_a_working_day(self):
        holiday = fields.Date.today()
        schedule = self._create_schedule()
        schedule.next_date = holiday
        self.env['resource.calendar.leaves'].create({
            'name': "Holiday", 'company_id': self.company.id, 'calendar_id': self.company.resource_calendar_id.id,
            'date_from': self.company._get_office_moment(holiday),
            'date_to': self.company._get_office_moment(fields.Date.add(holiday, days=1))})
        self._run_cron()
        self.assertFalse(self._get_rounds())
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self._run_cron()
        self.assertEqual(self._get_rounds().state, 'collecting')

    def test_planned_round_opens_on_its_day(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        supply_round = self.env['office.supply.round'].with_user(self.officer).create({
            'title': "Planned", 'open_date': tomorrow, 'close_date': fields.Date.add(tomorrow, days=7)})
        self._run_cron()
        self.assertEqual(supply_round.state, 'planned')
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self._run_cron()
        self.assertEqual(supply_round.state, 'collecting')

    def test_schedule_of_somebody_who_is_no_officer_any_more(self):
        schedule = self._create_schedule()
        schedule.next_date = fields.Date.today()
        self.officer.group_ids -= self.env.ref('office_admin_base.position_officer')
        with self.assertLogs('odoo.addons.office_admin_worktime.models.office_batch_mixin', 'ERROR'):
            self._run_cron()
        self.assertFalse(self._get_rounds())
        self.assertIn("No round could be opened", schedule.problem)
        with self.assertRaisesRegex(UserError, "no officer of supplies any more"):
            schedule.action_open_now()

    def test_bad_days_and_wrong_people(self):
        for values in ({'day': 0}, {'day': 32}, {'open_days': 0}, {'open_days': 100}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._create_schedule(**values)
        schedule = self._create_schedule()
        for user in (self.officer, self.auditor, self.user):
            with self.assertRaises(AccessError):
                schedule.with_user(user).action_open_now()
        action = schedule.action_open_now()
        self.assertEqual(self._get_rounds().ids, [action['res_id']])

    def test_open_round_stands_on_my_office(self):
        supply_round = self._create_round()
        rounds = self.env['office.supply.round'].with_user(self.user)
        [row] = self._get_desk_rows(rounds, 'mine')
        self.assertEqual(row['id'], supply_round.id)
        self.assertIn("File until", row['what'])
        action = supply_round.with_user(self.user).action_file()
        self.assertEqual(action['context'], {'default_round_id': supply_round.id})
        draft = self._file(supply_round, self.user, submit=False)
        self.assertEqual(supply_round.with_user(self.user).action_file()['res_id'], draft.id)
        supply_round.action_close()
        self.assertFalse(self._get_desk_rows(rounds, 'mine'))

    def test_round_of_a_responsible_who_has_left(self):
        schedule = self._create_schedule(name="Weekly")
        self.officer_employee.action_archive()
        with self.assertRaisesRegex(UserError, "who is responsible for Weekly"):
            schedule.with_user(self.manager).action_open_now()

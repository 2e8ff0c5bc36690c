from collections import defaultdict
from datetime import date, datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .. import public_holidays
from ..public_holidays import Holiday, Workday
from ..working_time import get_due
from .common import WorktimeCommon

WORKED = [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
          date(2026, 10, 10)]


@tagged('post_install', '-at_install')
class TestLoadYear(WorktimeCommon):

    def _load_list(self, holidays, workdays=(), year=2030):
        """Load a list of our own in place of the package's."""
        with patch.object(public_holidays, 'load', return_value=(list(holidays), list(workdays))):
            load = self._load(year=year)
            changes = load.line_ids.mapped('change')
            load.action_confirm()
        return changes

    def _get_leaves(self, year=2030):
        leaves = self.env['resource.calendar.leaves'].search([('calendar_id', '=', self.calendar.id)])
        return leaves.filtered(lambda leave: (leave.office_source or '').endswith(f'/{year}')).mapped('name')

    def test_china_2026(self):
        self._load().action_confirm()
        self.assertEqual(sorted(self.calendar.adjusted_workday_ids.mapped('date')), WORKED)
        work = self.calendar._get_working_time(self.company)
        days = {shift.day for shift in work._fetch(date(2026, 1, 1), date(2026, 12, 31))}
        self.assertEqual(len(days), 248)
        by_month = [sum(day.month == month for day in days) for month in range(1, 13)]
        self.assertEqual(by_month, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23])

    def test_worked_as_the_day_off_that_it_is_exchanged_for(self):
        self._load().action_confirm()
        # 2026-02-14 for Friday the 20th, 2026-02-28 for Monday the 23rd
        workdays = {workday.date: workday.dayofweek for workday in self.calendar.adjusted_workday_ids}
        self.assertEqual(workdays[date(2026, 2, 14)], '4')
        self.assertEqual(workdays[date(2026, 2, 28)], '0')

    def test_preview_says_what_will_change(self):
        form = Form(self.env['office.adjusted.workday.load'].with_user(self.manager))
        form.country_id = self.env.ref('base.cn')
        form.year = '2026'
        load = form.save()
        self.assertEqual(set(load.line_ids.mapped('change')), {'add'})
        self.assertEqual(len(load.line_ids.filtered(lambda line: line.kind == 'workday')), 6)
        self.assertFalse(self.calendar.adjusted_workday_ids, "nothing is loaded before it is confirmed")

    def test_loading_twice_changes_nothing(self):
        self._load().action_confirm()
        before = self.env['resource.calendar.leaves'].search([]), self.env['office.adjusted.workday'].search([])
        again = self._load(lang='zh_CN')
        self.assertFalse(again.has_changes)
        self.assertEqual(set(again.line_ids.mapped('change')), {'keep'})
        again.action_confirm()
        after = self.env['resource.calendar.leaves'].search([]), self.env['office.adjusted.workday'].search([])
        self.assertEqual(after, before)

    def test_list_that_changed_replaces_what_was_loaded(self):
        self._load_list([Holiday(date(2030, 5, 1), date(2030, 5, 2), "Labour Day"),
                         Holiday(date(2030, 10, 1), date(2030, 10, 3), "National Day")], [Workday(date(2030, 5, 4), 3)])
        changes = self._load_list([Holiday(date(2030, 5, 1), date(2030, 5, 3), "Labour Day"),
                                   Holiday(date(2030, 10, 1), date(2030, 10, 3), "National Day")],
                                  [Workday(date(2030, 5, 5), 4)])
        self.assertEqual(sorted(changes), ['add', 'add', 'keep', 'remove', 'remove'])
        self.assertEqual(sorted(self._get_leaves()), ["Labour Day", "National Day"])
        self.assertEqual(self.calendar.adjusted_workday_ids.mapped('date'), [date(2030, 5, 5)])
        self.assertEqual(self.calendar.get_work_hours_count(
            self._local(2030, 5, 1), self._local(2030, 5, 4)), 0)

    def test_what_was_entered_by_hand_stays(self):
        by_hand = self._adjust(date(2030, 5, 11))
        holiday = self._create_holiday("Anniversary", date(2030, 5, 2), date(2030, 5, 2))
        changes = self._load_list([Holiday(date(2030, 5, 1), date(2030, 5, 3), "Labour Day"),
                                   Holiday(date(2030, 5, 11), date(2030, 5, 11), "Fair")])
        self.assertEqual(sorted(changes), ['add', 'add', 'keep', 'skip'])
        self.assertTrue(by_hand.exists() and holiday.exists())
        self._load_list([])
        self.assertTrue(by_hand.exists() and holiday.exists())
        self.assertFalse(self._get_leaves())

    def test_several_schedules_at_once(self):
        night = self._create_calendar("Saturdays, too", days='012345', company_id=self.company.id)
        load = self._load(calendars=self.calendar | night)
        saturday = load.line_ids.filtered(lambda line: line.date_from == date(2026, 2, 14))
        self.assertEqual(sorted(saturday.mapped('change')), ['add', 'skip'])
        labour_day = load.line_ids.filtered(lambda line: line.date_from == date(2026, 5, 1))
        self.assertEqual(labour_day.calendar_ids, self.calendar | night)
        load.action_confirm()
        self.assertEqual(len(night.adjusted_workday_ids), 2)  # the two Sundays

    def test_names_in_the_language_of_who_loads(self):
        self._load(lang='zh_CN').action_confirm()
        names = self.env['resource.calendar.leaves'].search([('calendar_id', '=', self.calendar.id)]).mapped('name')
        self.assertIn("劳动节", ' '.join(names))

    def test_parts_of_a_country(self):
        load = self._load('AU')
        whole = len(load.line_ids)
        load.part = 'AU-ACT'
        self.assertGreater(len(load.line_ids), whole)
        load.action_confirm()
        self.assertIn('AU-ACT/2026', self.env['resource.calendar.leaves'].search(
            [('calendar_id', '=', self.calendar.id)]).mapped('office_source'))

    def test_every_state_of_odoo_has_a_part_or_a_reason(self):
        unlisted = defaultdict(set)
        for state in self.env['res.country.state'].search([]):
            country, parts = state.country_id.code, public_holidays.get_parts(state.country_id.code)
            if not parts or state.get_external_id()[state.id].split('.')[0] != 'base':
                continue
            part = public_holidays.find_part(country, state.code, state.with_context(lang='en_US').name)
            if part:
                self.assertIn(part, parts, f'{country} {state.code}')
            else:
                unlisted[country].add(state.code)
        self.assertEqual(unlisted, {
            'BE': {'WLG'},  # two language communities
            'GB': {'C6', 'L9'},  # Channel Islands and Isle of Man: countries with holidays of their own
            'NL': {'DR', 'FL', 'FR', 'GE', 'GR', 'LI', 'NB', 'NH', 'OV', 'UT', 'ZE', 'ZH',
                   'BQ1', 'BQ2', 'BQ3'},  # differ in school holidays only
            'NO': {'NO-30', 'NO-38', 'NO-54'},  # dissolved in 2024
            'US': {'AA', 'AE', 'AP', 'FM', 'MH', 'PW'},  # armed forces abroad, and other countries
        })

    def test_states_as_addresses_write_them(self):
        for country, code, name, part in (
                ('DE', 'DE-BY', "Bavaria", 'BY'), ('DE', 'BY', "Whatever", 'BY'), ('DE', '', "Bayern", 'BY'),
                ('PL', 'X', "łódzkie", '10'), ('MY', 'JHR', "", '01'), ('CH', 'ZH-IT', "Zurigo", 'ZH'),
                ('ES', 'B', "Barcelona", 'CT'), ('GB', 'Q1', "London", 'ENG'), ('GB', 'SCT', "", 'SCT'),
                ('DE', 'XX', "Nowhere", None), ('CN', 'BJ', "Beijing", None)):
            self.assertEqual(public_holidays.find_part(country, code, name), part, f'{country} {code} {name}')

    def _move_company(self, country, code, city=False):
        state = self.env['res.country.state'].search([('country_id.code', '=', country), ('code', '=', code)], limit=1)
        self.assertTrue(state)
        self.company.write({'country_id': state.country_id.id, 'state_id': state.id, 'city': city})

    def test_bavaria_is_proposed_and_loaded(self):
        self._move_company('DE', 'DE-BY', "München")
        load = self._load('DE')
        self.assertEqual(load.part, 'DE-BY')
        self.assertFalse(load.message)
        load.action_confirm()
        leaves = self.env['resource.calendar.leaves'].search([('calendar_id', '=', self.calendar.id)])
        self.assertIn('DE-BY/2026', leaves.mapped('office_source'))
        load.part = False
        self.assertFalse(load.part, "the whole country may be chosen")
        self.assertEqual(load._get_source(), 'DE/2026')

    def test_city_with_holidays_of_its_own(self):
        self._move_company('DE', 'DE-BY', "AUGSBURG ")
        self.assertEqual(self._load('DE').part, 'DE-Augsburg')
        self._move_company('US', 'OH', "Delaware")  # the name of another state
        self.assertEqual(self._load('US').part, 'US-OH')

    def test_parts_are_offered_by_name(self):
        self._move_company('DE', 'DE-HH')
        form = Form(self.env['office.adjusted.workday.load'].with_user(self.manager).with_company(self.company))
        form.country_id = self.env.ref('base.de')
        names = dict(form._record._fields['part']._description_selection(self.env))
        offered = [names[part] for part in form.offered_parts]
        self.assertEqual(len(offered), 17)
        self.assertIn("Bayern", offered)
        self.assertLess(offered.index("Bayern"), offered.index("Sachsen"))
        self.assertEqual(form.part, 'DE-HH')
        form.part = 'DE-BY'
        form.country_id = self.env.ref('base.fr')
        self.assertFalse(form.part, "it is no part of France")
        self.assertFalse(set(form.offered_parts) & set(names) - {part for part in names if part.startswith('FR-')})
        form.country_id = self.env.ref('base.de')
        self.assertEqual(form.part, 'DE-HH')
        form.country_id = self.env.ref('base.cn')
        self.assertFalse(form.offered_parts or form.part)

    def test_every_part_that_is_offered_can_be_loaded(self):
        for (country, part), name in public_holidays.get_all_parts().items():
            self.assertTrue(name)
            holidays, _workdays = public_holidays.load(country, 2026, part)
            self.assertTrue(holidays, f'{country} {part}')

    def test_part_of_another_country(self):
        load = self._load('DE')
        load.part = 'FR-57'
        self.assertIn("Moselle is no part of Germany", load.message)
        with self.assertRaisesRegex(UserError, "Moselle is no part of Germany. Choose another part"):
            load.action_confirm()
        load.part = 'DE-XX'  # over RPC
        with self.assertRaisesRegex(UserError, "DE-XX is no part of Germany. Choose another part"):
            load.action_confirm()
        self.assertFalse(self._get_leaves(2026))

    def test_other_time_zones(self):
        paris = self._create_calendar("Paris", tz='Europe/Paris', company_id=self.company.id)
        self._load('FR', calendars=paris).action_confirm()
        leave = self.env['resource.calendar.leaves'].search(
            [('calendar_id', '=', paris.id), ('date_from', '>=', '2026-07-01')], limit=1)
        self.assertEqual((leave.date_from, leave.date_to),
                         (datetime(2026, 7, 13, 22), datetime(2026, 7, 14, 21, 59, 59)))
        paris.tz = 'Asia/Tokyo'  # the office moves; its holidays stay on their days
        self.assertEqual((leave.date_from, leave.date_to),
                         (datetime(2026, 7, 13, 15), datetime(2026, 7, 14, 14, 59, 59)))

    def test_office_that_moves_with_holidays_in_a_row(self):
        self._load().action_confirm()
        for tz in ('Europe/Brussels', 'Pacific/Auckland', 'America/Los_Angeles', 'Asia/Shanghai'):
            self.calendar.tz = tz
            work = self.calendar._get_working_time(self.company)
            days = {shift.day for shift in work._fetch(date(2026, 1, 1), date(2026, 12, 31))}
            self.assertEqual(len(days), 248, tz)

    def test_list_of_a_country_that_is_gone(self):
        self.assertFalse(public_holidays.adjusts_workdays('XX', 2027))

    def test_two_companies(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        self._load().action_confirm()
        self.assertFalse(self.env['resource.calendar.leaves'].search([('company_id', '=', other.id)]))
        self.assertFalse(other.resource_calendar_id.adjusted_workday_ids)

    # The arithmetic of promises over the list of 2026

    def _get_due(self, *start, days=1, is_received=False):
        self._load().action_confirm()
        work = self.calendar._get_working_time(self.company)
        return get_due(work, self._local(*start), days, 'day', is_received)

    def test_r30_one_working_day(self):
        """Every row of the table in the facts of the domain: reported, and due at close of business."""
        self._load().action_confirm()
        work = self.calendar._get_working_time(self.company)
        for start, due in (
                ((2026, 2, 13, 16), (2026, 2, 14)), ((2026, 2, 14, 17, 30), (2026, 2, 24)),
                ((2026, 4, 30, 10), (2026, 5, 6)), ((2026, 5, 8, 10), (2026, 5, 9)),
                ((2026, 9, 18, 10), (2026, 9, 20)), ((2026, 9, 30, 10), (2026, 10, 8)),
                ((2026, 1, 3, 10), (2026, 1, 4))):
            with self.subTest(start=start):
                self.assertEqual(get_due(work, self._local(*start), 1, 'day'), self._local(*due, 18))

    def test_r30_deemed_received(self):
        self.assertEqual(self._get_due(2026, 1, 3, 10, is_received=True), self._local(2026, 1, 5, 18))

    def test_r27_round_on_a_holiday_moves_to_the_next_working_day(self):
        self._load().action_confirm()
        work = self.calendar._get_working_time(self.company)
        self.assertEqual(work.get_day(work.receive(self._local(2026, 10, 1, 9))), date(2026, 10, 8))

    def test_r45_rehearsal_one_working_day_before(self):
        self.assertEqual(self._get_due(2026, 9, 21, 10, days=-1), self._local(2026, 9, 20, 18))

    # Bad input

    def test_country_that_nobody_knows(self):
        country = self.env['res.country'].create({'name': "Nowhere", 'code': 'X9'})
        load = self._load('X9')
        self.assertIn("not known", load.message)
        with self.assertRaisesRegex(UserError, "public holidays of Nowhere are not known for 2026. Enter them by hand"):
            load.action_confirm()
        self.assertFalse(load.line_ids)
        self.assertTrue(country)

    def test_year_that_nobody_knows(self):
        with self.assertRaisesRegex(UserError, "public holidays of China are not known for 2222"):
            self._load(year=2222).action_confirm()
        for year in (' 2026 ', '２０２６'):
            self._load(year=year).action_confirm()
            self.assertEqual(set(self.calendar.adjusted_workday_ids.mapped('source')), {'CN/2026'})
            self.calendar.adjusted_workday_ids.unlink()
        for year in ('', '26', 'next', '２０２', '-2026'):
            with self.assertRaisesRegex(UserError, "Enter the year with four digits"):
                self._load(year=year).action_confirm()
        self.assertFalse(self.calendar.adjusted_workday_ids)

    def test_without_the_package(self):
        with patch.object(public_holidays, 'holidays', None):
            self.assertIn("not installed", self._load().message)
            with self.assertRaisesRegex(UserError, "or enter the days by hand"):
                self._load().action_confirm()
            self._adjust(date(2026, 2, 14), user=self.manager)  # by hand it always works
            self.env['resource.calendar']._cron_warn_of_missing_year()

    def test_list_that_is_published_later(self):
        self.assertIn("no adjusted workdays yet", self._load(year=2027).message)
        self.assertFalse(self._load('US', year=2027).message)

    # The reminder in December

    def _get_reminders(self):
        return self.env['mail.activity'].with_context(active_test=False).search([
            ('activity_type_id', '=', self.env.ref('office_admin_worktime.mail_activity_type_load_year').id),
            ('user_id', 'in', (self.manager | self.user).ids)])

    def _run_job(self, day):
        with freeze_time(day):
            self.env['resource.calendar']._cron_warn_of_missing_year()
        return self._get_reminders()

    def test_reminder_of_the_next_year(self):
        self.assertFalse(self._run_job('2026-11-30 10:00:00'))
        reminder = self._run_job('2026-12-01 10:00:00')
        self.assertRecordValues(reminder, [{
            'user_id': self.manager.id, 'summary': "Load the working days of 2027",
            'date_deadline': fields.Date.to_date('2026-12-31')}])
        self.assertIn("Office Hours", reminder.note)
        reminder.with_user(self.manager).action_feedback()
        self.assertEqual(self._run_job('2026-12-02 10:00:00'), reminder, "once, also for who has closed it")

    def test_no_reminder_when_the_year_is_loaded(self):
        self._load('US', year=2027).action_confirm()
        self.assertFalse(self._run_job('2026-12-01 10:00:00'))

    def test_reminder_goes_when_the_year_is_loaded(self):
        self.assertTrue(self._run_job('2026-12-01 10:00:00'))
        self._load('US', year=2027).action_confirm()
        self.assertFalse(self._get_reminders())

    def test_reminder_of_adjusted_workdays_that_are_published_later(self):
        self._load(year=2027).action_confirm()
        self.assertTrue(self._run_job('2026-12-01 10:00:00'))

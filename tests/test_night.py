"""At night the server's day, which is UTC, is not the office's: what counts days asks where the company is."""
import re
from datetime import date, datetime
from pathlib import Path

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from odoo.addons.office_admin_supplies.supply_history import Period
from odoo.addons.office_admin_supplies.tests.figures_common import OfficeSupplyFiguresCommon

SHANGHAI_FIRST = '2026-01-31 17:30:00'  # 1 February, 01:30 in Shanghai
ANGELES_LAST = '2026-02-01 03:00:00'  # 31 January, 19:00 in Los Angeles
ROOT = Path(__file__).parents[1]
WHERE_USERS_ARE = {  # what people read is said in their own time zone
    'addons/office_admin_worktime/models/office_deadline_mixin.py',
    'addons/office_admin_base/models/office_deadline_mixin.py',
}


@tagged('post_install', '-at_install')
class TestNight(OfficeSupplyFiguresCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = 'Asia/Shanghai'
        cls.stand = cls._create_product("Monitor Stand")

    def _move_to_los_angeles(self):
        self.company.resource_calendar_id.tz = 'America/Los_Angeles'

    def _consume_at(self, moment, quantity=1, product=None):
        move = self._move(product or self.paper, quantity, date(2026, 1, 1))
        self.env.cr.execute(SQL("UPDATE stock_move SET date = %s WHERE id = %s", moment, move.id))
        self.env.invalidate_all()
        return move

    def test_today_of_a_company(self):
        with freeze_time(SHANGHAI_FIRST):
            self.assertEqual(self.company._get_office_today(), date(2026, 2, 1))
            self.assertEqual(self.company._get_office_moment(date(2026, 2, 1)), datetime(2026, 1, 31, 16))
        self._move_to_los_angeles()
        with freeze_time(ANGELES_LAST):
            self.assertEqual(self.company._get_office_today(), date(2026, 1, 31))

    def test_today_of_a_company_without_a_schedule(self):
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = 'Asia/Shanghai'
        with freeze_time(SHANGHAI_FIRST):
            self.assertEqual(self.company._get_office_today(), date(2026, 2, 1))

    def test_today_of_a_person_far_away(self):
        self.user.tz = 'America/Los_Angeles'
        with freeze_time(SHANGHAI_FIRST):
            self.assertEqual(self.user._get_office_today(), date(2026, 1, 31))
            self.user.tz = False
            self.assertEqual(self.user._get_office_today(), date(2026, 2, 1))

    def test_advice_covers_twelve_whole_months(self):
        with freeze_time(SHANGHAI_FIRST):
            period = Period(self.company)
            self.assertEqual((period.start, period.end), (date(2025, 2, 1), date(2026, 2, 1)))
            self._consume_at('2025-01-05 04:00:00')
            self._consume_at('2026-01-31 15:59:00', 7)  # still January in Shanghai
            advice = self._advise(self.paper)
            self.assertEqual((advice.month_count, advice.monthly_demand[-1]), (12, 7))
            self.assertEqual(advice.computed_on, date(2026, 2, 1))
        self._move_to_los_angeles()
        with freeze_time(ANGELES_LAST):
            self.assertEqual(Period(self.company).end, date(2026, 1, 1))

    def test_advice_is_counted_anew_on_the_day_of_the_company(self):
        with freeze_time('2026-01-31 04:00:00'):
            advice = self._advise(self.paper)
        with freeze_time(SHANGHAI_FIRST):
            self.patch(self.env.cr, 'commit', self.env.flush_all)
            self.patch(self.env.cr, 'rollback', lambda: None)
            self.env['office.supply.advice']._cron_compute()
            self.assertEqual(advice.computed_on, date(2026, 2, 1))

    def test_months_in_which_something_was_asked_for(self):
        for moment in ('2025-08-31 15:00:00', '2025-08-31 17:00:00', '2025-09-30 17:00:00', '2026-01-31 17:00:00'):
            with freeze_time(moment):
                self._create_request().action_submit()
        with freeze_time(SHANGHAI_FIRST):
            months = self.env['office.supply.advice']._get_asked_months(
                self.company, self.paper, Period(self.company))
        self.assertEqual(months[self.paper.id], 3, "September, October and February, and August is too long ago")

    def test_consumption_belongs_to_the_month_of_the_company(self):
        self._consume_at('2026-01-31 17:30:00')
        heads = self.env['office.supply.consumption.head'].with_user(self.manager)
        domain = [('company_id', '=', self.company.id), ('product_id', '=', self.paper.id)]
        for tz in ('Europe/London', 'UTC', 'Asia/Shanghai'):
            row = heads.with_context(tz=tz).search(domain)
            self.assertEqual(row.month, date(2026, 2, 1), "whoever looks, wherever he is")
            action = row.action_open_rows()
            self.assertEqual(self.env[action['res_model']].search_count(action['domain']), 1)
        self._move_to_los_angeles()
        self.env.invalidate_all()
        self.assertEqual(heads.search(domain).month, date(2026, 1, 1))

    def test_monthly_report(self):
        with freeze_time(SHANGHAI_FIRST):
            report = self.env['office.supply.month.report'].with_user(self.manager).create({})
            self.assertEqual(report.month, date(2026, 1, 1))

    def test_year_of_a_number(self):
        with freeze_time('2026-12-31 16:30:00'):
            request = self._create_request()
            request.action_submit()
        self.assertIn('/2027/', request.name)
        self._move_to_los_angeles()
        with freeze_time('2027-01-01 03:00:00'):
            request = self._create_request()
            request.action_submit()
        self.assertIn('/2026/', request.name)

    def test_quota_of_the_month(self):
        self.env['office.supply.quota'].create({
            'company_id': self.company.id, 'product_tmpl_id': self.paper.product_tmpl_id.id, 'quantity': 10,
            'valid_from': '2026-01-01'})
        with freeze_time('2026-01-31 15:00:00'):
            self._create_request(items=[(self.paper, 9)]).action_submit()
        with freeze_time(SHANGHAI_FIRST):
            figures = self.env['office.supply.quota']._get_figures(self._create_request(items=[(self.paper, 9)]))
        for [found] in figures.values():
            self.assertEqual((found.start, found.pending), (date(2026, 2, 1), 0))

    def test_days_that_are_proposed(self):
        with freeze_time(SHANGHAI_FIRST):
            self.user.tz = False
            self.assertEqual(self._create_request().need_date, date(2026, 2, 8))
            urgent = self._create_request()
            urgent.write({'is_urgent': True, 'urgent_reason': "Now"})
            self.assertEqual(urgent.need_date, date(2026, 2, 1))

    def test_surplus_is_free_until_its_last_day_is_over(self):
        self._set_had(self.stand, 4)
        offer = self.env['office.supply.surplus'].with_user(self.user)
        values = {'product_id': self.stand.id, 'quantity': 2, 'place': "Room 312"}
        with freeze_time(SHANGHAI_FIRST):
            with self.assertRaisesRegex(ValidationError, "choose a day from today on"):
                offer.create(values | {'until_date': '2026-01-31'})
        self._move_to_los_angeles()
        with freeze_time(ANGELES_LAST):
            surplus = offer.create(values | {'until_date': '2026-01-31'})
            surplus.with_user(self.stranger).action_claim()
            self.assertEqual(surplus.state, 'claimed')
        with freeze_time('2026-02-01 08:30:00'), self.assertRaisesRegex(ValidationError, "from today on"):
            offer.create(values | {'until_date': '2026-01-31'})

    def test_expired_offers_of_companies_in_two_zones(self):
        self._set_had(self.stand, 4)
        self.patch(self.env.cr, 'commit', self.env.flush_all)
        self.patch(self.env.cr, 'rollback', lambda: None)
        with freeze_time('2026-01-30 04:00:00'):
            surplus = self.env['office.supply.surplus'].with_user(self.user).create({
                'product_id': self.stand.id, 'quantity': 2, 'place': "Room 312", 'until_date': '2026-01-31'})
        self._move_to_los_angeles()
        with freeze_time(ANGELES_LAST):
            surplus.sudo()._cron_expire()
            self.assertEqual(surplus.state, 'offered', "it is still the 31st there")
        self.company.resource_calendar_id.tz = 'Asia/Shanghai'
        with freeze_time(SHANGHAI_FIRST):
            surplus.sudo()._cron_expire()
            self.assertEqual(surplus.state, 'expired')

    def test_round_whose_last_day_is_over(self):
        with freeze_time(SHANGHAI_FIRST):
            supply_round = self.env['office.supply.round'].with_user(self.officer).create(
                {'title': "January", 'close_date': '2026-01-31'})
            with self.assertRaisesRegex(UserError, "is over"):
                supply_round.action_open()
            self.assertEqual(supply_round._default_close_date(), date(2026, 2, 8))
        self._move_to_los_angeles()
        with freeze_time(ANGELES_LAST):
            supply_round.action_open()
            self.assertEqual(supply_round.state, 'collecting')

    def test_undertaking_of_today(self):
        undertakings = self.env['office.secrecy.undertaking'].with_user(self.manager)
        values = {'user_id': self.colleague.id, 'level': 'secret', 'company_id': self.company.id,
                  'training_date': '2026-02-01', 'end_date': '2026-12-31'}
        with freeze_time(SHANGHAI_FIRST):
            undertaking = undertakings.create(values)
            self.assertEqual(undertaking.end_datetime, datetime(2026, 12, 31, 16))
        self._move_to_los_angeles()
        with freeze_time(ANGELES_LAST), self.assertRaisesRegex(ValidationError, "has to be over first"):
            undertakings.create(values)

    def test_rule_that_begins_today(self):
        rule = self.env['office.approval.rule'].search(
            [('res_model', '=', 'office.supply.request'), ('company_id', '=', self.company.id)])
        rule.valid_from = '2026-02-01'
        with freeze_time(SHANGHAI_FIRST):
            self.assertTrue(rule.is_valid)
            self.assertIn(rule, rule.with_company(self.company).search([('is_valid', '=', True)]))
        self._move_to_los_angeles()
        rule.invalidate_recordset()
        with freeze_time(ANGELES_LAST):
            self.assertFalse(rule.is_valid)

    def test_load_the_next_year_from_the_first_of_december_on(self):
        self.patch(self.env.registry['resource.calendar'], '_remind_of_year',
                   lambda calendars, user, year: years.add(year))
        self.env['res.company'].search([]).resource_calendar_id.tz = 'Asia/Shanghai'
        self.patch(self.env.registry['resource.calendar'], '_is_missing_year', lambda *_args: True)
        for moment, expected in (
                ('2026-11-30 15:30:00', set()), ('2026-11-30 17:30:00', {2027}), ('2026-12-31 17:30:00', set())):
            years = set()
            with freeze_time(moment):
                self.env['resource.calendar']._cron_warn_of_missing_year()
            self.assertEqual(years, expected, moment)

    def test_activities_of_the_day_of_the_person(self):
        self.manager.tz = False
        request = self._create_request().with_env(self.env)
        with freeze_time(SHANGHAI_FIRST):
            request._schedule_quietly(
                'office_admin_worktime.mail_activity_type_late', {self.manager: request}, lambda env: "Look")
        self.assertEqual(request.activity_ids.date_deadline, date(2026, 2, 1))

    def test_transfers_are_planned_on_the_day_in_the_office(self):
        self._move_to_los_angeles()
        with freeze_time('2026-01-20 20:00:00'):
            request = self._create_request(need_date='2026-01-31')
            request.action_submit()
            request.with_user(self.head).action_approve()
            planned = request.sudo().picking_ids.scheduled_date
        self.assertEqual(self.company._get_office_day(planned), fields.Date.to_date('2026-01-31'))

    def test_nobody_asks_the_server_which_day_it_is(self):
        forbidden = re.compile(r'Date\.today\(|date\.today\(|context_today\(|(?<!work)day\.today\(')
        found = {
            f'{path.relative_to(ROOT)}:{number}'
            for folder in (ROOT / 'addons', ROOT / 'office_admin_supplies') for path in folder.rglob('*.py')
            if not {'tests', 'demo', 'migrations'} & set(path.parts)
            and str(path.relative_to(ROOT)) not in WHERE_USERS_ARE
            for number, line in enumerate(path.read_text().splitlines(), 1) if forbidden.search(line)}
        self.assertFalse(found, "ask _get_office_today() of the company or the user")

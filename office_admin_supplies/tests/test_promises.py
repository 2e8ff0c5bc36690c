"""What is promised of goods, by the settings of the company."""
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, TransactionCase, freeze_time, tagged

from odoo.addons.office_admin_worktime.tests.promise_common import PromiseMixin, local

from .common import OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestPromises(PromiseMixin, OfficeSupplyMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_promise_in_hours(self):
        self.company.write({'supply_answer_time': 4, 'supply_answer_rule': 'hours'})
        self.assertEqual(self._submit_at(2026, 3, 6, 16).deadline_datetime, local(2026, 3, 9, 11))

    def test_goods_on_the_day_on_which_they_are_needed(self):
        for need_date, due in (
                (date(2026, 3, 3), local(2026, 3, 6, 18)),      # three working days, since earlier is no promise
                (date(2026, 3, 20), local(2026, 3, 20, 18)),
                (date(2026, 3, 22), local(2026, 3, 20, 18)),    # on the last working day before a Sunday
                (date(2026, 10, 4), local(2026, 9, 30, 18)),
                (date(1, 1, 1), local(2026, 3, 6, 18))):
            request = self._submit_at(2026, 3, 2, 10, need_date=need_date)
            with freeze_time(local(2026, 3, 3, 10)):
                request.with_user(self.head).action_approve()
            self.assertEqual(request.deadline_datetime, due, need_date)
        self.company.office_deadline_start = 'received'
        request = self._submit_at(2026, 3, 2, 10, need_date=date(2026, 3, 20))
        with freeze_time(local(2026, 3, 3, 10)):
            request.with_user(self.head).action_approve()
        self.assertEqual(request.deadline_datetime, local(2026, 3, 20, 18))

    def test_day_that_is_too_far_ahead(self):
        for need_date in (date(9999, 12, 31), date(2199, 1, 1)):
            request = self._create_request(need_date=need_date)
            with self.assertRaisesRegex(UserError, "needed in more than 730 days"):
                request.action_submit()

    def test_times_that_make_no_sense(self):
        for values in ({'supply_answer_time': 0}, {'supply_answer_time': 1.5}, {'supply_hand_out_time': -1},
                       {'supply_answer_time': float('nan')}, {'supply_hand_out_time': 1000}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.company.write(values)

    def test_hand_out_keeps_the_promise(self):
        request = self._submit_at(2026, 3, 2, 10)
        with freeze_time(local(2026, 3, 3, 10)):
            self._approve(request)
            self._hand_out(request)
        self.assertEqual(request.state, 'done')
        self.assertEqual(self._get_promises(request, 'hand_out').outcome, 'met')
        self.assertEqual(request.deadline_outcome, 'met')
        self.assertIn("Hand-Out: in time", request.with_user(self.user).deadline_summary)


@tagged('browser')
class PromiseTours(PromiseMixin, OfficeSupplyMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _submit_before_the_spring_festival(self):
        with freeze_time(local(2026, 2, 14, 17, 30)):
            self._create_request()
            self.start_tour('/odoo/supply-requests', 'office_supply_promise', login=self.user.login, timeout=120)
        self.env.invalidate_all()
        request = self.env['office.supply.request'].search([('requester_id', '=', self.user.id)])
        self.assertEqual(request.deadline_datetime, local(2026, 2, 24, 18))

    def _pause_and_resume(self, tour):
        request = self._create_approved(need_date=date.today())
        self.start_tour('/odoo/supply-hand-outs', tour, login=self.officer.login, timeout=120)
        self.env.invalidate_all()
        self.assertIn(request.deadline_status, ('on_time', 'due_soon'))


@tagged('post_install', '-at_install')
class TestPromiseTours(PromiseTours):

    def test_submit_before_the_spring_festival(self):
        self._submit_before_the_spring_festival()

    def test_pause_and_resume(self):
        self._pause_and_resume('office_supply_pause')


@tagged('post_install', '-at_install')
class TestPromisePhoneTours(PromiseTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_submit_before_the_spring_festival(self):
        self._submit_before_the_spring_festival()

    def test_pause_and_resume(self):
        self._pause_and_resume('office_supply_pause_phone')

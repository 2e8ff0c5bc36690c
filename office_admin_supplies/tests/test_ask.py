from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date
from odoo.tests import Form, tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestAsk(OfficeSupplyCommon):

    def test_r9_urgent_needs_a_reason_and_is_promised_sooner(self):
        usual = self._create_approved()
        urgent = self._create_request(is_urgent=True)
        with self.assertRaisesRegex(UserError, "Say why .* is urgent"):
            urgent.action_submit()
        urgent.urgent_reason = "   "
        with self.assertRaisesRegex(UserError, "Say why .* is urgent"):
            urgent.action_submit()
        urgent.urgent_reason = "The auditors are here"
        urgent.action_submit()
        urgent.with_user(self.head).action_approve()
        self.assertLess(urgent.deadline_datetime, usual.deadline_datetime)
        first = self.env['office.supply.request'].with_user(self.officer).search(
            [('id', 'in', (usual | urgent).ids)], order='is_urgent desc, deadline_datetime')[0]
        self.assertEqual(first, urgent)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            usual.is_urgent = True

    def test_r9_urgent_stands_out_on_my_office(self):
        urgent = self._create_request(is_urgent=True, urgent_reason="The auditors are here")
        urgent.action_submit()
        row = urgent.with_user(self.head)._prepare_desk_row('decide')
        self.assertEqual((row['state'], row['colour']), ("Urgent", 'danger'))
        self.assertEqual(urgent._prepare_desk_row('mine')['state'], "Submitted")

    def test_r9_urgent_is_needed_today(self):
        form = Form(self.env['office.supply.request'].with_user(self.user))
        self.assertEqual(form.need_date, Date.add(Date.today(), days=7))
        form.is_urgent = True
        self.assertEqual(form.need_date, Date.today())

    def test_urgent_is_needed_today_without_a_screen_too(self):
        requests = self.env['office.supply.request'].with_user(self.user)
        today = Date.context_today(requests)
        self.assertEqual(requests.create({'is_urgent': True}).need_date, today)
        usual = requests.create({})
        self.assertEqual(usual.need_date, Date.add(today, days=7))
        usual.is_urgent = True
        self.assertEqual(usual.need_date, today)
        chosen = Date.add(today, days=3)
        self.assertEqual(requests.create({'is_urgent': True, 'need_date': chosen}).need_date, chosen)

    def test_urgent_promise_is_a_sound_time(self):
        words = "Paper Street: promise|of Companies needs a number"
        for time, rule in ((0, 'day'), (-1, 'hours'), (1.5, 'day'), (float('nan'), 'hours'), (251, 'day')):
            with self.subTest(time=time), self.assertRaisesRegex(ValidationError, words):
                self.company.write({'supply_urgent_time': time, 'supply_urgent_rule': rule})

    def test_for_my_own_department_only(self):
        request = self._create_request(is_for_department=True)
        request.action_submit()
        self.assertRecordValues(request, [{'state': 'submitted', 'department_id': self.sales.id}])
        foreign = self._create_request(is_for_department=True, employee_id=self.stranger_employee.id)
        with self.assertRaisesRegex(UserError, "not yours"):
            foreign.action_submit()
        by_officer = self._create_request(
            user=self.officer, is_for_department=True, employee_id=self.head_employee.id)
        by_officer.action_submit()
        self.assertEqual(by_officer.department_id, self.sales)

    def test_repeat_leaves_out_what_is_gone(self):
        request = self._create_request(items=[(self.paper, 2), (self.pen, 3)], is_urgent=True, urgent_reason="Now")
        request.action_submit()
        action = self.env['office.supply.request'].with_user(self.user).action_repeat_last()
        again = request.browse(action['res_id'])
        self.assertRecordValues(again, [{'state': 'draft', 'is_urgent': False, 'urgent_reason': False}])
        self.assertEqual(again.line_ids.mapped('quantity'), [2, 3])
        self.pen.active = False
        action = request.with_user(self.user).action_repeat_last()
        self.assertIn("Ballpoint Pen can no longer be asked for", action['params']['message'])
        self.assertEqual(request.browse(action['params']['next']['res_id']).line_ids.product_id, self.paper)

    def test_repeat_when_nothing_was_asked(self):
        self._create_request()
        with self.assertRaisesRegex(UserError, "nothing to repeat"):
            self.env['office.supply.request'].with_user(self.user).action_repeat_last()

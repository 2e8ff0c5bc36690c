from importlib.util import module_from_spec, spec_from_file_location

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.tests import Form, tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestQuota(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quota = cls._create_quota(quantity=5)

    @classmethod
    def _create_quota(cls, **values):
        if values.get('goods_type', 'product') == 'product':
            values.setdefault('product_tmpl_id', cls.paper.product_tmpl_id.id)
        return cls.env['office.supply.quota'].create({'company_id': cls.company.id, **values})

    def _submit(self, quantity, product=None, **values):
        request = self._create_request(items=[(product or self.paper, quantity)], **values)
        request.action_submit()
        return request

    def _get_steps(self, request):
        return [step['who'] for step in request.sudo().approval_id.step_ids.read(['who'])]

    def test_r10_one_piece_over_quota_needs_a_step_and_a_reason(self):
        within = self._submit(5)
        self.assertEqual(self._get_steps(within), ['superior'])
        within.with_user(self.head).action_approve()
        self.assertEqual(within.state, 'approved')
        over = self._create_request(items=[(self.paper, 1)])
        with self.assertRaisesRegex(UserError, "over the quota.*only 0 Units of 5 Units left.*Purpose"):
            over.action_submit()
        self.assertFalse(over.name)
        over.note = "New colleague"
        over.action_submit()
        self.assertEqual(self._get_steps(over), ['superior', 'position'])
        self.assertIn("Over quota", over.sudo().approval_id.note)
        over.with_user(self.head).action_approve()
        self.assertEqual(over.state, 'submitted')
        over.with_user(self.manager).action_approve()
        self.assertEqual(over.state, 'approved')
        self.assertIn("with the 1 Units asked for it is more than 5 Units", over.quota_warning)

    def test_r23_used_pending_and_left_while_asking(self):
        approved = self._submit(2)
        approved.with_user(self.head).action_approve()
        self._submit(1)
        with Form(self.env['office.supply.request'].with_user(self.user)) as form:
            with form.line_ids.new() as line:
                line.product_id = self.paper
                self.assertIn("2 used · 1 pending · 2 left", line.quota_status)
                line.quantity = 3
                self.assertTrue(line.is_over_quota)
            self.assertIn("3 Units asked for, but only 2 Units of 5 Units left", form.quota_notice)
        self.assertIn("2 left", form.record._get_product_catalog_order_line_info(
            self.paper.ids)[self.paper.id]['quota'])

    def test_r23_what_comes_back_or_lapses_is_free_again(self):
        request = self._submit(4)
        request.with_user(self.head).action_approve()
        self._hand_out(request, {self.paper: 1})
        request.with_user(self.officer).action_done()
        draft = self._create_request(items=[(self.paper, 4)])
        self.assertFalse(draft.is_over_quota)
        draft.line_ids.quantity = 5
        self.assertTrue(draft.is_over_quota)
        refused = self._submit(4)
        self._refuse(refused)
        self.assertFalse(self._create_request(items=[(self.paper, 4)]).is_over_quota)

    def test_r23_new_period_no_roll_over(self):
        with freeze_time('2026-01-30 04:00'):
            self._submit(5)
            self.assertTrue(self._create_request(items=[(self.paper, 1)]).is_over_quota)
        with freeze_time('2026-02-02 04:00'):
            draft = self._create_request(items=[(self.paper, 5)])
            self.assertFalse(draft.is_over_quota)
            draft.line_ids.quantity = 6
            self.assertTrue(draft.is_over_quota)

    def test_each_person_has_his_own(self):
        self._submit(5)
        self.assertFalse(self._create_request(user=self.colleague).is_over_quota)
        request = self._create_request(user=self.colleague, employee_id=self.user_employee.id, note="For him")
        request.action_submit()
        self.assertTrue(request.is_over_quota, "the receiver counts")

    def test_a_draft_for_a_colleague_tells_nothing_of_what_they_had(self):
        secret = self._submit(4)
        self.env.cr.execute("UPDATE office_supply_request SET secrecy_level = 'secret' WHERE id = %s", secret.ids)
        self.env.invalidate_all()
        names = ['quota_notice', 'is_over_quota']
        for user in (self.colleague, self.head, self.officer, self.manager):
            draft = self._create_request(user=user, employee_id=self.user_employee.id, items=[(self.paper, 2)])
            with self.subTest(user=user.login):
                self.assertEqual(draft.read(names)[0], {'id': draft.id, 'quota_notice': False, 'is_over_quota': False})
                self.assertRecordValues(draft.line_ids, [{'quota_status': False, 'is_over_quota': False}])
                card = draft._get_product_catalog_order_line_info(self.paper.ids)[self.paper.id]
                self.assertNotIn('quota', card)
                spec = {'quota_notice': {}, 'is_over_quota': {}, 'line_ids': {'fields': {'quota_status': {}}}}
                told = self.env['office.supply.request'].with_user(user).onchange(
                    {'employee_id': self.user_employee.id, 'company_id': self.company.id, 'line_ids': [
                        Command.create({'product_id': self.paper.id, 'quantity': 2, 'uom_id': self.unit.id})]},
                    ['employee_id', 'line_ids'], spec)['value']
                self.assertFalse(told.get('quota_notice') or told.get('is_over_quota'))
        for quantity in (1, 2):
            draft = self._create_request(
                user=self.colleague, employee_id=self.user_employee.id, items=[(self.paper, quantity)])
            with self.assertRaisesRegex(UserError, "quotas for it which you do not see"):
                draft.action_submit()  # whether it is over or not
        draft.note = "He is on a journey"
        draft.action_submit()
        self.assertTrue(draft.is_over_quota, "who decides hears of it")
        self.assertNotRegex(draft.quota_warning, "left|used|pending")
        self.assertEqual(self._get_steps(draft), ['superior', 'position'])

    def test_a_strict_quota_of_a_colleague_is_refused_without_figures(self):
        self.quota.is_strict = True
        self._submit(4)
        draft = self._create_request(user=self.colleague, employee_id=self.user_employee.id, items=[(self.paper, 2)])
        with self.assertRaisesRegex(UserError, "more than is allowed") as caught:
            draft.action_submit()
        self.assertNotRegex(str(caught.exception), "left|used|pending")

    def test_whose_quota_is_used_is_told_and_can_cancel(self):
        request = self._create_request(user=self.colleague, employee_id=self.user_employee.id, items=[(self.paper, 5)],
                                       note="He is on a journey")
        request.action_submit()
        told = request.message_ids.filtered(lambda message: self.user.partner_id in message.notified_partner_ids)
        self.assertIn("counts for your quotas", told.body)
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).read(['state'])
        self.assertTrue(self._create_request(items=[(self.paper, 1)]).is_over_quota)
        mine = request.with_user(self.user)
        self.assertIn('cancel', mine.allowed_verbs)
        mine._do_with_reason('cancel', "I did not ask for it")
        self.assertEqual(request.state, 'cancelled')
        self.assertFalse(self._create_request(items=[(self.paper, 5)]).is_over_quota)

    def test_for_oneself_nobody_is_told(self):
        request = self._submit(1)
        self.assertNotIn("counts for your quotas", ' '.join(request.message_ids.mapped('body')))

    def test_never_more_holds_for_the_whole_department_too(self):
        self.quota.is_strict = True
        draft = self._create_request(items=[(self.paper, 50)], is_for_department=True, note="All of us")
        self.assertTrue(draft.is_over_quota)
        with self.assertRaisesRegex(UserError, "more than is allowed"):
            draft.action_submit()
        self._submit(3, is_for_department=True)
        with self.assertRaisesRegex(UserError, "more than is allowed"):
            self._submit(3, note="Once more", is_for_department=True)
        with self.assertRaisesRegex(UserError, "more than is allowed"):
            self._submit(3, note="For myself")
        self._submit(2)

    def test_a_quota_of_the_department_holds_instead(self):
        self.quota.is_strict = True
        self._create_quota(quantity=30, applies_to='department', department_id=self.sales.id, is_strict=True)
        self._submit(25, is_for_department=True)
        with self.assertRaisesRegex(UserError, "more than is allowed.*Sales"):
            self._submit(6, note="More", is_for_department=True)
        self._submit(5)

    def test_department_is_one_pool(self):
        self._create_quota(
            product_tmpl_id=self.pen.product_tmpl_id.id, quantity=10, applies_to='department',
            department_id=self.sales.id)
        self._submit(7, self.pen)
        self.assertTrue(self._create_request(user=self.colleague, items=[(self.pen, 4)]).is_over_quota)
        self.assertFalse(self._create_request(user=self.stranger, items=[(self.pen, 4)]).is_over_quota)

    def test_departments_below_share_the_pool(self):
        first, second = self.env['hr.department'].create([
            {'name': name, 'company_id': self.company.id, 'parent_id': self.sales.id} for name in ("East", "West")])
        self.user_employee.department_id = first
        self.colleague_employee.department_id = second
        self._create_quota(
            product_tmpl_id=self.pen.product_tmpl_id.id, quantity=10, applies_to='department',
            department_id=self.sales.id)
        self._submit(7, self.pen)
        draft = self._create_request(user=self.colleague, items=[(self.pen, 4)])
        self.assertIn("for Sales", draft.quota_notice)
        self.assertFalse(self._create_request(user=self.stranger, items=[(self.pen, 40)]).is_over_quota)

    def test_for_the_whole_department_is_nobodys_own(self):
        self.assertFalse(self._create_request(items=[(self.paper, 50)], is_for_department=True).is_over_quota)
        self._submit(50, is_for_department=True)
        self.assertFalse(self._create_request(items=[(self.paper, 5)]).is_over_quota)

    def test_the_closest_quota_holds(self):
        self._create_quota(quantity=20, applies_to='employee', employee_id=self.user_employee.id)
        self.assertFalse(self._create_request(items=[(self.paper, 20)]).is_over_quota)
        self.assertTrue(self._create_request(user=self.colleague, items=[(self.paper, 20)]).is_over_quota)
        self._create_quota(
            quantity=9, applies_to='position', group_id=self.env.ref('office_admin_base.position_officer').id)
        self.assertFalse(self._create_request(user=self.officer, items=[(self.paper, 9)]).is_over_quota)
        job = self.env['hr.job'].create({'name': "Driver", 'company_id': self.company.id})
        self.colleague_employee.job_id = job
        self._create_quota(quantity=1, applies_to='job', job_id=job.id)
        self.assertTrue(self._create_request(user=self.colleague, items=[(self.paper, 2)]).is_over_quota)

    def test_packs_count_in_units(self):
        self._create_quota(product_tmpl_id=self.pen.product_tmpl_id.id, quantity=6)
        request = self._create_request(items=[(self.pen, 1)])
        request.line_ids.uom_id = self.pack
        self.assertFalse(request.is_over_quota)
        request.line_ids.quantity = 2
        self.assertTrue(request.is_over_quota)

    def test_money_of_a_category(self):
        self.paper.with_company(self.company).standard_price = 20
        stationery = self.env['product.category'].create({'name': "Stationery"})
        self.paper.categ_id = self.env['product.category'].create({'name': "Paper", 'parent_id': stationery.id})
        self._create_quota(
            goods_type='category', categ_id=stationery.id, measure='money', amount=100, period='year')
        self.quota.quantity = 99
        self.assertFalse(self._create_request(items=[(self.paper, 5)]).is_over_quota)
        self.assertTrue(self._create_request(items=[(self.paper, 6)]).is_over_quota)

    def test_strict_is_refused_with_the_day_of_renewal(self):
        self.quota.is_strict = True
        with freeze_time('2026-02-02 04:00'):
            request = self._create_request(items=[(self.paper, 6)], note="Please")
            with self.assertRaisesRegex(UserError, "more than is allowed.*6 Units asked for.*until 2026-03-01"):
                request.action_submit()
        self.assertEqual(request.state, 'draft')

    def test_two_at_once_count_together(self):
        requests = self._create_request(items=[(self.paper, 3)], note="a") | self._create_request(
            items=[(self.paper, 3)], note="b")
        self.assertFalse(any(requests.mapped('is_over_quota')))
        requests.action_submit()
        self.assertEqual(requests.mapped('is_over_quota'), [False, True])

    def test_secret_requests_count_without_their_name(self):
        secret = self._create_request(items=[(self.paper, 5)], secrecy_level='internal')
        secret.action_submit()
        draft = self._create_request(items=[(self.paper, 1)])
        self.assertTrue(draft.is_over_quota)
        self.assertNotIn(secret.name, draft.quota_notice)

    def test_frozen_words_cannot_be_set(self):
        request = self._create_request(note="x", items=[(self.paper, 6)])
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            request.quota_warning = False
        request.action_submit()
        self.quota.quantity = 100
        self.assertTrue(request.is_over_quota, "it stays what it was when it was submitted")
        found = self.env['office.supply.request'].with_user(self.officer).search(
            [('is_over_quota', '=', True), ('id', '=', request.id)])
        self.assertEqual(found, request)

    def test_limit_of_the_product_is_a_quota(self):
        template = self.paper.product_tmpl_id.with_user(self.manager).with_company(self.company)
        self.assertEqual(template.supply_limit, 5)
        template.supply_limit = 7
        self.assertEqual(self.quota.quantity, 7)
        template.supply_limit = 0
        self.assertFalse(self.quota.exists())
        pen = self.pen.product_tmpl_id.with_user(self.manager).with_company(self.company)
        pen.supply_limit = 3
        self.assertTrue(self._create_request(items=[(self.pen, 4)]).is_over_quota)

    def test_only_the_manager_changes_quotas(self):
        for user in (self.user, self.head, self.officer, self.auditor):
            with self.assertRaises(AccessError):
                self.quota.with_user(user).quantity = 100
        for user in (self.user, self.head):
            with self.assertRaises(AccessError):
                self.quota.with_user(user).read(['quantity'])
        self.quota.with_user(self.manager).quantity = 6

    def test_bad_quotas_are_refused(self):
        for values, words in (
            ({'applies_to': 'department'}, "Department"), ({'applies_to': 'employee'}, "Person"),
            ({'goods_type': 'category'}, "Category"), ({'goods_type': 'all'}, "in money only"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, words):
                self._create_quota(**values)

    def test_asked_back_is_judged_anew(self):
        request = self._create_request(note="x", items=[(self.paper, 6)])
        request.action_submit()
        request.action_reset()
        self.assertFalse(request.quota_warning)
        request.line_ids.quantity = 5
        request.action_submit()
        self.assertFalse(request.is_over_quota)

    def test_migration_adds_the_step_to_unchanged_rules_only(self):
        path = get_module_path('office_admin_supplies') + '/migrations/19.0.1.4.0/post-migrate_ask.py'
        spec = spec_from_file_location('post_migrate_ask', path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        rule = self.env['office.approval.rule'].search(
            [('res_model', '=', 'office.supply.request'), ('company_id', '=', self.company.id)])
        over = rule.step_ids.filtered('domain')
        over.unlink()
        script.migrate(self.env.cr, '19.0.1.3.0')
        self.assertEqual(rule.step_ids.filtered('domain').domain, "[('is_over_quota', '=', True)]")
        script.migrate(self.env.cr, '19.0.1.3.0')
        self.assertEqual(len(rule.step_ids), 3, "once is enough")
        rule.step_ids.filtered(lambda step: step.who == 'superior').who = 'head'
        rule.step_ids.filtered('domain').unlink()
        script.migrate(self.env.cr, '19.0.1.3.0')
        self.assertEqual(len(rule.step_ids), 2)

    def test_queries_do_not_grow(self):
        counts = []
        for number in (2, 20):
            drafts = self.env['office.supply.request'].with_user(self.user).union(
                *(self._create_request(items=[(self.paper, 1)]) for _ in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            drafts.mapped('is_over_quota')
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

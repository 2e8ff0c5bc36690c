from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .buying_common import OfficeAssetRequestCommon


@tagged('post_install', '-at_install')
class TestStandard(OfficeAssetRequestCommon):
    """What a thing may cost and how old the present one is; what is above needs one approval more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env['hr.job'].create({'name': "Engineer", 'company_id': cls.company.id})
        cls.laptops = cls.env['maintenance.equipment.category'].create({
            'name': "Laptops", 'company_id': cls.company.id, 'parent_id': cls.category.id})

    @classmethod
    def _create_standard(cls, user=None, **values):
        return cls.env['office.asset.standard'].with_user(user or cls.manager).create({
            'category_id': cls.category.id, 'price_cap': 1000, **values})

    def test_r75_a_laptop_above_the_cap_needs_one_approval_more(self):
        self._create_standard()
        request = self._create_request(items=[(self.laptops, 1, 1250)])
        self.assertRegex(request.standard_notice, r"Laptops: .*1,250.* is .*250.* above the standard Computers")
        request.action_submit()
        self._approve(request)
        self.assertEqual(request.state, 'submitted', "the head alone does not decide")
        self.assertIn("above the standard", request.with_user(self.manager)._get_approval_note())
        self.assertIn(request, request.search([('is_above_standard', '=', True)]))
        self._approve(request, self.manager)
        self.assertEqual(request.state, 'approved')
        within = self._create_approved(items=[(self.laptops, 1, 1000)])
        self.assertEqual((within.state, within.standard_notice), ('approved', False))
        self.assertNotIn(within, request.search([('is_above_standard', '=', True)]))

    def test_r143_what_costs_much_and_is_above_the_standard_is_decided_once_by_a_manager(self):
        self._create_standard()
        other = self._create_user('sup_other_manager', 'office_admin_base.position_manager')
        self.manager.group_ids += self.env.ref('office_admin_base.position_manager')
        request = self._create_request(items=[(self.laptops, 1, 9000)])
        request.action_submit()
        self._approve(request)
        self.assertEqual(request.state, 'submitted', "the head alone does not decide")
        self._approve(request, other)
        self.assertEqual(request.state, 'approved')
        decisions = request.sudo().approval_id.decision_ids.sorted('id')
        self.assertEqual(decisions.user_id, self.head | other)
        self.assertEqual(len(decisions), 3)
        self.assertIn("Has agreed before", decisions[-1].reason)

    def test_r75_who_has_a_young_one_needs_one_approval_more(self):
        self._create_standard(price_cap=0, min_age_months=36, category_id=self.laptops.id)
        card = self._create_card(category_id=self.laptops.id)
        today = self.company._get_office_today()
        for months, is_above in ((35, True), (36, False)):
            card._apply('correct', {'asset_start_date': fields.Date.subtract(today, months=months)})
            self._give(card, self.user_employee)
            request = self._create_request(items=[(self.laptops, 1, 10)])
            self.assertEqual(request.is_above_standard, is_above, months)
        card._apply('correct', {'asset_start_date': fields.Date.subtract(today, months=35)})
        request = self._create_request(items=[(self.laptops, 1, 10)])
        self.assertIn(f"{card.display_name} is 35 months old", request.standard_notice)
        self.assertIn("36 months, 1 more", request.standard_notice)
        self.assertFalse(self._create_request(items=[(self.category, 1, 10)]).is_above_standard, "a wider class")

    def test_r75_what_a_colleague_has_is_not_told(self):
        self._create_standard(min_age_months=36)
        card = self._create_card()
        self._give(card, self.colleague_employee)
        request = self._create_request(employee_id=self.colleague_employee.id)
        self.assertIn("Above the standard.", request.standard_notice)
        self.assertNotIn(card.asset_code, request.standard_notice)
        request.action_submit()
        for user, is_shown in ((self.user, False), (self.colleague, True), (self.head, True), (self.officer, True)):
            with self.subTest(user=user.login):
                self.assertEqual(card.asset_code in request.with_user(user).standard_notice, is_shown)
                shown = request.with_user(user).read()[0]
                self.assertEqual(card.asset_code in str(shown), is_shown)

    def test_r75_the_nearest_standard_holds_on_its_days(self):
        today = self.company._get_office_today()
        wide, near = self._create_standard(), self._create_standard(category_id=self.laptops.id, price_cap=2000)
        job = self._create_standard(category_id=self.laptops.id, price_cap=3000, job_id=self.job.id)
        self._create_standard(category_id=self.laptops.id, price_cap=1, valid_until=today - timedelta(days=1))
        self._create_standard(category_id=self.laptops.id, price_cap=1, valid_from=today + timedelta(days=1))
        request = self._create_request(items=[(self.laptops, 1, 1), (self.category, 1, 1)])
        self.assertEqual([line._get_standard() for line in request.line_ids], [near.sudo(), wide.sudo()])
        self.user_employee.job_id = self.job
        self.assertEqual(request.line_ids[0]._get_standard(), job.sudo())
        job.active = False
        self.assertEqual(request.line_ids[0]._get_standard(), near.sudo())

    def test_r75_a_price_is_not_left_out(self):
        self._create_standard()
        request = self._create_request(items=[(self.laptops, 1, 0)])
        with self.assertRaisesRegex(UserError, "Say what it costs"):
            request.action_submit()

    def test_r75_the_form_says_it_while_asking(self):
        self._create_standard()
        with Form(self.env['office.asset.request'].with_user(self.user)) as form:
            form.note = "Films"
            with form.line_ids.new() as line:
                line.category_id = self.laptops
                line.price = 4000
            self.assertIn("above the standard", form.standard_notice)

    def test_what_was_said_when_it_was_submitted_stays(self):
        standard = self._create_standard()
        request = self._submit(items=[(self.laptops, 1, 1500)]).with_user(self.user)
        standard.price_cap = 9000
        self.assertIn("above the standard", request.standard_notice)
        request.action_reset()
        self.assertFalse(request.standard_notice)
        for attempt in (request, request.sudo()):
            with self.assertRaises(UserError):
                attempt.write({'standard_warning': "No"})

    def test_r75_what_costs_more_than_was_approved_is_accepted_by_a_manager(self):
        self._create_standard(price_cap=1000)
        buyer = self._create_user('sup_buyer', 'office_admin_assets.group_officer')
        above = self._create_request(items=[(self.laptops, 1, 1250)])
        above.action_submit()
        self._approve(above)
        self._approve(above, self.manager)
        within = self._create_approved(items=[(self.laptops, 1, 900)])
        for request, price, is_above in (
                (above, 1250, False), (above, 1300, True), (within, 1000, False), (within, 1001, True)):
            acceptance = self.env['office.asset.acceptance'].with_user(buyer).create({
                'note': "Bought", 'line_ids': [Command.create({
                    'request_line_id': request.line_ids.id, 'category_id': self.laptops.id, 'name': "Laptop",
                    'price': price})]})
            acceptance.action_submit()
            seen = acceptance.with_user(self.officer)
            with self.subTest(price=price):
                self.assertEqual((bool(seen.excess_notice), 'accept' not in seen.allowed_verbs), (is_above, is_above))
        self.assertRegex(seen.excess_notice, r"costs .*1,001.* which is .*1.* above what was approved")
        with self.assertRaisesRegex(AccessError, "A manager of Assets accepts it"):
            seen.action_accept()
        seen.with_user(self.manager).action_accept()
        self.assertEqual(seen.card_count, 1)

    def test_only_managers_set_standards(self):
        standard = self._create_standard()
        for user in (self.user, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                standard.with_user(user).price_cap = 1
        with self.assertRaises(ValidationError):
            self._create_standard(price_cap=0)

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_approval.tests.common import RULE, ApprovalOfficeMixin

from .common import OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestSupplyApprovals(ApprovalOfficeMixin, OfficeSupplyMixin, TransactionCase):
    """What supply requests tell the approval engine, and what follows from its decisions for the stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.paper.with_company(cls.company).standard_price = 10

    def _count_steps(self, request):
        return len(request.sudo().approval_id.step_ids)

    def test_amount_is_what_the_products_cost(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager, min_amount=500))
        self.pen.with_company(self.company).standard_price = 1
        for items, count in (
                ([(self.paper, 49)], 1), ([(self.paper, 50)], 2), ([(self.paper, 49), (self.pen, 9)], 1),
                ([(self.paper, 49), (self.pen, 10)], 2)):
            with self.subTest(items=[(product.name, quantity) for product, quantity in items]):
                self.assertEqual(self._count_steps(self._submit(items=items)), count)

    def test_amount_of_a_packaging_is_that_of_its_content(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager, min_amount=60))
        self.pen.with_company(self.company).standard_price = 10
        request = self._create_request(items=[(self.pen, 1)])
        request.line_ids.uom_id = self.pack
        request.action_submit()
        self.assertEqual(self._count_steps(request), 2, "six pens")

    def test_over_quota_adds_a_step_with_a_reason(self):
        self._set_steps(
            {'who': 'superior'},
            self._named(self.manager, domain="[('line_ids.quantity', '>', 5)]", reason_required=True))
        with self.assertRaisesRegex(UserError, r"Draft.*approved by Manager.*Say why you need it, in “Purpose”"):
            self._submit(quantity=6)
        self.assertEqual(self._count_steps(self._submit(quantity=6, note="A new colleague")), 2)
        for domain, words in (("[('is_over_quota', '=', True)]", "Is Over Quota: yes"),
                              ("[('is_urgent', '=', True)]", "Urgent: yes")):
            self.assertEqual(self.rule._get_domain_words(domain), words)

    def test_nothing_is_booked_before_the_approval(self):
        request = self._submit()
        self.assertFalse(request.sudo().picking_ids)
        self._approve(request)
        self.assertTrue(request.sudo().picking_ids)

    def test_r143_approved_at_once_is_booked_at_once(self):
        self.rule.auto_amount = 50
        request = self._submit(quantity=4)
        self.assertEqual(request.state, 'approved')
        self.assertTrue(request.sudo().picking_ids)
        self.assertFalse(self._get_promises(request, 'answer'))

    def test_r111_whoever_approved_does_not_hand_out(self):
        self._set_steps(self._named(self.officer), self._named(self.manager))
        request = self._submit()
        self._approve(request, self.officer)
        self._approve(request, self.manager)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else: you have already done “Approve”"):
            self._hand_out(request, user=self.officer)

    def test_mail_names_the_items(self):
        self._submit()
        [message] = self.env['mail.message'].search([
            ('partner_ids', 'in', self.head.partner_id.ids), ('message_type', '=', 'user_notification')])
        self.assertIn("Copy Paper A4 × 5", message.body)

    def test_every_new_company_has_a_rule_for_supplies(self):
        company = self.env['res.company'].create({'name': "Branch"})
        self.assertIn('office.supply.request', self.env[RULE].search([
            ('company_id', '=', company.id)]).mapped('res_model'))

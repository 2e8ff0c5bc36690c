from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PurchaseApprovalCommon


@tagged('post_install', '-at_install')
class TestPurchaseEvasion(PurchaseApprovalCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False
        cls.other_vendor = cls.env['res.partner'].create({'name': "Other"})

    def test_r103_three_orders_of_one_vendor(self):
        first, second, third = (self._confirm(4900) for _ in range(3))
        self.assertFalse(self._create_order(4900, vendor=self.other_vendor, order_line=[]).is_possible_evasion)
        self.assertTrue(first.is_possible_evasion and second.is_possible_evasion and third.is_possible_evasion)
        self.assertIn("Vendor comes to", third.evasion_warning)
        self.assertRegex(third.evasion_warning, "2 other orders .*14,700")
        found = self.env['purchase.order'].with_user(self.buyer).search([('is_possible_evasion', '=', True)])
        self.assertLessEqual(first | second | third, found)

    def test_r103_one_product_of_several_vendors(self):
        self._confirm(4900)
        order = self._create_order(4900, vendor=self.other_vendor)
        self.assertRegex(order.evasion_warning, "Chair comes to .*9,800")

    def test_r103_a_rule_can_ask_for_it(self):
        self.rule.write({'active': True, 'min_amount': 0, 'domain': "[('is_possible_evasion', '=', True)]"})
        self.assertEqual(self._confirm(4900).state, 'purchase')
        order = self._confirm(4900)
        self.assertEqual(order.state, 'to approve')
        self.assertEqual(order.approver_ids, self.manager)

    def test_large_or_switched_off_is_none(self):
        self._confirm(9000)
        self.assertFalse(self._create_order(4900).is_possible_evasion)
        self._confirm(4900)
        self.company.office_evasion_amount = 0
        self.assertFalse(self._create_order(4900).is_possible_evasion)
        with self.assertRaisesRegex(ValidationError, "Buyers"):
            self.company.office_evasion_amount = -1

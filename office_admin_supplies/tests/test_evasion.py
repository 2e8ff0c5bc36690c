from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestEvasion(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chair = cls._create_product("Office Chair", standard_price=0)
        cls.chair.with_company(cls.company).standard_price = 4900

    def _submit(self, user=None, quantity=1):
        request = self._create_request(user=user, items=[(self.chair, quantity)])
        request.action_submit()
        return request

    def _is_flagged(self, request):
        return request.with_user(self.officer).is_possible_evasion

    def test_r103_three_requests_below_the_limit_are_a_possible_split(self):
        first, second, third = self._submit(), self._submit(), self._submit(self.colleague)
        self.assertFalse(self._is_flagged(first))
        self.assertTrue(self._is_flagged(second))
        self.assertTrue(self._is_flagged(third), "colleagues of one department count together")
        notice = third.with_user(self.head).evasion_notice
        self.assertRegex(notice, r"Office Chair: together with 2 other requests .* within 7 days .*14,700")
        self.assertEqual(third.state, 'submitted', "it is shown, and not refused")
        found = self.env['office.supply.request'].with_user(self.auditor).search([('is_possible_evasion', '=', True)])
        self.assertLessEqual(second | third, found)
        self.assertNotIn(first, found)

    def test_r103_the_step_of_a_rule_can_ask_for_it(self):
        rule = self.env['office.approval.rule'].search(
            [('res_model', '=', 'office.supply.request'), ('company_id', '=', self.company.id)])
        rule.step_ids.filtered('min_amount').domain = "[('is_possible_evasion', '=', True)]"
        self.assertEqual(len(self._submit().sudo().approval_id.step_ids), 1)
        self.assertEqual(len(self._submit().sudo().approval_id.step_ids), 2)

    def test_large_ones_and_strangers_are_none(self):
        self._submit(quantity=2)
        self.assertFalse(self._is_flagged(self._submit(quantity=1)), "the large one was seen as what it is")
        self.assertFalse(self._is_flagged(self._submit(self.stranger)))

    def test_secret_requests_are_no_part_of_what_is_said_to_others(self):
        secret = self._submit()
        # sudo, as the superuser: who classifies needs an undertaking, which is not asked here
        secret.with_user(SUPERUSER_ID)._write_as_system({'secrecy_level': 'confidential'})
        self.assertFalse(self._is_flagged(self._submit(self.colleague)))

    def test_switched_off(self):
        self.company.supply_evasion_days = 0
        self._submit()
        self.assertFalse(self._is_flagged(self._submit()))

    def test_who_asks_does_not_see_sums_of_others(self):
        self._submit(self.colleague)
        request = self._submit()
        self.assertFalse(request.evasion_notice)
        for name in ('evasion_warning', 'is_possible_evasion'):
            with self.assertRaises(AccessError):
                request.read([name])
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            request.with_user(self.officer).evasion_warning = False

    def test_bad_settings_are_refused(self):
        for values in ({'supply_evasion_days': -1}, {'supply_evasion_days': 366}, {'supply_evasion_amount': -1}):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "Paper Street"):
                self.company.write(values)

"""A company that nobody has set up: people and products are enough."""
from odoo.tests import TransactionCase, tagged

from .common import OfficeSupplyCommon, OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestFreshOffice(OfficeSupplyMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office("Fresh")

    def _get_steps(self, company):
        return {step['key']: step for step in company._get_office_first_steps()}

    def test_r146_supply_request_from_asking_to_the_goods(self):
        self.assertFalse(self.env['resource.calendar.leaves'].search([('company_id', '=', self.company.id)]))
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.state, 'submitted')
        self.assertTrue(request.sudo().deadline_ids)
        request.with_user(self.head).action_approve()
        self._hand_out(request)
        self.assertEqual(request.state, 'done')

    def test_r146_company_begins_with_rules_and_a_supply_room(self):
        company = self.env['res.company'].create({'name': "Fresher"})
        steps = self._get_steps(company)
        self.assertTrue(self.env['office.approval.rule'].search([('company_id', '=', company.id)]))
        self.assertTrue(steps['supply_warehouse']['is_done'])
        self.assertFalse(steps['people']['is_done'])
        self.assertFalse(steps['positions']['is_done'])

    def test_r146_steps_are_done_when_they_are(self):
        steps = self._get_steps(self.company)
        for key in 'supply_products', 'supply_warehouse':
            self.assertTrue(steps[key]['is_done'], key)


@tagged('post_install', '-at_install')
class TestResponsibilities(OfficeSupplyCommon):

    def _get_duties(self):
        rights = self.env['office.rights'].with_user(self.manager).with_context(allowed_company_ids=self.company.ids)
        return rights._get_document_duties('office.supply.request', self.company)

    def test_r2_who_hands_out_and_who_may_not(self):
        duty = next(duty for duty in self._get_duties() if duty['label'] == "Hand Out")
        self.assertIn("Officer", duty['accountable'])
        self.assertIn(self.officer.name, duty['people'])
        self.assertNotIn(self.user.name, duty['people'].split(', '))
        self.assertIn("who has done “Approve” with it", duty['excluded'])
        self.assertEqual(duty['limit'], "3 working days")

    def test_r2_time_limit_follows_settings(self):
        self.company.supply_hand_out_time = 17
        duty = next(duty for duty in self._get_duties() if duty['label'] == "Hand Out")
        self.assertEqual(duty['limit'], "17 working days")

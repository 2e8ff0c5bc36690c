"""A company that nobody has set up: people and products are enough."""
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.fresh_office import FreshOfficeTests

from .common import OfficeSupplyCommon, OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestFreshOffice(FreshOfficeTests, OfficeSupplyMixin, TransactionCase):

    def test_r146_company_begins_with_a_supply_room(self):
        steps = self._get_steps(self.env['res.company'].create({'name': "Fresher"}))
        self.assertTrue(steps['supply_warehouse']['is_done'])
        steps = self._get_steps()
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

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeSupplyCommon
from .figures_common import OfficeSupplyFiguresMixin
from .round_common import OfficeRoundMixin
from .test_return import ReturnMixin


@tagged('post_install', '-at_install')
class TestSupplyCompanies(ReturnMixin, OfficeRoundMixin, OfficeSupplyFiguresMixin, OfficeSupplyCommon):
    """What one company does with its supplies is closed to another one, whatever position somebody has there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_history()
        cls.elsewhere = cls.env['res.company'].create({'name': "Elsewhere"})
        cls.foreigners = [
            cls._create_user(f'sup_foreign_{position}', f'office_admin_base.position_{position}')
            for position in ('officer', 'manager', 'auditor')]
        for user in cls.foreigners:
            user.write({'company_ids': [Command.set(cls.elsewhere.ids)], 'company_id': cls.elsewhere.id})

    def _create_records(self):
        """One record of each model of the supply room that belongs to a company."""
        supply_round = self._create_ordered()
        self._receive(supply_round, 7)
        split = self.env['office.supply.split'].search([('round_id', '=', supply_round.id)])
        self.pen.supply_is_durable = True
        request = self._create_approved(items=[(self.pen, 2)])
        self._hand_out(request)
        count = self.env['office.supply.count'].with_user(self.officer).create(
            {'counter_ids': [Command.set((self.user | self.colleague).ids)]})
        count.action_start()
        advice = self._advise(self.paper)
        advice.write({'reorder_point': 1000, 'stocked_choice': 'yes'})
        self.env['office.supply.warning']._check_company(self.company)
        self.env.flush_all()

        self._set_had(self.paper, 2)

        def find(model):
            return self.env[model].search([('company_id', '=', self.company.id)])

        return [
            supply_round, supply_round.line_ids, supply_round.line_ids.offer_ids, split, split.line_ids,
            self._give_back(request, {self.pen: 1}), find('office.supply.custody'), count, count.line_ids, advice,
            find('office.supply.warning'), find('office.supply.consumption'), find('office.supply.consumption.head'),
            find('office.supply.service'),
            self.env['office.supply.surplus'].with_user(self.user).create(
                {'product_id': self.paper.id, 'quantity': 2}),
            self.env['office.supply.quota'].with_user(self.manager).create(
                {'product_tmpl_id': self.paper.product_tmpl_id.id, 'quantity': 5, 'company_id': self.company.id}),
            self.env['office.supply.round.schedule'].with_user(self.manager).create(
                {'name': "Supplies", 'user_id': self.officer.id, 'company_id': self.company.id}),
        ]

    def test_nothing_is_read_from_another_company(self):
        for records in self._create_records():
            self.assertTrue(records, records._name)
            self.assertTrue(records.sudo(False).with_user(self.auditor).has_access('read'), records._name)
            for user in self.foreigners:
                foreign = records.with_user(user)
                foreign.invalidate_model()
                with self.subTest(model=records._name, user=user.login):
                    self.assertFalse(foreign.search([('id', 'in', records.ids)]))
                    with self.assertRaises(AccessError):
                        foreign.read(['company_id'])
                    self.assertFalse(foreign.has_access('write'))

"""The demo data stand on what Odoo always installs: a company to try our add-ons in comes without Odoo's own ones."""
import csv
import re
from pathlib import Path

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

ROOT = Path(__file__).parents[1]
REFERENCE = re.compile(r"""ref(?:\(|=)['"](?P<id>(?!office_admin_)[a-z_]+\.\w+)['"]""")


@tagged('post_install', '-at_install')
class TestDemoData(TransactionCase):

    def _get_references(self):
        for folder in (ROOT / 'addons', ROOT):
            for path in folder.glob('office_admin_*/demo/*'):
                if path.suffix in ('.xml', '.py'):
                    yield from (match['id'] for match in REFERENCE.finditer(path.read_text()))
                elif path.suffix == '.csv':
                    with path.open(newline='') as file:
                        for row in csv.DictReader(file):
                            for column, value in row.items():
                                if column.endswith(':id'):
                                    yield from (name for name in value.split(',') if '.' in name)

    def test_all_that_is_named_is_there(self):
        names = {name for name in self._get_references() if not name.startswith('office_admin_')}
        self.assertIn('base.group_user', names)
        self.assertFalse(
            [name for name in sorted(names) if not self.env.ref(name, raise_if_not_found=False)])


@tagged('post_install', '-at_install')
class TestDemoAssets(TransactionCase):
    """The things of the demo company, as its people have left them by the verbs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for module in ('office_admin_base', 'office_admin_place', 'office_admin_assets'):
            for file in Manifest.for_addon(module)['demo']:
                convert_file(cls.env(su=True), module, file, {}, 'init', noupdate=True)
        cls.company = cls.env.ref('office_admin_base.demo_company')

    def _get(self, name, module='office_admin_base'):
        return self.env.ref(f'{module}.demo_{name}')

    def test_r83_the_loss_that_the_stocktake_found_is_out_of_the_ledger(self):
        line = self.env['office.asset.stocktake.line'].search([
            ('company_id', '=', self.company.id), ('remedy', '=', 'loss')])
        self.assertRecordValues(line, [{
            'result': 'missing', 'resolution': 'done', 'propose_user_id': self._get('user_officer').id,
            'approve_user_id': self._get('user_manager').id, 'duty_employee_id': self._get('employee_guohua').id}])
        self.assertEqual(line.stocktake_id.state, 'done')
        disposal = self.env[line.res_model].browse(line.res_id)
        self.assertRecordValues(disposal, [{
            'state': 'done', 'way': 'lost', 'requester_id': self._get('user_officer').id,
            'opinion_user_id': self._get('user_wei').id}])
        self.assertIn(self._get('employee_guohua').name, disposal.note)
        decisions = disposal.approval_id.decision_ids
        self.assertEqual((decisions.user_id, set(decisions.mapped('verb'))), (self._get('user_manager'), {'approve'}))
        card = line.equipment_id
        self.assertRecordValues(card, [{
            'asset_state': 'ended', 'asset_end_reason': 'lost', 'active': False, 'is_asset_claimed': False}])
        events = card.asset_event_ids.sorted('id')
        self.assertRecordValues(events[-1], [{
            'kind': 'end', 'document_name': disposal.name, 'user_id': self._get('user_wei').id}])
        self.assertEqual(events[0].kind, 'register')

    def test_r80_who_judges_has_neither_asked_nor_decided(self):
        disposals = self.env['office.asset.disposal'].search([('company_id', '=', self.company.id)])
        judged = disposals.filtered('opinion_user_id')
        self.assertIn('lost', judged.mapped('way'))
        for disposal in judged:
            others = disposal.requester_id | disposal.approval_id.decision_ids.user_id
            self.assertNotIn(disposal.opinion_user_id, others, disposal.name)


@tagged('post_install', '-at_install')
class TestDemoGuests(TransactionCase):
    """The guests of the demo company, and what went otherwise than announced."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for module in ('office_admin_base', 'office_admin_place', 'office_admin_reception'):
            for file in Manifest.for_addon(module)['demo']:
                convert_file(cls.env(su=True), module, file, {}, 'init', noupdate=True)
        cls.company = cls.env.ref('office_admin_base.demo_company')
        cls.visits = cls.env['office.visit'].search([('company_id', '=', cls.company.id)])

    def _get_user(self, name):
        return self.env.ref(f'office_admin_base.demo_user_{name}')

    def test_each_state_of_a_visit_is_there_to_be_seen(self):
        self.assertLessEqual(
            {'expected', 'arrived', 'inside', 'left', 'absent', 'cancelled'}, set(self.visits.mapped('state')))

    def test_r121_a_group_has_a_leader_and_some_come_for_days(self):
        self.assertTrue(self.visits.filtered(lambda visit: visit.guest_ids.filtered('is_leader')))
        days = self.visits.filtered(lambda visit: len(visit.guest_ids.stay_ids) > len(visit.guest_ids))
        today = self.company._get_office_today()
        self.assertTrue(days or self.visits.filtered(
            lambda visit: visit.state == 'out' and self.company._get_office_day(visit.end_datetime) > today))

    def test_r122_who_was_not_signed_out_is_marked(self):
        forgotten = self.visits.guest_ids.filtered(lambda guest: guest.left_by == 'night')
        self.assertEqual(forgotten.visit_id.mapped('state'), ['left'])

    def test_r122_who_was_not_announced_has_come_and_gone(self):
        visit = self.visits.filtered(
            lambda visit: visit.purpose_id == self.env.ref('office_admin_reception.purpose_delivery'))
        self.assertRecordValues(visit, [{'state': 'left', 'requester_id': self._get_user('receptionist').id}])
        self.assertEqual(visit.call_ids.user_id, self._get_user('ting'))

    def test_likenesses_were_judged_and_one_waits(self):
        hits = self.env['office.watch.hit'].search([('company_id', '=', self.company.id)])
        self.assertEqual(sorted(hits.mapped('state')), ['open', 'other', 'same'])
        self.assertEqual(hits.judge_id, self._get_user('manager'))
        recognised = hits.filtered(lambda hit: hit.state == 'same').visit_id
        self.assertEqual((recognised.state, recognised.arrive_datetime), ('cancelled', False))

    def test_who_left_had_come_before(self):
        for visit in self.visits.filtered('leave_datetime'):
            self.assertLessEqual(visit.arrive_datetime, visit.leave_datetime)

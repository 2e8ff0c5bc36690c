import base64
from datetime import timedelta

from lxml import etree
from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.office_admin_base.tests.test_photo import make_photo
from odoo.addons.office_admin_test.tests.common import SIGNATURE, unlink_as

from .disposal_common import OfficeDisposalCommon
from .slip_common import OfficeAssetSlipMixin


class RepairCommon(OfficeAssetSlipMixin, OfficeDisposalCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._create_user('sup_technician')
        cls.team = cls.env['maintenance.team'].create({
            'name': "Workshop", 'company_id': cls.company.id, 'member_ids': [Command.set(cls.technician.ids)]})
        cls.category.technician_user_id = False
        cls.card = cls._create_held(cost=1000)

    @classmethod
    def _report(cls, card=None, user=None, description="The screen flickers", **values):
        """Report a fault through the dialog, as ``user``."""
        user = user or cls.user
        action = (card or cls.card).with_user(user).action_report_fault()
        result = cls.env['office.asset.fault'].with_user(user).with_context(**action['context']).create(
            {'description': description, **values}).action_confirm()
        return cls.env['maintenance.request'].browse(result['res_id'])

    def _lend(self, repair, card, user=None):
        user = user or self.officer
        action = repair.with_user(user).action_lend_substitute()
        self.env['office.asset.substitute'].with_user(user).with_context(**action['context']).create(
            {'equipment_id': card.id}).action_confirm()
        self.env.invalidate_all()
        return repair._get_waiting_slip()


@tagged('post_install', '-at_install')
class TestRepair(RepairCommon):
    """From the fault that a holder reports to the thing that works again, or to the advice to buy a new one."""

    def test_r79_whoever_sees_a_thing_reports_its_fault(self):
        repair = self._report(photo=SIGNATURE)
        self.assertRecordValues(repair, [{
            'name': "Laptop: The screen flickers", 'equipment_id': self.card.id, 'employee_id': self.user_employee.id,
            'maintenance_team_id': self.team.id, 'company_id': self.company.id, 'create_uid': self.user.id}])
        self.assertTrue(repair.with_user(self.user).has_access('read'))
        self.assertEqual(repair.message_attachment_count, 1)
        self.assertEqual(repair.activity_ids.user_id, self.technician)
        exif = Image.Exif()
        exif[0x8825] = {1: 'N', 2: (31.0, 14.0, 0.0)}
        repair.with_user(self.officer).action_end_repair()
        photo = base64.b64encode(make_photo(exif=exif, comment=b"my home"))
        kept = self._report(photo=photo).message_ids.attachment_ids.raw
        for trace in (b'Exif', b'my home'):
            self.assertNotIn(trace, kept)
        shared = self._create_held(self.head)
        shared._apply('transfer', {'department_id': self.sales.id})
        self.assertTrue(self._report(shared, self.head).with_user(self.head).has_access('read'))

    def _report_in_form(self):
        """Report it in Odoo's own form, as employees open it from Maintenance."""
        with Form(self.env['maintenance.request'].with_user(self.user)) as form:
            form.name = "Flickers"
            form.equipment_id = self.card
        return form.record

    def _report_by_call(self, **values):
        return self.env['maintenance.request'].with_user(self.user).create(
            {'name': "Flickers", 'equipment_id': self.card.id, **values})

    def test_r79_a_fault_is_reported_where_no_team_repairs(self):
        requests, teams = (self.env[f'maintenance.{name}'].with_context(active_test=False)
                           for name in ('request', 'team'))
        for report in (self._report, self._report_in_form, self._report_by_call,
                       lambda: self._report_by_call(maintenance_team_id=False)):
            requests.search([]).unlink()
            self.env['maintenance.equipment'].search([]).maintenance_team_id = False
            teams.search([]).unlink()
            repair = report()
            self.assertRecordValues(repair, [{'equipment_id': self.card.id, 'create_uid': self.user.id}])
            self.assertEqual((repair.maintenance_team_id, repair.maintenance_team_id.company_id),
                             (teams.search([]), self.company))
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._report_by_call(equipment_id=self._create_held(self.colleague).id)
        repair.with_user(self.officer).action_end_repair()
        self.assertEqual(self._report_by_call(maintenance_team_id=False).maintenance_team_id, teams.search([]))

    def test_r79_faults_are_on_the_page_of_who_reported_them_and_of_who_repairs(self):
        repair = self._report()

        def find(user, name):
            return [row for section in self.env['office.desk.card'].with_user(user).get_desk()['sections']
                    if section['name'] == name for row in section['rows']
                    if (row['model'], row['id']) == (repair._name, repair.id)]

        for user, name in ((self.user, 'mine'), (self.officer, 'queue'), (self.technician, 'queue')):
            [row] = find(user, name)
            self.assertEqual((row['what'], row['who']), (self.card.display_name, self.team.name))
        self.assertEqual(row['buttons'], [
            {'name': 'action_start_repair', 'label': "Start the Repair", 'is_primary': True}])
        self.assertFalse(find(self.stranger, 'queue'))
        repair.with_user(self.technician).action_start_repair()
        repair.with_user(self.technician).action_end_repair()
        self.assertFalse(find(self.officer, name))
        self.assertEqual(repair.with_user(self.user).browse().action_choose_broken()['res_model'], self.card._name)

    def test_a_fault_is_reported_once(self):
        repair = self._report()
        with self.assertRaisesRegex(UserError, "is reported already: Laptop: The screen flickers"):
            self.card.with_user(self.officer).action_report_fault()
        repair.with_user(self.officer).action_end_repair()
        self.assertTrue(self._report(description="Again"))

    def test_a_fault_is_not_copied_past_it(self):
        repair = self._report()
        mine = repair.with_user(self.user)
        with self.assertRaisesRegex(UserError, "is reported already: Laptop: The screen flickers"), \
                self.cr.savepoint():
            mine.copy()
        values = {'name': "Again", 'equipment_id': self.card.id, 'maintenance_team_id': self.team.id}
        with self.assertRaisesRegex(UserError, "is reported already: Laptop: The screen flickers"), \
                self.cr.savepoint():
            mine.create(values)
        self.assertTrue(repair.with_user(self.officer).copy(), "who repairs may divide the work")
        self.card._get_open_repairs().with_user(self.officer).action_end_repair()
        with self.assertRaisesRegex(UserError, "is reported already"), self.cr.savepoint():
            mine.create([values, values])
        self.assertEqual(mine.create(values).asset_code, self.card.asset_code)

    def test_nothing_is_reported_of_what_one_does_not_see(self):
        with self.assertRaises(AccessError):
            self.card.with_user(self.stranger).action_report_fault()
        with self.assertRaises(AccessError):
            self.env['office.asset.fault'].with_user(self.stranger).create({
                'res_model': self.card._name, 'res_ids': self.card.ids, 'description': "X"}).action_confirm()
        with self.assertRaisesRegex(UserError, "Say what is wrong"):
            self._report(description=" ")
        card = self._create_held()
        card._end('scrapped')
        with self.assertRaisesRegex(UserError, "has ended"):
            card.with_user(self.officer).action_report_fault()

    def test_r79_the_card_is_in_repair_until_the_request_is_closed(self):
        repair = self._report()
        self.assertEqual(self.card.asset_state, 'in_use')
        repair.with_user(self.technician).action_start_repair()
        self.assertRecordValues(self.card, [{'asset_state': 'repair', 'employee_id': self.user_employee.id}])
        self.assertRecordValues(self.card.asset_event_ids[0], [{
            'kind': 'repair', 'res_model': 'maintenance.request', 'res_id': repair.id,
            'user_id': self.technician.id}])
        with self.assertRaisesRegex(UserError, "is in repair already"):
            repair.with_user(self.officer).action_start_repair()
        repair._write_as_system({'asset_down_from': fields.Datetime.now() - timedelta(hours=30)})
        repair.with_user(self.technician).action_end_repair()
        self.card.invalidate_recordset()
        self.assertEqual(self.card.asset_state, 'in_use')
        self.assertEqual(self.card.asset_event_ids[0].kind, 'repaired')
        self.assertFalse(repair.activity_ids)
        self.assertAlmostEqual(repair.asset_downtime, 30, 1)
        self.assertTrue(repair.close_date)

    def test_a_cancelled_repair_and_one_of_a_thing_in_stock(self):
        self._give(self.card, self.env['hr.employee'], 'give_back')
        repair = self._report(user=self.officer)
        repair.with_user(self.officer).action_start_repair()
        repair.with_user(self.officer).archive_equipment_request()
        self.assertEqual(self.card.asset_state, 'in_stock')

    def test_r79_warranty_is_warned_about_before_money_is_spent(self):
        self.card.warranty_date = self.company._get_office_today() + timedelta(days=10)
        self.card.partner_id = self.env['res.partner'].create({'name': "Vendor"})
        repair = self._report()
        self.assertRegex(repair.asset_warranty, "Under warranty until .*: ask Vendor before money is spent")
        form = self.env['maintenance.request'].with_user(self.officer).browse(repair.id)
        warned = form.onchange({'asset_cost': 50, 'equipment_id': self.card.id}, ['asset_cost'], {
            'asset_cost': {}, 'equipment_id': {}})
        self.assertIn("Under warranty", warned['warning']['message'])
        repair.with_user(self.officer).asset_cost = 50
        self.assertIn("Under warranty", repair.message_ids[0].body)
        self.card.warranty_date = self.company._get_office_today() - timedelta(days=1)
        self.assertFalse(repair.asset_warranty)

    def test_r79_many_faults_or_much_money_propose_a_new_one(self):
        card = self.card.with_user(self.officer)
        first = self._report()
        self.assertFalse(card.asset_repair_advice)
        first.with_user(self.officer).write({'asset_cost': 499})
        self.assertFalse(card.asset_repair_advice)
        first.with_user(self.officer).write({'asset_cost': 500})
        self.assertRegex(card.asset_repair_advice, "Repairs have cost 50 % of what it cost")
        self.company.asset_repair_percent = 0
        self.assertFalse(card.asset_repair_advice)
        first.with_user(self.officer).action_end_repair()
        for number in range(2):
            self._report(description=f"Fault {number}").with_user(self.officer).action_end_repair()
        self.assertRegex(card.asset_repair_advice, "3 faults within 12 months")
        self.assertNotIn('asset_repair_advice', card.with_user(self.user).fields_get())

    def test_r79_a_replacement_is_asked_for_from_the_card_and_the_repair(self):
        repair = self._report()
        with self.assertRaisesRegex(UserError, "is worth a repair"):
            self.card.with_user(self.user).action_ask_replacement()
        repair.with_user(self.officer).write({'asset_cost': 600})
        self.env.invalidate_all()
        for user, record, reason in (
                (self.officer, repair, "Repairs have cost 60 % of what it cost."),
                (self.user, self.card, "It fails too often, or its repairs cost too much.")):
            action = record.with_user(user).action_ask_replacement()
            request = Form(self.env['office.asset.request'].with_user(user).with_context(**action['context'])).save()
            self.assertRecordValues(request, [{
                'employee_id': self.user_employee.id,
                'note': f"In place of {self.card.display_name}. {reason}"}])
            self.assertRecordValues(request.line_ids, [{
                'category_id': self.card.category_id.id, 'name': "Laptop", 'quantity': 1}])
        with self.assertRaises(AccessError):
            self.card.with_user(self.stranger).action_ask_replacement()

    def test_r79_a_substitute_is_lent_meanwhile(self):
        repair, spare = self._report(), self._create_card("Spare")
        with self.assertRaisesRegex(UserError, "choose one of this company that is in stock or idle"):
            self._lend(repair, self._create_held(self.colleague))
        with self.assertRaises(AccessError):
            self._lend(repair, spare, self.user)
        slip = self._lend(repair, spare)
        self.assertRecordValues(slip, [{
            'kind': 'loan', 'employee_id': self.user_employee.id, 'repair_id': repair.id,
            'due_date': self.company._get_office_today() + timedelta(days=14)}])
        self.assertRecordValues(spare, [{'asset_state': 'in_stock', 'asset_document_name': slip.name}])
        with self.assertRaisesRegex(UserError, "is lent already"):
            repair.with_user(self.officer).action_lend_substitute()
        self._receive(slip)
        self.assertRecordValues(spare, [{'asset_state': 'lent', 'employee_id': self.user_employee.id}])
        repair.with_user(self.officer).action_return_substitute()
        self.assertRecordValues(spare, [{'asset_state': 'in_stock', 'employee_id': False}])

    def test_r79_a_substitute_that_nobody_takes_stays(self):
        repair, spare = self._report(), self._create_card("Spare")
        self._refuse_slip(self._lend(repair, spare))
        self.assertFalse(repair.asset_substitute_id)
        slip = self._lend(repair, spare)
        repair.with_user(self.officer).action_return_substitute()
        self.env.invalidate_all()
        self.assertRecordValues(slip, [{'state': 'cancelled'}])
        self.assertFalse(repair.asset_substitute_id or spare.is_asset_claimed or spare.employee_id)

    def test_r79_a_substitute_that_its_holder_brings_back(self):
        repair, spare = self._report(), self._create_card("Spare")
        self._receive(self._lend(repair, spare))
        back = self._submit_slip('give_back', spare, self.user)
        with self.assertRaisesRegex(UserError, f"is in {back.name} already"):
            repair.with_user(self.officer).action_return_substitute()
        self._receive(back, self.officer, signature=False)
        repair.with_user(self.officer).action_return_substitute()
        self.assertFalse(repair.asset_substitute_id)
        self.assertEqual(spare.asset_state, 'in_stock')

    def test_what_is_in_repair_is_closed_before_it_is_disposed_of(self):
        repair = self._report()
        disposal = self._create_approved(items=self.card)
        with self.assertRaisesRegex(UserError, "has an open fault: Laptop: The screen flickers"):
            self._serve(disposal)
        repair.with_user(self.officer).stage_id = self.env.ref('maintenance.stage_4')
        self._serve(disposal)
        self.assertEqual(self.card.asset_state, 'ended')


@tagged('post_install', '-at_install')
class TestRepairAttacks(RepairCommon):
    """Who reported a fault neither closes nor deletes it, nor says what it cost; what is no card stays Odoo's."""

    def test_employees_close_and_delete_nothing(self):
        repair = self._report()
        done = self.env.ref('maintenance.stage_3')
        mine = repair.with_user(self.user)
        other = self._create_held()
        for way in (
                lambda: mine.write({'stage_id': done.id}), lambda: mine.web_save({'stage_id': done.id}, {'id': {}}),
                mine.archive_equipment_request, mine.action_start_repair, mine.action_end_repair,
                lambda: mine.write({'archive': True}), lambda: mine.write({'equipment_id': other.id}),
                lambda: mine.write({'equipment_id': False}), lambda: mine.write({'asset_cost': 5}),
                lambda: mine.write({'employee_id': self.colleague_employee.id}),
                lambda: mine.write({'user_id': self.user.id}), lambda: mine.write({'maintenance_team_id': False}),
                lambda: mine.write({'asset_down_from': fields.Datetime.now()}), mine.unlink,
                lambda: unlink_as(self.user, mine)):
            with self.assertRaises(UserError), self.cr.savepoint():
                way()
        self.assertTrue(mine.load(['.id', 'stage_id/.id'], [[str(repair.id), str(done.id)]])['messages'])
        self.assertFalse(repair.stage_id.done or repair.archive)
        mine.write({'description': "It flickers in the afternoon"})
        mine.message_post(body="Any news?")

    def test_who_only_reported_it_gets_a_form_without_what_only_the_team_does(self):
        repair = self._report()
        form = self.env.ref('office_admin_assets.office_asset_repair_view_form_my')
        mine = repair.with_user(self.user)
        self.assertEqual(mine.get_formview_id(), form.id)
        self.assertEqual(mine._prepare_desk_row('mine')['action']['views'], [(form.id, 'form')])
        for user in (self.officer, self.technician):
            self.assertFalse(repair.with_user(user).get_formview_id())
            self.assertFalse(mine.get_formview_id(access_uid=user.id))
        with Form(mine, view=form) as shown:
            shown.description = "It flickers in the afternoon"

    def test_auditors_read_repairs_and_change_nothing(self):
        repair = self._report()
        plain = self.env['maintenance.request'].create({'name': "The door squeaks"})
        self.assertEqual((repair | plain).with_user(self.auditor)._filtered_access('read'), repair)
        for way in (
                lambda audited: audited.write({'description': "Mine"}), lambda audited: audited.unlink(),
                lambda audited: audited.archive_equipment_request()):
            with self.assertRaises(AccessError), self.cr.savepoint():
                way(repair.with_user(self.auditor))

    def test_auditors_open_repairs_to_read_them(self):
        both = self._create_user(
            'sup_both', 'office_admin_assets.group_auditor,maintenance.group_equipment_manager')
        for user, edit in ((self.auditor, '0'), (self.officer, None), (self.user, None), (both, None)):
            for kind in ('form', 'kanban'):
                with self.subTest(user=user.login, kind=kind):
                    view = self.env.ref(f'maintenance.hr_equipment_request_view_{kind}')
                    arch = etree.fromstring(self.env['maintenance.request'].with_user(user).get_view(
                        view.id, kind)['arch'])
                    self.assertEqual(arch.get('edit'), edit)
        mine = self.env['maintenance.request'].with_user(self.auditor).get_view(
            self.env.ref('office_admin_assets.office_asset_repair_view_form_my').id)
        self.assertFalse(etree.fromstring(mine['arch']).get('edit'))

    def test_made_by_hand_it_says_what_is_wrong_only(self):
        requests = self.env['maintenance.request'].with_user(self.user)
        common = {'name': "X", 'equipment_id': self.card.id, 'maintenance_team_id': self.team.id}
        done = self.env.ref('maintenance.stage_3')
        for values in ({'stage_id': done.id}, {'archive': True}, {'asset_cost': 5}, {'schedule_date': '2026-01-01'},
                       {'equipment_id': self._create_held(self.colleague).id}):
            with self.subTest(values=values), self.assertRaises(UserError), self.cr.savepoint():
                requests.create(common | values)
        form = Form(requests)
        form.name, form.equipment_id = "The screen flickers", self.card
        made = form.save()
        self.assertEqual(made.asset_code, self.card.asset_code, "Odoo's own form does as well")
        made.with_user(self.officer).action_end_repair()
        made = requests.with_context(default_asset_down_from='2026-01-01', default_asset_state_before='idle').create(
            common)
        self.assertFalse(made.asset_down_from or made.asset_state_before)

    def test_nobody_forges_a_repair_or_takes_it_to_another_card(self):
        repair, other = self._report(), self._create_held()
        for user in self.officer | self.technician | self.env.ref('base.user_root'):
            for values in ({'equipment_id': other.id}, {'asset_down_to': '2026-01-01'}, {'asset_state_before': 'idle'},
                           {'asset_substitute_id': other.id}):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError), self.cr.savepoint():
                    repair.with_user(user).write(values)
        with self.assertRaises(UserError):
            self.card.with_user(self.officer).write({'maintenance_ids': [Command.clear()]})

    def test_what_was_paid_for_stays(self):
        repair = self._report()
        repair.with_user(self.officer).asset_cost = 10
        with self.assertRaisesRegex(UserError, "stays: something was repaired or paid"):
            repair.with_user(self.officer).unlink()
        repair.with_user(self.officer).asset_cost = 0
        repair.with_user(self.officer).unlink()

    def test_what_is_no_card_stays_with_odoo(self):
        cup = self._create_equipment("Cup", equipment_assign_to='employee', employee_id=self.user_employee.id)
        request = self.env['maintenance.request'].with_user(self.user).create({
            'name': "Handle is off", 'equipment_id': cup.id, 'maintenance_team_id': self.team.id,
            'schedule_date': '2026-01-01'})
        request.stage_id = self.env.ref('maintenance.stage_3')
        self.assertTrue(request.close_date)
        request.equipment_id = False
        self.assertFalse(request.asset_warranty)
        request.archive_equipment_request()
        request.unlink()

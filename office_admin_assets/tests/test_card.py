from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_base import pinyin

from .common import OfficeAssetCommon


@tagged('post_install', '-at_install')
class TestCard(OfficeAssetCommon):

    def test_r76_a_card_with_its_code_and_what_its_class_gives(self):
        year = self.company._get_office_today().year
        card = self._create_card(asset_brand="Acme", serial_no=" S1 ")
        self.assertRecordValues(card, [{
            'asset_code': f'IT-{year}-0001', 'asset_state': 'in_stock', 'asset_life_months': 36,
            'asset_residual_percent': 5.0, 'asset_bears_data': True, 'serial_no': 'S1', 'owner_user_id': False,
            'display_name': f'IT-{year}-0001 Laptop'}])
        self.assertEqual(self._create_card().asset_code, f'IT-{year}-0002')

    def test_r76_no_card_without_acceptance_or_reason(self):
        equipment = self._create_equipment()
        for note in (False, " "):
            with self.assertRaisesRegex(UserError, "acceptance"):
                self._register(equipment, note=note)
        self._register(equipment, note=False, asset_acceptance="YS-7")
        self.assertEqual(equipment.asset_acceptance, "YS-7")

    def test_r76_codes_are_unique_in_a_company_only(self):
        card = self._create_card(code="OLD-7")
        self.assertEqual(card.asset_code, "OLD-7")
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._create_card(code="OLD-7")
        other = self.env['res.company'].create({'name': "Other"})
        foreign = self.env['maintenance.equipment'].create(
            {'name': "X", 'category_id': self.category.copy({'company_id': other.id}).id, 'company_id': other.id})
        foreign._apply('register', foreign._prepare_registered({'asset_code': "OLD-7"}))

    def test_codes_of_an_old_ledger_are_left_out(self):
        year = self.company._get_office_today().year
        self._create_card(code=f'IT-{year}-0002')
        cards = self._create_equipment("A") | self._create_equipment("B")
        self._register(cards)
        self.assertEqual(cards.mapped('asset_code'), [f'IT-{year}-0001', f'IT-{year}-0003'])

    def test_a_class_without_letters_takes_those_of_the_wider_one(self):
        part = self.env['maintenance.equipment.category'].create({'name': "Laptops", 'parent_id': self.category.id})
        bare = self.env['maintenance.equipment.category'].create({'name': "Other"})
        self.assertEqual((part | bare).mapped(lambda category: category._get_asset_prefix()), ['IT', 'AS'])
        for prefix in ('电', 'A B', 'A' * 11):
            with self.assertRaises(ValidationError):
                bare.asset_prefix = prefix

    def test_what_is_incomplete_is_not_registered(self):
        card = self._create_card()
        with self.assertRaisesRegex(UserError, "registered already"):
            self._register(card)
        for name in ('category_id', 'company_id'):
            equipment = self._create_equipment()
            equipment[name] = False
            with self.assertRaisesRegex(UserError, "needs a company and a category"):
                self._register(equipment)

    def test_only_officers_register(self):
        equipment = self._create_equipment()
        hr_user = self._create_user('sup_hr', 'hr.group_hr_user')
        for user in self.user | self.auditor | hr_user:
            with self.assertRaises(AccessError):
                self._register(equipment, user)
            with self.assertRaises(AccessError):
                equipment.with_user(user)._register_cards({'asset_acquisition': 'bought'}, "Because")

    def test_whoever_has_it_stays_its_holder(self):
        held = self._create_card(equipment_assign_to='employee', employee_id=self.user_employee.id)
        self.assertRecordValues(held, [{
            'asset_state': 'in_use', 'employee_id': self.user_employee.id, 'asset_department_id': self.sales.id,
            'asset_start_date': self.company._get_office_today()}])
        shared = self._create_card(equipment_assign_to='department', department_id=self.sales.id)
        self.assertRecordValues(shared, [{
            'asset_state': 'in_use', 'employee_id': False, 'department_id': self.sales.id,
            'asset_department_id': self.sales.id}])

    def test_hand_out_and_take_back(self):
        card = self._create_card()
        self._give(card, self.user_employee)
        self.assertRecordValues(card, [{
            'employee_id': self.user_employee.id, 'owner_user_id': self.user.id, 'department_id': False,
            'equipment_assign_to': 'employee', 'assign_date': self.company._get_office_today()}])
        self.assertIn(self.user.partner_id, card.message_partner_ids)
        self._give(card, self.env['hr.employee'], 'give_back')
        self.assertRecordValues(card, [{
            'employee_id': False, 'owner_user_id': False, 'equipment_assign_to': 'other', 'assign_date': False,
            'asset_department_id': False, 'asset_state': 'in_stock'}])
        self.assertNotIn(self.user.partner_id, card.message_partner_ids)

    def test_nobody_archived_or_of_another_company_gets_it(self):
        card = self._create_card()
        self.colleague_employee.action_archive()
        with self.assertRaisesRegex(UserError, "archived"):
            self._give(card, self.colleague_employee)
        other = self.env['res.company'].create({'name': "Other"})
        stranger = self.env['hr.employee'].create({'name': "Stranger", 'company_id': other.id})
        with self.assertRaisesRegex(ValidationError, "another company"):
            self._give(card, stranger)

    def test_what_has_ended_rests(self):
        card = self._create_card()
        card._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'scrapped', 'active': False})
        with self.assertRaisesRegex(UserError, "has ended"):
            self._change(card, 'move', place_id=self.room.id)

    def test_serial_numbers(self):
        card = self._create_card(asset_brand="Acme", serial_no="77")
        self._create_card(asset_brand="Other", serial_no="77")
        twin = self._create_equipment(asset_brand="ACME", serial_no="77")
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._register(twin)
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._create_equipment(serial_no="77")  # what is no card is as Odoo wants it
        card._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'scrapped', 'active': False})
        self._register(twin)
        self._create_card(serial_no="")
        self._create_card(serial_no=" ")

    def test_dates_and_lots_that_cannot_be(self):
        with self.assertRaisesRegex(ValidationError, "before it was acquired"):
            self._create_card(asset_acquire_date=date(2026, 3, 2), asset_start_date=date(2026, 3, 1))
        with self.assertRaisesRegex(ValidationError, "no lot"):
            self._create_card(asset_quantity=2, serial_no="5")

    def test_moved_with_all_parts(self):
        desk, drawer, key = (self._create_card(name) for name in ("Desk", "Drawer", "Key"))
        self._change(drawer, 'set', parent_id=desk.id)
        self._change(key, 'set', parent_id=drawer.id)
        self._change(desk, 'move', place_id=self.room.id, note="New seat")
        self.assertEqual((desk | drawer | key).place_id, self.room)
        self._change(desk, 'move', place_id=self.store.id, with_parts=False)
        self.assertEqual((desk.place_id, drawer.place_id), (self.store, self.room))
        with self.assertRaisesRegex(UserError, "there already"):
            self._change(desk, 'move', place_id=self.store.id, with_parts=False)
        with self.assertRaisesRegex(ValidationError, "part of itself"):
            self._change(desk, 'set', parent_id=key.id)

    def test_a_place_in_use(self):
        card = self._create_card()
        self._change(card, 'move', place_id=self.room.id)
        self.assertEqual(self.room.asset_count, 1)
        with self.assertRaisesRegex(UserError, "something is still there"):
            self.floor.action_archive()
        other = self.env['res.company'].create({'name': "Other"})
        with self.assertRaises(ValidationError):
            (self.room | self.floor).write({'company_id': other.id})

    def test_corrected_by_a_manager_with_a_reason(self):
        card = self._create_card(cost=100)
        with self.assertRaises(AccessError):
            card.with_user(self.officer).action_correct()
        form = Form(self.env['office.asset.correct'].with_user(self.manager).with_context(
            **card.with_user(self.manager).action_correct()['context']))
        self.assertEqual(form.cost, 100)
        form.cost, form.note = 120, "Invoice says so"
        form.save().action_confirm()
        self.assertEqual(card.cost, 120)
        event = card.asset_event_ids[0].with_user(self.manager)
        self.assertEqual((event.kind, event.note), ('correct', "Invoice says so"))
        self.assertEqual(event.changes, "Cost: 100.0 → 120.0")

    def test_next_date(self):
        today = self.company._get_office_today()
        card = self._create_card(warranty_date=today + timedelta(days=9))
        card.with_user(self.officer).asset_inspection_date = today + timedelta(days=3)
        self.assertEqual(card.asset_due_date, today + timedelta(days=3))

    def test_found_by_code_serial_person_place_and_pinyin(self):
        card = self._create_card("Beamer", serial_no="SN-9")
        self._give(card, self.user_employee)
        self._change(card, 'move', place_id=self.room.id)
        found = self.env['maintenance.equipment'].with_user(self.officer)
        for words in (card.asset_code.lower(), 'sn-9', 'beam', 'ＳＮ-9'):
            self.assertIn(card.id, [number for number, _name in found.name_search(words)], words)
        for domain in ([('employee_id', 'ilike', self.user.name)], [('place_id', 'child_of', self.floor.id)]):
            self.assertIn(card, found.search(domain))
        if pinyin.lazy_pinyin is not None:
            self.env['res.lang']._activate_lang('zh_CN')
            card.with_context(lang='zh_CN').name = "投影仪"
            self.assertEqual(found.search([('pinyin_key', 'ilike', 'tyy')]), card)

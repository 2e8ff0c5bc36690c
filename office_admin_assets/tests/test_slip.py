from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.office_admin_test.tests.common import SIGNATURE

from .slip_common import OfficeAssetSlipCommon


@tagged('post_install', '-at_install')
class TestSlip(OfficeAssetSlipCommon):
    """Things go from hand to hand by slips, which who receives them confirms."""

    def _get_kinds(self, card):
        return card.sudo().asset_event_ids.sorted('id').mapped('kind')

    def test_r77_handed_out_confirmed_held_and_taken_back(self):
        card = self._create_card()
        slip = self._submit_slip(cards=card, place_id=self.room.id)
        self.assertRegex(slip.name, r'ASL/\d{4}/0001')
        self.assertEqual((card.asset_state, card.employee_id), ('in_stock', self.env['hr.employee']))
        self.assertEqual(card.asset_document_name, slip.display_name)
        row, = self._get_desk_rows(slip.with_user(self.user), 'confirm')
        self.assertIn("Laptop", row['what'])
        self.assertEqual([button['name'] for button in row['buttons']], ['action_done', 'action_refuse'])
        self._receive(slip, condition='worn')
        self.assertRecordValues(slip, [{
            'state': 'done', 'received_by': "User", 'employee_id': self.user_employee.id, 'deadline_outcome': 'met'}])
        self.assertTrue(slip.receipt_datetime and slip.received_signature)
        self.assertIn("I look after them", slip.agreement)
        self.assertRecordValues(card, [{
            'asset_state': 'in_use', 'employee_id': self.user_employee.id, 'asset_department_id': self.sales.id,
            'place_id': self.room.id, 'asset_condition': 'worn', 'asset_document_name': False}])
        mine = self.env['office.custody.thing'].with_user(self.user).search(
            [('employee_id.user_id', '=', self.user.id)])
        self.assertEqual((mine.name, mine.state), (card.display_name, 'held'))
        thing = self._get_thing(card)
        self.assertEqual((thing.slip_id, thing.employee_id), (slip, self.user_employee))
        mine.action_offer()
        action = thing.action_give_back()
        self.env['office.custody.step'].with_user(self.officer).with_context(**action['context']).create(
            {'condition': 'broken'}).action_confirm()
        self.env.invalidate_all()
        self.assertEqual(thing.state, 'returned')
        self.assertRecordValues(card, [{
            'asset_state': 'in_stock', 'employee_id': False, 'asset_condition': 'damaged'}])
        self.assertEqual(self._get_kinds(card), ['register', 'hand_out', 'give_back'])

    def test_what_somebody_holds_is_found_by_its_name(self):
        laptop = self._hold()
        self._hold(name="Chair")
        for user in self.user | self.officer | self.auditor:
            for model, name in (('office.asset.custody', 'thing_name'), ('office.custody.thing', 'name')):
                with self.subTest(user=user.login, model=model):
                    found = self.env[model].with_user(user).search([(name, 'ilike', "lapt")])
                    self.assertEqual(found.mapped(name), [laptop.display_name])

    def test_r78_refused_it_stays_with_the_giver(self):
        card = self._hold()
        slip = self._submit_slip('transfer', card.with_user(self.user), self.user,
                                 employee_id=self.colleague_employee.id)
        self.assertTrue(slip.agreed_datetime)
        with self.assertRaisesRegex(AccessError, "is up to Colleague"):
            slip.with_user(self.user).action_done()
        self._refuse_slip(slip, self.colleague, "Too heavy")
        self.assertRecordValues(slip, [{'state': 'refused', 'refuse_reason': "Too heavy"}])
        self.assertRecordValues(card, [{'employee_id': self.user_employee.id, 'asset_document_name': False}])
        self.assertEqual(self._get_thing(card).employee_id, self.user_employee)

    def test_r78_transfer_of_the_office_asks_both_sides(self):
        card = self._hold()
        slip = self._submit_slip('transfer', card, employee_id=self.colleague_employee.id)
        self.assertFalse(slip.agreed_datetime)
        with self.assertRaisesRegex(UserError, "User has to say first that the things go"):
            slip.with_user(self.colleague).action_done()
        with self.assertRaisesRegex(AccessError, "is up to Colleague"):
            slip.with_user(self.user).action_done()
        self.assertTrue(self._get_desk_rows(slip.with_user(self.user), 'confirm'))
        self.assertFalse(self._get_desk_rows(slip.with_user(self.colleague), 'confirm'))
        slip.with_user(self.user).action_agree()
        self._receive(slip, self.colleague)
        self.assertRecordValues(card, [{'employee_id': self.colleague_employee.id, 'asset_state': 'in_use'}])
        old = self.env['office.asset.custody'].search([('equipment_id', '=', card.id), ('state', '=', 'passed')])
        self.assertRecordValues(old, [{
            'employee_id': self.user_employee.id, 'end_reason': "Passed on to Colleague"}])
        self.assertEqual(self._get_thing(card).employee_id, self.colleague_employee)
        self.assertFalse(card.with_user(self.user).has_access('read'))

    def test_loan_with_an_end(self):
        card = self._create_card()
        with self.assertRaisesRegex(UserError, "a loan is for a person, until a day"):
            self._submit_slip('loan', card)
        due = fields.Date.add(self.company._get_office_today(), days=20)
        slip = self._submit_slip('loan', card, due_date=due)
        self._receive(slip)
        self.assertEqual(card.asset_state, 'lent')
        thing = self._get_thing(card)
        self.assertEqual(thing.due_date, due)
        self.assertTrue(thing.deadline_datetime)
        with self.assertRaisesRegex(UserError, "is lent. Let it come back first"):
            self._submit_slip('transfer', card, employee_id=self.colleague_employee.id)

    def test_brought_back_by_the_holder(self):
        card = self._hold()
        slip = self._submit_slip('give_back', card.with_user(self.user), self.user, place_id=self.store.id)
        self.assertTrue(self._get_desk_rows(slip.with_user(self.officer), 'queue'))
        with self.assertRaises(AccessError):
            slip.with_user(self.user).action_done()
        self._receive(slip, self.officer, signature=False)
        self.assertRecordValues(card, [{'employee_id': False, 'asset_state': 'in_stock', 'place_id': self.store.id}])
        self.assertFalse(self._get_thing(card))
        self.assertEqual(self._get_kinds(card), ['register', 'hand_out', 'give_back'])

    def test_to_a_department_and_its_keeper(self):
        card = self._create_card("Projector")
        self._receive(self._submit_slip(cards=card, department_id=self.sales.id), self.head)
        self.assertRecordValues(card, [{
            'employee_id': False, 'department_id': self.sales.id, 'asset_state': 'in_use'}])
        slip = self._submit_slip('transfer', card, department_id=self.office.id, keeper_id=self.stranger_employee.id)
        slip.with_user(self.head).action_agree()
        self._receive(slip, self.stranger)
        self.assertRecordValues(card, [{
            'department_id': self.office.id, 'asset_keeper_id': self.stranger_employee.id}])

    def test_who_has_no_user_signs_at_the_office(self):
        driver = self.env['hr.employee'].create({'name': "Driver", 'company_id': self.company.id})
        card = self._create_card()
        slip = self._submit_slip(cards=card, employee_id=driver.id)
        self.assertTrue(self._get_desk_rows(slip, 'queue'))
        with self.assertRaisesRegex(UserError, "sign, and write the name"):
            self._receive(slip, self.officer, signature=False)
        self._receive(slip, self.officer)
        self.assertEqual((slip.received_by, card.employee_id), ("Driver", driver))

    def test_lost_in_the_hands_of_somebody(self):
        card = self._hold()
        thing = self._get_thing(card)
        action = thing.action_lose()
        self.env['office.custody.step'].with_user(self.officer).with_context(**action['context']).create(
            {'reason': "Left in a taxi"}).action_confirm()
        self.assertEqual(thing.state, 'lost')
        self.assertEqual((card.asset_state, card.employee_id), ('in_use', self.user_employee))
        self.assertEqual(self._get_kinds(card), ['register', 'hand_out', 'lost'])

    def test_whatever_gives_a_card_to_somebody_lets_them_hold_it(self):
        card = self._register(self._create_equipment(
            equipment_assign_to='employee', employee_id=self.user_employee.id))
        self.assertEqual(self._get_thing(card).employee_id, self.user_employee)
        lot = self._create_card("Chair", asset_quantity=5)
        self._give(lot, self.user_employee)
        new = lot.with_user(self.officer)._split(2)
        self.assertEqual(self._get_thing(new).thing_name, f"{new.display_name} × 2")
        self._give(lot, self.env['hr.employee'])
        self.assertFalse(self._get_thing(lot))

    def test_parts_go_with_their_set(self):
        desk, lamp, away = self._create_card("Desk"), self._create_card("Lamp"), self._create_card("Drawer")
        self._change(lamp | away, 'set', parent_id=desk.id)
        self._give(away, self.colleague_employee)
        slip = self._submit_slip(cards=desk)
        self.assertTrue(lamp.asset_document_name)
        self._receive(slip)
        self.assertEqual(lamp.employee_id, self.user_employee)
        self.assertEqual(away.employee_id, self.colleague_employee)

    def test_a_part_that_left_its_set_is_free_afterwards(self):
        desk, lamp = self._create_card("Desk"), self._create_card("Lamp")
        self._change(lamp, 'set', parent_id=desk.id)
        slip = self._submit_slip(cards=desk)
        lamp.with_user(self.officer)._apply('set', {'asset_parent_id': False})
        slip.action_cancel()
        self.assertFalse(lamp.asset_document_name)

    def test_cancelled_the_cards_are_free(self):
        slip = self._submit_slip()
        slip.action_cancel()
        self.assertEqual(slip.state, 'cancelled')
        self._submit_slip(cards=slip.line_ids.equipment_id)


@tagged('post_install', '-at_install')
class TestSlipScreens(OfficeAssetSlipCommon):
    """What the screens show and ask for."""

    def test_r77_the_dialog_of_the_receiver_shows_the_things_and_the_name(self):
        slip = self._submit_slip()
        with Form(self._open_answer(slip, self.user)) as form:
            self.assertEqual(form.signed_by, self.user.name)
            with form.line_ids.edit(0) as line:
                line.condition = 'worn'
            form.signature = SIGNATURE
        form.record.action_confirm()
        self.assertEqual(slip.line_ids.received_condition, 'worn')

    def test_r77_the_task_of_the_receiver_is_due_when_the_promise_is(self):
        slip = self._submit_slip()
        self.assertEqual(slip.activity_ids.date_deadline, slip.deadline_datetime.date())

    def test_employees_begin_with_what_they_may_do(self):
        for user, kind, count in ((self.officer, 'hand_out', 5), (self.user, 'transfer', 3)):
            form = Form(self.env['office.asset.slip'].with_user(user))
            self.assertEqual((form.kind, len(form.allowed_kinds)), (kind, count))

    def test_what_receivers_sign_is_in_their_language_until_the_office_writes_its_own(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.env['ir.module.module']._load_module_terms(['office_admin_assets'], ['zh_CN'])
        slip = self._submit_slip().with_context(lang='zh_CN')
        settings = self.env['res.config.settings'].with_company(self.company)
        for reader in (slip, slip.with_context(lang='en_US')):
            standard = reader.env['res.company']._get_standard_agreement()
            self.assertEqual(reader._get_agreement(), standard)
            self.assertEqual(settings.with_context(lang=reader.env.lang).create({}).asset_agreement, standard)
        self.assertIn("妥善保管", slip._get_agreement())
        settings.create({}).execute()
        self.assertIn("妥善保管", slip._get_agreement())
        settings.create({'asset_agreement': "I keep it well."}).execute()
        self.assertEqual(slip._get_agreement(), "I keep it well.")

    def test_that_a_thing_is_passed_on_follows_from_a_slip(self):
        answer = self.env['office.rights'].with_user(self.manager)._explain(
            self.officer.with_user(self.manager), 'office.asset.custody', 'pass_on')
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("Nobody does this by hand", ' '.join(answer['reasons']))


@tagged('post_install', '-at_install')
class TestKeeping(OfficeAssetSlipCommon):
    """While a holder is away, somebody keeps their things; they stay the holder's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._hold()
        cls.until = fields.Date.add(cls.company._get_office_today(), days=10)

    def _keep(self, user=None):
        slip = self._submit_slip(
            'keep', self.card, user or self.user, employee_id=self.colleague_employee.id, due_date=self.until)
        self._receive(slip, self.colleague)
        return slip

    def test_r78_a_colleague_keeps_it_until_a_day(self):
        self.assertFalse(self.card.with_user(self.colleague).has_access('read'))
        slip = self._keep()
        self.assertRecordValues(self.card, [{
            'employee_id': self.user_employee.id, 'asset_state': 'in_use',
            'asset_deputy_id': self.colleague_employee.id, 'asset_deputy_until': self.until}])
        self.assertRecordValues(self.card.asset_event_ids[0], [{
            'kind': 'keep', 'res_model': slip._name, 'res_id': slip.id}])
        self.assertTrue(self.card.with_user(self.colleague).has_access('read'))
        self.assertEqual(self.card._get_reminded_user(), self.colleague)
        self.assertEqual(self._get_thing(self.card).employee_id, self.user_employee)
        with self.assertRaisesRegex(UserError, "is kept by .* already"):
            self._keep()

    def test_r78_it_is_its_holders_again_when_somebody_says_so_or_the_time_is_over(self):
        for user in self.user | self.colleague | self.officer:
            self._keep()
            self.card.with_user(user).action_end_keeping()
            self.env.invalidate_all()
            self.assertFalse(self.card.asset_deputy_id or self.card.asset_deputy_until)
        self.assertFalse(self.card.with_user(self.colleague).has_access('read'))
        self._keep()
        with freeze_time(fields.Datetime.now() + timedelta(days=9)):
            self.env['maintenance.equipment']._cron_end_keeping()
            self.assertTrue(self.card.asset_deputy_id)
        with freeze_time(fields.Datetime.now() + timedelta(days=12)):
            self.env['maintenance.equipment']._cron_end_keeping()
        self.assertFalse(self.card.asset_deputy_id)
        self.assertEqual(self.card.asset_event_ids[0].kind, 'keep_end')

    def test_whoever_has_it_next_has_it_alone(self):
        self._keep(self.officer)
        self._receive(self._submit_slip('give_back', self.card, self.user), self.officer, signature=False)
        self.assertRecordValues(self.card, [{'asset_deputy_id': False, 'asset_deputy_until': False}])

    def test_nobody_else_lets_it_be_kept_or_ends_that(self):
        with self.assertRaisesRegex(UserError, "and until when"):
            self._submit_slip('keep', self.card, self.user, employee_id=self.colleague_employee.id)
        with self.assertRaises(AccessError):
            self._keep(self.colleague)
        self._keep()
        for user in self.stranger | self.head | self.auditor:
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.card.with_user(user).action_end_keeping()
        for user in self.officer | self.env.ref('base.user_root'):
            with self.assertRaises(UserError):
                self.card.with_user(user).write({'asset_deputy_id': self.user_employee.id})

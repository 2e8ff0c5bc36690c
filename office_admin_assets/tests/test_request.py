from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .buying_common import OfficeAssetRequestCommon


@tagged('post_install', '-at_install')
class TestRequest(OfficeAssetRequestCommon):
    """What employees ask for, and what is free in the ledger before anything is bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chairs = cls.category.copy({'name': "Chairs", 'asset_prefix': 'ch'})
        cls.laptops = cls.env['maintenance.equipment.category'].create({
            'name': "Laptops", 'company_id': cls.company.id, 'parent_id': cls.category.id})

    def _create_idle(self, name="Old Laptop", **values):
        card = self._create_card(name, **values)
        card._apply('idle', {'asset_state': 'idle'})
        return card

    def test_r105_what_is_free_stands_first_by_site(self):
        self._create_card(place_id=self.room.id, category_id=self.laptops.id)
        self._create_idle(place_id=self.store.id)
        self._give(self._create_card("In use"), self.colleague_employee)
        request = self._create_request()
        self.assertEqual(request.line_ids.free_quantity, 2)
        self.assertEqual(request.free_notice, "Computers: 3F 1, Store Room 1")
        self.assertFalse(self._create_request(items=[(self.chairs, 1, 0)]).free_notice)
        request.action_submit()
        self.assertIn("Free in the ledger: Computers", request.sudo()._get_approval_note())
        self._approve(request)
        [row] = [row for row in self._get_desk_rows(request.with_user(self.officer), 'queue')
                 if row['id'] == request.id]
        self.assertIn("free: Computers: 3F 1, Store Room 1", row['what'])

    def test_r105_what_is_idle_is_handed_out_first_and_the_request_is_done(self):
        stock, idle = self._create_card(category_id=self.laptops.id), self._create_idle()
        request = self._create_approved()
        wizard = self._open_hand_out(request)
        self.assertEqual(wizard.line_ids.card_id, idle)
        self.assertFalse(wizard.missing)
        action = wizard.action_confirm()
        self.env.invalidate_all()
        slip = request.sudo()._get_waiting_slips()
        self.assertIn(f"{slip.name} waits for {self.user_employee.name}", action['params']['message'])
        self.assertRecordValues(slip, [{
            'kind': 'hand_out', 'employee_id': self.user_employee.id, 'note': request.name,
            'request_ids': request.ids, 'create_uid': self.officer.id}])
        self.assertRecordValues(idle, [{
            'asset_state': 'idle', 'employee_id': False, 'asset_document_name': slip.name}])
        self.assertRecordValues(request, [{'state': 'approved', 'deadline_status': False}])
        self.assertNotIn('hand_out', request.with_user(self.officer).allowed_verbs)
        [row] = [row for row in self._get_desk_rows(request.with_user(self.officer), 'queue')
                 if row['id'] == request.id]
        self.assertEqual(row['who'], self.user_employee.name)
        with self.assertRaisesRegex(UserError, f"{slip.name} waits until the things were received"):
            request.with_user(self.officer).action_done()
        self._receive(slip)
        self.assertRecordValues(idle, [{'asset_state': 'in_use', 'employee_id': self.user_employee.id,
                                        'is_asset_claimed': False}])
        self.assertRecordValues(idle.asset_event_ids[0], [{
            'kind': 'hand_out', 'res_model': slip._name, 'res_id': slip.id, 'user_id': self.user.id}])
        self.assertEqual((request.state, request.line_ids.card_ids.sudo()), ('done', idle.sudo()))
        self.assertEqual(stock.asset_state, 'in_stock')

    def test_r105_what_the_receiver_refuses_is_kept_for_the_request(self):
        card = self._create_card()
        request = self._create_approved()
        for end in (lambda slip: self._refuse_slip(slip), lambda slip: slip.with_user(self.officer).action_cancel()):
            self._open_hand_out(request).action_confirm()
            end(request.sudo()._get_waiting_slips().sudo(False))
            self.env.invalidate_all()
            self.assertRecordValues(request, [{
                'state': 'approved', 'kept_count': 1, 'deadline_status': 'on_time'}])
            self.assertRecordValues(request.line_ids, [{'served_quantity': 0, 'open_quantity': 1}])
            self.assertEqual(card.asset_document_name, request.name)
        self._hand_out(request)
        self.assertEqual((request.state, card.employee_id), ('done', self.user_employee))

    def test_r105_what_was_refused_can_be_cancelled(self):
        card = self._create_card()
        request = self._create_approved()
        self._open_hand_out(request).action_confirm()
        with self.assertRaisesRegex(UserError, "was served and cannot be cancelled"), self.cr.savepoint():
            self._cancel(request)
        self._refuse_slip(request.sudo()._get_waiting_slips().sudo(False))
        self._cancel(request)
        self.assertFalse(card.is_asset_claimed)

    def test_r105_who_has_no_user_signs_at_the_office(self):
        self._create_card()
        worker = self.env['hr.employee'].create(
            {'name': "Worker", 'company_id': self.company.id, 'department_id': self.sales.id})
        request = self._create_request(employee_id=worker.id)
        request.action_submit()
        self._approve(request)
        action = self._open_hand_out(request).action_confirm()
        self.assertEqual(action['res_model'], 'office.asset.slip.answer')
        self._receive(request.sudo()._get_waiting_slips(), self.officer)
        self.assertEqual(request.state, 'done')

    def test_nobody_writes_by_hand_for_which_request_a_slip_is(self):
        request = self._create_approved()
        slip = self._create_slip()
        for user in self.officer | self.env.ref('base.user_root'):
            with self.assertRaises(UserError):
                slip.line_ids.with_user(user).write({'request_line_id': request.line_ids.id})

    def test_r105_what_is_kept_for_one_request_is_not_given_for_another(self):
        card = self._create_card()
        first, second = self._create_approved(), self._create_approved(user=self.colleague)
        first.with_user(self.officer).action_keep()
        self.env.invalidate_all()
        self.assertEqual((first.kept_count, first.free_notice), (1, False))
        with self.assertRaisesRegex(UserError, "nothing more of what it asks for is free"):
            second.with_user(self.officer).action_keep()
        line = second.line_ids.with_user(self.officer)
        with self.assertRaisesRegex(UserError, f"{card.display_name} is in {first.name} already"):
            second.with_user(self.officer)._hand_out([(line, card.with_user(self.officer), 1)])
        self.assertFalse(self._open_hand_out(second).line_ids)
        self._cancel(first)
        self.assertFalse(card.is_asset_claimed)
        self._hand_out(second)
        self.assertEqual(card.employee_id, self.colleague_employee)

    def test_r105_of_a_lot_only_so_many_pieces_are_taken_out(self):
        lot = self._create_card("Chair", category_id=self.chairs.id, asset_quantity=60, cost=600)
        first = self._create_approved(items=[(self.chairs, 4, 0)])
        second = self._create_approved(user=self.colleague, items=[(self.chairs, 5, 0)])
        first.with_user(self.officer).action_keep()
        self._hand_out(first)
        self._hand_out(second)
        self.assertRecordValues(lot, [{'asset_quantity': 51, 'cost': 510, 'asset_state': 'in_stock'}])
        self.assertRecordValues(first.line_ids.card_ids.sudo() | second.line_ids.card_ids.sudo(), [
            {'asset_quantity': 4, 'cost': 40, 'employee_id': self.user_employee.id},
            {'asset_quantity': 5, 'cost': 50, 'employee_id': self.colleague_employee.id}])
        self.assertEqual((first.state, second.state), ('done', 'done'))

    def test_what_is_missing_stays_open(self):
        self._create_card()
        request = self._create_approved(items=[(self.category, 3, 100)])
        wizard = self._open_hand_out(request)
        self.assertEqual(wizard.missing, "Computers × 2")
        wizard.action_confirm()
        self._receive(request.sudo()._get_waiting_slips())
        self.assertRecordValues(request.line_ids, [{'served_quantity': 1, 'open_quantity': 2}])
        self.assertEqual(request.state, 'approved')
        self._create_card()
        self._create_card()
        self._hand_out(request)
        self.assertEqual(request.state, 'done')
        with self.assertRaises(UserError):
            request.with_user(self.officer).action_hand_out()

    def test_what_does_not_fit_is_refused(self):
        request = self._create_approved(items=[(self.laptops, 1, 0)])
        line = request.line_ids.with_user(self.officer)
        wrong, used, good = self._create_card(), self._create_card(), self._create_card(category_id=self.laptops.id)
        more = self._create_card(category_id=self.laptops.id)
        self._give(used, self.colleague_employee)
        for picked, words in (
                ([(line, wrong, 1)], "is not of the class Laptops"),
                ([(line, used, 1)], "is not free"),
                ([(line, good, 2)], "has 1"),
                ([(line, good, 0)], "choose at least one card"),
                ([], "choose at least one card"),
                ([(line, good, 1), (line, more, 1)], "only 0 are still open")):
            picked = [(line, card.with_user(self.officer), quantity) for line, card, quantity in picked]
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                request.with_user(self.officer)._hand_out(picked)
            self.env.invalidate_all()
        self.assertEqual((request.line_ids.served_quantity, good.asset_state), (0, 'in_stock'))
        other = self._create_approved(user=self.colleague)
        with self.assertRaisesRegex(UserError, "is another request"), self.cr.savepoint():
            wizard = self._open_hand_out(request)
            wizard.line_ids = [Command.create({'request_line_id': other.line_ids.id, 'card_id': wrong.id})]
            wizard.action_confirm()

    def test_nobody_is_given_what_somebody_archived_asked_for(self):
        self._create_card()
        request = self._create_approved()
        self.user_employee.active = False
        with self.assertRaisesRegex(UserError, f"{self.user_employee.name} has left"):
            self._hand_out(request)

    def test_it_says_what_and_why(self):
        with self.assertRaisesRegex(UserError, "Add at least one item"):
            self._create_request(line_ids=False).action_submit()
        with self.assertRaisesRegex(UserError, "why"):
            self._create_request(note=" ").action_submit()

    def test_the_phone_fills_in_the_name_of_the_class(self):
        with Form(self.env['office.asset.request'].with_user(self.user)) as form:
            form.note = "Mine is broken"
            with form.line_ids.new() as line:
                line.category_id = self.laptops
                self.assertEqual(line.name, "Laptops")
        self.assertEqual(form.record.item_summary, "Laptops × 1")

    def test_employees_do_not_hand_out_or_keep(self):
        self._create_card()
        request = self._create_approved()
        for user in (self.user, self.head, self.auditor, self.colleague):
            for method in ('action_hand_out', 'action_keep'):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(request.with_user(user), method)()
        for values in ({'served_quantity': 1}, {'card_ids': [Command.link(self._create_card().id)]}):
            with self.assertRaises(UserError):
                request.line_ids.with_user(self.user).write(values)
            with self.assertRaises(UserError):
                self._create_request(line_ids=[Command.create({'category_id': self.category.id, **values})])

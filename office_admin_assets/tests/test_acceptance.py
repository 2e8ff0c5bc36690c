from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .buying_common import OfficeAssetRequestCommon


@tagged('post_install', '-at_install')
class TestAcceptance(OfficeAssetRequestCommon):
    """What has come becomes cards once somebody has looked at it who neither asked for it nor bought it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category.asset_checklist = "Switches on\n\nCharger is there"
        cls.buyer = cls._create_user('sup_buyer', 'office_admin_assets.group_officer')
        cls.chairs = cls.category.copy({'name': "Chairs", 'asset_prefix': 'ch', 'asset_checklist': False})

    @classmethod
    def _create_acceptance(cls, user=None, lines=None, **values):
        """Make a draft as ``user`` or the buyer; ``lines`` are values, by default of two laptops."""
        return cls.env['office.asset.acceptance'].with_user(user or cls.buyer).create({
            'note': "From the fair", 'place_id': cls.store.id,
            'line_ids': [Command.create({'category_id': cls.category.id, 'name': "Laptop", **line})
                         for line in lines or [{'quantity': 2, 'price': 100}]],
            **values})

    @classmethod
    def _submit_acceptance(cls, **values):
        acceptance = cls._create_acceptance(**values)
        acceptance.action_submit()
        return acceptance.with_user(cls.officer)

    @classmethod
    def _tick(cls, acceptance):
        acceptance.check_ids.is_ok = True

    def test_r75_five_of_one_line_become_five_cards_at_once(self):
        acceptance = self._submit_acceptance(
            lines=[{'quantity': 6, 'price': 100.5, 'brand': "Acme", 'model': "X1", 'warranty_date': '2030-01-01'}])
        self.assertEqual(acceptance.check_ids.mapped('name'), ["Switches on", "Charger is there"])
        with Form(acceptance) as form:
            with form.line_ids.edit(0) as line:
                line.serials = "A1\nA2 \n\nA3"
                line.rejected_quantity = 1
                line.reject_reason = "Screen is broken"
            for number in range(2):
                with form.check_ids.edit(number) as check:
                    check.is_ok = True
        acceptance.action_accept()
        cards = acceptance.line_ids.card_ids
        self.assertEqual(len(set(cards.mapped('asset_code'))), 5)
        self.assertEqual(cards.sorted('id').mapped('serial_no'), ["A1", "A2", "A3", False, False])
        self.assertRecordValues(cards[:1], [{
            'asset_state': 'in_stock', 'cost': 100.5, 'asset_acquisition': 'bought', 'asset_brand': "Acme",
            'asset_acceptance': acceptance.name, 'asset_acquire_date': acceptance.receive_date,
            'place_id': self.store.id, 'category_id': self.category.id, 'company_id': self.company.id,
            'asset_ownership': 'own', 'asset_life_months': 36}])
        self.assertRecordValues(cards[:1].asset_event_ids, [{
            'kind': 'register', 'res_model': acceptance._name, 'res_id': acceptance.id, 'user_id': self.officer.id}])
        self.assertRecordValues(acceptance, [{
            'state': 'done', 'accept_user_id': self.officer.id, 'card_count': 5}])

    def test_r75_like_things_become_one_lot(self):
        acceptance = self._submit_acceptance(lines=[{
            'category_id': self.chairs.id, 'name': "Chair", 'quantity': 100, 'price': 10, 'is_lot': True}])
        self.assertFalse(acceptance.check_ids)
        acceptance.line_ids.write({'rejected_quantity': 4, 'reject_reason': "Scratched"})
        acceptance.action_accept()
        self.assertRecordValues(acceptance.line_ids.card_ids, [{'asset_quantity': 96, 'cost': 960}])

    def test_r75_they_are_never_made_twice(self):
        acceptance = self._submit_acceptance()
        self._tick(acceptance)
        acceptance.action_accept()
        with self.assertRaisesRegex(UserError, "its status is “Accepted”"):
            acceptance.action_accept()
        for method in ('action_reset', 'action_cancel', 'action_submit'):
            with self.assertRaises(UserError):
                getattr(acceptance, method)()
        self.assertEqual(len(acceptance.line_ids.card_ids), 2)
        self.assertFalse(acceptance.copy().line_ids.card_ids)

    def test_r75_who_asked_bought_or_entered_it_does_not_accept_it(self):
        asker = self._create_user('sup_asker', 'office_admin_assets.group_officer')
        self._create_employee(asker, self.sales)
        request = self._create_approved(user=asker)
        acceptance = self._submit_acceptance(
            user=self.officer, buyer_ids=[Command.set(self.buyer.ids)],
            lines=[{'request_line_id': request.line_ids.id}])
        self._tick(acceptance)
        for user in (asker, self.buyer, self.officer):
            with self.subTest(user=user.login):
                self.assertNotIn('accept', acceptance.with_user(user).allowed_verbs)
                with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
                    acceptance.with_user(user).action_accept()
        for user in (self.user, self.auditor, self.head):
            with self.assertRaises(AccessError):
                acceptance.with_user(user).action_accept()
        checker = self._create_user('sup_checker', 'office_admin_assets.group_officer')
        self.assertIn('accept', acceptance.with_user(checker).allowed_verbs)
        acceptance.with_user(checker).action_accept()

    def test_r75_what_was_asked_for_is_kept_for_it_and_handed_out(self):
        request = self._create_approved(items=[(self.category, 2, 100)])
        action = request.with_user(self.buyer).action_prepare_acceptance()
        acceptance = self.env['office.asset.acceptance'].with_user(self.buyer).browse(action['res_id'])
        self.assertRecordValues(acceptance.line_ids, [{
            'name': "Computers", 'quantity': 2, 'price': 100, 'request_line_id': request.line_ids.id}])
        self.assertEqual(acceptance.buyer_ids, self.buyer)
        acceptance.line_ids.quantity = 3
        acceptance.note = "Bought in the shop next door"
        acceptance.action_submit()
        self._tick(acceptance.with_user(self.officer))
        acceptance.with_user(self.officer).action_accept()
        self.env.invalidate_all()
        self.assertEqual(request.kept_count, 2)
        self._hand_out(request)
        self.assertEqual(request.state, 'done')
        self.assertEqual(sorted(acceptance.line_ids.card_ids.mapped('asset_state')), ['in_stock', 'in_use', 'in_use'])
        self.assertFalse(any(acceptance.line_ids.card_ids.mapped('is_asset_claimed')))

    def test_r75_what_is_missing_is_said(self):
        for values, words in (
                ({'line_ids': False}, "Say what has come"), ({'note': " "}, "Say in “Reason” where it is from"),
                ({'buyer_ids': False}, "Say who bought")):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._create_acceptance(**values).action_submit()
        self._create_card(serial_no='TAKEN', asset_brand="Acme")
        for line, words in (
                ({'rejected_quantity': 1}, "say why some are rejected"),
                ({'serials': "1\n2\n3"}, "3 serial numbers are entered for 2 things"),
                ({'serials': "1\n1"}, "1 is entered twice"),
                ({'serials': "1", 'is_lot': True}, "a card of its own and not a lot"),
                ({'serials': "TAKEN", 'brand': "acme"}, "Laptop has the serial number TAKEN already")):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                acceptance = self._submit_acceptance(lines=[{'quantity': 2, **line}])
                self._tick(acceptance)
                acceptance.action_accept()
        acceptance = self._submit_acceptance()
        acceptance.check_ids[0].is_ok = True
        with self.assertRaisesRegex(UserError, "tick these points.*: Charger is there"):
            acceptance.action_accept()
        acceptance.check_ids[1].note = "Comes on Monday"
        acceptance.action_accept()

    def test_what_goes_back_whole_makes_no_card(self):
        acceptance = self._submit_acceptance()
        acceptance.line_ids.write({'rejected_quantity': 2, 'reject_reason': "Wrong model"})
        acceptance.action_accept()
        self.assertEqual((acceptance.state, acceptance.card_count), ('done', 0))

    def test_leased_and_found_things(self):
        for source, owner in (('leased', 'leased'), ('borrowed', 'borrowed'), ('found', 'own'), ('donated', 'own')):
            acceptance = self._submit_acceptance(source=source)
            self._tick(acceptance)
            acceptance.action_accept()
            self.assertEqual(set(acceptance.line_ids.card_ids.mapped('asset_ownership')), {owner})

    def test_what_came_is_locked_while_it_is_checked_and_all_is_locked_after(self):
        acceptance = self._submit_acceptance()
        for values in ({'quantity': 9}, {'price': 1}, {'name': "X"}, {'category_id': self.chairs.id}):
            with self.subTest(values=values), self.assertRaises(UserError):
                acceptance.line_ids.write(values)
        for values in ({'buyer_ids': [Command.clear()]}, {'source': 'found'}, {'line_ids': [Command.clear()]},
                       {'line_ids': [Command.create({'category_id': self.chairs.id, 'name': "More"})]},
                       {'check_ids': [Command.clear()]}, {'accept_user_id': self.user.id}, {'state': 'done'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                acceptance.write(values)
        self._tick(acceptance)
        acceptance.action_accept()
        for record, values in ((acceptance.line_ids, {'rejected_quantity': 1}), (acceptance, {'place_id': False}),
                               (acceptance.check_ids, {'is_ok': False}), (acceptance.line_ids, {'card_ids': False})):
            with self.subTest(values=values), self.assertRaises(UserError):
                record.write(values)
        with self.assertRaises(UserError):
            acceptance.line_ids.sudo().unlink()

    def test_employees_make_and_see_none(self):
        acceptance = self._submit_acceptance()
        for user in (self.user, self.head):
            self.assertFalse(acceptance.with_user(user).has_access('read'))
            with self.assertRaises(AccessError):
                self._create_acceptance(user=user)
        with self.assertRaises(UserError):
            self._create_acceptance(state='submitted')

    def test_back_to_draft_starts_with_a_new_checklist(self):
        acceptance = self._submit_acceptance()
        self._tick(acceptance)
        acceptance.action_reset()
        self.assertFalse(acceptance.check_ids)
        acceptance.with_user(self.buyer).action_submit()
        self.assertEqual(acceptance.check_ids.mapped('is_ok'), [False, False])

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .disposal_common import OfficeDisposalCommon

PICTURE = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


@tagged('post_install', '-at_install')
class TestTransfer(OfficeDisposalCommon):
    """A thing goes to another company: its card ends here when it is accepted there, and a linked one begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.there = cls.env['res.company'].create({'name': "Daughter"})
        cls.their_officer, cls.their_manager = (
            cls._create_user(f'sup_their_{name}', f'office_admin_assets.group_{name}')
            for name in ('officer', 'manager'))
        for user in cls.their_officer | cls.their_manager:
            user.write({'company_ids': [Command.set(cls.there.ids)], 'company_id': cls.there.id})
        cls.their_category = cls.category.copy({
            'name': cls.category.name, 'company_id': cls.there.id, 'asset_prefix': 'DT'})

    @classmethod
    def _create_transfer(cls, cards=None, **values):
        cards = cards or cls._create_held(
            cost=900, serial_no="S-1", asset_brand="Acme", model="X1", image_1920=PICTURE,
            asset_acquire_date='2025-03-01', asset_quantity=1)
        return cls._create_request(cls.user, cards, way='transferred', transfer_partner_id=cls.there.partner_id.id,
                                   **values)

    @classmethod
    def _send(cls, **values):
        """Ask for a transfer, have it approved and carried out by the officer.

        :return: the disposal, and the acceptance of the other company as its officer sees it
        """
        transfer = cls._create_transfer(**values)
        transfer.action_submit()
        cls._appraise(transfer)
        transfer.with_user(cls.head).action_approve()
        transfer.with_user(cls.officer).action_serve()
        cls.env.invalidate_all()
        return transfer.with_env(cls.env), cls.env['office.asset.acceptance'].with_user(cls.their_officer).search([])

    def test_r80_a_thing_goes_to_another_company(self):
        transfer, acceptance = self._send()
        card = transfer._get_cards()
        self.assertEqual((transfer.state, card.asset_state), ('approved', 'in_use'))
        self.assertIn(acceptance.name, transfer.with_user(self.user).transfer_progress)
        [row] = self._get_desk_rows(acceptance, 'queue')
        self.assertEqual((row['id'], row['what']), (acceptance.id, "Laptop × 1"))
        self.assertFalse(self._get_desk_rows(acceptance.with_user(self.officer), 'queue'))
        self.assertRecordValues(acceptance, [{
            'state': 'submitted', 'company_id': self.there.id, 'source': 'transferred',
            'note': f"Transferred from {self.company.name} by {transfer.name}"}])
        acceptance.action_accept()
        self.env.invalidate_all()
        new = acceptance.line_ids.card_ids
        self.assertRecordValues(new, [{
            'name': card.name, 'company_id': self.there.id, 'category_id': self.their_category.id, 'cost': 900,
            'serial_no': "S-1", 'asset_brand': "Acme", 'model': "X1", 'asset_acquire_date': card.asset_acquire_date,
            'asset_state': 'in_stock', 'asset_acquisition': 'transferred', 'asset_start_date': False}])
        self.assertTrue(new.asset_code.startswith('DT-'))
        self.assertTrue(new.image_1920)
        self.assertRecordValues(card, [{
            'asset_state': 'ended', 'asset_end_reason': 'transferred', 'active': False, 'employee_id': False,
            'company_id': self.company.id}])
        self.assertEqual(card.asset_event_ids.mapped('kind'), ['end', 'register'])
        self.assertEqual(card.asset_event_ids[0].user_id, self.their_officer)
        self.assertEqual(transfer.state, 'done')
        self.assertFalse(card.is_asset_claimed)

    def test_a_thing_has_one_open_card_also_when_it_turns_up_here_again(self):
        transfer, acceptance = self._send()
        acceptance.action_accept()
        card = transfer._get_cards()
        found = {'asset_state': 'in_stock', 'asset_end_reason': False, 'active': True}
        with self.assertRaisesRegex(UserError, "belongs to Daughter now, where it is DT-"):
            card.with_user(self.officer)._apply('found', found)
        card.sudo().asset_successor_ids.with_user(self.their_officer)._end('lost')
        card.with_user(self.officer)._apply('found', found)
        self.assertTrue(card.active)

    def test_what_goes_nowhere_says_nothing_of_an_acceptance(self):
        self.assertIs(self._create_request().transfer_progress, False)

    def test_companies_stay_apart(self):
        transfer, acceptance = self._send()
        acceptance.action_accept()
        self.env.invalidate_all()
        card, new = transfer._get_cards(), acceptance.line_ids.card_ids
        self.assertIn(card.asset_code, new.with_user(self.their_officer).asset_counterpart)
        self.assertIn(new.asset_code, card.with_user(self.officer).asset_counterpart)
        for record, user in ((new, self.officer), (acceptance, self.officer), (acceptance.line_ids, self.officer),
                             (card, self.their_manager), (transfer, self.their_manager),
                             (card.asset_event_ids, self.their_manager)):
            with self.subTest(record=record, user=user.login), self.assertRaises(AccessError):
                record.with_user(user).read(['display_name'])
        for mine, user in ((new, self.their_officer), (card, self.officer)):
            with self.assertRaises(AccessError):
                mine.with_user(user).action_open_counterpart()
        both = self._create_user('sup_both', 'office_admin_assets.group_officer')
        both.company_ids += self.there
        action = new.with_user(both).with_context(
            allowed_company_ids=[self.company.id, self.there.id]).action_open_counterpart()
        self.assertEqual(action['res_id'], card.id)
        for field in ('asset_origin_id', 'asset_successor_ids'):
            with self.assertRaises(AccessError):
                new.with_user(self.their_officer).read([field])

    def test_who_does_what(self):
        transfer, acceptance = self._send()
        with self.assertRaises(AccessError):
            acceptance.with_user(self.officer).action_accept()
        with self.assertRaises(AccessError):
            transfer.with_user(self.their_officer).action_serve()
        # also of those who work for both companies, nobody accepts what they gave or asked for
        for user in self.officer | self.user:
            user.company_ids += self.there
            user.group_ids += self.env.ref('office_admin_assets.group_officer')
            with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
                acceptance.with_user(user).with_context(allowed_company_ids=self.there.ids).action_accept()
        with self.assertRaisesRegex(UserError, "as the other company has sent it"):
            acceptance.with_user(self.their_manager).action_reset()
        with self.assertRaises(UserError):
            acceptance.line_ids.with_user(self.their_officer).write({'price': 1})
        with self.assertRaisesRegex(UserError, "waits for Daughter"):
            transfer.with_user(self.officer).action_serve()
        self.assertNotIn('serve', transfer.with_user(self.officer).allowed_verbs)
        with self.assertRaisesRegex(UserError, "the other company says"):
            transfer.with_user(self.officer).action_settle()

    def test_what_is_not_taken_stays_here(self):
        transfer, acceptance = self._send()
        self._say(acceptance, self.their_officer, 'action_cancel', "The box was empty")
        self.env.invalidate_all()
        card = transfer._get_cards()
        self.assertEqual((transfer.state, card.asset_state, card.is_asset_claimed), ('approved', 'in_use', True))
        self.assertIn("has not taken", transfer.message_ids[0].body)
        transfer.with_user(self.officer).action_serve()
        again = self.env['office.asset.acceptance'].with_user(self.their_officer).search([('state', '=', 'submitted')])
        again.line_ids.write({'rejected_quantity': 1, 'reject_reason': "Broken"})
        again.action_accept()
        self.env.invalidate_all()
        self.assertEqual((transfer.state, card.asset_state, again.card_count), ('approved', 'in_use', 0))
        transfer.with_user(self.officer).action_serve()
        last = self.env['office.asset.acceptance'].with_user(self.their_officer).search([('state', '=', 'submitted')])
        transfer.with_user(self.officer)._do_with_reason('cancel', "Not taken")
        self.env.invalidate_all()
        self.assertEqual((last.state, transfer.state, card.is_asset_claimed), ('cancelled', 'cancelled', False))

    def test_r80_who_takes_nothing_says_why_and_the_sender_is_told(self):
        transfer, acceptance = self._send()
        action = acceptance.action_cancel()
        self.assertEqual((action['res_model'], action['context']['default_verb']), ('office.closing.reason', 'cancel'))
        self.assertEqual(acceptance.state, 'submitted')
        with self.assertRaises(UserError), self.cr.savepoint():
            self._say(acceptance, self.their_officer, 'action_cancel', " ")
        self.assertEqual(acceptance.state, 'submitted')
        self._say(acceptance, self.their_officer, 'action_cancel', "The box was empty")
        self.env.invalidate_all()
        self.assertEqual((acceptance.state, acceptance.cancel_reason), ('cancelled', "The box was empty"))
        self.assertIn("Cancelled: The box was empty", str(acceptance.message_ids.mapped('body')))
        self.assertEqual(transfer.with_user(self.user).line_ids.refuse_reason, "The box was empty")
        told = transfer.message_ids[0]
        self.assertRegex(told.body, rf"Daughter has not taken the things \({acceptance.name}\): The box was empty")
        self.assertIn(self.officer.partner_id, told.notified_partner_ids)
        with self.assertRaises(UserError):
            acceptance.write({'cancel_reason': "Lost on the way"})
        with self.assertRaises(AccessError):
            acceptance.with_user(self.user).action_cancel()

    def test_what_was_bought_is_cancelled_without_a_reason(self):
        acceptance = self.env['office.asset.acceptance'].with_user(self.officer).create({'note': "From the shop"})
        acceptance.action_cancel()
        self.assertEqual(acceptance.state, 'cancelled')

    def test_the_sender_takes_a_transfer_back(self):
        transfer, acceptance = self._send()
        self._cancel(transfer, self.officer)
        self.env.invalidate_all()
        self.assertEqual((transfer.state, acceptance.state), ('cancelled', 'cancelled'))
        self.assertFalse(acceptance.cancel_reason)

    def test_a_lot_goes_whole(self):
        lot = self._create_held(asset_quantity=60, cost=600, name="Chair")
        _transfer, acceptance = self._send(cards=lot)
        self.assertRecordValues(acceptance.line_ids, [{'quantity': 60, 'price': 10, 'is_lot': True}])
        acceptance.line_ids.write({'rejected_quantity': 10, 'reject_reason': "Broken"})
        with self.assertRaisesRegex(UserError, "take all of it, or reject all"):
            acceptance.action_accept()
        acceptance.line_ids.write({'rejected_quantity': 0, 'reject_reason': False})
        acceptance.action_accept()
        self.assertRecordValues(acceptance.line_ids.card_ids, [{'asset_quantity': 60, 'cost': 600}])

    @classmethod
    def _create_set(cls):
        parent, part, inner = (cls._create_held(name=name) for name in ("Stand", "Rack", "Lamp"))
        for card, owner in ((part, parent), (inner, part)):
            card._apply('set', {'asset_parent_id': owner.id})
        return parent, part, inner

    def test_r80_a_set_arrives_as_a_set(self):
        cards = self._create_set()
        _transfer, acceptance = self._send(cards=cards)
        acceptance.action_accept()
        self.env.invalidate_all()
        stand, rack, lamp = (acceptance.line_ids.filtered(lambda line, card=card: (
            line.sudo().origin_card_id == card)).card_ids for card in cards)
        self.assertEqual(rack.with_user(self.their_officer).asset_parent_id, stand)
        self.assertEqual(lamp.with_user(self.their_officer).asset_parent_id, rack)
        self.assertFalse(stand.asset_parent_id)
        self.assertEqual(rack.asset_event_ids.mapped('kind'), ['set', 'register'])

    def test_r80_a_part_that_is_not_taken_stays_here(self):
        stand, rack, lamp = self._create_set()
        transfer, acceptance = self._send(cards=(stand, rack, lamp))
        line = acceptance.line_ids.filtered(lambda line: line.name == "Rack")
        line.rejected_quantity = 1
        with self.assertRaisesRegex(UserError, "say why"):
            acceptance.action_accept()
        line.reject_reason = "Bent"
        acceptance.action_accept()
        self.env.invalidate_all()
        self.assertEqual((transfer.state, acceptance.card_count), ('done', 2))
        self.assertRecordValues(stand | rack | lamp, [
            {'asset_state': 'ended', 'is_asset_claimed': False},
            {'asset_state': 'in_use', 'is_asset_claimed': False},
            {'asset_state': 'ended', 'is_asset_claimed': False}])
        self.assertEqual(rack.employee_id, self.user_employee)
        self.assertFalse(rack.asset_parent_id, "its set has left")
        self.assertFalse(any(card.asset_parent_id for card in acceptance.line_ids.card_ids))
        seen = transfer.with_user(self.user)
        self.assertEqual(seen.line_ids.mapped('refuse_reason'), [False, "Bent", False])
        self.assertRegex(transfer.message_ids[0].body + transfer.message_ids[1].body, r"has not taken .*Rack \(Bent\)")
        for user in (self.user, self.officer):
            with self.assertRaises(UserError):
                transfer.line_ids.with_user(user).write({'refuse_reason': "No"})

    def test_what_joins_a_set_on_its_way_stays_here(self):
        stand, rack = self._create_held(name="Stand"), self._create_held(name="Rack")
        _transfer, acceptance = self._send(cards=stand)
        rack.with_user(self.officer)._change_set(stand)
        acceptance.action_accept()
        self.env.invalidate_all()
        self.assertRecordValues(stand | rack, [
            {'asset_state': 'ended', 'asset_parent_id': False},
            {'asset_state': 'in_use', 'asset_parent_id': False}])

    def test_what_a_transfer_needs(self):
        transfer = self._create_transfer()
        for partner in (self.env['res.partner'], self.company.partner_id, self.user.partner_id):
            transfer.transfer_partner_id = partner
            with self.subTest(partner=partner.name), self.assertRaisesRegex(UserError, "which other company"):
                transfer.action_submit()
        transfer.transfer_partner_id = self.there.partner_id
        self.their_category.name = "Other"
        with self.assertRaisesRegex(UserError, "Daughter has no class “Computers”"):
            transfer.action_submit()
        self.their_category.asset_national_code = self.category.asset_national_code = 'A02010105'
        transfer.action_submit()
        self.assertEqual(transfer.state, 'submitted')
        self.assertNotIn(self.company.partner_id, transfer.transfer_partner_ids)
        self.assertIn(self.there.partner_id, transfer.transfer_partner_ids)

    def test_r80_the_form_asks_to_which_company(self):
        card = self._create_held()
        with Form(self.env['office.asset.disposal'].with_user(self.user)) as form:
            form.note = "For the new branch"
            with self.assertRaises(AssertionError):
                form.transfer_partner_id = self.there.partner_id
            form.way = 'transferred'
            form.transfer_partner_id = self.there.partner_id
            with form.line_ids.new() as line:
                line.equipment_id = card
        form.record.action_submit()
        self.assertIn("Daughter", form.record._get_approval_note())

    def test_nobody_makes_a_transfer_by_hand(self):
        transfer, _acceptance = self._send()
        values = {'source': 'transferred', 'note': "Mine", 'line_ids': [Command.create({
            'category_id': self.their_category.id, 'name': "X"})]}
        acceptances = self.env['office.asset.acceptance'].with_user(self.their_officer)
        with self.assertRaisesRegex(UserError, "by a disposal"):
            acceptances.create(values).action_submit()
        with self.assertRaises(UserError):
            acceptances.create(values | {'disposal_id': transfer.id})
        values['line_ids'] = [Command.create({
            'category_id': self.their_category.id, 'name': "X", 'origin_card_id': transfer._get_cards().id})]
        with self.assertRaises(UserError):
            acceptances.create(values)

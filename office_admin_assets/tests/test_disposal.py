from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .disposal_common import OfficeDisposalCommon


@tagged('post_install', '-at_install')
class TestDisposal(OfficeDisposalCommon):
    """From the wish to get rid of a thing to the end of its card."""

    def test_r80_a_data_medium_does_not_leave_without_proof_of_erasure(self):
        card = self._create_held(asset_bears_data=True)
        request = self._create_approved(items=card)
        with self.assertRaisesRegex(
                UserError, f"{card.asset_code} Laptop bears data. Say in DSP.* with “Prove Erasure”"):
            self._serve(request)
        self.assertEqual(card.asset_state, 'in_use')
        with self.assertRaisesRegex(UserError, "Say how the data were erased"):
            self._record(request, 'erase', statement=" ")
        self._record(request, 'erase', statement="Overwritten and checked", proof=b'UkVQT1JU', filename="report.txt")
        self.assertRecordValues(request.line_ids, [{
            'erase_statement': "Overwritten and checked", 'erase_user_id': self.officer.id,
            'erase_filename': "report.txt"}])
        self._serve(request)
        self.assertEqual((request.state, card.asset_state), ('done', 'ended'))

    def test_what_is_lost_cannot_be_erased(self):
        card = self._create_held(asset_bears_data=True)
        request = self._create_approved(items=card, way='lost')
        self._serve(request)
        self.assertRecordValues(card.with_context(active_test=False), [{
            'asset_state': 'ended', 'asset_end_reason': 'lost', 'employee_id': False}])

    def test_r80_the_card_leaves_after_approval_only_and_stays(self):
        card = self._create_held(cost=100)
        request = self._create_request(items=card)
        request.action_submit()
        with self.assertRaises(UserError):
            self._serve(request)
        self.assertEqual((card.asset_state, card.active), ('in_use', True))
        self._approve(request)
        self.assertEqual(card.asset_state, 'in_use')
        self._serve(request)
        self.assertRecordValues(card, [{
            'asset_state': 'ended', 'asset_end_reason': 'scrapped', 'active': False, 'employee_id': False,
            'asset_department_id': self.sales.id, 'scrap_date': self.company._get_office_today()}])
        last = card.asset_event_ids[0]
        self.assertRecordValues(last, [{
            'kind': 'end', 'employee_from_id': self.user_employee.id, 'employee_to_id': False, 'state_to': 'ended',
            'user_id': self.officer.id}])
        self.assertEqual(last.document_name, request.display_name)
        with self.assertRaisesRegex(UserError, "stays in the ledger"):
            card.unlink()

    def test_r80_it_is_judged_before_it_is_approved(self):
        request = self._submit()
        with self.assertRaisesRegex(UserError, "has no technical opinion yet"):
            request.with_user(self.head).action_approve()
        with self.assertRaises(AccessError):
            request.with_user(self.head).action_appraise()
        self.assertTrue(self._get_desk_rows(request.with_user(self.officer), 'queue'))
        with self.assertRaisesRegex(UserError, "Say why"):
            self._record(request, 'appraise', self.officer, opinion=" ")
        self._record(request, 'appraise', self.officer, opinion="The board is broken")
        self.assertRecordValues(request, [{
            'opinion': "The board is broken", 'opinion_user_id': self.officer.id, 'state': 'submitted'}])
        self.assertFalse(self._get_desk_rows(request.with_user(self.officer), 'queue'))
        request.with_user(self.head).action_approve()
        self.assertEqual(request.state, 'approved')

    def _get_offered(self, request, user):
        """Return where ``user`` is offered to approve ``request``: its form, its card, its approval, My Office."""
        self.env.invalidate_all()
        seen = request.with_user(user)
        approval = request.sudo().approval_id.with_user(user)
        rows = self._get_desk_rows(approval, 'decide')
        return {
            'form': 'approve' in seen.allowed_verbs,
            'card': 'approve' in seen.card_verbs,
            'approval': approval.can_approve,
            'desk': [button['name'] for row in rows for button in row['buttons']][:1] == ['action_approve'],
        }

    def _get_told(self, request):
        """Return who was told that the request waits for their decision."""
        return self.env['mail.message'].search([
            ('model', '=', request._name), ('res_id', '=', request.id), ('subject', 'like', "waits for your decision"),
        ]).notified_partner_ids

    def test_r80_nobody_is_offered_to_approve_before_the_opinion(self):
        request = self._submit(items=self._create_held(cost=6000))
        approval = request.sudo().approval_id
        self.assertEqual(set(self._get_offered(request, self.head).values()), {False})
        seen = request.with_user(self.head)
        self.assertIn('refuse', seen.allowed_verbs)
        self.assertIn('refuse', seen.card_verbs)
        self.assertFalse(self._get_desk_rows(approval.with_user(self.head), 'decide'))
        self.assertFalse(request.activity_ids, "who decides hears of it when it can be decided")
        self.assertFalse(self._get_told(request))
        self.assertFalse(request.with_user(self.manager).is_my_later_approval)
        for attempt in (
                seen.action_approve,  # the first of two steps is a decision, too
                approval.with_user(self.head).action_approve,
                request.with_user(self.manager).action_approve_out_of_turn):
            with self.assertRaisesRegex(UserError, "has no technical opinion yet"), self.cr.savepoint():
                attempt()
        self.assertFalse(approval.decision_ids)
        self._appraise(request)
        self.assertEqual(set(self._get_offered(request, self.head).values()), {True})
        [row] = self._get_desk_rows(approval.with_user(self.head), 'decide')
        self.assertEqual(
            [button['name'] for button in row['buttons']], ['action_approve', 'action_refuse', 'action_ask_back'])
        self.assertEqual(request.activity_ids.user_id, self.head)
        self.assertEqual(self._get_told(request), self.head.partner_id)
        self.assertTrue(request.with_user(self.manager).is_my_later_approval)
        self._approve(request)
        self.assertEqual(set(self._get_offered(request, self.head).values()), {False})
        self.assertEqual(set(self._get_offered(request, self.manager).values()), {True})

    def _get_promises(self, request):
        """Return ``{kind: outcome}`` of what was promised for ``request``, the last one of each kind."""
        return {deadline.kind: deadline.outcome for deadline in request.sudo().deadline_ids.sorted('id')}

    def test_r80_the_opinion_is_promised_first_and_the_decision_after_it(self):
        request = self._submit()
        self.assertEqual(self._get_promises(request), {'appraise': False})
        holders = request._get_deadline_holders('appraise')
        self.assertIn(self.officer, holders)
        self.assertNotIn(request.requester_id, holders)
        self._appraise(request)
        self.assertEqual(self._get_promises(request), {'appraise': 'met', 'answer': False})
        self._approve(request)
        self.assertEqual(self._get_promises(request), {'appraise': 'met', 'answer': 'met', 'serve': False})

    def test_r80_who_asked_never_owes_the_opinion(self):
        request = self._submit(self.officer)
        self.assertNotIn(self.officer, request._get_deadline_holders('appraise'))
        self.assertIn(self.appraiser, request._get_deadline_holders('appraise'))

    def test_r80_what_is_withdrawn_or_refused_needs_no_opinion(self):
        for withdraw in (lambda request: request.with_user(self.user).action_reset(), self._cancel):
            request = self._submit()
            withdraw(request)
            self.assertEqual(self._get_promises(request), {'appraise': 'dropped'})
        request = self._submit()
        self._refuse(request)
        self.assertEqual(self._get_promises(request), {'appraise': 'dropped'})
        request.with_user(self.user).action_reset()
        request.with_user(self.user).action_submit()
        self.assertEqual(self._get_promises(request), {'appraise': False}, "it is judged anew")

    def test_r80_without_an_opinion_it_can_be_refused_and_somebody_else_asked(self):
        request = self._submit()
        self._decide(request, self.head, 'add', user_id=self.colleague.id, when='before')
        self._refuse(request, self.colleague)
        self.assertEqual(request.state, 'refused')

    def test_the_opinion_is_of_the_things_that_were_looked_at(self):
        request = self._submit()
        self._appraise(request)
        request.with_user(self.user).action_reset()
        self.assertFalse(request.opinion or request.opinion_datetime)

    def test_who_asked_does_not_judge(self):
        request = self._submit(self.officer)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            request.with_user(self.officer).action_appraise()
        self._record(request, 'appraise', self.appraiser, opinion="Broken")

    def test_what_nobody_has_to_approve_waits_for_the_opinion(self):
        rule = self.env['office.approval.rule'].search([
            ('res_model', '=', 'office.asset.disposal'), ('company_id', '=', self.company.id)])
        rule.auto_amount = 1000
        request = self._submit()
        self.assertEqual(request.state, 'submitted')
        self._appraise(request)
        self.assertEqual(request.state, 'approved')

    def test_r80_approved_by_value(self):
        cheap = self._submit(items=self._create_held(cost=4999))
        dear = self._submit(items=self._create_held(cost=3000) | self._create_held(cost=3000))
        for request in cheap | dear:
            self._approve(request)
        self.assertEqual((cheap.state, dear.state), ('approved', 'submitted'))
        self._approve(dear, self.manager)
        self.assertEqual(dear.state, 'approved')

    def test_r80_the_way_and_the_proceeds(self):
        request = self._create_approved(way='sold')
        with self.assertRaisesRegex(UserError, "say who got the things, with “Enter the Result”"):
            self._serve(request)
        buyer = self.env['res.partner'].create({'name': "Second Hand"})
        with self.assertRaisesRegex(UserError, "zero or more"):
            self._record(request, 'settle', receiver_id=buyer.id, proceeds=-1)
        self._record(request, 'settle', receiver_id=buyer.id, proceeds=350)
        self._serve(request)
        self.assertRecordValues(request.sudo(), [{'state': 'done', 'receiver_id': buyer.id, 'proceeds': 350}])
        self.assertEqual(request.line_ids.equipment_id.asset_end_reason, 'sold')
        self.assertNotIn('proceeds', request.with_user(self.user).fields_get(), "money is for those who work with it")

    def test_leased_things_return_to_their_owner(self):
        leased, own = self._create_held(asset_ownership='leased'), self._create_held()
        self.assertEqual(leased.with_user(self.user).action_dispose()['context']['default_way'], 'returned')
        with self.assertRaisesRegex(UserError, "is leased or borrowed and goes back to its owner"):
            self._submit(items=leased)
        with self.assertRaisesRegex(UserError, "belongs to the company and has no owner"):
            self._submit(items=leased | own, way='returned')
        request = self._create_approved(items=leased, way='returned')
        self._serve(request)
        self.assertEqual(leased.asset_end_reason, 'returned')

    def test_parts_of_a_set_go_along_or_are_taken_out(self):
        whole, part = self._create_held(), self._create_held()
        self._change(part, 'set', parent_id=whole.id)
        request = self._create_approved(items=whole)
        with self.assertRaisesRegex(UserError, "has parts that stay"):
            self._serve(request)
        self.assertEqual(request.state, 'approved')
        both = self._create_held() | self._create_held()
        self._change(both[1], 'set', parent_id=both[0].id)
        self._serve(self._create_approved(items=both))
        self.assertEqual(both.mapped('asset_state'), ['ended', 'ended'])

    def test_what_was_opened_again_ends_no_card_twice(self):
        card = self._create_held()
        request = self._create_done(items=card)
        events = len(card.asset_event_ids)
        self._reopen(request)
        self._serve(request)
        self.assertEqual(request.state, 'done')
        self.assertEqual(len(card.asset_event_ids), events)

    def test_a_reason_and_a_thing_are_needed(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self._submit(note=" ")
        with self.assertRaisesRegex(UserError, "Add at least one asset"):
            self._submit(line_ids=[])

    def test_the_button_of_the_card_makes_the_request(self):
        card = self._create_held()
        action = card.with_user(self.user).action_dispose()
        request = self.env['office.asset.disposal'].with_user(self.user).with_context(**action['context']).create(
            {'note': "Broken"})
        self.assertEqual(request.line_ids.equipment_id, card)


@tagged('post_install', '-at_install')
class TestCardInDocuments(OfficeDisposalCommon):
    """A card is in one open document at a time, and what is asked for is of cards that one may read."""

    def test_one_document_at_a_time(self):
        card = self._create_held()
        first = self._submit(items=card)
        self.assertEqual((card.asset_document_name, card.is_asset_claimed), (first.display_name, True))
        second = self._create_request(self.officer, items=card)
        with self.assertRaisesRegex(UserError, f"Laptop is in {first.name} already. .* finished or cancelled first"):
            second.action_submit()
        self.assertFalse(second.name, "no number is lost")
        with self.assertRaisesRegex(UserError, f"is in {first.name} already"):
            card.with_user(self.officer).action_dispose()
        self._cancel(first)
        self.assertFalse(card.is_asset_claimed)
        second.action_submit()
        self.assertEqual(card.with_user(self.officer).action_open_document()['res_id'], second.id)
        second.action_reset()
        self.assertFalse(card.is_asset_claimed)

    def test_who_may_not_see_the_document_is_not_told_its_name(self):
        card = self._create_held()
        request = self._create_request(self.officer, items=card)
        request.action_submit()
        self.assertEqual(card.with_user(self.user).asset_document_name, "Asset Disposal")
        with self.assertRaises(AccessError):
            card.with_user(self.user).action_open_document()

    def test_nothing_else_happens_to_it_meanwhile(self):
        card = self._create_held(cost=100)
        request = self._submit(items=card)
        with self.assertRaisesRegex(UserError, f"is in {request.name} already"):
            self._change(card, 'correct', self.manager, cost=1.0, note="Cheaper, so that nobody asks the manager")
        with self.assertRaisesRegex(UserError, f"is in {request.name} already"):
            self._give(card, self.colleague_employee, 'transfer')
        self._change(card, 'move', place_id=self.room.id)
        self.assertEqual(card.place_id, self.room)

    def test_only_cards_that_one_may_read(self):
        foreign = self._create_held(self.colleague)
        disposals = self.env['office.asset.disposal'].with_user(self.user)
        line = [Command.create({'equipment_id': foreign.id})]
        for attempt in (
                lambda: disposals.create({'line_ids': line}),
                lambda: self._create_request().write({'line_ids': line}),
                lambda: disposals.with_context(default_line_ids=line).create({}),
                lambda: disposals.line_ids.with_context(default_equipment_id=foreign.id).default_get(['equipment_id']),
                lambda: disposals.line_ids.onchange({'equipment_id': foreign.id}, ['equipment_id'], {
                    'equipment_id': {'fields': {'display_name': {}}}, 'serial_no': {}}),
                foreign.with_user(self.user).action_dispose):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()

    def test_no_foreign_ended_or_plain_equipment(self):
        plain = self._create_equipment("Cup")
        ended = self._create_done().line_ids.equipment_id
        for thing in plain | ended:
            with self.assertRaisesRegex(UserError, "is no card of this company, or has ended"):
                self._submit(self.officer, items=thing)

    def test_nothing_is_forged(self):
        card = self._create_held(asset_bears_data=True)
        request = self._create_request(items=card)
        for values in (
                {'opinion': "Fine"}, {'opinion_datetime': '2026-01-01'}, {'proceeds': 5}, {'state': 'approved'},
                {'line_ids': [Command.update(request.line_ids.id, {'erase_datetime': '2026-01-01'})]}):
            for user in self.user | self.env.ref('base.user_root'):
                with self.subTest(values=values, user=user.login), self.assertRaises(UserError), self.cr.savepoint():
                    request.with_user(user).write(values)
        request.line_ids.write({'asset_bears_data': False})
        self.assertTrue(card.asset_bears_data)
        made = self.env['office.asset.disposal'].with_user(self.user).with_context(
            default_opinion="Fine", default_opinion_datetime='2026-01-01', default_state='approved').create({})
        self.assertFalse(made.opinion or made.opinion_datetime)
        self.assertEqual(made.state, 'draft')
        with self.assertRaisesRegex(UserError, "changes by a document or a button"):
            card.with_user(self.officer).asset_bears_data = False
        for name in ('asset_document_model', 'asset_document_id'):
            with self.assertRaises(UserError):
                card.with_user(self.officer).sudo().write({name: False if name.endswith('id') else 'x'})
        request.action_submit()
        with self.assertRaises(UserError):
            request.line_ids.unlink()
        with self.assertRaises(UserError):
            card.with_user(self.officer).sudo().write({'asset_document_id': 0})

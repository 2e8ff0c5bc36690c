from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE, GAIN
from odoo.addons.office_admin_worktime.models.office_deadline import RUNGS

from .buying_common import OfficeAssetRequestMixin
from .disposal_common import OfficeDisposalCommon

KINDS = ('office.asset.acceptance', 'office.asset.custody', 'office.asset.disposal', 'office.asset.request',
         'office.asset.slip', 'office.asset.stocktake')


@tagged('post_install', '-at_install')
class TestDuties(OfficeDisposalCommon, OfficeAssetRequestMixin):
    """Who answers for each step with an asset, which two are never one person's, and who hears of what is late."""

    def _get_rights(self):
        return self.env['office.rights'].with_user(self.manager).with_context(allowed_company_ids=self.company.ids)

    def _ask_for(self, model):
        """Make a request that waits for the head of department."""
        is_disposal = model == 'office.asset.disposal'
        request = self._create_request() if is_disposal else self._ask()
        request.action_submit()
        if is_disposal:
            self._appraise(request)
        return request

    def test_each_step_has_one_role_that_answers_for_it(self):
        rights = self._get_rights()
        page = rights.get_page('responsibilities')
        for name in (*KINDS, 'maintenance.equipment'):
            self.assertIn(rights._get_document_label(name), page)
            duties = rights._get_document_duties(name, self.company)
            self.assertTrue(duties and all(duty['accountable'] for duty in duties), name)
        for name in KINDS:
            model = self.env[name]
            labels = {duty['label'] for duty in rights._get_document_duties(name, self.company)}
            for verb, (_origins, _target, who) in model._get_transitions().items():
                if who != ENGINE:
                    with self.subTest(model=name, verb=verb):
                        self.assertIn(model._get_verb_label(verb), labels)

    def test_separate_steps_are_listed(self):
        pairs = self._get_rights()._get_segregation(self.company)['pairs']
        for name in KINDS:
            label = self._get_rights()._get_document_label(name)
            listed = [pair['steps'] for pair in pairs if pair['document'] == label]
            self.assertEqual(len(listed), len(self.env[name]._get_exclusive_verbs()), name)
        self.assertTrue(any(GAIN in pair for pair in self.env['office.asset.acceptance']._get_exclusive_verbs()))

    def test_who_approved_neither_hands_out_nor_disposes(self):
        self.head.group_ids += self.env.ref('office_admin_assets.group_officer')
        for model, verb in (('office.asset.request', 'hand_out'), ('office.asset.disposal', 'serve')):
            request = self._ask_for(model)
            request.with_user(self.head).action_approve()
            with self.subTest(model=model), self.assertRaises(UserError) as refused:
                request.with_user(self.head)._transition(verb)
            answer = self._get_rights()._explain(self.head, model, verb, request.id)
            self.assertEqual((answer['verdict'], answer['refusal']), ('no', str(refused.exception)))
            self.assertIn(request.name, answer['refusal'])
            self.assertEqual(self._get_rights()._explain(self.officer, model, verb, request.id)['verdict'], 'yes')
            self.assertEqual(self._get_rights()._explain(self.stranger, model, verb, request.id)['verdict'], 'no')

    def test_why_somebody_confirms_a_slip_or_moves_a_card(self):
        slip = self._submit_slip()
        rights = self._get_rights()
        for user, verdict in ((self.user, 'yes'), (self.head, 'no'), (self.officer, 'no')):
            answer = rights._explain(user, slip._name, 'done', slip.id)
            self.assertEqual((answer['verdict'], bool(answer['reasons'])), (verdict, True), user.name)
        card = slip.line_ids.equipment_id
        for user, verdict in ((self.officer, 'yes'), (self.user, 'no'), (self.auditor, 'yes')):
            self.assertEqual(rights._explain(user, card._name, 'read', card.id)['verdict'], verdict, user.name)

    def test_who_hears_of_what_is_late(self):
        """Each promise has somebody who keeps it, and above them somebody who hears that it is late."""
        request, disposal = self._ask_for('office.asset.request'), self._ask_for('office.asset.disposal')
        slip = self._submit_slip()

        def assert_told(document, kind, days, holder):
            with self.subTest(model=document._name, kind=kind):
                [promise] = self._get_promises(document, kind)
                self.assertEqual((promise.amount, promise.end_datetime), (days, False))
                document = document.sudo()
                self.assertIn(holder, document._get_deadline_holders(kind))
                for rung in RUNGS:
                    self.assertTrue(document._get_escalation_people(rung, {document: promise}), rung)

        assert_told(slip, 'receive', 3, self.user)
        assert_told(request, 'answer', 2, self.head)
        assert_told(disposal, 'answer', 3, self.head)
        for document in (request, disposal):
            document.with_user(self.head).action_approve()
        assert_told(request, 'hand_out', 10, self.officer)
        assert_told(disposal, 'serve', 10, self.officer)

"""What must hold for every request, of whichever app: an app only says how it asks and how it serves."""

import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.office_admin_approval.models.office_request_mixin import ANSWER
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from .document_tests import VerbTests

ENDED = {'done', 'refused', 'cancelled'}


class RequestTests(VerbTests):
    """Stands before a class with an office and the helpers of a request, ``OfficeRequestMixin``.

    The groups of the app are called ``group_officer`` and ``group_manager``, as the house style says.
    """
    reason_field = 'note'
    # {kind: words}: how long each step may take, ``urgent`` where what is urgent is served in another time
    promises = None
    # [(values, words)]: values with which a draft is not submitted, and some of the words in which that is said
    missing = ()
    # who keeps the promise that begins with the submission: who decides, unless something else comes first
    first_keeper = 'head'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the rights of the app alone, without the position that implies them
        cls.app = cls.env[cls.document_model]._original_module
        cls.app_officer = cls._create_user('sup_app_officer', f'{cls.app}.group_officer')
        cls.app_manager = cls._create_user('sup_app_manager', f'{cls.app}.group_manager')
        cls.rule = cls.env['office.approval.rule'].search([
            ('res_model', '=', cls.document_model), ('company_id', '=', cls.company.id)])

    def _set_approver(self, user, **values):
        self.rule.write({'step_ids': [Command.clear(), Command.create(
            {'who': 'users', 'user_ids': [Command.set(user.ids)], **values})]})

    def _finds(self, user, document, section):
        domain = document.with_user(user)._get_desk_domains().get(section)
        return domain is not None and document in document.with_user(user).search(domain)

    def _is_own(self, hook):
        """Say whether the model itself answers ``hook``, and not only the mixin of all requests."""
        return getattr(self.env.registry[self.document_model], hook) is not getattr(
            self.env.registry['office.request.mixin'], hook)

    def test_what_is_promised_is_as_written(self):
        """How long a step may take is said twice: in the model or its settings, and in ``promises``."""
        model = self.env[self.document_model]
        steps = {ANSWER: (ANSWER, False), model._serve_verb: (model._serve_verb, False)}
        if self._is_own('_is_urgent'):
            steps['urgent'] = (model._serve_verb, True)
        self.assertEqual(self.promises, {
            name: self.company._get_time_words(*model._get_promised_time(kind, self.company, is_urgent))
            for name, (kind, is_urgent) in steps.items()})

    def test_what_is_missing_is_said_before_it_is_submitted(self):
        self.assertEqual(
            bool(self.missing), self._is_own('_check_can_submit'), "name in “missing” what _check_can_submit refuses")
        for values, words in self.missing:
            with self.subTest(values=values):
                request = self._create_request(**values)
                with self.assertRaisesRegex(UserError, words):
                    request.action_submit()
                self.assertEqual(request.state, 'draft')

    def test_what_is_approved_by_amount_says_what_it_costs(self):
        steps = [values for rule in self.env[self.document_model]._get_default_approval_rules()
                 for _command, _id, values in rule['step_ids']]
        self.assertEqual(
            self._is_own('_get_approval_amounts'), any('min_amount' in step for step in steps),
            "an amount that no first rule asks for, or a first rule that asks for an amount that nobody says")

    def test_every_state_is_reached_and_what_is_promised_there_has_a_name(self):
        for state in self.states:
            with self.subTest(state=state):
                request = self._make(state).sudo()
                self.assertEqual(request.state, state, "else the tests of this class prove little")
                self.assertLessEqual(set(request.deadline_ids.mapped('kind')), set(request._get_deadline_kinds()))

    def test_who_approved_does_not_serve(self):
        self._set_approver(self.officer)
        request = self._submit()
        self._approve(request, self.officer)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            self._serve(request, self.officer)
        self._serve(request, self.app_officer)
        self.assertEqual(request.state, 'done')

    def test_who_gains_does_not_serve(self):
        self._set_approver(self.head)
        for values in ({'user': self.officer}, {'employee_id': self.officer_employee.id}):
            request = self._submit(**values)
            self._approve(request)
            with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
                self._serve(request, self.officer)

    def test_who_asked_or_gains_does_not_approve(self):
        self._set_approver(self.user | self.colleague | self.head)
        request = self._submit(employee_id=self.colleague_employee.id)
        self.assertEqual(request.sudo().approver_ids, self.head)
        for user in self.user | self.colleague:
            for attempt in (
                    lambda user: self._approve(request, user),
                    lambda user: request.with_user(user)._transition('approve', by=ENGINE)):
                with self.assertRaisesRegex(AccessError, "is your own request"):
                    attempt(user)

    def test_department_of_somebody_of_another_company_is_not_told(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        hidden = self.env['hr.department'].create({'name': "Hidden", 'company_id': elsewhere.id})
        foreigner = self.env['hr.employee'].create(
            {'name': "Foreigner", 'company_id': elsewhere.id, 'department_id': hidden.id})
        requests = self.env[self.document_model].with_user(self.user)
        self.assertFalse(requests.new({'employee_id': foreigner.id}).department_id)
        self.assertEqual(requests.new({'employee_id': self.colleague_employee.id}).department_id, self.sales)

    def test_who_asked_does_not_close_what_was_reopened(self):
        request = self._make('done')
        self._reopen(request)
        for user in self.user | self.head | self.auditor:
            with self.assertRaises(AccessError):
                request.with_user(user)._transition('done')
        self._say(request, self.officer, 'action_done', "It is all there now.")
        self.assertRecordValues(request, [{'state': 'done', 'confirmation': 'waiting'}])

    def test_what_has_not_ended_is_on_the_page_of_who_asked(self):
        for state in sorted(self.states - ENDED):
            with self.subTest(state=state):
                self.assertTrue(self._finds(self.user, self._make(state), 'mine'))

    def test_somebody_answers_for_what_was_approved_until_it_has_ended(self):
        for state in sorted(self.states - ENDED - {'draft', 'submitted'}):
            with self.subTest(state=state):
                request = self._make(state).sudo()
                self.assertIn(request.owner_id, request._get_owner_candidates())
                self.assertTrue(request.with_user(request.owner_id).can_hand_over)
                self.assertIn(self.app_officer, request._get_owner_candidates())
                self.assertIn(self.app_manager, request._get_hand_over_managers())

    def test_what_waits_for_those_who_serve_is_on_their_page_and_they_are_told(self):
        request = self._make('approved')
        for user in self.officer | self.app_officer:
            self.assertTrue(self._finds(user, request, 'queue'))
        self.assertFalse(self._finds(self.user, request, 'queue'))
        for verb in ('approve', 'done', 'cancel'):
            group = self.env.ref(request._get_queue_group(verb))
            self.assertIn(self.app_officer, group.all_user_ids)

    def test_who_was_told_that_it_is_late_reads_it_until_it_is_a_draft_again(self):
        request = self._make('submitted')
        self.assertFalse(request.with_user(self.stranger).has_access('read'))
        request.sudo()._let_read(self.stranger)
        self.assertTrue(request.with_user(self.stranger).has_access('read'))
        request.with_user(self.user).action_reset()
        self.assertFalse(request.with_user(self.stranger).has_access('read'))

    def test_a_promise_rests_when_those_say_so_who_keep_it(self):
        for state, keeper in (('submitted', getattr(self, self.first_keeper)), ('approved', self.app_officer)):
            request = self._make(state)
            kind = request.sudo().deadline_id.kind
            self.assertTrue(request._get_deadline_holders(kind))
            for user in self.user | self.head | self.app_officer:
                with self.subTest(state=state, user=user.login):
                    self.assertEqual(request.with_user(user).can_pause, user == keeper)
                    if user != keeper:
                        with self.assertRaisesRegex(AccessError, re.escape(request.display_name)):
                            request.with_user(user)._check_can_pause_deadline(kind)

    def test_it_is_open_long_from_the_submission_on(self):
        request, begin = self._make('draft'), self.env[self.document_model]._get_begin_field()
        long_ago = fields.Datetime.now() - timedelta(days=40)
        self.env.flush_all()
        self.env.cr.execute(f'UPDATE "{request._table}" SET create_date = %s WHERE id = %s', [long_ago, request.id])  # noqa: S608
        request.invalidate_recordset()
        self.assertFalse(request.is_open_long, "nobody has asked for it yet")
        request.action_submit()
        self.assertFalse(request.is_open_long)
        request._write_as_system({begin: long_ago})
        request.invalidate_recordset()
        self.assertTrue(request.is_open_long)
        self.assertIn(request, request.search([('is_open_long', '=', True)]))

    def test_approvers_read_what_is_asked_for_and_why(self):
        self._set_approver(self.head, reason_required=True)
        request = self._create_request()
        label = request._fields[self.reason_field]._description_string(self.env)
        with self.assertRaisesRegex(UserError, f"Say why .*“{label}”"):
            request.action_submit()
        request[self.reason_field] = "A new colleague"
        request.action_submit()
        [approval] = self.env['office.approval'].with_user(self.head).search(
            [('res_model', '=', request._name), ('res_id', '=', request.id)])
        self.assertTrue(approval._get_document()._get_approval_summary())

    def test_secrecy_is_changed_by_who_asked_and_managers_of_the_app(self):
        request = self._make('submitted')
        for user in self.user | self.app_manager:
            request.with_user(user)._check_can_classify()
        for user in self.head | self.officer | self.app_officer:
            with self.assertRaisesRegex(AccessError, "The secrecy of .* is up to who asked"):
                request.with_user(user)._check_can_classify()

    def test_what_is_secret_names_somebody_who_may_serve_it(self):
        for user in self.user | self.head | self.colleague:
            self._clear(user)
        for people in (self.env['res.users'], self.colleague, self.officer):  # the officer has no undertaking
            request = self._create_request(secrecy_level='secret', allowed_user_ids=[Command.set(people.ids)])
            with self.assertRaisesRegex(UserError, "Nobody who may see .*undertaking"):
                request.action_submit()
        self._clear(self.officer)
        request.action_submit()
        self.assertEqual(request.state, 'submitted')

    def test_who_may_not_see_it_any_more_does_not_answer_for_it(self):
        for user in self.user | self.app_officer:
            self._clear(user)
        request = self._make('approved')
        if request.sudo().owner_id != self.officer:
            request.with_user(self.manager)._decide_owner(self.officer, "For the test.")
        request.with_user(self.user)._classify('secret', self.app_officer, "A lawsuit")
        self.env.invalidate_all()
        self.assertNotEqual(request.sudo().owner_id, self.officer)
        self.assertFalse(request.with_user(self.officer).has_access('read'))

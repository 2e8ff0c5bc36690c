"""One person answers for a request at any time, and passing it on has an end."""
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon
from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

HAND_OVER = 'office_admin_base.mail_activity_type_hand_over'


class HandOverCommon(OfficeTestCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._create_user('sup_second', 'office_admin_base.position_officer')
        cls.third = cls._create_user('sup_third', 'office_admin_base.position_officer')

    def _get_steps(self, request):
        return self.env['office.hand.over'].search([('res_model', '=', request._name), ('res_id', '=', request.id)])

    def _get_todos(self, request, user, kind=HAND_OVER):
        return self.env['mail.activity'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id), ('user_id', '=', user.id),
            ('activity_type_id', '=', self.env.ref(kind).id)])

    def _pass(self, request, user, to, note="I am in Suzhou."):
        """Hand over through the dialog, as ``user``."""
        action = request.with_user(user).action_hand_over()
        self.env['office.hand.over.pass'].with_user(user).with_context(**action['context']).create(
            {'user_id': to.id, 'note': note}).action_confirm()

    def _return(self, request, user, reason="Not mine."):
        action = request.with_user(user).action_return_hand_over()
        self.env['office.hand.over.pass'].with_user(user).with_context(**action['context']).create(
            {'note': reason}).action_confirm()

    def _assign(self, request, user, to, reason="You know the vendor."):
        action = request.with_user(user).action_decide_owner()
        self.env['office.hand.over.pass'].with_user(user).with_context(**action['context']).create(
            {'user_id': to.id, 'note': reason}).action_confirm()

    @classmethod
    def _create_owned(cls, owner=None, **values):
        request = cls._create_approved(**values)
        if owner and request.owner_id != owner:
            request.with_user(cls.manager)._decide_owner(owner, "For the test.")
        return request


@tagged('post_install', '-at_install')
class TestHandOver(HandOverCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owned = cls._create_owned(cls.officer)

    def test_r134_somebody_is_accountable_from_the_approval_on(self):
        request = self._create_request()
        request.action_submit()
        self.assertFalse(request.owner_id)
        request.with_user(self.head).action_approve()
        self.assertIn(request.owner_id, self.officer | self.second | self.third)

    def test_r134_who_has_least_to_do_comes_first(self):
        self._cancel(self.owned)
        owners = self.env['res.users']
        for _index in range(3):
            owners += self._create_approved().owner_id
        self.assertEqual(set(owners), set(self.officer | self.second | self.third))

    def test_r134_for_whom_it_is_does_not_come_first(self):
        employee = self._create_employee(self.second, self.office)
        for _index in range(4):
            request = self._create_request(self.second, employee_id=employee.id)
            request.action_submit()
            request.with_user(self.manager).action_approve()
            self.assertIn(request.owner_id, self.officer | self.third)

    def test_r134_who_may_not_serve_it_comes_last(self):
        self.head.group_ids += self.env.ref('office_admin_base.position_officer')
        for index in range(4):  # so that everybody else has more to do
            self._create_owned(self.officer if index % 2 else self.second)
        (self.third | self.manager).active = False
        request = self._create_request()
        request.action_submit()
        request.with_user(self.head).action_approve()
        self.assertIn(request.owner_id, self.officer | self.second)
        (self.officer | self.second).active = False
        request = self._create_request()
        request.action_submit()
        request.with_user(self.head).action_approve()
        self.assertEqual(request.owner_id, self.head, "rather they than nobody")
        with self.assertRaisesRegex(AccessError, "must be done by somebody else"):
            self._serve(request, self.head)

    def test_r134_managers_where_no_officer_is_left(self):
        (self.officer | self.second | self.third).active = False
        self.assertEqual(self._create_approved().owner_id, self.manager)

    def test_r92_hand_over_with_a_note_is_accepted_in_one_click(self):
        request = self.owned
        self._pass(request, self.officer, self.second, "The vendor calls at three.")
        self.assertRecordValues(request, [{
            'owner_id': self.officer.id, 'hand_over_to_id': self.second.id, 'hand_over_count': 0}])
        self.assertEqual(len(self._get_todos(request, self.second)), 1)
        self.assertIn(request, self.env[request._name].with_user(self.second).search(
            request.with_user(self.second)._get_desk_domains()['handed']))
        self.assertTrue(request.with_user(self.second).can_answer_hand_over)
        request.with_user(self.second).action_accept_hand_over()
        self.assertRecordValues(request, [{
            'owner_id': self.second.id, 'hand_over_to_id': False, 'hand_over_count': 1}])
        self.assertFalse(self._get_todos(request, self.second))
        step = self._get_steps(request)[-1]
        self.assertRecordValues(step, [{
            'from_id': self.officer.id, 'to_id': self.second.id, 'note': "The vendor calls at three.",
            'outcome': 'accepted', 'answer_user_id': self.second.id, 'user_id': self.officer.id}])
        request.invalidate_recordset()
        self.assertIn("The vendor calls at three.", request.with_user(self.user).hand_over_history)

    def test_r92_returned_with_a_reason(self):
        request = self.owned
        self._pass(request, self.officer, self.second)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._return(request, self.second, "  ")
        self._return(request, self.second, "I have no key.")
        self.assertRecordValues(request, [{
            'owner_id': self.officer.id, 'hand_over_to_id': False, 'hand_over_count': 1}])
        self.assertRecordValues(self._get_steps(request)[-1], [{
            'outcome': 'returned', 'answer_note': "I have no key.", 'answer_user_id': self.second.id}])
        self.assertEqual(len(self._get_todos(request, self.officer)), 1)

    def test_taken_back(self):
        request = self.owned
        self._pass(request, self.officer, self.second)
        with self.assertRaisesRegex(AccessError, "only by who answers for it"):
            request.with_user(self.second).action_withdraw_hand_over()
        request.with_user(self.officer).action_withdraw_hand_over()
        self.assertFalse(request.hand_over_to_id)
        self.assertEqual(request.hand_over_count, 0)
        self.assertEqual(self._get_steps(request)[-1].outcome, 'withdrawn')
        with self.assertRaisesRegex(UserError, "nobody's answer"):
            request.with_user(self.officer).action_withdraw_hand_over()

    def test_r134_third_pass_goes_to_the_manager(self):
        request = self.owned
        self._pass(request, self.officer, self.second)
        request.with_user(self.second).action_accept_hand_over()
        self._pass(request, self.second, self.third)
        self._return(request, self.third)
        self.assertEqual(request.hand_over_count, 2)
        self._pass(request, self.second, self.third, "Nobody wants it.")
        self.assertRecordValues(request, [{
            'owner_id': self.manager.id, 'hand_over_to_id': False, 'hand_over_count': 3, 'is_owner_undecided': True}])
        self.assertRecordValues(self._get_steps(request)[-1], [{
            'outcome': 'to_manager', 'note': "Nobody wants it.", 'from_id': self.second.id, 'to_id': self.manager.id}])
        self.assertEqual(len(self._get_todos(request, self.manager)), 1)
        [row] = self._get_desk_rows(request.with_user(self.manager), 'handed')
        self.assertEqual([button['name'] for button in row['buttons']], ['action_decide_owner'])
        with self.assertRaisesRegex(AccessError, "decided by a manager: Manager"):
            request.with_user(self.second).action_decide_owner()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._assign(request, self.manager, self.third, " ")
        self._assign(request, self.manager, self.third, "It is your vendor.")
        self.assertRecordValues(request, [{
            'owner_id': self.third.id, 'hand_over_count': 3, 'is_owner_undecided': False}])
        self.assertRecordValues(self._get_steps(request)[-1], [{
            'outcome': 'decided', 'note': "It is your vendor.", 'to_id': self.third.id}])
        self.assertFalse(self._get_todos(request, self.manager))
        self._pass(request, self.third, self.second)
        self.assertEqual(request.owner_id, self.manager, "after the decision only a manager passes it on")

    def test_third_pass_without_a_manager(self):
        self.manager.active = False
        request = self._create_approved()
        owner = request.owner_id
        request._write_as_system({'hand_over_count': 2})
        with self.assertRaisesRegex(UserError, "so a manager decides, and none may see it"):
            request.with_user(owner)._hand_over(self.env['res.users'], "Away.")
        self.assertEqual(request.owner_id, owner)

    def test_only_the_accountable_person_hands_over(self):
        request = self.owned
        for user in (self.second, self.user, self.head):
            with self.assertRaisesRegex(AccessError, "only by who answers for it"):
                request.with_user(user).action_hand_over()
            with self.assertRaisesRegex(AccessError, "only by who answers for it"):
                request.with_user(user)._hand_over(self.third, "x")
        self._pass(request, self.manager, self.second)
        self.assertEqual(request.hand_over_to_id, self.second)

    def test_only_the_addressee_answers(self):
        request = self.owned
        with self.assertRaisesRegex(UserError, "nobody's answer"):
            request.with_user(self.second).action_accept_hand_over()
        self._pass(request, self.officer, self.second)
        for user in (self.officer, self.third, self.manager, self.user):
            with self.assertRaisesRegex(AccessError, "handed to Second"):
                request.with_user(user).action_accept_hand_over()
            with self.assertRaisesRegex(AccessError, "handed to Second"):
                request.with_user(user)._return_hand_over("x")

    def test_one_hand_over_at_a_time(self):
        request = self.owned
        self._pass(request, self.officer, self.second)
        with self.assertRaisesRegex(UserError, "waits for the answer of Second already"):
            request.with_user(self.officer)._hand_over(self.third, "x")

    def test_wrong_addressee(self):
        request = self.owned
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreigner = self._create_user('sup_foreigner', 'office_admin_base.position_officer')
        foreigner.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        self.third.active = False
        with self.assertRaisesRegex(UserError, "answers for .* already"):
            request.with_user(self.officer)._hand_over(self.officer, "x")
        for user in (foreigner, self.third, self.head, self.stranger, self.auditor, self.env['res.users']):
            with self.assertRaisesRegex(UserError, "cannot answer for"):
                request.with_user(self.officer)._hand_over(user, "x")
            with self.assertRaisesRegex(UserError, "cannot answer for"):
                request.with_user(self.manager)._decide_owner(user, "x")

    def test_wrong_state(self):
        request = self._create_request()
        request.action_submit()
        with self.assertRaisesRegex(UserError, "not yet in hand, or has ended"):
            request.with_user(self.officer).action_hand_over()
        request = self.owned
        self._pass(request, self.officer, self.second)
        self._serve(request)
        self.assertEqual(request.state, 'done')
        self.assertFalse(request.hand_over_to_id)
        self.assertFalse(self._get_todos(request, self.second))
        self.assertEqual(self._get_steps(request)[-1].outcome, 'withdrawn')
        for user, method in ((self.officer, 'action_hand_over'), (self.second, 'action_accept_hand_over'),
                             (self.second, 'action_return_hand_over'), (self.manager, 'action_decide_owner')):
            with self.assertRaisesRegex(UserError, "not yet in hand, or has ended"):
                getattr(request.with_user(user), method)()

    def test_r134_who_leaves_leaves_nothing_behind(self):
        request, handed = self.owned, self._create_owned(self.second)
        self._pass(handed, self.second, self.officer)
        self.officer.active = False
        self.assertRecordValues(request, [{'owner_id': self.manager.id, 'is_owner_undecided': True}])
        self.assertRecordValues(self._get_steps(request)[-1], [{
            'outcome': 'to_manager', 'note': "Officer has left.", 'to_id': self.manager.id}])
        self.assertIn("Officer has left.", self._get_todos(request, self.manager).summary)
        self.assertRecordValues(handed, [{'owner_id': self.second.id, 'hand_over_to_id': False}])

    def test_r134_who_loses_his_right(self):
        request = self.owned
        self.officer.group_ids -= self.env.ref('office_admin_base.position_officer')
        self.assertEqual(request.owner_id, self.manager)
        self.assertIn("a right was taken away", self._get_steps(request)[-1].note)

    def test_other_changes_of_a_user_move_nothing(self):
        request = self.owned
        self.officer.group_ids += self.env.ref('office_admin_base.position_receptionist')
        self.assertEqual(request.owner_id, self.officer)

    def test_history_is_written_by_nobody(self):
        request = self.owned
        self._pass(request, self.officer, self.second)
        step = self._get_steps(request)[-1]
        for work in (lambda: step.write({'outcome': 'accepted'}), step.unlink, lambda: step.copy()):
            with self.assertRaises(UserError):
                work()
        with self.assertRaises(AccessError):
            step.with_user(self.manager).read(['note'])

    def test_copy_starts_anew(self):
        request = self.owned
        self.assertFalse(request.with_user(self.user).copy().owner_id)

    def test_history_escapes_what_people_write(self):
        request = self.owned
        self._pass(request, self.officer, self.second, "<script>alert(1)</script>")
        request.invalidate_recordset()
        self.assertNotIn("<script>", request.hand_over_history)


@tagged('post_install', '-at_install')
class TestHandOverOfSecrets(SecrecyMixin, HandOverCommon):
    """Nobody answers for what he may not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_clearances()
        cls.secret = cls._create_secret()
        cls._approve(cls.secret)

    def test_accountable_is_somebody_cleared(self):
        self.assertEqual(self.secret.owner_id, self.officer)

    def test_not_to_somebody_without_an_undertaking(self):
        request = self.secret
        for user in (self.second, self.manager):
            with self.assertRaisesRegex(UserError, "cannot answer for"):
                request.with_user(self.officer)._hand_over(user, "x")
        request.with_user(self.user)._classify('secret', self.officer | self.second, "For both")
        with self.assertRaisesRegex(UserError, "cannot answer for"):
            request.with_user(self.officer)._hand_over(self.second, "x")
        self._clear(self.second)
        self._pass(request, self.officer, self.second)
        self.assertEqual(request.hand_over_to_id, self.second)

    def test_who_may_not_see_it_any_more_does_not_answer_for_it(self):
        request = self.secret
        self._clear(self.second)
        request.with_user(self.user)._classify('secret', self.second | self.manager, "Not for the officer")
        self.assertEqual(request.owner_id, self.manager)

    def test_r134_who_loses_his_undertaking(self):
        request = self.secret
        self._clear(self.second)
        request.with_user(self.user)._classify('secret', self.officer | self.second | self.manager, "For all")
        self.env['office.secrecy.undertaking'].search([('user_id', '=', self.officer.id)])._withdraw("Moved")
        self.assertEqual(request.owner_id, self.manager)

    def test_r134_whose_undertaking_has_ended(self):
        request = self.secret
        request.with_user(self.user)._classify('secret', self.officer | self.manager, "For both")
        undertakings = self.env['office.secrecy.undertaking']
        undertakings.search([('user_id', '=', self.officer.id)])._write_as_system(
            {'end_datetime': fields.Datetime.now()})
        undertakings._cron_remind()
        self.assertEqual(request.owner_id, self.manager)

    def test_wizard_names_nothing_that_is_secret(self):
        request = self.secret
        for model, values in (('office.hand.over.pass', {'verb': 'pass', 'note': "x"}),
                              ('office.closing.reason', {'verb': 'cancel', 'reason': "x"}),
                              ('office.closing.confirm', {})):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                wizard = self.env[model].with_user(self.second).create(
                    {'res_model': request._name, 'res_ids': request.ids, **values})
                wizard.read(['document_names'])

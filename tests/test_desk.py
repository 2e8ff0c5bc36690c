"""My Office: one page on which everybody asks, decides, and sees where things stand."""
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from .approval_common import ApprovalMixin

CARD = 'office.desk.card'


class DeskMixin(ApprovalMixin):

    def _get_desk(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[CARD].with_user(user).with_context(allowed_company_ids=user.company_ids.ids).get_desk()

    def _get_section(self, user, name):
        return next((one for one in self._get_desk(user)['sections'] if one['name'] == name), None)

    def _get_count(self, user, name):
        section = self._get_section(user, name)
        return sum(counter['count'] for counter in section['counters']) if section else 0

    def _get_names(self, user, name):
        section = self._get_section(user, name)
        return [row['name'] for row in section['rows']] if section else []


@tagged('post_install', '-at_install')
class TestDesk(DeskMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_r1_my_request_with_state_and_who_comes_next(self):
        request = self._submit()
        [row] = self._get_section(self.user, 'mine')['rows']
        self.assertEqual(
            (row['name'], row['state'], row['who'], row['is_late']), (request.name, "Submitted", "Head", False))
        self.assertIn("Answer", row['promise'])
        self.assertIn("Copy Paper A4", row['what'])

    def test_r1_what_waits_for_my_decision_is_decided_on_the_page(self):
        request = self._submit()
        [row] = self._get_section(self.head, 'decide')['rows']
        self.assertEqual((row['name'], row['who']), (request.name, "User"))
        self.assertEqual(
            [button['name'] for button in row['buttons']], ['action_approve', 'action_refuse', 'action_ask_back'])
        self.env[row['model']].with_user(self.head).browse(row['id']).action_approve()
        self.assertEqual(request.state, 'approved')
        self.assertIsNone(self._get_section(self.head, 'decide'))

    def test_r1_officers_see_what_is_to_be_handed_out(self):
        request = self._create_approved()
        self.assertEqual(self._get_names(self.officer, 'queue'), [request.name])
        for user in (self.auditor, self.user, self.head):
            self.assertIsNone(self._get_section(user, 'queue'))

    def test_r4_portal_users_have_no_page(self):
        portal = self.env['res.users'].create({
            'name': "Portal", 'login': 'desk_portal', 'group_ids': [(6, 0, self.env.ref('base.group_portal').ids)]})
        with self.assertRaises(AccessError):
            self.env[CARD].with_user(portal).get_desk()

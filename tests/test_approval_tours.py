"""A request travels through two steps while the head is on leave, and each sees for whom it waits and since when."""
from odoo.tests import HttpCase, tagged

from .approval_common import ApprovalMixin


@tagged('browser')
class ApprovalTours(ApprovalMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _start(self, path, tour, user):
        self.start_tour(f'/odoo/{path}', f'office_approval_{tour}', login=user.login, timeout=120)
        self.env.invalidate_all()

    def _travel(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        self._go_on_leave(self.head_employee)
        self._substitute(self.head, self.stranger)
        request = self._submit()
        self._start('supply-requests', 'waits_for_head', self.user)
        self._start('my-approvals', 'substitute_approves', self.stranger)
        self.assertEqual(request.approver_ids, self.manager)
        self._start('my-approvals', 'manager_approves', self.manager)
        self.assertEqual(request.state, 'approved')


@tagged('post_install', '-at_install')
class TestApprovalTours(ApprovalTours):

    def test_two_steps_while_the_head_is_on_leave(self):
        self._travel()

    def test_every_view_opens(self):
        self._set_steps(self._named(self.manager))
        self.company.office_fallback_approver_id = self.boss
        self._approve(self._submit(), self.manager)
        self._submit()
        self._create_request(self.manager)
        self._start('my-approvals', 'open_every_view', self.manager)

    def test_decide_many(self):
        self._set_steps(self._named(self.head, self.boss))
        own = self._submit(self.head)
        other = self._submit()
        # both in one list: his own, too, since somebody has to decide on it
        self.start_tour('/odoo/all-approvals', 'office_approval_decide_many', login=self.head.login, timeout=120)
        self.env.invalidate_all()
        self.assertEqual((own | other).mapped('state'), ['submitted', 'approved'])


@tagged('post_install', '-at_install')
class TestApprovalPhoneTours(ApprovalTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_two_steps_while_the_head_is_on_leave(self):
        self._travel()

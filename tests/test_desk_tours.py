"""My Office in the browser, on a desktop and on a phone."""
from odoo.tests import HttpCase, tagged

from .approval_common import ApprovalMixin


@tagged('browser')
class DeskTours(ApprovalMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _start(self, tour, user):
        self.start_tour('/odoo/my-office', f'office_desk_{tour}', login=user.login, timeout=120)
        self.env.invalidate_all()

    def _decide_on_the_page(self):
        first, second = self._submit(), self._create_request(items=[(self.pen, 2)])
        second.action_submit()
        self._start('decide', self.head)
        self.assertEqual((first.state, second.state), ('approved', 'refused'))
        self.assertEqual(second.refuse_reason, "We still have some.")

    def _ask_again_in_two_clicks(self):
        old = self._submit()
        self._start('ask_again', self.user)
        new = self.env['office.supply.request'].search([('requester_id', '=', self.user.id)]) - old
        self.assertRecordValues(new, [{'state': 'submitted'}])
        self.assertEqual(new.line_ids.product_id, self.paper)

    def _close_on_the_page(self):
        good, poor = self._create_approved(), self._create_approved(items=[(self.pen, 2)])
        for request in good | poor:
            self._hand_out(request)
        self._start('close', self.user)
        self.assertRecordValues(good | poor, [
            {'state': 'done', 'confirmation': 'confirmed', 'reopen_count': 0},
            {'state': 'approved', 'confirmation': False, 'reopen_count': 1}])
        self.assertEqual(good.rating_ids.mapped('rating'), [5.0])
        self.assertEqual(poor.reopen_reason, "I got one of two.")


@tagged('post_install', '-at_install')
class TestDeskTours(DeskTours):

    def test_r1_decide_on_the_page(self):
        self._decide_on_the_page()

    def test_r6_ask_again_in_two_clicks(self):
        self._ask_again_in_two_clicks()

    def test_r7_close_on_the_page(self):
        self._close_on_the_page()

    def test_r92_accept_on_the_page(self):
        second = self._create_user('sup_second', 'office_admin_base.position_officer')
        request = self._create_approved()
        owner = request.owner_id
        request.with_user(owner)._hand_over((self.officer | second) - owner, "I am away tomorrow.")
        self._start('accept', request.hand_over_to_id)
        self.assertEqual(request.owner_id, (self.officer | second) - owner)

    def test_r1_first_page_after_the_login_and_what_to_do_first(self):
        self.start_tour('/odoo', 'office_desk_first', login=self.stranger.login, timeout=120)

    def test_r1_counters_and_rows_open_records(self):
        self._create_approved()
        self._create_approved()
        self._start('open', self.officer)

    def test_page_of_cards_shows_a_sample_where_nothing_is(self):
        self.browser_js('/odoo/supply-requests', "console.log('test successful')",
                        "!!document.querySelector('.o_view_sample_data .o_kanban_record')", login=self.stranger.login)


@tagged('post_install', '-at_install')
class TestPhoneDeskTours(DeskTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_r1_decide_on_the_page(self):
        self._decide_on_the_page()

    def test_r6_ask_again_in_two_clicks(self):
        self._ask_again_in_two_clicks()

    def test_r7_close_on_the_page(self):
        self._close_on_the_page()

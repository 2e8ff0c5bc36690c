from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from odoo.addons.office_admin_base.time_machine import TimeMachine
from odoo.addons.office_admin_public.tests.common import forget_tries

from .common import OfficeVisitMixin


class ServiceMixin(OfficeVisitMixin):

    def _visit(self, waits, is_received=True, **values):
        """Let one guest for each of ``waits`` come, so many minutes before they are received."""
        visit = self._announce(hours=0, guest_ids=[
            Command.create({'name': f"Guest {number}", 'email': f"g{number}@example.com", 'lang': 'en_US'})
            for number, _wait in enumerate(waits)], guests=(), **values)
        begin, longest = fields.Datetime.now(), max(waits)
        with TimeMachine(self.env) as clock:
            for guest, wait in zip(visit.guest_ids, waits, strict=True):
                clock.travel(begin + timedelta(minutes=longest - wait))
                guest.with_user(self.desk)._sign_in('desk')
            if is_received:
                clock.travel(begin + timedelta(minutes=longest))
                visit.action_receive()
            clock.travel(begin + timedelta(minutes=longest + 20))
            visit.guest_ids.with_user(self.desk)._sign_out('desk')
        self.env.flush_all()
        return visit.with_env(self.env)

    def _get_figures(self, user=None, groupby=()):
        return self.env['office.visit.wait'].with_user(user or self.manager)._read_group(
            [('company_id', '=', self.company.id)], groupby,
            ['__count', 'median_minutes:median', 'average_minutes:avg', 'in_time_rate:avg', 'rating:avg'])


@tagged('post_install', '-at_install')
class TestWaits(ServiceMixin, TransactionCase):
    """How long guests wait, and what they say, in figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.company.office_visit_answer_minutes = 5

    def test_r126_the_median_wait_and_the_feedback_are_shown(self):
        self._visit([10, 4])
        self._visit([1])
        visit = self._visit([3])
        visit.guest_ids.feedback_ids._answer('4', "Friendly")
        self._visit([2]).guest_ids.feedback_ids._answer('1', "")
        self.env.flush_all()
        manager = new_test_user(
            self.env, 'sup_r126', 'base.group_user,office_admin_reception.group_manager', company_id=self.company.id)
        [(count, median, average, in_time, rating)] = self._get_figures(manager)
        self.assertEqual(count, 5)
        self.assertAlmostEqual(median, 3)  # of 1, 2, 3, 4, 10
        self.assertAlmostEqual(average, 4)
        self.assertAlmostEqual(in_time, 80)  # all but the one who waited for 10 minutes
        self.assertAlmostEqual(rating, 2.5)
        by_host = self._get_figures(manager, ['department_id', 'arrive_datetime:day', 'purpose_id'])
        self.assertEqual(sum(row[3] for row in by_host), 5)
        shown = self.env['office.visit.wait'].with_user(manager).formatted_read_group(
            [('company_id', '=', self.company.id)], ['purpose_id'], ['median_minutes:median'])
        self.assertAlmostEqual(shown[0]['median_minutes:median'], 3)
        self.assertEqual(
            self.env['office.visit.feedback'].with_user(manager).search([('comment', '!=', False)]).comment, "Friendly")

    def test_who_was_never_received_was_not_received_in_time(self):
        self._visit([1])
        self._visit([30], is_received=False)
        [(count, median, _average, in_time, _rating)] = self._get_figures()
        self.assertEqual((count, median, in_time), (2, 1, 50))

    def test_who_joins_others_has_not_waited(self):
        visit = self._visit([2])
        visit.guest_ids._write_as_system({'arrive_datetime': visit.receive_datetime + timedelta(minutes=1)})
        self.env.flush_all()
        [(count, median, _average, in_time, _rating)] = self._get_figures()
        self.assertEqual((count, median, in_time), (1, False, False))

    def test_who_was_not_received_has_no_wait_of_zero_minutes(self):
        self._visit([0])
        self._visit([30], is_received=False)
        joined = self._visit([2])
        joined.guest_ids._write_as_system({'arrive_datetime': joined.receive_datetime + timedelta(minutes=1)})
        self.env.flush_all()
        waits = self.env['office.visit.wait'].with_user(self.manager).search(
            [('company_id', '=', self.company.id)], order='id')
        self.assertRecordValues(waits, [
            {'has_wait': True, 'is_late': False},
            {'has_wait': False, 'is_late': True},
            {'has_wait': False, 'is_late': False},
        ])
        late = self.env.ref('office_admin_reception.office_visit_wait_view_search').arch
        self.assertIn("[('is_late', '=', True)]", late)
        self.assertEqual(waits.filtered_domain([('is_late', '=', True)]), waits[1])
        self.assertEqual(waits.search([('id', 'in', waits.ids), ('is_late', '=', True)]), waits[1])

    def test_no_list_shows_an_average_rounded_to_a_whole_number(self):
        feedback = self.env['office.visit.feedback']
        self.assertNotIn('aggregator', feedback.fields_get(['rating'], ['aggregator'])['rating'])
        self.assertNotIn('avg', self.env.ref('office_admin_reception.office_visit_feedback_view_list').arch)

    def test_the_figures_are_for_the_front_desk_and_its_auditors(self):
        self._visit([2])
        for user in self.user | self.head:
            with self.subTest(user=user.login):
                for model in ('office.visit.wait', 'office.visit.feedback'):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search([])
        self.assertTrue(self._get_figures(self.auditor)[0][0])

    def test_guests_are_asked_once_and_only_if_the_company_wants_it(self):
        template = self.env.ref('office_admin_reception.mail_template_feedback')
        subject = f"How was your visit at {self.company.name}?"

        def count():
            return self.env['mail.mail'].search_count([('subject', '=', subject)])

        self.assertTrue(template)
        visit = self._visit([2])
        self.assertEqual((count(), len(visit.guest_ids.feedback_ids)), (1, 1))
        visit.guest_ids.sudo()._ask_feedback()
        self.assertEqual(count(), 1)
        self.company.office_visit_feedback = False
        self.assertFalse(self._visit([2]).guest_ids.feedback_ids)
        self.assertEqual(count(), 1)

    def test_a_comment_is_erased_and_the_rating_stays(self):
        visit = self._visit([2]).sudo()
        visit.guest_ids.feedback_ids._answer('2', "Ann Lee was late")
        self.env['office.visit.privacy']._erase_visits(visit)
        self.assertRecordValues(visit.guest_ids.feedback_ids, [{'rating': 2, 'comment': False}])
        self.assertFalse(self.env['mail.mail'].search([('email_to', 'like', 'g0@example.com')]))

    def test_nobody_writes_feedback_by_hand(self):
        feedback = self._visit([2]).guest_ids.feedback_ids.with_user(self.manager)
        for values in ({'rating': 5}, {'comment': "x"}, {'answer_datetime': '2026-01-01'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                feedback.write(values)


@tagged('post_install', '-at_install')
class TestFeedbackPage(ServiceMixin, HttpCase):
    """The page on which a guest says how it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def setUp(self):
        super().setUp()
        forget_tries(self.env)
        self.feedback = self._visit([2]).guest_ids.feedback_ids
        self.address = f'/office/visit/feedback/{self.feedback._make_public_token()}'

    def test_a_guest_answers_once(self):
        page = self.url_open(self.address)
        self.assertEqual(page.status_code, 200)
        self.assertIn("How was your visit?", page.text)
        for words in ("Guest 0", self.user_employee.name, self.feedback.visit_id.name):
            self.assertNotIn(words, page.text)
        refused = self.url_open(f'{self.address}/send', data={'rating': '9'})
        self.assertEqual(refused.status_code, 422)
        thanks = self.url_open(f'{self.address}/send', data={'rating': '5', 'comment': "Fine\x00 <b>tea</b>"})
        self.assertIn("Your answer is here.", thanks.text)
        self.feedback.invalidate_recordset()
        self.assertRecordValues(self.feedback, [{'rating': 5, 'comment': "Fine  <b>tea</b>"}])
        self.assertEqual(self.url_open(self.address).status_code, 404)
        self.assertEqual(self.url_open(f'{self.address}/send', data={'rating': '1'}).status_code, 404)
        self.feedback.invalidate_recordset()
        self.assertEqual(self.feedback.rating, 5)

    def test_it_is_read_in_the_language_of_the_guest(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.feedback.guest_id._write_as_system({'lang': 'zh_CN'})
        page = self.url_open(self.address)
        self.assertIn('lang="zh-CN"', page.text)
        self.assertIn("非常满意", page.text)

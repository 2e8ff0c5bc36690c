"""Nothing ends but confirmed, refused or cancelled with a reason; who is not content is heard."""
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

FOLLOW_UP = 'office_admin_base.mail_activity_type_follow_up'


@tagged('post_install', '-at_install')
class TestClosing(OfficeTestCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approved, cls.done = cls._create_approved(), cls._create_done()

    def _run_cron(self):
        with patch.object(self.env.cr, 'rollback'), patch.object(self.env.cr, 'commit'):
            self.env['office.closing.mixin']._cron_confirm()

    def _get_ratings(self, request):
        return self.env['rating.rating'].search([('res_model', '=', request._name), ('res_id', '=', request.id)])

    def _get_follow_up(self, request):
        return self.env['office.deadline'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id), ('kind', '=', 'follow_up')])

    def test_r7_done_waits_for_the_confirmation(self):
        request = self.done
        self.assertRecordValues(request, [{'state': 'done', 'confirmation': 'waiting', 'confirm_datetime': False}])
        self.assertIn(request, request.search(request._get_to_confirm_domain()))
        self._confirm(request)
        self.assertRecordValues(request, [{'state': 'done', 'confirmation': 'confirmed'}])
        self.assertTrue(request.confirm_datetime)
        self.assertNotIn(request, request.search(request._get_to_confirm_domain()))

    def test_r7_beneficiary_confirms_as_well(self):
        request = self._create_done(employee_id=self.colleague_employee.id)
        self.assertIn('confirm', request.with_user(self.colleague).allowed_verbs)
        self._confirm(request, self.colleague)
        self.assertEqual(request.confirmation, 'confirmed')

    def test_r7_nobody_else_confirms_or_reopens(self):
        request = self.done
        for user in (self.officer, self.manager, self.head):
            for method in ('action_confirm', 'action_reopen'):
                with self.assertRaisesRegex(AccessError, "is up to those for whom it is: User"):
                    getattr(request.with_user(user), method)()
            with self.assertRaises(AccessError):
                request.with_user(user)._confirm(5, "Great")
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).action_confirm()
        self.assertEqual(request.confirmation, 'waiting')

    def test_r7_confirm_in_the_wrong_state(self):
        request = self.approved
        with self.assertRaisesRegex(UserError, "status is “Approved”"):
            request.action_confirm()
        self._serve(request)
        self._confirm(request)
        with self.assertRaisesRegex(UserError, "confirmed already"):
            request.action_confirm()
        with self.assertRaisesRegex(UserError, "confirmed already"):
            request._confirm(1, "Again")

    def test_r7_silence_confirms_with_a_mark(self):
        self.company.office_confirm_days = 2
        request, other = self._create_done(), self.done
        self._confirm(other)
        with freeze_time(request.confirm_until - timedelta(minutes=1)):
            self._run_cron()
            self.assertEqual(request.confirmation, 'waiting')
        with freeze_time(request.confirm_until + timedelta(minutes=1)):
            self._run_cron()
        self.assertRecordValues(request | other, [{'confirmation': 'automatic'}, {'confirmation': 'confirmed'}])
        self.assertTrue(request.confirm_datetime)

    def test_r7_silence_leaves_alone_what_was_answered_meanwhile(self):
        reopened, confirmed = self.done, self._create_done()
        self._reopen(reopened)
        self._confirm(confirmed)
        (reopened | confirmed).sudo()._confirm_automatically()
        self.assertRecordValues(reopened | confirmed, [
            {'state': 'approved', 'confirmation': False}, {'state': 'done', 'confirmation': 'confirmed'}])

    def test_r7_days_are_working_days(self):
        self.company.office_confirm_days = 3
        request = self.approved
        with freeze_time(datetime(2026, 3, 5, 8)):  # a Thursday
            self._serve(request)
            self.assertEqual(request.confirm_until.date(), datetime(2026, 3, 10).date())

    def test_days_have_limits(self):
        for days in (0, -1, 61):
            with self.assertRaises(ValidationError):
                self.company.office_confirm_days = days

    def test_company_without_a_calendar(self):
        self.company.resource_calendar_id = False
        with freeze_time(datetime(2026, 3, 5, 8)):
            self.assertEqual(
                self.env[self.request_model]._get_confirm_until(self.company), datetime(2026, 3, 8, 8))

    def test_reason_is_needed(self):
        request = self.done
        with self.assertRaisesRegex(UserError, "Say why"):
            self._say(request, self.user, 'action_reopen', " ")
        other = self.approved
        with self.assertRaisesRegex(UserError, "Say why"):
            self._say(other, self.user, 'action_cancel', " ")
        self.assertEqual(other.state, 'approved')

    def test_r7_cancelled_with_a_reason(self):
        request = self.approved
        self._say(request, self.user, 'action_cancel', "I found some.")
        self.assertRecordValues(request, [{'state': 'cancelled', 'cancel_reason': "I found some."}])

    def test_r7_many_are_cancelled_with_one_reason(self):
        requests = self.approved | self._create_request() | self.done
        result = self._say(requests, self.user, 'action_cancel', "We move.")
        self.assertEqual(requests.mapped('state'), ['cancelled', 'cancelled', 'done'])
        self.assertEqual(result['tag'], 'display_notification')

    def test_r7_accountable_person_hears_of_it(self):
        request = self.done
        self._say(request, self.user, 'action_reopen', "Wet")
        activity = self.env['mail.activity'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id),
            ('activity_type_id', '=', self.env.ref('office_admin_base.mail_activity_type_reopened').id)])
        self.assertEqual(activity.user_id, request.owner_id)
        self._say(request, self.officer, 'action_done', "Exchanged.")
        self.assertFalse(activity.exists())

    def test_r7_open_longer_than_thirty_days(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=31)):
            submitted, cancelled = self._create_request(), self._create_request()
            (submitted | cancelled).action_submit()
            done, confirmed = self._create_done(), self._create_done()
            draft = self._create_request()
        cancelled._do_with_reason('cancel', "x")
        self._confirm(confirmed)
        everything = submitted | cancelled | done | confirmed | draft | self.approved
        found = everything.search([('id', 'in', everything.ids), ('is_open_long', '=', True)])
        self.assertEqual(found, submitted | done, "what is done and not confirmed has not ended")
        self.assertEqual(everything.filtered('is_open_long'), submitted | done)
        self.assertEqual(everything.search([('id', 'in', everything.ids), ('is_open_long', '=', False)]),
                         everything - submitted - done)

    def test_r149_rated_when_confirmed(self):
        request = self.done
        self._confirm(request, rating='5', comment="So fast!")
        rating = self._get_ratings(request)
        self.assertRecordValues(rating, [{
            'rating': 5, 'feedback': "So fast!", 'consumed': True, 'access_token': False,
            'partner_id': self.user.partner_id.id, 'rated_partner_id': request.owner_id.partner_id.id}])
        self.assertEqual(request.rating_last_value, 5)
        self.assertFalse(self._get_follow_up(request))

    def test_r149_low_rating_calls_for_a_contact_within_a_working_day(self):
        request = self.approved
        with freeze_time(datetime(2026, 3, 5, 1)):  # a Thursday
            self._serve(request)
            self._confirm(request, rating='2', comment="The pens leak.")
            follow_up = self._get_follow_up(request)
            self.assertEqual(follow_up.due.date(), datetime(2026, 3, 6).date())
            activities = self.env['mail.activity'].search([
                ('res_model', '=', request._name), ('res_id', '=', request.id),
                ('activity_type_id', '=', self.env.ref(FOLLOW_UP).id)])
            self.assertEqual(activities.user_id, request.owner_id)
            self.assertTrue(request.with_user(self.officer).can_end_follow_up)
            self.assertFalse(request.with_user(self.user).can_end_follow_up)
            with self.assertRaisesRegex(UserError, "Say why"):
                self._say(request, self.officer, 'action_follow_up_done', "")
            self._say(request, self.officer, 'action_follow_up_done', "Exchanged them.")
        self.assertEqual(follow_up.outcome, 'met')
        self.assertFalse(activities.exists())
        with self.assertRaisesRegex(UserError, "nobody waits for a contact"):
            request.with_user(self.officer).action_follow_up_done()

    def test_r149_follow_up_by_the_wrong_person(self):
        request = self.done
        self._confirm(request, rating='1')
        for user in (self.user, self.head):
            with self.assertRaisesRegex(AccessError, "contacted by"):
                request.with_user(user)._end_follow_up("All well")

    def test_r149_three_is_not_low(self):
        request = self.done
        self._confirm(request, rating='3')
        self.assertFalse(self._get_follow_up(request))

    def test_r149_once_for_each_closing(self):
        request = self.done
        self._confirm(request, rating='2')
        with self.assertRaises(UserError):
            self._confirm(request, rating='5')
        self._say(request, self.user, 'action_reopen', "Two are missing")
        self._serve(request)
        self._confirm(request, rating='4')
        self.assertEqual(sorted(self._get_ratings(request).mapped('rating')), [2, 4])
        self.assertEqual(request.rating_last_value, 4)

    def test_rating_outside_its_range(self):
        request = self.done
        for rating in (-1, 6, 2.5, 'x'):
            with self.assertRaises(UserError):
                request._confirm(rating)

    def test_r149_ratings_are_forged_by_nobody(self):
        request = self.done
        self._confirm(request, rating='1')
        rating = self._get_ratings(request)
        values = {'res_model_id': self.env['ir.model']._get_id(request._name), 'res_id': request.id, 'rating': 5}
        loose = self.env['rating.rating'].with_user(self.user).create({
            'res_model_id': self.env['ir.model']._get_id('res.partner'), 'res_id': self.user.partner_id.id})
        for user in (self.user, self.officer, self.manager, self.env.ref('base.user_root')):
            ratings = self.env['rating.rating'].with_user(user)
            for work in (
                    lambda ratings=ratings: ratings.create(values),
                    lambda user=user: rating.with_user(user).write({'rating': 5}),
                    lambda user=user: rating.with_user(user).reset(),
                    lambda user=user: rating.with_user(user).unlink(),
                    lambda user=user: loose.with_user(user).write(values),
                    lambda user=user: request.with_user(user).rating_apply(5, rating=rating.with_user(user)),
                    lambda user=user: request.with_user(user)._rating_get_access_token(user.partner_id),
                    lambda user=user: request.with_user(user).message_post(body="x", rating_value=5)):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    work()
        self.env.invalidate_all()
        self.assertRecordValues(self._get_ratings(request), [{'rating': 1, 'access_token': False}])

    def test_ratings_that_only_seem_to_be_of_a_request(self):
        """Without a model, as of a part, beneath it, or shown with what was said of it."""
        request = self.done
        self._confirm(request, rating='1')
        get_id = self.env['ir.model']._get_id
        message = request.message_ids[0]
        partner = {'res_model_id': get_id('res.partner'), 'res_id': self.user.partner_id.id}
        forged = (
            {'res_id': request.id},
            {'res_model': request._name, 'res_id': request.id},
            {'res_model_id': get_id(request.line_ids._name), 'res_id': request.line_ids[0].id},
            {**partner, 'message_id': message.id},
            {**partner, 'parent_res_model': request._name, 'parent_res_id': request.id})
        for user in self.user | self.stranger:
            ratings = self.env['rating.rating'].with_user(user)
            for values in forged:
                with self.subTest(user=user.login, values=values):
                    with self.assertRaisesRegex(UserError, "rated when they are confirmed|say of which one"), \
                            self.env.cr.savepoint():
                        ratings.create({**values, 'rating': 5, 'consumed': True})
                    own = ratings.create(partner)
                    with self.assertRaisesRegex(UserError, "rated when they are confirmed|say of which one"), \
                            self.env.cr.savepoint():
                        own.write({'res_model_id': False, **values, 'rating': 5, 'consumed': True})
                    self.env.invalidate_all()
            ratings.create([
                {**partner, 'res_model': request._name, 'rating': 5},
                {**partner, 'parent_res_model_id': get_id(request._name), 'parent_res_id': request.id, 'rating': 5}])
        self.assertEqual(self.env['rating.rating'].sudo().search_count(
            ['|', ('res_model', '=', request._name), ('parent_res_model', '=', request._name)]), 1)
        self.assertEqual(request.rating_last_value, 1)
        self.assertFalse(message.sudo().rating_ids)

    def test_r149_ratings_are_read_with_their_document(self):
        request = self.done
        self._confirm(request, rating='1', comment="Leaks")
        rating = self._get_ratings(request)
        for user, count in ((self.user, 1), (self.officer, 1), (self.stranger, 0), (self.colleague, 0)):
            ratings = self.env['rating.rating'].with_user(user)
            self.assertEqual(ratings.search_count([('id', '=', rating.id)]), count)
            self.assertEqual(rating.with_user(user).has_access('read'), bool(count))

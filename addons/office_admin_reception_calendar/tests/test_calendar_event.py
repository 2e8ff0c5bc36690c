from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.office_admin_reception.tests.common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestCalendarEvent(OfficeVisitCommon):
    """A plain employee plans meetings, and the front desk expects the guests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mary, cls.tom = cls.env['res.partner'].create([
            {'name': "Mary Poe", 'email': 'mary@example.com', 'parent_id': cls.env['res.partner'].create(
                {'name': "Acme", 'is_company': True}).id},
            {'name': "Tom Ray"}])
        cls.colleague = cls._create_user('cal_colleague', 'base.group_user')
        cls.begin = fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)

    def _plan(self, user=None, partners=None, **values):
        user = user or self.user
        partners = (self.mary | self.tom) if partners is None else partners
        return self.env['calendar.event'].with_user(user).create({
            'name': "Merger with Acme", 'start': self.begin, 'stop': self.begin + timedelta(hours=2),
            'guests_come': True, 'location': "Room 301",
            'partner_ids': [Command.set((user.partner_id | partners).ids)], **values})

    def _plan_series(self, count=3, **values):
        return self._plan(
            recurrency=True, rrule_type='daily', interval=1, end_type='count', count=count, event_tz='UTC', **values,
        ).recurrence_id

    def _get_visits(self, events):
        self.env.flush_all()
        return self.env['office.visit'].search([('event_id', 'in', events.ids)], order='begin_datetime')

    def _get_names(self, visits):
        return [sorted(visit.guest_ids.mapped('name')) for visit in visits]

    def test_r38_outsiders_of_a_meeting_are_one_visit(self):
        event = self._plan(partners=self.mary | self.tom | self.colleague.partner_id)
        visit = self._get_visits(event)
        self.assertEqual(visit.state, 'expected')
        self.assertEqual(visit.employee_id.user_id, self.user)
        self.assertEqual(visit.requester_id, self.user)
        self.assertEqual((visit.begin_datetime, visit.end_datetime), (event.start, event.stop))
        self.assertEqual((visit.room, visit.place_id), ("Room 301", self.site))
        self.assertEqual(self._get_names(visit), [["Mary Poe", "Tom Ray"]])
        mary = visit.guest_ids.filtered('email')
        self.assertEqual((mary.email, mary.organisation), ('mary@example.com', "Acme"))
        self.assertTrue(mary.invited_datetime)
        self.assertEqual(event.visit_id, visit)
        # the desk lets them in as any other guest
        visit.guest_ids.with_user(self.desk)._sign_in('desk')
        self.assertEqual(visit.state, 'arrived')

    def test_r38_guests_are_copies_that_lead_to_no_contact(self):
        guests = self._get_visits(self._plan()).guest_ids
        links = [field.name for field in guests._fields.values() if field.comodel_name in (
            'res.partner', 'calendar.attendee', 'calendar.event')]
        self.assertEqual([name for name in links if guests[name] & (self.mary | self.tom)], [])
        self.assertFalse(guests.visit_id.message_partner_ids & (self.mary | self.tom))

    def test_r38_guests_have_the_meeting_in_their_calendar_once(self):
        event = self._plan(partners=self.mary)
        visit = self._get_visits(event)
        visit.with_user(self.user).guest_ids = [Command.create({'name': "Driver", 'email': 'driver@example.com'})]
        mails = self.env['mail.mail'].search([('mail_message_id.attachment_ids.name', '=', 'invitation.ics')])
        self.assertEqual(mails.recipient_ids & self.mary, self.mary)
        ours = self._get_pass_mails()
        self.assertEqual(
            [mail.attachment_ids.mapped('name') for mail in ours], [['pass.png'], ['pass.png', 'invitation.ics']])
        self.assertEqual([" calendar" in mail.body_html for mail in ours], [False, True])
        event.unlink()
        self.assertEqual([" calendar" in mail.body_html for mail in self._get_pass_mails()[2:]], [False, True])

    def test_r38_without_mails_of_the_calendar_ours_bring_the_file(self):
        self.env['ir.config_parameter'].set_param('calendar.block_mail', True)
        self._plan(partners=self.mary)
        self.assertIn('invitation.ics', self._get_pass_mails().attachment_ids.mapped('name'))

    def _get_pass_mails(self):
        self.env.flush_all()
        return self.env['mail.mail'].search(
            [('model', '=', 'office.visit.guest'), ('email_to', 'like', 'example.com')], order='id')

    def test_r38_nobody_comes_without_being_asked_to(self):
        for values in (
                {'guests_come': False}, {'partners': self.colleague.partner_id},
                {'start': self.begin - timedelta(days=9), 'stop': self.begin - timedelta(days=8)}):
            with self.subTest(values):
                self.assertFalse(self._get_visits(self._plan(**values)))

    def test_r38_a_user_without_employee_hosts_nobody(self):
        user = self._create_user('cal_lonely', 'base.group_user')
        user.sudo().employee_ids.unlink()
        event = self._plan(user)
        self.assertFalse(self._get_visits(event))
        self.assertIn("no employee record", event.visit_words)

    def test_r38_a_meeting_moves_its_visit(self):
        event = self._plan()
        visit = self._get_visits(event)
        event.write({'start': self.begin + timedelta(days=1), 'stop': self.begin + timedelta(days=1, hours=1)})
        self.assertEqual(self._get_visits(event), visit)
        self.assertEqual(visit.begin_datetime, self.begin + timedelta(days=1))
        self.assertEqual(visit.end_datetime, self.begin + timedelta(days=1, hours=1))
        self.assertEqual(visit.change_count, 1)

    def test_r38_attendees_are_added_and_removed(self):
        event = self._plan(partners=self.mary)
        visit = self._get_visits(event)
        visit.with_user(self.user).guest_ids = [Command.create({'name': "Driver of Mary"})]
        event.partner_ids = [Command.link(self.tom.id)]
        self.assertEqual(self._get_names(visit), [["Driver of Mary", "Mary Poe", "Tom Ray"]])
        mary = visit.guest_ids.filtered('email')
        event.partner_ids = [Command.unlink(self.tom.id)]
        self.assertEqual(self._get_names(visit), [["Driver of Mary", "Mary Poe"]])
        self.assertTrue(mary.exists())

    def test_r38_who_declines_is_not_expected(self):
        event = self._plan()
        visit = self._get_visits(event)
        attendee = event.attendee_ids.filtered(lambda attendee: attendee.partner_id == self.tom)
        # from the link in the mail, as the page does
        attendee.with_user(self.env.ref('base.public_user')).sudo().do_decline()
        self.assertEqual(self._get_names(visit), [["Mary Poe"]])
        attendee.with_user(self.env.ref('base.public_user')).sudo().do_accept()
        self.assertEqual(self._get_names(visit), [["Mary Poe", "Tom Ray"]])

    def test_r38_all_decline_and_one_comes_after_all(self):
        event = self._plan(partners=self.tom)
        visit = self._get_visits(event)
        attendee = event.attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.tom).with_user(self.env.ref('base.public_user')).sudo()
        attendee.do_decline()
        self.assertEqual(visit.state, 'cancelled')
        attendee.do_accept()
        again = self._get_visits(event)
        self.assertEqual((again.state, again.requester_id), ('expected', self.user))

    def test_r38_the_organiser_declines(self):
        event = self._plan()
        visit = self._get_visits(event)
        event.change_attendee_status('declined', 'self_only')
        self.assertEqual(visit.state, 'cancelled')
        self.assertIn("declined", event.visit_words)

    def test_r38_a_meeting_ends_its_visit(self):
        for end in (lambda event: event.unlink(), lambda event: event.action_archive(),
                    lambda event: event.write({'guests_come': False})):
            event = self._plan()
            visit = self._get_visits(event)
            end(event)
            self.assertEqual(visit.state, 'cancelled')
        event.guests_come = True
        self.assertEqual(self._get_visits(event).state, 'expected')

    def test_r38_what_has_begun_stays(self):
        event = self._plan(partners=self.mary)
        visit = self._get_visits(event)
        visit.guest_ids.with_user(self.desk)._sign_in('desk')
        event.partner_ids = [Command.link(self.tom.id)]
        self.assertEqual(self._get_names(visit), [["Mary Poe", "Tom Ray"]])
        event.unlink()
        self.assertEqual(visit.state, 'arrived')

    def test_r38_what_the_desk_has_cancelled_stays_so_until_the_meeting_moves(self):
        event = self._plan()
        visit = self._get_visits(event)
        visit.with_user(self.desk).action_cancel()
        event.partner_ids = [Command.unlink(self.tom.id)]
        self.assertEqual(self._get_visits(event), visit)
        event.write({'start': self.begin + timedelta(days=1), 'stop': self.begin + timedelta(days=1, hours=1)})
        self.assertEqual(self._get_visits(event).mapped('state'), ['cancelled', 'expected'])

    def test_r38_a_series_has_a_visit_for_each_meeting(self):
        events = self._plan_series().calendar_event_ids
        visits = self._get_visits(events)
        self.assertEqual(visits.mapped('begin_datetime'), [self.begin + timedelta(days=day) for day in range(3)])
        self.assertEqual(set(visits.mapped('state')), {'expected'})
        self.assertEqual(visits.event_id, events)

    def test_r38_one_meeting_of_a_series_moves(self):
        events = self._plan_series().calendar_event_ids.sorted('start')
        visits = self._get_visits(events)
        events[1].write({
            'recurrence_update': 'self_only', 'start': events[1].start + timedelta(hours=3),
            'stop': events[1].stop + timedelta(hours=3)})
        self.assertEqual(visits.mapped('begin_datetime'), [
            self.begin, self.begin + timedelta(days=1, hours=3), self.begin + timedelta(days=2)])
        self.assertEqual(visits.mapped('change_count'), [0, 1, 0])

    def test_r38_this_and_following_move(self):
        events = self._plan_series(4).calendar_event_ids.sorted('start')
        visits = self._get_visits(events)
        events[2].write({
            'recurrence_update': 'future_events', 'start': events[2].start + timedelta(hours=3),
            'stop': events[2].stop + timedelta(hours=3)})
        self.assertEqual(visits.mapped('begin_datetime'), [self.begin + moved for moved in (
            timedelta(), timedelta(days=1), timedelta(days=2, hours=3), timedelta(days=3, hours=3))])
        self.assertEqual(set(visits.mapped('state')), {'expected'})
        self.assertTrue(all(visits.event_id.mapped('active')))

    def test_r38_all_of_a_series_move(self):
        events = self._plan_series().calendar_event_ids.sorted('start')
        visits = self._get_visits(events)
        events[0].write({
            'recurrence_update': 'all_events', 'start': events[0].start + timedelta(hours=3),
            'stop': events[0].stop + timedelta(hours=3)})
        self.assertEqual(
            visits.mapped('begin_datetime'), [self.begin + timedelta(days=day, hours=3) for day in range(3)])
        self.assertEqual(set(visits.mapped('state')), {'expected'})
        self.assertEqual(visits.mapped('change_count'), [1, 1, 1])
        self.assertTrue(all(visits.event_id.mapped('active')))
        self.assertEqual(self.env['office.visit'].search_count([('employee_id', '=', visits.employee_id.id)]), 3)

    def test_r38_all_of_a_series_get_one_more_guest_or_end(self):
        events = self._plan_series(partners=self.mary).calendar_event_ids.sorted('start')
        visits = self._get_visits(events)
        events[0].write({'recurrence_update': 'all_events', 'partner_ids': [Command.link(self.tom.id)]})
        self.assertEqual(self._get_names(visits), [["Mary Poe", "Tom Ray"]] * 3)
        visits.event_id[:1].action_mass_deletion('all_events')
        self.assertEqual(set(visits.mapped('state')), {'cancelled'})

    def test_r38_a_series_becomes_shorter(self):
        events = self._plan_series(4).calendar_event_ids.sorted('start')
        visits = self._get_visits(events)
        events[2].action_mass_deletion('future_events')
        self.assertEqual(visits.mapped('state'), ['expected', 'expected', 'cancelled', 'cancelled'])

    def test_r38_guests_of_a_meeting_that_is_far_away_are_announced_later(self):
        far = self.begin + timedelta(days=100)
        event = self._plan(start=far, stop=far + timedelta(hours=1))
        self.assertFalse(self._get_visits(event))
        self.assertIn("Announced to the front desk on", event.visit_words)
        meetings = self.env['calendar.event']
        self.assertNotIn(event, meetings._search_visits_due())
        with freeze_time(event.visit_due_datetime + timedelta(hours=1)):
            due = meetings._search_visits_due()
            self.assertIn(event, due)
            due._expect_guests()
            self.assertNotIn(event, meetings._search_visits_due())
        visit = self._get_visits(event)
        self.assertEqual((visit.state, visit.requester_id), ('expected', self.user))
        # and what moves away from there stays announced
        event.write({'start': far + timedelta(days=9), 'stop': far + timedelta(days=9, hours=1)})
        self.assertEqual(visit.begin_datetime, far + timedelta(days=9))

    def test_r38_a_meeting_of_whole_days(self):
        day = self.begin.date()
        visit = self._get_visits(self._plan(allday=True, start_date=day, stop_date=day + timedelta(days=1)))
        self.assertEqual(visit.begin_datetime, self.company._get_office_moment(day) + timedelta(hours=9))
        self.assertEqual(
            visit.end_datetime, self.company._get_office_moment(day + timedelta(days=1)) + timedelta(hours=18))

    def test_r38_the_desk_reads_no_title(self):
        event = self._plan(privacy='private')
        visit = self._get_visits(event).with_user(self.desk)
        self.env.flush_all()
        self.env.invalidate_all()
        read = str(visit.read()) + str(visit.guest_ids.read()) + str(visit.message_ids.mapped('body'))
        self.assertIn("Mary Poe", read)
        self.assertNotIn("Merger", read)
        self.assertNotIn("Merger", str(visit.web_read({'event_id': {'fields': {'display_name': {}}}})))
        self.assertFalse(event.with_user(self.colleague).visit_words)
        self.assertFalse(event.with_user(self.colleague).visit_id)

    def test_r38_only_who_may_write_the_meeting_changes_its_visit(self):
        event = self._plan(privacy='private')
        visit = self._get_visits(event)
        other, attendees = event.with_user(self.colleague), event.attendee_ids.with_user(self.colleague)
        for change in (
                lambda: other.write({'guests_come': False}), lambda: other.write({'partner_ids': [Command.clear()]}),
                lambda: other.unlink(), attendees.do_decline, lambda: attendees.write({'state': 'declined'})):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change()
        attendees.unlink()  # Odoo lets any user delete them
        self.assertEqual(visit.state, 'expected')
        self.assertEqual(self._get_names(visit), [["Mary Poe", "Tom Ray"]])

    def test_r38_what_follows_a_meeting_is_not_linked_by_hand(self):
        visit, event = self._announce(), self._plan(guests_come=False)
        with self.assertRaises(UserError):
            visit.with_user(self.user).write({'event_id': event.id})
        with self.assertRaises(UserError):
            visit.guest_ids.with_user(self.user).write({'is_attendee': True})
        with self.assertRaises(UserError):
            self._create_visit(event_id=event.id)
        linked = self.env['office.visit'].with_user(self.user).with_context(default_event_id=event.id).create({
            'guest_ids': [Command.create({'name': "Ann"})]})
        self.assertFalse(linked.event_id)

    def test_r38_the_form_says_whom_the_desk_expects(self):
        with Form(self.env['calendar.event'].with_user(self.user)) as form:
            form.name = "Meeting"
            form.start = self.begin
            form.stop = self.begin + timedelta(hours=1)
            self.assertFalse(form.visit_words)
            form.guests_come = True
            self.assertIn("add people from outside", form.visit_words)
            form.partner_ids.add(self.tom)
            self.assertIn("Tom Ray", form.visit_words)
        visit = self._get_visits(form.record)
        self.assertEqual(form.record.action_open_visit()['res_id'], visit.id)

    def test_r38_meetings_that_nobody_visits_cost_as_much_as_in_odoo(self):
        event = self._plan(guests_come=False)
        followed = self.startPatcher(patch.object(self.env.registry['office.visit'], '_follow_events'))
        event.write({'start': self.begin + timedelta(hours=1), 'stop': self.begin + timedelta(hours=2)})
        event.attendee_ids.write({'state': 'tentative'})
        event.copy()
        event.unlink()
        followed.assert_not_called()

    def test_r38_a_long_series_costs_the_same_for_each_meeting(self):
        def count(number):
            events = self._plan_series(number, guests_come=False).calendar_event_ids
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            events.write({'guests_come': True})
            self.env.flush_all()
            return (self.env.cr.sql_log_count - before) / number
        self.assertLess(count(10), 1.2 * count(5))

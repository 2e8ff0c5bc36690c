import json
import uuid
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

import psycopg2.errors

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common import OfficeVisitCommon, OfficeVisitMixin


class RollCallMixin(OfficeVisitMixin):
    """Two guests and an employee are in the house; the colleague is a warden."""

    @classmethod
    def _set_up_roll(cls):
        cls.warden = cls._create_user('sup_warden', 'office_admin_reception.group_warden')
        cls.second = cls._create_user('sup_second', 'office_admin_reception.group_warden')
        cls.visit = cls._let_in(guests=("Ann Lee", "Bob"))
        cls.env['office.presence'].with_user(cls.user).action_come()
        cls.env.flush_all()
        cls.ann, cls.bob = (f'guest,{guest.id}' for guest in cls.visit.guest_ids)
        cls.me = f'employee,{cls.user_employee.id}'
        cls.scope = f'{cls.company.id},{cls.site.id}'
        cls.rolls = cls.env['office.roll.call']

    def _say(self, what, person=None, user=None, minutes=0, **values):
        """Return what a phone sends, so many minutes from now."""
        moment = datetime.now(timezone.utc) + timedelta(minutes=minutes)
        return {
            'key': str(uuid.uuid4()), 'uid': (user or self.warden).id, 'time': moment.isoformat(), 'what': what,
            'scope': self.scope, 'kind': 'real', 'person': person, 'person_name': person and "Name", 'where': '',
            **values}

    def _send(self, *rows, user=None):
        answer = self.rolls.with_user(user or self.warden)._receive(list(rows))
        self.env.invalidate_all()
        return answer

    def _get_roll(self):
        return self.rolls.search([('company_id', '=', self.company.id), ('state', '!=', 'draft')])

    def _get_status(self, roll=None):
        return {person.person_key: person.status for person in (roll or self._get_roll()).person_ids}


@tagged('post_install', '-at_install')
class TestRollCall(RollCallMixin, OfficeVisitCommon):
    """R121: who was in the house, who is safe, who is missed; what many phones have said is brought together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_roll()

    def test_r121_a_phone_starts_a_roll_call_and_marks_people(self):
        start = self._say('start')
        rows = [start, self._say('safe', self.ann, roll=start['key']),
                self._say('missing', self.bob, roll=start['key'], where="Lift", minutes=1)]
        self.assertEqual(self._send(*rows), {'kept': [row['key'] for row in rows], 'refused': {}})
        roll = self._get_roll()
        self.assertRecordValues(roll, [{
            'state': 'running', 'kind': 'real', 'site_id': self.site.id, 'start_user_id': self.warden.id,
            'person_count': 3, 'safe_count': 1, 'missing_count': 1, 'open_count': 1}])
        self.assertRegex(roll.name, r'^ROL/')
        self.assertEqual(self._get_status(), {self.ann: 'safe', self.bob: 'missing', self.me: 'open'})
        bob = roll.person_ids.filtered(lambda person: person.person_key == self.bob)
        self.assertRecordValues(bob, [{
            'name': "Bob", 'where': "Lift", 'status_user_id': self.warden.id, 'kind': 'guest'}])

    def test_what_comes_twice_is_kept_once(self):
        rows = [self._say('start'), self._say('safe', self.ann)]
        for _time in range(3):
            self.assertEqual(len(self._send(*rows)['kept']), 2)
        self.assertEqual(len(self._get_roll().mark_ids), 2)

    def test_r121_several_phones_are_brought_together(self):
        first, second = self._say('start', minutes=-10), self._say('start', user=self.second, minutes=-9, kind='drill')
        self._send(second, self._say(
            'safe', self.bob, self.second, minutes=-5, roll=second['key']), user=self.second)
        self._send(
            first, self._say('safe', self.ann, minutes=-8, roll=first['key']),
            self._say('missing', self.bob, minutes=-7, roll=first['key']))
        roll = self._get_roll()
        self.assertEqual(len(roll), 1)
        self.assertEqual(roll.kind, 'real')
        self.assertEqual(self._get_status(), {self.ann: 'safe', self.bob: 'safe', self.me: 'open'})
        self.assertEqual(len(roll.mark_ids), 5)
        # what was said last holds, also if it is the worse
        self._send(self._say('missing', self.bob, minutes=-1, roll=str(roll.id)))
        self.assertEqual(self._get_status()[self.bob], 'missing')
        self._send(self._say('open', self.bob, roll=str(roll.id)))
        self.assertEqual(self._get_status()[self.bob], 'open')

    def test_r121_a_drill_leaves_a_report_with_times(self):
        self._send(self._say('start', kind='drill', minutes=-10))
        roll = self._get_roll()
        self._send(*(self._say('safe', person, minutes=-5) for person in (self.ann, self.bob, self.me)))
        self._send(self._say('end'))
        self.assertRecordValues(roll, [{'state': 'ended', 'kind': 'drill', 'end_user_id': self.warden.id}])
        self.assertEqual(roll.person_ids.mapped('minutes'), ['5:00'] * 3)
        html = str(self.env['ir.actions.report'].with_user(self.warden)._render_qweb_html(
            'office_admin_reception.office_roll_call_document', roll.ids)[0])
        for words in (roll.name, "Drill", "Ann Lee", "Warden", "5:00", "Last Found Safe"):
            self.assertIn(words, html)

    def test_what_arrives_late_is_added_and_marked(self):
        start = self._say('start', minutes=-30)
        self._send(start)
        roll = self._get_roll()
        self._send(self._say('end', minutes=-1))
        # of a phone that has heard of nothing
        other = self._say('start', user=self.second, minutes=-29)
        self._send(other, self._say('safe', self.ann, self.second, minutes=-20, roll=other['key']), user=self.second)
        self.assertEqual(self._get_roll(), roll)
        self.assertEqual(roll.state, 'ended')
        self.assertEqual(self._get_status()[self.ann], 'safe')
        self.assertEqual(roll.mark_ids.filtered('is_late').mapped('user_id'), self.second)

    def test_another_day_is_another_roll_call(self):
        self._send(self._say('start', minutes=-600), self._say('end', minutes=-500))
        self.assertEqual(self._get_roll()._get_report_minutes(self._get_roll().end_datetime), '100:00')
        self._send(self._say('safe', self.ann))
        self.assertEqual(len(self._get_roll()), 2)

    def test_an_emergency_soon_after_a_drill_is_another_roll_call(self):
        self._send(self._say('start', kind='drill', minutes=-10))
        self._send(self._say('end', minutes=-2))
        [drill] = self._get_roll()
        self._send(self._say('start', minutes=-1))
        emergency = self._get_roll() - drill
        self.assertRecordValues(emergency, [{'state': 'running', 'kind': 'real', 'person_count': 3}])
        self.assertEqual(drill.kind, 'drill')
        # by the clock of a phone that is slow, too
        self._send(self._say('end'))
        self._send(self._say('start', user=self.second, minutes=-4), user=self.second)
        self.assertEqual(len(self._get_roll()), 3)

    def test_who_is_on_no_list_is_added(self):
        key = f'other,{uuid.uuid4()}'
        self._send(self._say('start'), self._say('safe', key, person_name="<b>Zoe</b>" + "x" * 300))
        zoe = self._get_roll().person_ids.filtered(lambda person: person.kind == 'other')
        self.assertEqual((zoe.person_key, zoe.status, len(zoe.name)), (key, 'safe', 200))

    def test_people_of_another_site_are_not_called(self):
        other = self.env['office.place'].create(
            {'name': "Other Site", 'kind': 'site', 'company_id': self.company.id})
        self._let_in(guests=("Dora",), place_id=other.id)
        self.env.flush_all()
        self._send(self._say('start', scope=f'{self.company.id},{other.id}'))
        self.assertEqual(self._get_roll().person_ids.mapped('name'), ["Dora"])

    def test_the_button_starts_it_for_the_site_of_the_desk(self):
        self.env['office.place'].create({'name': "Second Site", 'kind': 'site', 'company_id': self.company.id})
        location = self.env['hr.work.location'].create({
            'name': "Desk", 'company_id': self.company.id, 'address_id': self.company.partner_id.id,
            'place_id': self.site.id})
        self._create_employee(self.desk, self.office, work_location_id=location.id)
        roll = Form(self.env['office.roll.call'].with_user(self.desk)).save()
        self.assertEqual(roll.site_id, self.site)
        roll.action_start()
        self.assertTrue(roll.person_count)

    def test_two_phones_at_once_make_one_roll_call(self):
        roll = self.rolls.with_user(self.warden).create({'site_id': self.site.id})
        roll.action_start()
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            twin = self.rolls.with_user(self.warden).create({'site_id': self.site.id})
            twin.action_start()
            self.env.flush_all()

    def test_a_twin_is_tried_again(self):
        with patch.object(type(self.rolls), '_take', side_effect=psycopg2.errors.UniqueViolation), \
                self.assertRaises(ConcurrencyError):
            self._send(self._say('start'))

    def test_nobody_else_sends(self):
        start = self._say('start')
        self.assertIn("said by somebody else", self._send({**start, 'uid': self.second.id})['refused'][start['key']])
        for user in (self.user, self.head, self.auditor):
            row = self._say('start', user=user)
            self.assertIn("You are no warden", self._send(row, user=user)['refused'][row['key']])
        self.assertFalse(self._get_roll())
        self._send(start)
        mine = {**start, 'uid': self.second.id}
        self.assertIn("somebody else", self._send(mine, user=self.second)['refused'][start['key']])

    def test_what_cannot_be_read_is_refused(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self.env['office.place'].create({'name': "Foreign", 'kind': 'site', 'company_id': elsewhere.id})
        for values in (
            {'scope': f'{elsewhere.id},0'}, {'scope': f'{self.company.id},{foreign.id}'}, {'scope': None},
            {'scope': 'x'}, {'scope': '1,²'}, {'scope': f'{self.company.id},{"9" * 12}'}, {'what': 'approve'},
            {'what': None}, {'what': []}, {'what': 'safe', 'person': None}, {'what': 'safe', 'person': 'guest,x'},
            {'what': 'safe', 'person': 'other,1'}, {'what': 'safe', 'person': ['guest,1']},
        ):
            with self.subTest(values=values):
                row = {**self._say('start'), **values}
                self.assertEqual(list(self._send(row)['refused']), [row['key']])
        self.assertFalse(self._get_roll())
        for rows in ('x', None, [1], [{}], [{'key': 'x'}]):
            self.assertEqual(
                self.rolls.with_user(self.warden)._receive(rows), {'kept': [], 'refused': {}})

    def test_the_page_is_for_the_desk_and_wardens(self):
        for user in (self.warden, self.desk, self.manager):
            page = self.rolls.with_user(user)._prepare_page()
            self.assertEqual(sorted(person[1] for person in page['people']), ["Ann Lee", "Bob", "User"])
            self.assertIn(self.scope, [scope['key'] for scope in page['scopes']])
        for user in (self.user, self.head, self.auditor, self.stranger):
            page = self.rolls.with_user(user)._prepare_page()
            self.assertEqual((page['is_warden'], page['people'], page['scopes'], page['rolls']), (False, [], [], []))

    def test_wardens_see_no_other_company(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        self.warden.write({'company_id': elsewhere.id, 'company_ids': [Command.set(elsewhere.ids)]})
        page = self.rolls.with_user(self.warden)._prepare_page()
        self.assertFalse(page['people'])
        self._send(self._say('start', user=self.second), user=self.second)
        self.assertFalse(self.rolls.with_user(self.warden)._prepare_page()['rolls'])
        self.assertFalse(self.rolls.with_user(self.warden).search([]))

    def test_the_page_shows_what_others_have_said(self):
        start = self._say('start')
        key = f'other,{uuid.uuid4()}'
        self._send(start, self._say('safe', self.ann, where="Yard"), self._say('safe', key, person_name="Zoe"))
        self.visit.with_user(self.desk).action_leave()
        self.env.flush_all()
        page = self.rolls.with_user(self.second)._prepare_page()
        [roll] = page['rolls']
        self.assertEqual((roll['keys'], roll['scope'], roll['kind']), ([start['key']], self.scope, 'real'))
        self.assertEqual(roll['said'][self.ann][:3], ['safe', "Yard", "Warden"])
        self.assertEqual(
            sorted(person[1] for person in page['people']), ["Ann Lee", "Bob", "User", "Zoe"])
        json.dumps(page)

    def test_wardens_have_no_list_of_the_house(self):
        for user in (self.user, self.warden):
            with self.assertRaises(AccessError):
                self.env['office.house.person'].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.rolls.with_user(self.user).search([])
        self._send(self._say('start'))
        roll = self._get_roll()
        for records in (roll, roll.person_ids, roll.mark_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.user).read([])

    def test_what_was_said_is_written_by_nobody(self):
        self._send(self._say('start'), self._say('missing', self.ann))
        roll = self._get_roll()
        for user in (self.warden, self.desk, self.manager):
            mine = roll.with_user(user)
            for attempt in (
                lambda mine=mine: mine.write({'state': 'ended'}),
                lambda mine=mine: mine.write({'start_datetime': False}),
                lambda mine=mine: mine.write(
                    {'person_ids': [Command.update(mine.person_ids[0].id, {'status': 'safe'})]}),
                lambda mine=mine: mine.write({'person_ids': [Command.clear()]}),
                lambda mine=mine: mine.write({'mark_ids': [Command.clear()]}),
                lambda mine=mine: mine.person_ids[0].write({'status': 'safe'}),
                lambda mine=mine: mine.person_ids[0].unlink(),
                lambda mine=mine: mine.mark_ids[0].unlink(),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({'state': 'ended'}),
                lambda mine=mine: mine.with_context(default_state='running').create(
                    {'person_ids': [Command.create({'name': "Eve", 'person_key': 'x', 'kind': 'guest'})]}),
            ):
                with self.assertRaises(UserError):
                    attempt()
        roll.with_user(self.warden).note = "The bell of the cellar is broken"
        self.assertEqual(self._get_status()[self.ann], 'missing')

    def test_queries_do_not_grow_with_people(self):
        def count_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rolls.with_user(self.warden)._prepare_page()
            return self.env.cr.sql_log_count - before

        self._send(self._say('start'))
        count_queries()
        few = count_queries()
        self._let_in(guests=[f"Guest {number}" for number in range(40)])
        self.assertLessEqual(count_queries(), few + 2)


@tagged('post_install', '-at_install')
class TestRollPage(RollCallMixin, HttpCase):
    """The addresses of the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._set_up_roll()

    def _call(self, name, **params):
        return self.url_open(
            f'/office/roll/{name}', data=json.dumps({'params': params}),
            headers={'Content-Type': 'application/json'}).json()

    def test_the_shell_is_public_and_says_nothing_of_anybody(self):
        page = self.url_open('/office/roll')
        self.assertEqual((page.status_code, page.headers['Cache-Control']), (200, 'no-cache'))
        self.assertIn("script-src 'self'", page.headers['Content-Security-Policy'])
        worker = self.url_open('/office/roll/sw.js')
        self.assertEqual(worker.headers['Service-Worker-Allowed'], '/office/roll')
        for path in json.loads(worker.text.split('const SHELL = ')[1].split(';')[0]):
            self.assertEqual(self.url_open(path).status_code, 200, path)
        self.authenticate(self.warden.login, self.warden.login)
        self.assertEqual(self.url_open('/office/roll').text, page.text)
        for name in ("Ann Lee", "Bob", self.company.name):
            self.assertNotIn(name, page.text)

    def test_who_is_not_logged_in_or_no_warden_gets_nothing(self):
        self.assertEqual(self._call('data')['error']['code'], 100)
        self.assertEqual(self._call('send', rows=[])['error']['code'], 100)
        self.authenticate(self.user.login, self.user.login)
        self.assertEqual(self._call('data')['result']['people'], [])
        row = self._say('start', user=self.user)
        self.assertEqual(list(self._call('send', rows=[row])['result']['refused']), [row['key']])
        # a form of another site cannot send
        self.assertEqual(self.url_open('/office/roll/send', data={'rows': '[]'}).status_code, 415)

    def test_a_warden_gets_the_list_and_sends(self):
        self.authenticate(self.warden.login, self.warden.login)
        self.assertEqual(len(self._call('data')['result']['people']), 3)
        row = self._say('start')
        self.assertEqual(self._call('send', rows=[row])['result'], {'kept': [row['key']], 'refused': {}})
        self.assertEqual(len(self._call('data')['result']['rolls']), 1)

import base64
import io
import json
import uuid

from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, tagged

from ..models.office_count_row import MAX_NOTE
from .common import CountMixin


@tagged('post_install', '-at_install')
class TestCountRows(CountMixin, TransactionCase):
    """What phones send is kept once, and by whom it was counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.count = cls._start_count()

    def test_r82_row_that_comes_again_is_kept_once(self):
        rows = [self._make_row(self.count, code) for code in ('FA-0001', 'FA-0002')]
        keys = [row['key'] for row in rows]
        for _time in range(3):
            self.assertEqual(self._send(*rows), {'kept': keys, 'refused': {}})
        self.assertEqual(self._send(rows[0], rows[0], self._make_row(self.count, 'FA-0003'))['refused'], {})
        self.assertEqual(self.count.row_ids.mapped('code'), ['FA-0003', 'FA-0002', 'FA-0001'])
        self.assertEqual(self.count.row_count, 3)
        self.assertRecordValues(self.count.row_ids[-1], [{
            'user_id': self.user.id, 'company_id': self.company.id, 'place': "Room 1", 'place_key': "Room 1",
            'condition': 'good', 'round': 1, 'is_late': False}])

    def test_r82_row_of_another_user_is_not_sent_in_the_name_of_this_one(self):
        row = self._make_row(self.count, 'FA-0001', self.colleague)
        answer = self._send(row)
        self.assertEqual(answer['kept'], [])
        self.assertIn("counted by somebody else", answer['refused'][row['key']])
        self._send(row, user=self.colleague)
        self.assertEqual(self.count.row_ids.user_id, self.colleague)
        # nor is a key of theirs a way to learn of it, or to lose it
        stolen = {**self._make_row(self.count, 'FA-0002'), 'key': row['key']}
        self.assertIn(row['key'], self._send(stolen)['refused'])
        self.assertEqual(self.count.row_ids.mapped('code'), ['FA-0001'])

    def test_r82_what_was_kept_is_kept_although_the_phone_hears_it_after_the_last_day_of_its_counter(self):
        row = self._make_row(self.count, 'FA-0001')
        self._send(row)
        self.count.counter_ids -= self.user
        answer = self._send(row)
        self.assertEqual((answer['kept'], answer['refused']), ([row['key']], {}))

    def test_only_counters_send_rows(self):
        others = self._start_count(counters=self.colleague | self.head)
        draft = self._create_count()
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        theirs = self.env['office.test.count'].create({'company_id': elsewhere.id})
        for key in (f'office.test.count,{others.id}', f'office.test.count,{draft.id}', f'office.test.count,{theirs.id}',
                    'office.test.count,999999', 'res.users,1', 'office.count.mixin,1', 'office.test.count,x', 'x', '',
                    None, 5, [], {}, f'office.test.count,{"9" * 40}'):
            with self.subTest(key=key):
                row = {**self._make_row(self.count, 'FA-0001'), 'count': key}
                answer = self._send(row)
                self.assertEqual(answer['kept'], [])
                self.assertIn("You are not one of those who count this", answer['refused'][row['key']])
        self.assertFalse(self.env['office.count.row'].search([('user_id', '=', self.user.id)]))

    def test_what_arrives_too_late_is_kept_and_marked(self):
        late = [self._make_row(self.count, 'FA-0001')]
        self.count.action_finish()
        self.assertEqual(self._send(*late)['kept'], [late[0]['key']])
        self.count.action_recount()
        late.append(self._make_row(self.count, 'FA-0002'))
        self._send(late[1])
        self.count.action_cancel()
        late.append(self._make_row(self.count, 'FA-0003', round=2))
        self._send(late[2])
        self.assertEqual(self.count.row_ids.mapped('is_late'), [True] * 3)
        self.assertEqual((self.count.row_count, self.count.late_count), (0, 3))
        self.assertEqual(self.count.sudo()._get_seen(), [])

    def test_bad_input_loses_no_row(self):
        for values, expected in (
                ({'code': 'x' * 5000}, {'code': 'x' * 300}),
                ({'code': 5}, {'code': False}),
                ({'code': ' F\0A '}, {'code': 'FA'}),
                ({'place': "Room 9", 'place_name': "Attic"}, {'place_key': False, 'place': "Attic"}),
                ({'place': "Room 2", 'place_name': "Attic"}, {'place_key': "Room 2", 'place': "Room 2"}),
                ({'place': ['x'], 'place_name': {}}, {'place_key': False, 'place': False}),
                ({'condition': 'stolen'}, {'condition': 'good'}),
                ({'condition': ['x']}, {'condition': 'good'}),
                ({'quantity': -3}, {'quantity': 0}),
                ({'quantity': float('nan')}, {'quantity': 1}),
                ({'quantity': 1e300}, {'quantity': 10_000_000}),
                ({'quantity': 'many'}, {'quantity': 1}),
                ({'note': 'n' * 9999}, {'note': 'n' * MAX_NOTE}),
                ({'person': ' Li Na\0'}, {'person': "Li Na"}),
                ({'person': {'x': 1}}, {'person': False}),
                ({'round': 99}, {'round': 1}),
                ({'round': 'x'}, {'round': 1}),
                ({'round': {}}, {'round': 1}),
                ({'unlabelled': 'yes'}, {'is_unlabelled': False}),
                ({'voids': 'x'}, {'voided_key': False}),
                ({'photo': 'no photo'}, {'photo': False, 'note': "The photo could not be read."}),
                ({'photo': 7, 'note': "Red"}, {'photo': False, 'note': "Red\nThe photo could not be read."}),
        ):
            with self.subTest(values=values):
                self.assertRecordValues(self._see(self.count, **{'code': 'FA-0001', **values}), [expected])

    def test_clock_of_the_phone_is_believed_but_for_the_future(self):
        before = fields.Datetime.now()
        self.assertRecordValues(
            self._see(self.count, 'FA-0001', time='2026-03-02T08:30:00.123Z'),
            [{'count_datetime': fields.Datetime.to_datetime('2026-03-02 08:30:00')}])
        self.assertRecordValues(
            self._see(self.count, 'FA-0001', time='2026-03-02T08:30:00+08:00'),
            [{'count_datetime': fields.Datetime.to_datetime('2026-03-02 00:30:00')}])
        for time in ('9999-12-31T23:59:59Z', '0001-01-01T00:00:00+14:00', 'yesterday', '', None, 5, []):
            row = self._see(self.count, 'FA-0001', time=time)
            self.assertTrue(before <= row.count_datetime <= fields.Datetime.now(), time)

    def test_nonsense_is_no_row(self):
        rows = self.env['office.count.row'].with_user(self.user)
        for nonsense in (
                [], [None], ['x'], [{}], [[]], [{'key': 'x'}], [{'key': 5}], [{'key': str(uuid.uuid4()).upper()}]):
            self.assertEqual(rows._receive(nonsense), {'kept': [], 'refused': {}})

    def test_photo_is_made_anew(self):
        file = io.BytesIO()
        exif = Image.Exif()
        exif[0x010e] = "where I live"
        Image.new('RGB', (3000, 1500), 'red').save(file, 'JPEG', exif=exif, comment=b'<script>')
        row = self._see(self.count, 'FA-0001', photo=base64.b64encode(file.getvalue() + b'PK\3\4').decode())
        photo = base64.b64decode(row.photo)
        self.assertEqual(Image.open(io.BytesIO(photo)).size, (1280, 640))
        for part in (b'where I live', b'<script>', b'PK\3\4'):
            self.assertNotIn(part, photo)
        svg = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"/>').decode()
        bomb = io.BytesIO()
        Image.new('1', (20000, 20000)).save(bomb, 'PNG')
        for bad in (svg, base64.b64encode(bomb.getvalue()).decode(), base64.b64encode(file.getvalue()[:99]).decode()):
            self.assertFalse(self._see(self.count, 'FA-0001', photo=bad).photo)

    def test_rows_are_made_changed_and_deleted_by_nobody(self):
        row = self._see(self.count, 'FA-0001')
        values = {'client_key': str(uuid.uuid4()), 'res_model': self.count._name, 'res_id': self.count.id,
                  'company_id': self.company.id, 'user_id': self.user.id}
        for user in (self.user, self.officer, self.manager, self.env.ref('base.user_admin')):
            rows, mine = self.env['office.count.row'].with_user(user), row.with_user(user)
            with self.subTest(user=user.login):
                for attack in (lambda rows=rows: rows.create(values), lambda rows=rows: rows.sudo().create(values),
                               lambda mine=mine: mine.write({'code': 'X'}),
                               lambda mine=mine: mine.sudo().write({'code': 'X'}), lambda mine=mine: mine.unlink(),
                               lambda mine=mine: mine.sudo().unlink()):
                    with self.assertRaises(UserError):
                        attack()
        for command in ((0, 0, values), (1, row.id, {'code': 'X'}), (2, row.id, 0), (5, 0, 0)):
            with self.subTest(command=command), self.assertRaises(UserError):
                self.count.with_user(self.officer).write({'row_ids': [command]})
        self.assertEqual(row.code, 'FA-0001')

    def test_counters_see_their_own_rows_only(self):
        own, other = self._see(self.count, 'FA-0001'), self._see(self.count, 'FA-0002', self.colleague)
        rows = self.env['office.count.row'].with_user(self.user)
        self.assertEqual(rows.search([]), own)
        self.assertEqual(self.count.with_user(self.user).row_ids, own)
        self.assertFalse(other.with_user(self.user).has_access('read'))
        # an officer who counts is one of the counters
        self.count.counter_ids += self.officer
        mine = self._see(self.count, 'FA-0003', self.officer)
        rows = self.env['office.count.row'].with_user(self.officer)
        self.assertEqual(rows.search([]), mine)
        self.count.action_finish()
        self.assertEqual(rows.search([]), own | other | mine)
        self.assertEqual(self.env['office.count.row'].with_user(self.user).search([]), own)


@tagged('post_install', '-at_install')
class TestCountRoutes(CountMixin, HttpCase):
    """What the phone and the server say to each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.count = cls._start_count()

    def _call(self, route, **params):
        return self.url_open(
            f'/office/count/{route}', json={'jsonrpc': '2.0', 'method': 'call', 'params': params}).json()

    def test_r82_page_and_data_carry_no_expectation(self):
        self.authenticate(self.user.login, self.user.login)
        page = self.url_open('/office/count')
        self.assertIn("default-src 'none'; script-src 'self'", page.headers['Content-Security-Policy'])
        data = self._call('data')['result']
        self.assertEqual([count['key'] for count in data['counts']], [f'office.test.count,{self.count.id}'])
        self.assertEqual(data['counts'][0]['places'], [["Room 1", "Room 1"], ["Room 2", "Room 2"]])
        for said in (page.text, json.dumps(data)):
            for thing in (self.chair, self.desk, self.lamp):
                self.assertNotIn(thing.code, said)
                self.assertNotIn(f'"{thing.name}"', said)
        self.assertEqual(data['counts'][0]['tasks'], [])

    def test_shell_is_public_and_says_nothing_of_anybody(self):
        page = self.url_open('/office/count')
        self.assertEqual((page.status_code, page.headers['Cache-Control']), (200, 'no-cache'))
        self.assertNotIn('session_id', page.cookies)
        worker = self.url_open('/office/count/sw.js')
        self.assertEqual(worker.headers['Service-Worker-Allowed'], '/office/count')
        self.assertIn('office-count-', worker.text)
        self.authenticate(self.user.login, self.user.login)
        self.assertEqual(self.url_open('/office/count').text, page.text)
        self.assertEqual(self.url_open('/office/count/sw.js').text, worker.text)
        for path in json.loads(worker.text.split('const SHELL = ')[1].split(';')[0]):
            self.assertEqual(self.url_open(path).status_code, 200, path)

    def test_who_is_not_logged_in_is_told_so(self):
        for route in ('data', 'send'):
            self.assertEqual(self._call(route, **({'rows': []} if route == 'send' else {}))['error']['code'], 100)

    def test_rows_are_taken(self):
        self.authenticate(self.user.login, self.user.login)
        row = self._make_row(self.count, 'FA-0001')
        self.assertEqual(self._call('send', rows=[row])['result'], {'kept': [row['key']], 'refused': {}})
        self.assertEqual(self._call('send', rows='x')['result'], {'kept': [], 'refused': {}})
        self.assertEqual(self.count.row_ids.mapped('code'), ['FA-0001'])
        self.authenticate(self.stranger.login, self.stranger.login)
        self.assertEqual(self._call('data')['result']['counts'], [])
        # a form of another site cannot send
        self.assertEqual(self.url_open('/office/count/send', data={'rows': '[]'}).status_code, 415)

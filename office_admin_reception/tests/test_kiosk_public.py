"""What somebody learns from a kiosk who knows its address, and sends what they like: nothing."""
import statistics
import time
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.office_admin_base.tests.test_photo import make_photo
from odoo.addons.office_admin_public.tests.common import forget_tries

from ..controllers.office_kiosk_pages import ENTRIES
from ..models.kiosk.office_kiosk_entry import LENGTH, MISSES
from .common import OfficeVisitMixin
from .kiosk import KioskMixin


@tagged('post_install', '-at_install')
class TestKioskPublic(KioskMixin, OfficeVisitMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._set_up_kiosk()
        cls.address = cls.kiosk._public_path + cls.kiosk._make_public_token()
        cls.elsewhere = cls.env['res.company'].create({'name': "Elsewhere"})

    def setUp(self):
        super().setUp()
        self._forget_tries()

    def _forget_tries(self):
        forget_tries(self.env)

    def _send(self, kind='arrive', address=None, action='send', **values):
        type(self).number += 1
        signature = values.pop('signature', None)
        files = {'signature': ('signature.png', signature, 'image/png')} if signature else None
        return self.url_open(
            f'{address or self.address}/{action}', files=files, allow_redirects=False, timeout=60,
            data={'kind': kind, 'key': f'http{type(self).number:028}', 'lang': 'en_US', **values})

    def _get_tries(self):
        """Return ``{what is tried to learn: (kind, values)}``, hits and misses."""
        expected, inside = self._expect(), self._expect(name="Bob", email="bob@example.com")
        inside.with_user(self.desk).action_sign_in()
        tomorrow = self._expect(name="Tom", hours=48)
        left = self._expect(name="Leo")
        old = left._make_public_token()
        left.with_user(self.desk).action_sign_in()
        left.with_user(self.desk).action_sign_out()
        other = self.env['office.visit'].create({
            'company_id': self.elsewhere.id, 'begin_datetime': fields.Datetime.now(),
            'guest_ids': [Command.create({'name': "Eve", 'organisation': "Acme"})]})
        self._put(other, 'expected')
        host = self.user_employee.name
        return {
            "expected, second fact right": ('arrive', {'name': "Ann Lee", 'organisation': "Acme"}),
            "expected, second fact wrong": ('arrive', {'name': "Ann Lee", 'organisation': "Abcd"}),
            "expected, by mail": ('arrive', {'name': "Ann Lee", 'fact': "ann@example.com"}),
            "mail of nobody": ('arrive', {'name': "Ann Lee", 'fact': "noo@example.com"}),
            "nobody": ('arrive', {'name': "Nobody", 'organisation': "Acme"}),
            "an employee as host": ('arrive', {'name': "Walter", 'host': host}),
            "no employee as host": ('arrive', {'name': "Walter", 'host': "Nobody At All"}),
            "expected on another day": ('arrive', {'name': "Tom", 'organisation': "Acme"}),
            "in the house already": ('arrive', {'name': "Bob", 'organisation': "Acme"}),
            "expected in another company": ('arrive', {'name': "Eve", 'organisation': "Acme"}),
            "goes, is in the house": ('leave', {'name': "Bob", 'fact': "Acme"}),
            "goes, was never there": ('leave', {'name': "Ann Lee", 'fact': "Acme"}),
            "goes, nobody": ('leave', {'name': "Nobody", 'fact': "Acme"}),
            "code that is right": ('arrive', {'code': expected._make_public_token()}),
            "code guessed": ('arrive', {'code': 'x' * 43}),
            "code of who has left": ('arrive', {'code': old}),
            "code of tomorrow": ('arrive', {'code': tomorrow._make_public_token()}),
            "code of another company": ('arrive', {'code': other.guest_ids._make_public_token()}),
            "code of another kind": ('arrive', {'code': self.kiosk._make_public_token()}),
            "code of yesterday": ('arrive', {
                'code': expected._make_public_token(fields.Datetime.now() - timedelta(minutes=1))}),
        }

    def test_r122_nobody_learns_who_is_expected_known_or_inside(self):
        tries = self._get_tries()
        for action in ('send', 'check'):
            answers = {}
            for what, (kind, values) in tries.items():
                answer = self._send(kind, action=action, **values)
                headers = {name: value for name, value in answer.headers.items() if name != 'Date'}
                answers[what] = (answer.status_code, answer.content, headers)
            first = next(iter(answers.values()))
            self.assertEqual(first[0], 200)
            for what, answer in answers.items():
                with self.subTest(action=action, what=what):
                    self.assertEqual(answer, first)
        self.assertEqual(len(self._get_entries()), len(tries))
        # nothing has become of it yet: the answer could not even tell
        self.assertEqual(set(self._get_entries().mapped('state')), {'new'})

    def test_r122_hits_take_as_long_as_misses(self):
        self._expect()
        self._send(name="Warm Up")
        times = {'hit': [], 'miss': []}
        for _number in range(12):
            for what, organisation in (('hit', "Acme"), ('miss', "Abcd")):
                start = time.perf_counter()
                self._send(name="Ann Lee", organisation=organisation)
                times[what].append(time.perf_counter() - start)
        hit, miss = (statistics.median(times[what]) for what in ('hit', 'miss'))
        self.assertLess(abs(hit - miss), max(hit, miss) / 2, (hit, miss))

    def test_the_page_names_no_guest_and_no_host(self):
        guest = self._expect(name="Ann Unmistakable", organisation="Acme Unmistakable")
        page = self.url_open(self.address)
        self.assertEqual(page.status_code, 200)
        for secret in (guest.name, guest.organisation, self.user_employee.name, self.user.login, "datalist"):
            self.assertNotIn(secret, page.text)
        self.assertNotIn('autocomplete="on"', page.text)
        # what is kept of them, guests read before they type
        self.assertIn("keeps your name", page.text)

    def test_r122_who_has_signed_is_known_to_the_holder_of_the_code_only(self):
        rule = self._make_rule()
        first = self._expect()
        self.assertEqual(self._send(
            code=first._make_public_token(), rules=rule.id, signature=make_photo(size=(300, 100))).status_code, 200)
        self.assertEqual(self._settle()[-1].state, 'done')
        again = self._expect()
        for values in ({'name': "Ann Lee", 'organisation': "Acme"}, {'code': 'x' * 43}, {}):
            self.assertEqual(self._send(action='check', **values).json(), {'rules': rule.ids})
        self.assertEqual(self._send(action='check', code=again._make_public_token()).json(), {'rules': []})
        # who only types signs again
        self._send(name="Ann Lee", organisation="Acme")
        self.assertEqual((self._settle()[-1].state, self._get_entries()[-1].reason), ('waiting', 'several'))

    def test_other_addresses_get_one_answer(self):
        ended = self.env['office.kiosk'].create({'name': "Ended", 'company_id': self.company.id})
        archived = ended.copy({'active': False})
        addresses = [ended._public_path + kiosk._make_public_token() for kiosk in (ended, archived)]
        ended._end_public_links()
        addresses += ['/office/kiosk/' + 'x' * 43, '/office/kiosk/' + self._expect()._make_public_token()]
        for address in addresses:
            for answer in (self.url_open(address), self._send(address=address, name="Ann"),
                           self._send(address=address, action='check', code='x' * 43)):
                self.assertEqual(answer.status_code, 404)
                self.assertIn("This link opens nothing", answer.text)

    def test_r122_what_is_sent_twice_is_entered_once(self):
        for _time in range(3):
            self.assertEqual(self._send(name="Ann", key='a' * 32).json(), {'taken': True})
        self.assertEqual(len(self._get_entries()), 1)

    def test_strange_texts_are_taken_as_they_are(self):
        rows = {
            "W" * 300: "W" * LENGTH, "W" * 100_000: "W" * LENGTH,
            "<script>alert(1)</script>": "<script>alert(1)</script>", "🙂 王芳": "🙂 王芳", "a\x00b\r\nc\x07": "a b c",
            "'; DROP TABLE office_visit; --": "'; DROP TABLE office_visit; --",
            "‮Ann​": "Ann"}
        for typed, kept in rows.items():
            with self.subTest(typed[:30]):
                self._forget_tries()
                self.assertEqual(self._send(name=typed, organisation=typed, host=typed, fact=typed).status_code, 200)
                entry = self._settle()[-1]
                self.assertEqual((entry.name, entry.host_name, entry.state), (kept, kept, 'waiting'))

    def test_what_our_page_does_not_send_is_refused_with_a_sentence(self):
        for values in ({'key': ''}, {'key': "<x>"}, {'kind': 'steal'}, {'name': " "}, {'name': ""},
                       {'signature': b'<svg/>', 'rules': self._make_rule().id}):
            with self.subTest(values):
                answer = self._send(**{'name': "Ann", **values})
                self.assertEqual(answer.status_code, 422)
                self.assertIn("That could not be done", answer.text)
        for values in ({'purpose': "x"}, {'purpose': "99999999"}, {'seconds': "-5"}, {'rules': "a,,9"}, {'lang': "xx"},
                       {'code': "x" * 10_000}, {'guest_id': "1", 'state': "done", 'company_id': self.elsewhere.id}):
            with self.subTest(values):
                self.assertEqual(self._send(**{'name': "Ann", **values}).status_code, 200)
        entries = self._get_entries()
        self.assertEqual(set(entries.mapped('state')), {'new'})
        self.assertFalse(entries.guest_id)
        self.assertEqual(self._send(name="Ann", signature=b'x' * 600_000).status_code, 413)

    def test_rules_of_another_company_are_not_signed(self):
        rule = self._make_rule(company_id=self.elsewhere.id)
        self._send(name="Ann", rules=rule.id, signature=make_photo(size=(300, 100)))
        self.assertFalse(self._get_entries().signature_ids)

    def test_who_sends_too_much_waits_and_nothing_is_lost(self):
        answers = [self._send(name=f"Guest {number}") for number in range(ENTRIES + 2)]
        self.assertEqual([answer.status_code for answer in answers], [200] * ENTRIES + [429] * 2)
        self.assertEqual(answers[-1].headers['Retry-After'], '60')
        self.assertEqual(len(self._get_entries()), ENTRIES)
        other = self.kiosk.copy()
        answer = self._send(address=other._public_path + other._make_public_token(), name="Ann")
        self.assertEqual(answer.status_code, 200)

    def test_fifty_kiosks_lose_nothing(self):
        kiosks = self.env['office.kiosk'].create([
            {'name': f"Kiosk {number}", 'company_id': self.company.id} for number in range(50)])
        answers = [
            self._send(address=kiosk._public_path + kiosk._make_public_token(), name="Ann").status_code
            for kiosk in kiosks]
        self.assertEqual(answers, [200] * 50)
        self.assertEqual(self.env['office.kiosk.entry'].search([('kiosk_id', 'in', kiosks.ids)]).kiosk_id, kiosks)

    def test_after_many_wrong_names_nobody_is_found_by_name(self):
        guest = self._expect()
        for number in range(MISSES):
            self._enter(name="Ann Lee", organisation=f"Guess {number}")
        entry = self._enter(name="Ann Lee", organisation="Acme")
        self.assertEqual((entry.state, entry.reason, guest.state), ('waiting', 'guessing', 'expected'))
        # who has a code, and who stands at another tablet, is let in
        self.assertEqual(self._enter(code=guest._make_public_token()).state, 'done')

    def test_r122_a_guest_signs_out_on_their_phone(self):
        guest = self._expect()
        address = guest._get_public_address(guest._make_public_token()).removeprefix(guest.get_base_url()) + '/leave'
        self.assertEqual(self.url_open(address, data={'lang': 'en_US'}).status_code, 422)
        self.assertEqual(guest.state, 'expected')
        guest.with_user(self.desk).action_sign_in()
        answer = self.url_open(address, data={'lang': 'en_US'})
        self.assertIn("You are signed out", answer.text)
        self.assertEqual((guest.state, guest.left_by, guest.visit_id.state), ('left', 'guest', 'left'))
        self.assertEqual(self.url_open(address, data={'lang': 'en_US'}).status_code, 404)

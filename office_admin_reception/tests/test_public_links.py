"""What somebody learns who tries links: of the pass of a guest, its button, and the page of the roll call."""
import statistics
import time
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.office_admin_public.models.res_config_settings import FAILURES
from odoo.addons.office_admin_public.tests.common import forget_tries

from .common import OfficeVisitMixin
from .kiosk import KioskMixin

TRIES = 10_000


@tagged('post_install', '-at_install')
class TestPublicLinks(KioskMixin, OfficeVisitMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._set_up_kiosk()

    def setUp(self):
        super().setUp()
        self._forget_tries()

    def _forget_tries(self):
        forget_tries(self.env)

    def _open(self, token, leave=False):
        path = f'/office/visit/pass/{token}'
        if leave:
            return self.url_open(f'{path}/leave', data={'lang': 'en_US'}, allow_redirects=False)
        return self.url_open(f'{path}?lang=en_US', allow_redirects=False)

    def _get_tries(self):
        """Return ``{what is tried: token}``, all of which open nothing."""
        guests = {name: self._expect(name=name) for name in (
            "left", "cancelled", "absent", "erased", "removed", "of another company", "of yesterday", "told again")}
        tokens = {f"guest {name}": guest._make_public_token(fields.Datetime.now() + timedelta(
            minutes=-1 if name == "of yesterday" else 90)) for name, guest in guests.items()}
        guests["left"].with_user(self.desk).action_sign_in()
        guests["left"].with_user(self.desk).action_sign_out()
        guests["cancelled"].visit_id.with_user(self.user).action_cancel()
        guests["absent"].visit_id.with_user(self.desk).action_miss()
        self.env['office.visit.privacy']._erase_visits(guests["erased"].visit_id)
        guests["removed"].unlink()
        guests["told again"].email = "else@example.com"
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        guests["of another company"].visit_id.sudo()._write_as_system(
            {'company_id': elsewhere.id, 'place_id': False, 'employee_id': False})
        return {
            **tokens, "guessed": 'x' * 43, "short": 'x', "strange": '%00%27--', "number": str(self._expect().id),
            "kiosk": self.kiosk._make_public_token()}

    def test_r122_links_that_open_nothing_get_one_answer(self):
        tokens = self._get_tries()
        self.env.flush_all()
        for leave in (False, True):
            answers = {}
            for what, token in tokens.items():
                self._forget_tries()
                answer = self._open(token, leave)
                headers = {name: value for name, value in answer.headers.items() if name != 'Date'}
                answers[what] = (answer.status_code, answer.text, headers)
            for what, answer in answers.items():
                with self.subTest(what=what, leave=leave):
                    self.assertEqual(answer, answers["guessed"])
            self.assertEqual(answers["guessed"][0], 404)

    def test_r122_what_has_ended_takes_as_long_as_what_never_was(self):
        guest = self._expect()
        ended = guest._make_public_token()
        guest.visit_id.with_user(self.user).action_cancel()
        self._open('x' * 43)
        times = {'ended': [], 'guessed': []}
        for number in range(12):
            self._forget_tries()
            for what, token in (('ended', ended), ('guessed', f'{number:043}')):
                start = time.perf_counter()
                self.assertEqual(self._open(token).status_code, 404)
                times[what].append(time.perf_counter() - start)
        one, other = (statistics.median(each) for each in times.values())
        self.assertLess(abs(one - other), max(one, other) / 2, (one, other))

    def test_r122_who_tries_ten_thousand_links_waits_and_guests_come_in(self):
        guest = self._expect()
        token = guest._make_public_token()
        for number in range(FAILURES + 1):
            answer = self._open(f'{number:043}')
        self.assertEqual((answer.status_code, answer.headers['Retry-After']), (429, '60'))
        self.env['office.public.counter']._run(SQL("UPDATE office_public_counter SET n = n + %s RETURNING n", TRIES))
        for number in range(5):
            self.assertEqual(self._open(f'{TRIES + number:043}', leave=number % 2).status_code, 429)
        self.assertEqual(self._open(token).status_code, 200)

    def test_the_page_of_the_roll_call_says_nothing_to_strangers(self):
        guest = self._expect(name="Ann Unmistakable")
        guest.with_user(self.desk).action_sign_in()
        self.env['office.presence'].with_user(self.user).action_come()
        roll = self.env['office.roll.call'].with_user(self.desk).create({'site_id': self.site.id})
        roll.action_start()
        self.env.flush_all()
        for path in ('/office/roll', '/office/roll/sw.js'):
            page = self.url_open(path)
            self.assertEqual(page.status_code, 200)
            for secret in ("Unmistakable", self.user.name, self.site.name, roll.name):
                self.assertNotIn(secret, page.text)
        for path in ('data', 'send'):
            answer = self.url_open(f'/office/roll/{path}', json={'params': {'rows': []} if path == 'send' else {}})
            self.assertNotIn("Unmistakable", answer.text)
            self.assertNotIn('result', answer.json())

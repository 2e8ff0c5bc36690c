from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeVisitCommon


class KioskMixin:
    """A kiosk at the main site, and what guests do at it."""

    @classmethod
    def _set_up_kiosk(cls):
        cls.kiosk = cls.env['office.kiosk'].create({'name': "Hall", 'company_id': cls.company.id, 'place_id': cls.site.id})
        cls.entries = cls.env['office.kiosk.entry'].with_user(cls.env.ref('base.public_user')).sudo()
        cls.number = 0

    @classmethod
    def _enter(cls, kind='arrive', kiosk=None, is_settled=True, **values):
        """Send what a guest has typed, and do what follows; return the entry."""
        cls.number += 1
        key = values.pop('key', f'{cls.number:032}')
        kiosk = (kiosk or cls.kiosk).sudo()
        cls.entries._receive(kiosk, {'kind': kind, 'key': key, **values})
        entry = cls.env['office.kiosk.entry'].search([('kiosk_id', '=', kiosk.id), ('client_key', '=', key)])
        if is_settled:
            entry.filtered(lambda one: one.state == 'new')._settle_alone()
            cls.env.invalidate_all()
        return entry

    @classmethod
    def _expect(cls, name="Ann Lee", organisation="Acme", email="ann@example.com", **values):
        """Announce a guest of today; return them."""
        visit = cls._announce(guests=(), hours=values.pop('hours', 0), guest_ids=[
            Command.create({'name': name, 'organisation': organisation, 'email': email})], **values)
        return visit.guest_ids.with_env(cls.env)


@tagged('post_install', '-at_install')
class TestKiosk(KioskMixin, OfficeVisitCommon):
    """What is done behind the screen of a kiosk with what guests type there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_kiosk()

    def _assert_asks(self, entry, reason):
        self.assertEqual((entry.state, entry.reason), ('waiting', reason))

    def test_r122_an_expected_guest_is_the_same_record(self):
        guest = self._expect()
        visits = self.env['office.visit'].search_count([])
        for facts in ({'organisation': 'ACME'}, {'fact': 'Ann@Example.com'}, {'host': self.user_employee.name},
                      {'fact': guest.visit_id.name}):
            with self.subTest(facts), self.env.cr.savepoint() as savepoint:
                entry = self._enter(name=" ann  lee ", **facts)
                self.assertEqual((entry.state, entry.guest_id), ('done', guest))
                self.assertEqual((guest.state, guest.arrive_by), ('inside', 'guest'))
                self.assertEqual(guest.visit_id.state, 'arrived')
                self.assertEqual(self.env['office.visit'].search_count([]), visits)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_r122_a_code_lets_in_and_out(self):
        guest = self._expect()
        code = guest._get_public_address(guest._make_public_token())
        self.assertEqual(self._enter(code=code).guest_id, guest)
        self.assertEqual(guest.state, 'inside')
        self.assertEqual(self._enter('leave', code=code).state, 'done')
        self.assertEqual((guest.state, guest.left_by, guest.visit_id.state), ('left', 'guest', 'left'))

    def test_r122_a_walk_in_finds_their_host(self):
        entry = self._enter(name="Bob", organisation="Acme", host=self.user_employee.name.upper())
        self.assertEqual(entry.state, 'done')
        visit = entry.guest_id.visit_id
        self.assertEqual((visit.state, visit.employee_id, visit.place_id), ('arrived', self.user_employee, self.site))
        self.assertTrue(visit.name)
        self.assertRecordValues(visit.guest_ids, [{'name': "Bob", 'organisation': "Acme", 'state': 'inside'}])

    def test_what_is_not_clear_waits_for_the_desk(self):
        guest = self._expect()
        self._assert_asks(self._enter(name="Nobody"), 'unknown')
        self._assert_asks(self._enter(name="Nobody", host="%"), 'unknown')
        self._assert_asks(self._enter(name="Nobody", host=self.user_employee.name[:-1]), 'unknown')
        self._assert_asks(self._enter(name="Ann Lee"), 'alike')
        self._assert_asks(self._enter(name="Ann Lee", organisation="Acm"), 'alike')
        self._assert_asks(self._enter('leave', name="Ann Lee", fact="Acme"), 'unknown')
        self._assert_asks(self._enter(code='x' * 43), 'code')
        self.assertEqual(guest.state, 'expected')
        self._expect()
        self._assert_asks(self._enter(name="Ann Lee", organisation="Acme"), 'several')

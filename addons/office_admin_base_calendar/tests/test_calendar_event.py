from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin
from odoo.addons.office_admin_test.tests.secrecy import TITLE, SecrecyMixin


@tagged('post_install', '-at_install')
class TestCalendarEvent(TransactionCase):

    def test_meeting_about_something_else_is_as_in_odoo(self):
        user, other = (new_test_user(self.env, login=f'calendar_{name}') for name in ('one', 'two'))
        event = self.env['calendar.event'].with_user(user).create({
            'name': "Lunch", 'start': '2030-01-02 12:00:00', 'stop': '2030-01-02 13:00:00'})
        self.assertEqual(event.with_user(other).display_name, "Lunch")
        self.assertIn(event, self.env['calendar.event'].with_user(other).search([('name', '=', "Lunch")]))


@tagged('post_install', '-at_install')
class TestMeetingAboutASecret(SecrecyMixin, OfficeTestMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()

    def test_meeting_that_was_planned_from_it(self):
        request = self._create_secret()
        event = self.env['calendar.event'].with_user(self.officer).create({
            'name': request.name, 'description': TITLE, 'start': '2030-01-02 12:00:00', 'stop': '2030-01-02 13:00:00',
            'res_model_id': self.env['ir.model']._get_id(request._name), 'res_id': request.id})
        self.env.flush_all()
        self.env.invalidate_all()
        for user in self._get_outsiders():
            with self.subTest(user=user.name):
                self.assertFalse(event.with_user(user).search([('id', '=', event.id)]))
                self.assertFalse(event.with_user(user).has_access('read'))
                self.assertNotIn(request.name, event.with_user(user).sudo().display_name)
        self.assertEqual(event.with_user(self.head).description, event.description)


@tagged('post_install', '-at_install')
class TestInvitation(OfficeTestMixin, HttpCase):
    """The page that is open to whoever has the link of an invitation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        for user in cls.user | cls.head | cls.officer:
            cls._clear(user)
        cls.guest = cls.env['res.partner'].create({'name': "Guest", 'email': 'guest@example.com'})

    def _open_invitation(self, about=None):
        event = self.env['calendar.event'].with_user(self.officer).create({
            'name': "Lawsuit", 'start': '2030-01-02 12:00:00', 'stop': '2030-01-02 13:00:00',
            'partner_ids': [Command.set((self.guest | self.officer.partner_id).ids)],
            **({'res_model_id': self.env['ir.model']._get_id(about._name), 'res_id': about.id} if about else {})})
        token = event.attendee_ids.filtered(lambda attendee: attendee.partner_id == self.guest).access_token
        self.env.flush_all()
        return [self.url_open(f'/calendar/meeting/{page}?token={token}&id={event.id}') for page in ('view', 'accept')]

    def test_guest_sees_no_meeting_about_a_secret(self):
        request = self._submit(secrecy_level='secret', allowed_user_ids=[Command.set(self.officer.ids)])
        for answer in self._open_invitation(request):
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn("Lawsuit", answer.text)

    def test_guest_sees_another_meeting(self):
        for answer in self._open_invitation():
            self.assertIn("Lawsuit", answer.text)

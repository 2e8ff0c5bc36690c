from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestCalendarEvent(TransactionCase):

    def test_meeting_about_something_else_is_as_in_odoo(self):
        user, other = (new_test_user(self.env, login=f'calendar_{name}') for name in ('one', 'two'))
        event = self.env['calendar.event'].with_user(user).create({
            'name': "Lunch", 'start': '2030-01-02 12:00:00', 'stop': '2030-01-02 13:00:00'})
        self.assertEqual(event.with_user(other).display_name, "Lunch")
        self.assertIn(event, self.env['calendar.event'].with_user(other).search([('name', '=', "Lunch")]))

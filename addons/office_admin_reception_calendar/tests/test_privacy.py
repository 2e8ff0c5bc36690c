from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_reception.tests.common import OfficeVisitCommon
from odoo.addons.office_admin_reception.tests.test_privacy import MAIL, NAME, PrivacyMixin


@tagged('post_install', '-at_install')
class TestPrivacy(PrivacyMixin, OfficeVisitCommon):
    """What was erased of the guests of a meeting is not written anew from its attendees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_privacy()
        guest = cls.env['res.partner'].create({'name': NAME, 'email': MAIL})
        begin = fields.Datetime.now() + timedelta(days=1)
        cls.event = cls.env['calendar.event'].with_user(cls.user).create({
            'name': "Talk", 'start': begin, 'stop': begin + timedelta(hours=1), 'guests_come': True,
            'partner_ids': [Command.set((cls.user.partner_id | guest).ids)]})
        cls.env.flush_all()
        cls.visit = cls.env['office.visit'].search([('event_id', '=', cls.event.id)])

    def _come_and_go(self):
        """Let the guests come a day too early, and go."""
        self.visit.guest_ids.with_user(self.desk)._let_in(self.site)
        self.visit.with_user(self.desk).action_leave()
        self.visit.invalidate_recordset()

    def _move(self):
        begin = fields.Datetime.now() + timedelta(days=3)
        self.event.with_user(self.user).write({'start': begin, 'stop': begin + timedelta(hours=1)})
        self.env.flush_all()
        return self.env['office.visit'].search([('event_id', '=', self.event.id)]) - self.visit

    def test_r123_an_old_meeting_that_moves_names_nobody_in_the_erased_visit(self):
        self._erase_later(95)
        self.assertEqual((self.visit.state, self.visit.guest_ids.name), ('expected', "—"))
        [new] = self._move()
        self.assertEqual(new.guest_ids.name, NAME)
        self.assertEqual(self.visit.guest_ids.mapped('name'), ["—"])

    def test_r123_an_erased_visit_does_not_lead_to_who_was_invited(self):
        self._come_and_go()
        self._erase_later(95)
        self.assertFalse(self.visit.event_id)
        self.assertFalse(self.event.visit_id)
        [new] = self._move()
        self.assertEqual((new.state, self.visit.state, self.visit.guest_ids.name), ('expected', 'left', "—"))

    def test_who_was_deleted_is_not_announced_again_for_the_same_time(self):
        self._come_and_go()
        self._ask('delete').action_done()
        self.env.invalidate_all()
        self.assertEqual(self.visit.guest_ids.name, "—")
        self.event.with_user(self.user).location = "Room 2"
        self.env.flush_all()
        self.assertEqual(self.env['office.visit'].search([('event_id', '=', self.event.id)]), self.visit)

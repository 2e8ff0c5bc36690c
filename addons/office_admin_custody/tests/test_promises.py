from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import CustodyCommon


@tagged('post_install', '-at_install')
class TestCustodyPromises(CustodyCommon):
    """The day on which a thing is given back."""

    def _get_due(self, thing):
        return fields.Datetime.to_string(thing.deadline_datetime)

    def _lend_on_tuesday(self, days):
        self.company.resource_calendar_id.tz = 'UTC'
        with freeze_time('2026-11-24 09:00:00'):
            return self._lend(days)

    def test_until_the_close_of_business_of_the_day(self):
        thing = self._lend_on_tuesday(2)
        close = self._get_due(thing)
        self.assertTrue(close.startswith('2026-11-26'))
        self.assertEqual(thing.deadline_summary.partition(':')[0], "Give Back")

    def test_until_the_next_workday(self):
        self.assertTrue(self._get_due(self._lend_on_tuesday(4)).startswith('2026-11-30'), "Saturday")

    def test_late(self):
        thing = self._lend_on_tuesday(1)
        mine = thing.with_user(self.user)
        with freeze_time('2026-11-24 12:00:00'):
            self.assertFalse(self._get_desk_rows(thing, 'deadlines') or self._get_desk_rows(mine, 'deadlines'))
        with freeze_time('2026-11-26 12:00:00'):
            self.env.invalidate_all()
            self.assertEqual(thing.deadline_status, 'late')
            row, own = (self._get_desk_rows(things, 'deadlines')[0] for things in (thing, mine))
            self.assertTrue(row['is_late'] and own['is_late'])
            self.assertEqual([button['name'] for button in row['buttons']], ['action_give_back'])
            self.assertEqual([button['name'] for button in own['buttons']], ['action_offer'])
            self.assertFalse(self._get_desk_rows(thing.with_user(self.colleague), 'deadlines'))
            self._do(thing, 'give_back')
        self.assertEqual(thing.deadline_outcome, 'missed')

    def test_holder_is_reminded_and_officers_hear_when_it_is_late(self):
        thing = self._lend()
        self.assertEqual(thing.sudo()._get_escalation_users('holder', 'give_back'), self.user)
        self.assertIn(self.officer, thing.sudo()._get_escalation_users('head', 'give_back'))
        self.assertEqual(thing.sudo()._get_escalation_users('holder', 'leave'), self.officer)

    def test_renew(self):
        thing = self._lend_on_tuesday(1)
        with freeze_time('2026-11-25 09:00:00'):
            with self.assertRaisesRegex(UserError, "Say by which day"):
                self._do(thing, 'renew', reason="The project goes on")
            with self.assertRaisesRegex(UserError, "cannot be given back on"):
                self._do(thing, 'renew', due_date='2026-11-24', reason="The project goes on")
            with self.assertRaisesRegex(UserError, "Say why"):
                self._do(thing, 'renew', due_date='2026-12-01', reason=" ")
            self._do(thing, 'renew', due_date='2026-12-01', reason="The project goes on")
        self.assertRecordValues(thing, [{'state': 'held', 'due_date': fields.Date.to_date('2026-12-01')}])
        self.assertTrue(self._get_due(thing).startswith('2026-12-01'))
        self.assertEqual(self._get_promises(thing, 'give_back').mapped('outcome'), ['dropped', False])
        said = thing.message_ids.filtered(lambda message: "The project goes on" in message.body)
        self.assertEqual(said.author_id, self.officer.partner_id)
        self.assertIn("instead of 11/25/2026", said.body)

    def test_renewed_by_officers_only(self):
        thing = self._lend()
        self.assertIn('renew', thing.allowed_verbs)
        self.assertNotIn('renew', thing.with_user(self.user).allowed_verbs)
        with self.assertRaises(AccessError):
            thing.with_user(self.user).action_renew()

    def test_what_is_held_for_good_is_not_renewed(self):
        thing = self._lend()
        thing._write_as_system({'due_date': False})
        thing.invalidate_recordset()
        self.assertNotIn('renew', thing.allowed_verbs)
        with self.assertRaisesRegex(UserError, "Chair of User need not be given back by a certain day"):
            thing.action_renew()

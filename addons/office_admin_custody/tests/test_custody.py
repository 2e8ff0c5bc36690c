from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import STEP, THING, CustodyCommon


@tagged('post_install', '-at_install')
class TestCustody(CustodyCommon):
    """A thing from the hand-out until it is given back or lost."""

    def test_handed_out(self):
        with freeze_time('2026-11-24 03:00:00'):
            thing = self._lend(6)
        self.assertRecordValues(thing, [{
            'employee_id': self.user_employee.id, 'department_id': self.sales.id, 'company_id': self.company.id,
            'begin_datetime': fields.Datetime.to_datetime('2026-11-24 03:00:00'), 'state': 'held',
            'due_date': fields.Date.to_date('2026-11-30'), 'thing_name': "Chair", 'display_name': "Chair of User"}])
        for user in self.user | self.officer | self.auditor:
            self.assertEqual(thing.with_user(user).search([]), thing)
            self.assertEqual(thing.with_user(user).search([('thing_name', 'ilike', "chair")]), thing)
            self.assertEqual(thing.with_user(user).is_mine, user == self.user)
        self.assertFalse(thing.with_user(self.stranger).search([]))

    def test_given_for_good(self):
        self._create_done()
        self.assertFalse(self.env[THING].search([]))

    def test_handed_out_to_nobody_who_is_there(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        values = {'employee_id': self.user_employee.id, 'name': "Chair"}
        today = self.company._get_office_today()
        for wrong, message in (
                ({'company_id': elsewhere.id}, "Chair belongs to Elsewhere and stays there"),
                ({'due_date': today - timedelta(days=1)}, "Chair: it cannot be given back on"),
                ({'due_date': fields.Date.to_date('9999-12-31')}, "within 20 years")):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(UserError, message):
                self.env[THING]._start_custody([values | wrong])
        self.user_employee.action_archive()
        with self.assertRaisesRegex(UserError, "Chair: User has left"):
            self.env[THING]._start_custody([values])

    def test_take_back(self):
        thing = self._lend()
        self._do(thing, 'give_back', reason=" Scratched ")
        self.assertRecordValues(thing, [{
            'state': 'returned', 'end_condition': 'good', 'end_reason': "Scratched", 'is_scrapped': False,
            'deadline_outcome': 'met', 'deadline_datetime': False}])
        self.assertTrue(thing.end_datetime)

    def test_take_back_broken(self):
        thing = self._lend()
        self._do(thing, 'give_back', condition='broken')
        self.assertRecordValues(thing, [{'state': 'returned', 'end_condition': 'broken', 'is_scrapped': True}])

    def test_take_back_what_can_be(self):
        things = self._lend(items=[("Chair", 1, 10), ("Lamp", 1, 10)])
        self._do(things[0], 'give_back')
        result = self._do(things, 'give_back')
        self.assertEqual(result['params']['title'], "1 of 2 done")
        self.assertEqual(things.mapped('state'), ['returned', 'returned'])

    def test_lost(self):
        thing = self._lend()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._do(thing, 'lose', reason="  ")
        self._do(thing, 'lose', reason="Left in a taxi")
        self.assertRecordValues(thing, [{
            'state': 'lost', 'end_reason': "Left in a taxi", 'end_condition': False, 'deadline_outcome': False}])

    def test_own_things_are_for_others_to_record(self):
        thing = self._lend()
        thing._write_as_system({'employee_id': self.officer_employee.id})
        due_date = thing.due_date + timedelta(days=1)
        for verb in ('give_back', 'renew'):
            with self.subTest(verb=verb), self.assertRaisesRegex(AccessError, "is held by yourself"):
                self._do(thing, verb, due_date=due_date, reason="Mine")
        self.company.office_segregation = 'warn'
        thing.invalidate_recordset()
        self._do(thing, 'renew', due_date=due_date, reason="Still needed")
        with self.assertRaisesRegex(UserError, "Let somebody else record that it is lost"):
            self._do(thing, 'lose', reason="Gone")
        self._do(thing, 'give_back')
        self.assertEqual(thing.state, 'returned')

    def test_holder_brings_it_back(self):
        thing = self._lend()
        mine = thing.with_user(self.user)
        self.assertEqual(mine.action_offer()['tag'], 'display_notification')
        self.assertTrue(mine.is_offered)
        self.assertRecordValues(self._get_tasks(thing), [
            {'user_id': self.officer.id, 'summary': "User brings back Chair"}])
        mine.action_offer()
        self.assertEqual(len(self._get_tasks(thing)), 1, "asked once")
        row = self._get_desk_rows(thing, 'queue')[0]
        self.assertEqual((row['what'], row['who']), ("The holder brings it back", "User"))
        self.assertEqual([button['name'] for button in row['buttons']], ['action_give_back'])
        self.assertFalse(self._get_desk_rows(mine, 'queue'))
        self._do(thing, 'give_back')
        self.assertFalse(thing.is_offered or self._get_tasks(thing))
        with self.assertRaisesRegex(UserError, "“Take Back” is not possible for Chair of User"):
            mine.action_offer()

    def test_only_the_holder_brings_it_back(self):
        thing = self._lend()
        for user in self.officer | self.auditor | self.stranger:
            with self.subTest(user=user.login), self.assertRaises(AccessError) as refused:
                thing.with_user(user).action_offer()
        self.assertNotIn("Chair", str(refused.exception), "who may not see it does not learn its name")
        self.assertFalse(thing.is_offered)

    def test_task_is_not_for_the_holder(self):
        thing = self._lend()
        thing._write_as_system({'employee_id': self.officer_employee.id})
        thing.with_user(self.officer).action_offer()
        self.assertEqual(self._get_tasks(thing).user_id, self.manager)

    def test_hidden_with_its_document(self):
        thing = self._lend()
        for user in self.user | self.officer:
            self._clear(user)
        thing.request_id._write_as_system(
            {'secrecy_level': 'secret', 'allowed_user_ids': [Command.set(self.officer.ids)]})
        self.env.invalidate_all()
        self.assertEqual(thing.with_user(self.user).thing_name, "Chair")
        self.assertEqual(thing.with_user(self.officer).display_name, "Chair of User")
        for user in self.manager | self.auditor:
            self.assertFalse(thing.with_user(user).has_access('read'))
            hidden = thing.with_user(user).sudo()
            self.assertEqual((hidden.display_name, hidden.thing_name), ("Not for you (Secret)", "Not for you (Secret)"))

    def test_dialog_asks_for_state_and_right_once_more(self):
        thing = self._lend()
        dialog = self.env[STEP].with_user(self.officer).create(
            {'res_model': THING, 'res_ids': thing.ids, 'verb': 'give_back'})
        for user in self.user | self.manager:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dialog.with_user(user).action_confirm()
        for verb in ('give_back', 'lose', 'renew'):
            forged = self.env[STEP].with_user(self.user).create({
                'res_model': THING, 'res_ids': thing.ids, 'verb': verb, 'reason': "Mine",
                'due_date': thing.due_date + timedelta(days=1)})
            with self.subTest(verb=verb), self.assertRaisesRegex(AccessError, "needs the right"):
                forged.action_confirm()
        dialog.action_confirm()
        with self.assertRaisesRegex(UserError, "its status is “Given Back”"):
            dialog.action_confirm()
        forged = self.env[STEP].with_user(self.officer).create(
            {'res_model': 'office.test.request', 'res_ids': thing.request_id.ids, 'verb': 'give_back'})
        with self.assertRaisesRegex(UserError, "use its buttons"):
            forged.action_confirm()

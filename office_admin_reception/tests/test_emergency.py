from ast import literal_eval
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .emergency_common import EMERGENCY, EmergencyCommon


@tagged('post_install', '-at_install')
class TestEmergency(EmergencyCommon):

    def test_r133_the_chain_is_called_in_order_until_somebody_takes_it_and_all_is_logged(self):
        begin = fields.Datetime.to_datetime('2026-03-07 22:00:00')  # on a Sunday morning: by the clock
        with freeze_time(begin):
            emergency = self._raise()
        self.assertRegex(emergency.name, r'^EMG/2026/\d+$')
        self._go_on(begin, 1)
        self.assertEqual(self._get_told(emergency), [self.colleague])
        self.assertEqual(emergency.sudo().activity_ids.user_id, self.colleague)
        for minutes in (2, 4, 7):
            self._go_on(begin, minutes)
        self.assertEqual(
            self._get_told(emergency), [self.colleague, self.stranger, self.head, self.colleague])
        with freeze_time(begin + timedelta(minutes=8)):
            emergency.with_user(self.head).action_take()
        for minutes in (9, 20):
            self._go_on(begin, minutes)
        self.assertRecordValues(emergency, [{
            'state': 'taken', 'take_user_id': self.head.id, 'answer_minutes': 8, 'call_count': 4,
            'next_datetime': False}])
        self.assertEqual([
            (call.user_ids, (call.call_datetime - begin).total_seconds() // 60, call.answer_user_id)
            for call in emergency.call_ids], [
            (self.colleague, 0, self.env['res.users']), (self.stranger, 2, self.env['res.users']),
            (self.head, 4, self.head), (self.colleague, 7, self.env['res.users'])])
        self.assertFalse(emergency.sudo().activity_ids)
        # all who were called hear of it, and so does who has called for help
        self.assertEqual(set(self._get_told(emergency)[4:]), {self.colleague, self.stranger, self.user})
        with freeze_time(begin + timedelta(minutes=30)):
            self._say(emergency, self.head, 'action_done', "The kettle was switched off")
        self.assertRecordValues(emergency, [{
            'state': 'done', 'result': "The kettle was switched off", 'end_minutes': 30}])

    def test_what_is_over_does_not_stay_on_the_screen(self):
        told = []
        self.patch(self.env.registry['res.users'], '_bus_send', lambda _users, kind, message, **_options: (
            kind == 'simple_notification' and told.append((message['type'], message['sticky']))))
        emergency = self._raise()
        emergency.with_user(self.colleague).action_take()
        self.assertEqual(set(told), {('danger', True)})
        told.clear()
        self._say(emergency, self.colleague, 'action_done', "The kettle was switched off")
        self.assertEqual(set(told), {('info', False)})

    def test_it_takes_two_taps(self):
        form = Form(self.env[EMERGENCY].with_user(self.user).with_context(
            allowed_company_ids=self.company.ids))
        form.kind_id = self.kind
        emergency = form.save()
        emergency.action_raise()
        self.assertEqual(emergency.state, 'raised')

    def test_who_is_called_has_it_on_my_office_with_a_button(self):
        emergency = self._raise()
        [row] = self._get_desk_rows(self.env[EMERGENCY].with_user(self.colleague), 'decide')
        self.assertEqual([button['name'] for button in row['buttons']], ['action_take', 'action_call_on'])
        self.assertIn("Smoke in the kitchen", row['what'])
        self.assertFalse(self._get_desk_rows(self.env[EMERGENCY].with_user(self.head), 'decide'))
        [mine] = self._get_desk_rows(self.env[EMERGENCY].with_user(self.user), 'mine')
        self.assertEqual(mine['who'], "Called now: Colleague")
        emergency.with_user(self.colleague).action_take()
        [mine] = self._get_desk_rows(self.env[EMERGENCY].with_user(self.user), 'mine')
        self.assertEqual(mine['who'], "Colleague takes it")
        self.assertTrue(self._get_desk_rows(self.env[EMERGENCY].with_user(self.desk), 'queue'))

    def test_it_stands_before_whatever_is_late(self):
        with freeze_time(fields.Datetime.now() - timedelta(hours=1)):
            visit = self._let_in(user=self.colleague)
        emergency = self._raise()
        rows = self.env['office.desk.card'].with_user(self.colleague)._get_section_rows(
            'decide', [visit.with_user(self.colleague), emergency.with_user(self.colleague)])
        self.assertLess(rows[1]['due'], fields.Datetime.now())
        self.assertEqual([row['document'] for row in rows], [emergency._get_desk_key(), visit._get_desk_key()])

    def test_who_calls_for_help_does_not_stop_the_calls(self):
        emergency = self._raise()
        for user in (self.user, self.head):
            self.assertNotIn('take', emergency.with_user(self.user).allowed_verbs)
            with self.assertRaises(AccessError):
                emergency.with_user(user).action_take()
        emergency.with_user(self.desk).action_take()
        self.assertEqual(emergency.take_user_id, self.desk)

    def test_who_cannot_come_lets_the_next_be_called_at_once(self):
        emergency = self._raise()
        emergency.with_user(self.colleague).action_take()
        emergency.with_user(self.colleague).action_call_on()
        self.assertRecordValues(emergency, [{
            'state': 'raised', 'take_user_id': False, 'take_datetime': False, 'call_count': 2}])
        self.assertEqual(emergency.call_ids[-1].user_ids, self.stranger)

    def test_who_is_away_gives_way(self):
        self._go_on_leave(self.colleague_employee)
        self.assertEqual(self._raise().call_ids.user_ids, self.stranger)

    def test_who_has_left_gives_way(self):
        self.colleague_employee.active = False
        self.assertEqual(self._raise().call_ids.user_ids, self.stranger)

    def test_who_calls_for_help_is_not_called(self):
        self.assertEqual(self._raise(self.colleague).call_ids.user_ids, self.stranger)

    def test_without_a_chain_managers_are_called(self):
        kind = self._make_kind()
        self.assertIn(self.manager, self._raise(kind_id=kind.id).call_ids.user_ids)

    def test_a_whole_position_is_called(self):
        kind = self._make_kind({'group_id': self.env.ref('office_admin_base.position_receptionist').id})
        emergency = self._raise(kind_id=kind.id)
        self.assertIn(self.desk, emergency.call_ids.user_ids)
        self.assertEqual(emergency.call_ids.name, "Receptionist")

    def test_a_step_names_somebody(self):
        with self.assertRaisesRegex(ValidationError, "choose a position or people"):
            self._make_kind({})

    def test_calls_end_at_last(self):
        begin = fields.Datetime.now()
        with freeze_time(begin):
            emergency = self._raise()
        with patch('odoo.addons.office_admin_reception.models.emergency.office_emergency.MAX_CALLS', 2):
            for minutes in (2, 4, 10):
                self._go_on(begin, minutes)
        self.assertRecordValues(emergency, [{'state': 'raised', 'call_count': 2, 'next_datetime': False}])

    def test_what_fails_does_not_stop_the_others(self):
        begin = fields.Datetime.to_datetime('2026-03-04 02:00:00')
        with freeze_time(begin):
            broken, other = self._raise(), self._raise()
        call = self.env.registry[EMERGENCY]._tell

        def tell(emergency, *args):
            if emergency == broken:
                raise ValueError("No mail server")
            return call(emergency, *args)
        with patch.object(self.env.registry[EMERGENCY], '_tell', tell), patch.object(
                self.env.cr, 'rollback', lambda: self.env.invalidate_all()), self.assertLogs(level='ERROR'):
            self._go_on(begin, 2)
        self.assertEqual(other.call_count, 2)
        self.assertGreater(broken.next_datetime, begin + timedelta(minutes=2))

    def test_a_false_alarm_is_told(self):
        emergency = self._raise()
        self._say(emergency, self.user, 'action_cancel', "It was only toast")
        self.assertRecordValues(emergency, [{
            'state': 'cancelled', 'result': "It was only toast", 'next_datetime': False}])
        self.assertEqual(self._get_told(emergency), [self.colleague, self.colleague])
        self.assertFalse(emergency.sudo().activity_ids)

    def test_a_drill_is_called_one_everywhere(self):
        with self.assertRaisesRegex(AccessError, "Drills are begun by"):
            self._raise(is_drill=True)
        drill = self._raise(self.desk, is_drill=True)
        self.assertRegex(drill.name, r'^DRL/')
        self.assertIn("DRILL", drill.display_name)
        subject = self.env['mail.message'].search([
            ('model', '=', EMERGENCY), ('res_id', '=', drill.id), ('message_type', '=', 'user_notification'),
        ]).subject
        self.assertEqual(subject, "DRILL, no emergency: Fire, Main Site")
        [row] = self._get_desk_rows(self.env[EMERGENCY].with_user(self.colleague), 'decide')
        self.assertIn("DRILL", row['name'])
        earnest, drills = (
            self.env[EMERGENCY].search(literal_eval(self.env.ref(f'office_admin_reception.{action}').domain))
            for action in ('office_emergency_action', 'office_emergency_action_drill'))
        self.assertIn(drill, drills)
        self.assertNotIn(drill, earnest)
        with self.assertRaises(UserError):
            drill.with_user(self.desk).write({'is_drill': False})

    def test_the_report_says_how_long_each_step_took(self):
        begin = fields.Datetime.to_datetime('2026-03-04 02:00:00')
        with freeze_time(begin):
            drill = self._raise(self.desk, is_drill=True)
        self._go_on(begin, 2)
        with freeze_time(begin + timedelta(minutes=3, seconds=30)):
            drill.with_user(self.stranger).action_take()
        html = self.env['ir.actions.report'].with_user(self.desk)._render_qweb_html(
            'office_admin_reception.office_emergency_document', drill.ids)[0].decode()
        for words in ("Report of a Drill", "Deputies of Colleague", "no answer", "3.5", "Stranger"):
            self.assertIn(words, html)

    def test_ready_kinds_have_chains(self):
        kinds = self.env['office.emergency.kind'].search([('company_id', '=', False)])
        self.assertEqual(len(kinds), 5)
        for kind in kinds:
            with self.subTest(kind=kind.name):
                words = [name for name, _users, _minutes in kind._get_chain(self.company, self.user)]
                self.assertEqual(
                    words, ["Receptionist", "Deputies of Receptionist", "Administrative Manager"])


@tagged('post_install', '-at_install')
class TestEmergencyAttacks(EmergencyCommon):

    def test_nobody_goes_past_the_verbs(self):
        model = self.env[EMERGENCY].with_user(self.user)
        for values in (
                {'state': 'taken'}, {'name': "EMG/1"}, {'take_user_id': self.colleague.id},
                {'raise_datetime': fields.Datetime.now()}, {'result': "Nothing"},
                {'call_ids': [Command.create({'name': "X", 'user_ids': [Command.set(self.stranger.ids)]})]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                model.create({'kind_id': self.kind.id, **values})
        draft = model.with_context(default_state='taken', default_take_user_id=self.user.id).create(
            {'kind_id': self.kind.id})
        self.assertRecordValues(draft, [{'state': 'draft', 'take_user_id': False}])
        emergency = self._raise()
        for attempt in (
                lambda: emergency.with_user(self.user).write({'note': "Nothing at all"}),
                lambda: emergency.with_user(self.colleague).write({'call_ids': [Command.clear()]}),
                lambda: emergency.sudo().write({'state': 'done'}),
                lambda: emergency.call_ids.sudo().write({'answer_user_id': self.user.id}),
                lambda: emergency.call_ids.sudo().unlink(),
                lambda: emergency.sudo().unlink()):
            with self.assertRaises(UserError):
                attempt()

    def test_others_learn_nothing(self):
        emergency = self._raise()
        for record in (emergency, emergency.call_ids):
            for user in (self.stranger, self.head):
                self.assertFalse(record.with_user(user).search([('id', 'in', record.ids)]))
        with self.assertRaises(AccessError) as refused:
            emergency.with_user(self.stranger).action_take()
        self.assertNotIn(emergency.name, str(refused.exception))

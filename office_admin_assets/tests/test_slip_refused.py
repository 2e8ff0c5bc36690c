from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import SIGNATURE

from .slip_common import ANSWER, OfficeAssetSlipCommon


@tagged('post_install', '-at_install')
class TestSlipRefused(OfficeAssetSlipCommon):
    """What a slip refuses: things and people that do not fit, and tricks of people who may not."""

    def test_a_thing_is_in_one_slip_only(self):
        slip = self._submit_slip()
        card = slip.line_ids.equipment_id
        with self.assertRaisesRegex(UserError, "is in ASL/.* already"):
            self._submit_slip(cards=card, employee_id=self.colleague_employee.id)
        with self.assertRaisesRegex(UserError, "is in ASL/.* already"):
            card.action_hand_out()

    def test_things_in_hands_are_not_handed_out(self):
        card = self._hold()
        with self.assertRaisesRegex(UserError, "is in somebody's hands"):
            self._submit_slip(cards=card, employee_id=self.colleague_employee.id)
        with self.assertRaisesRegex(UserError, "Nobody has"):
            self._submit_slip('transfer', self._create_card())
        with self.assertRaisesRegex(UserError, "several holders"):
            self._submit_slip('give_back', card | self._hold(self.colleague, self.colleague_employee))
        with self.assertRaisesRegex(UserError, "User has it already"):
            self._submit_slip('transfer', card)

    def test_things_in_repair_ended_or_missing(self):
        card = self._create_card()
        card.with_user(self.officer)._apply('repair', {'asset_state': 'repair'})
        with self.assertRaisesRegex(UserError, "is in repair"):
            self._submit_slip(cards=card)
        card.with_user(self.officer)._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'lost'})
        with self.assertRaisesRegex(UserError, "or has ended"):
            self._submit_slip(cards=card)
        with self.assertRaisesRegex(UserError, "it is no card"):
            self._submit_slip(cards=self._create_equipment())
        with self.assertRaisesRegex(UserError, "Add at least one asset"):
            self._submit_slip(cards=self.env['maintenance.equipment'])

    def test_people_who_left_or_are_of_another_company(self):
        slip = self._create_slip()
        self.user_employee.action_archive()
        with self.assertRaisesRegex(UserError, "User has left. Choose somebody who is there"):
            slip.action_submit()
        self.user_employee.action_unarchive()
        other = self.env['res.company'].create({'name': "Elsewhere"})
        stranger = self.env['hr.employee'].create({'name': "Far", 'company_id': other.id})
        with self.assertRaises(UserError):
            slip.employee_id = stranger
        with self.assertRaisesRegex(UserError, "a person or a department"):
            self._submit_slip(employee_id=False)

    def test_archived_while_it_waits(self):
        slip = self._submit_slip()
        self.user_employee.action_archive()
        with self.assertRaisesRegex(UserError, "is archived and cannot hold anything"):
            self._receive(slip)

    def test_changed_by_a_count_while_it_waits(self):
        slip = self._submit_slip()
        card = slip.line_ids.equipment_id
        self._give(card, self.colleague_employee, 'count')
        with self.assertRaisesRegex(UserError, "somebody else has these things now"):
            self._receive(slip)

    def test_no_one_hands_things_to_themselves(self):
        self.company.office_segregation = 'refuse'
        with self.assertRaisesRegex(AccessError, "is for yourself"):
            self._submit_slip(employee_id=self.officer_employee.id)
        self.company.office_segregation = 'warn'
        slip = self._submit_slip(employee_id=self.officer_employee.id)
        self._receive(slip, self.officer)

    def test_employees_write_slips_of_what_they_hold(self):
        card = self._hold()
        mine = card.with_user(self.user)
        with self.assertRaisesRegex(AccessError, "pass on or bring back what you hold"):
            self._submit_slip('transfer', self._hold(self.colleague, self.colleague_employee).with_user(self.head),
                              self.head, employee_id=self.user_employee.id)
        with self.assertRaises(UserError):
            self._submit_slip('hand_out', mine, self.user, employee_id=self.colleague_employee.id)
        hidden = self._create_card("Hidden")
        with self.assertRaises(AccessError):
            self._create_slip('transfer', hidden, self.user, employee_id=self.colleague_employee.id)
        with self.assertRaises(AccessError):
            self.env['office.asset.slip'].with_user(self.user).onchange(
                {'line_ids': [Command.create({'equipment_id': hidden.id})]}, ['line_ids'], {'item_summary': {}})
        slip = self._create_slip('transfer', mine, self.user, employee_id=self.colleague_employee.id)
        with self.assertRaises(AccessError):
            slip.line_ids.equipment_id = hidden

    def test_nobody_writes_states_givers_or_receipts(self):
        slips = self.env['office.asset.slip'].with_user(self.officer)
        card = self._create_card()
        values = {'employee_id': self.user_employee.id, 'line_ids': [Command.create({'equipment_id': card.id})]}
        for name, value in (('state', 'done'), ('giver_id', self.user_employee.id), ('name', 'ASL/1'),
                            ('agreed_datetime', '2026-01-01 00:00:00'), ('receiver_name', "Me")):
            with self.subTest(field=name), self.assertRaises(UserError):
                slips.create({**values, name: value})
        slip = slips.with_context(default_state='done', default_giver_id=self.user_employee.id).create(values)
        self.assertRecordValues(slip, [{'state': 'draft', 'giver_id': False}])
        slip.action_submit()
        for name, value in (('employee_id', self.colleague_employee.id), ('kind', 'loan'),
                            ('line_ids', [Command.clear()])):
            with self.subTest(field=name), self.assertRaises(UserError):
                slip.sudo().write({name: value})
        with self.assertRaises(UserError):
            slip.line_ids.sudo().received_condition = 'new'
        with self.assertRaises(UserError):
            slip.sudo().unlink()

    def test_nobody_makes_or_changes_what_people_hold(self):
        card = self._hold()
        thing = self._get_thing(card).sudo()
        with self.assertRaises(UserError):
            thing.employee_id = self.colleague_employee
        with self.assertRaises(UserError):
            thing.unlink()
        with self.assertRaises(UserError):
            thing.create({'equipment_id': card.id, 'employee_id': self.user_employee.id})

    def test_dialogs_take_lines_of_their_slip_only(self):
        slip, other = self._submit_slip(), self._submit_slip()
        dialog = self._open_answer(slip, self.user).create({
            'signature': SIGNATURE})
        dialog.line_ids.line_id = other.line_ids
        with self.assertRaisesRegex(UserError, "has changed. Open it again"):
            dialog.action_confirm()
        with self.assertRaises(AccessError):
            self.env[ANSWER].with_user(self.stranger).create(
                {'verb': 'done', 'res_model': slip._name, 'res_ids': slip.ids}).action_confirm()

    def test_who_is_told_when_nobody_confirms(self):
        slip = self._submit_slip()
        self.assertEqual(slip._get_deadline_holders('receive'), self.user)
        self.assertEqual(slip._get_escalation_users('holder', 'receive'), self.user)
        self.assertEqual(slip._get_escalation_users('head', 'receive'), self.user | self.head)
        self.assertEqual(slip._open_to(self.head), slip)
        days = self.company.asset_confirm_days
        self.assertEqual(days, 3)
        self.assertEqual(self._get_promises(slip, 'receive').mapped('amount'), [3])

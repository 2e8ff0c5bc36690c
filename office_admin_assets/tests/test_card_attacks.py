from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import unlink_as

from ..models.maintenance_equipment import GOVERNED
from .common import OfficeAssetCommon


@tagged('post_install', '-at_install')
class TestCardAttacks(OfficeAssetCommon):
    """Nobody writes what a document governs, by whichever way; what is no card stays Odoo's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_user = cls._create_user('sup_hr', 'hr.group_hr_user')
        cls.all = cls._create_user(
            'sup_all', 'base.group_system,hr.group_hr_manager,office_admin_base.position_manager')
        cls.card = cls._create_card(cost=10, serial_no='S')
        cls._give(cls.card, cls.user_employee)
        cls.people = cls.officer | cls.manager | cls.hr_user | cls.all | cls.env.ref('base.user_root')

    def _get_other_value(self, name):
        field = self.card._fields[name]
        if field.type == 'many2one':
            return self.env[field.comodel_name].create({'name': "Another"}).id if field.comodel_name not in (
                'res.users', 'maintenance.equipment') else (
                self.stranger.id if field.comodel_name == 'res.users' else self._create_card().id)
        return {
            'boolean': not self.card[name], 'float': 99.0, 'integer': 99, 'char': "Another", 'date': '2020-01-01',
            'selection': next((value for value in field.get_values(self.env) if value != self.card[name]), False)
            if field.type == 'selection' else None}[field.type]

    def _snapshot(self):
        self.env.invalidate_all()
        return self.card.sudo().read([*GOVERNED, 'asset_code', 'asset_state'])[0], len(self.card.asset_event_ids)

    def test_nobody_writes_what_is_governed(self):
        for name in sorted(GOVERNED | {'asset_code', 'asset_state', 'asset_end_reason'}):
            value = self._get_other_value(name)
            before = self._snapshot()
            for user in self.people:
                card = self.card.with_user(user)
                for way, more in ((card.write, ()), (card.sudo().write, ()), (card.web_save, ({'id': {}},))):
                    with self.subTest(field=name, user=user.login), self.assertRaises(UserError), self.cr.savepoint():
                        way({name: value}, *more)
            self.assertEqual(self._snapshot(), before, name)

    def test_the_sentence_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "Cost of .* Laptop changes by a document or a button of the card"):
            self.card.with_user(self.officer).cost = 1

    def test_sending_back_what_is_there_passes(self):
        values = self.card.sudo()._convert_to_write({name: self.card.sudo()[name] for name in GOVERNED})
        self.card.with_user(self.officer).write(values | {'asset_brand': "Acme"})
        self.assertEqual(self.card.asset_brand, "Acme")

    def test_imported_archived_and_copied(self):
        card = self.card.with_user(self.all)
        result = card.load(['.id', 'cost', 'employee_id/.id'], [[str(card.id), '77', str(self.stranger_employee.id)]])
        self.assertTrue(result['messages'])
        for way in (card.action_archive, card.unlink, lambda: unlink_as(self.all, card), card.sudo().unlink):
            with self.assertRaises(UserError), self.cr.savepoint():
                way()
        self.assertTrue(self.card.active)
        twin = card.copy()
        self.assertFalse(twin.asset_code or twin.asset_state or twin.place_id)

    def test_by_employee_category_and_set(self):
        employee, category = self.user_employee.with_user(self.all), self.category.with_user(self.all)
        for record, name in ((employee, 'equipment_ids'), (category, 'equipment_ids')):
            for command in (
                    Command.clear(), Command.unlink(self.card.id), Command.delete(self.card.id), Command.set([]),
                    Command.update(self.card.id, {'cost': 1.0}), Command.update(self.card.id, {'active': False})):
                with self.subTest(record=record, command=command), self.assertRaises(UserError), self.cr.savepoint():
                    record.write({name: [command]})
        other = self._create_card()
        with self.assertRaises(UserError):
            other.with_user(self.officer).write({'asset_child_ids': [Command.link(self.card.id)]})
        self.assertEqual(self.card.employee_id, self.user_employee)

    def test_no_card_is_made_by_hand(self):
        equipment = self.env['maintenance.equipment'].with_user(self.officer)
        for values in ({'asset_code': 'X'}, {'asset_state': 'in_use'}):
            with self.assertRaises(UserError):
                equipment.create({'name': "X", **values})
        made = equipment.with_context(default_asset_code='X', default_asset_state='in_use').create({'name': "X"})
        self.assertFalse(made.asset_code or made.asset_state)
        with self.assertRaises(UserError):
            self.user_employee.with_user(self.all).write(
                {'equipment_ids': [Command.create({'name': "X", 'asset_code': 'X'})]})

    def test_holders_and_departments_are_not_deleted(self):
        with self.assertRaisesRegex(UserError, "still holds assets"):
            self.user_employee.with_user(self.all).unlink()
        shared = self._create_card(equipment_assign_to='department', department_id=self.office.id)
        with self.assertRaisesRegex(UserError, "still has assets"):
            self.office.with_user(self.all).unlink()
        self.assertTrue(shared.department_id)
        self._give(self.card, self.env['hr.employee'], 'give_back')
        with self.assertRaisesRegex(UserError, "Archive the employee instead"):
            self.user_employee.with_user(self.all).unlink()

    def test_employees_write_nothing(self):
        card = self.card.with_user(self.user)
        self.assertEqual(card.name, "Laptop")
        for way in (
                lambda: card.write({'asset_brand': "Mine"}), card.action_move, card.action_register, card.action_split,
                card.action_correct, card.unlink, lambda: card.write({'employee_id': False})):
            with self.assertRaises(UserError), self.cr.savepoint():
                way()
        with self.assertRaises(AccessError):
            self.env['office.asset.change'].with_user(self.user).create(
                {'verb': 'move', 'res_model': card._name, 'res_ids': card.ids, 'place_id': self.room.id})

    def test_the_departure_wizard_frees_other_equipment_only(self):
        other = self._create_equipment("Cup", equipment_assign_to='employee', employee_id=self.user_employee.id)
        manager = self._create_user('sup_hr_manager', 'hr.group_hr_manager')
        self.env['hr.departure.wizard'].with_user(manager).create({
            'employee_ids': [Command.set(self.user_employee.ids)], 'departure_date': '2026-12-31',
            'departure_description': "Left", 'departure_reason_id': self.env.ref('hr.departure_resigned').id,
            'set_date_end': False}).action_register_departure()
        self.assertFalse(other.employee_id)
        self.assertEqual(self.card.employee_id, self.user_employee)

    def test_what_is_no_card_stays_with_odoo(self):
        for user in self.hr_user | self.officer:
            equipment = self._create_equipment("Cup", user)
            equipment.write({'employee_id': self.user_employee.id, 'equipment_assign_to': 'employee', 'cost': 5,
                             'serial_no': f'S-{user.id}', 'place_id': self.room.id})
            self.assertEqual(equipment.owner_user_id, self.user)
            equipment.action_archive()
            equipment.unlink()

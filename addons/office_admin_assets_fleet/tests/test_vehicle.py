from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_assets.tests.disposal_common import OfficeDisposalCommon

FLEET = 'fleet.fleet_group_user'


@tagged('post_install', '-at_install')
class TestVehicle(OfficeDisposalCommon):
    """A car of Fleet has a card; what Fleet knows stays in Fleet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env['maintenance.equipment.category'].create({
            'name': "Cars", 'company_id': cls.company.id, 'asset_prefix': 'VH'})
        cls.model = cls.env['fleet.vehicle.model'].create({
            'name': "M7", 'brand_id': cls.env['fleet.vehicle.model.brand'].create({'name': "Zhide"}).id})
        cls.car = cls._create_car("A 1", vin_sn="CHASSIS-1", net_car_value=100)
        cls.garage_hand = cls._create_user('sup_fleet', FLEET)
        cls.officer.group_ids = [Command.link(cls.env.ref(FLEET).id)]

    @classmethod
    def _create_car(cls, plate, **values):
        return cls.env['fleet.vehicle'].create({
            'model_id': cls.model.id, 'license_plate': plate, 'company_id': cls.company.id, **values})

    @classmethod
    def _open_register(cls, cars, user=None, **values):
        cars = cars.with_user(user or cls.officer)
        action = cars.action_register_asset()
        return cars.env[action['res_model']].with_context(**action['context']).create({
            'category_id': cls.category.id, 'note': "Bought long ago", **values})

    @classmethod
    def _register_car(cls, cars=None, **values):
        cars = cars or cls.car
        cls._open_register(cars, **values).action_confirm()
        cls.env.invalidate_all()
        return cars.asset_card_ids

    def test_a_car_gets_its_card(self):
        card = self._register_car(place_id=self.store.id)
        self.assertRecordValues(card, [{
            'name': "Zhide M7", 'asset_brand': "Zhide", 'model': "M7", 'serial_no': "CHASSIS-1", 'cost': 100,
            'asset_acquire_date': self.car.acquisition_date, 'asset_state': 'in_stock', 'place_id': self.store.id,
            'company_id': self.company.id, 'category_id': self.category.id, 'asset_acquisition': 'bought'}])
        self.assertTrue(card.asset_code.startswith('VH-'))
        self.assertEqual(card.display_name, f'{card.asset_code} Zhide M7 A 1')
        self.assertEqual(card._get_label_lines()[1], "A 1")
        self.assertEqual(card.asset_event_ids.kind, 'register')
        self.assertEqual(self.car.asset_code, card.asset_code)
        self.car.license_plate = "A 2"
        self.assertIn("A 2", card.display_name)
        self.assertEqual(self.env['maintenance.equipment'].search([('vehicle_id', 'ilike', "A 2")]), card)

    def test_several_at_once_and_never_twice(self):
        cars = self.car | self._create_car("A 2") | self._create_car("A 3")
        cards = self._register_car(cars)
        self.assertEqual(len(set(cards.mapped('asset_code'))), 3)
        with self.assertRaisesRegex(UserError, "has the card VH-.* already"):
            self._register_car(self.car)
        self.assertEqual(len(self.car.asset_card_ids), 1)
        self.assertFalse(self.env['maintenance.equipment'].search(
            [('vehicle_id', '!=', False), ('asset_code', '=', False)]))

    def test_what_keeps_a_car_out_of_the_ledger(self):
        for values, words in (
                ({'company_id': False}, "needs a company"), ({'active': False}, "archived or written off"),
                ({'write_off_date': '2026-01-01'}, "archived or written off")):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words):
                self._register_car(self._create_car("B", **values))
        with self.assertRaisesRegex(UserError, "of which class"):
            self._register_car(category_id=False)
        with self.assertRaisesRegex(UserError, "why there is none"):
            self._register_car(note=False)

    def test_a_card_from_before_fleet_is_linked(self):
        card = self._create_card("Car", serial_no="CHASSIS-1", asset_brand="Zhide")
        with self.assertRaisesRegex(UserError, "for one vehicle only"):
            self._register_car(self.car | self._create_car("A 2"), card_id=card.id)
        self._register_car(card_id=card.id)
        self.assertEqual((card.vehicle_id, card.name), (self.car, "Car"))
        self.assertEqual(card.asset_event_ids.mapped('kind'), ['correct', 'register'])
        with self.assertRaisesRegex(UserError, "the card of another vehicle"):
            self._register_car(self._create_car("A 2"), card_id=card.id)

    def test_the_driver_stays_in_fleet_and_a_difference_is_shown(self):
        card = self._register_car()
        self.assertFalse(card.vehicle_notice)
        self.car.driver_id = self.user_employee.work_contact_id
        self.assertEqual(card.vehicle_driver, self.user_employee.work_contact_id.name)
        self.assertFalse(card.employee_id)
        self.assertIn("is nobody", card.vehicle_notice)
        self._give(card, self.user_employee)
        self.assertFalse(card.vehicle_notice or self.car.asset_notice)
        self.car.driver_id = False
        self.assertIn("the driver is nobody", card.with_user(self.user).vehicle_notice)
        self.assertEqual(self.car.asset_notice, card.vehicle_notice)
        find = self.env['maintenance.equipment'].search
        self.assertEqual(find([('differs_from_fleet', '=', True)]), card)
        self.assertNotIn(card, find([('differs_from_fleet', '=', False)]))
        # what a department has is driven by whoever needs it
        card.with_user(self.officer)._apply('transfer', {'department_id': self.office.id, 'asset_state': 'in_use'})
        self.car.driver_id = self.user_employee.work_contact_id
        self.assertFalse(card.vehicle_notice)

    def test_a_car_that_goes_tells_who_keeps_its_card(self):
        card = self._register_car()
        self.company.asset_responsible_id = self.officer
        self.car.with_user(self.garage_hand).write({'active': False})
        self.assertRecordValues(card.activity_ids, [{'user_id': self.officer.id}])
        self.assertIn("archived or written off", card.activity_ids.summary)
        self.assertIn("Dispose of the card", card.vehicle_notice)
        self.car.write({'write_off_date': '2026-01-01'})
        self.assertEqual(len(card.activity_ids), 1)
        self.car.write({'active': True, 'write_off_date': False})
        self.assertFalse(card.vehicle_notice)
        card.with_user(self.officer)._end('sold')
        self.assertIn("has ended (Sold)", self.car.asset_notice)
        again = self._register_car() - card
        self.assertEqual((self.car.asset_code, self.car.asset_notice), (again.asset_code, False))
        self.assertFalse(card.vehicle_notice)

    def test_a_car_in_the_ledger_is_not_deleted_and_stays_in_its_company(self):
        card = self._register_car()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.car.with_user(self.garage_hand).unlink()
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        with self.assertRaisesRegex(UserError, "another company"):
            self.car.company_id = elsewhere
        self.car.company_id = self.company
        card.with_user(self.officer)._end('sold')
        self._create_car("A 9").with_user(self.garage_hand).unlink()

    def test_nobody_links_a_car_by_hand(self):
        card = self._register_car()
        other = self._create_car("A 2")
        for user in (self.officer, self.manager):
            with self.assertRaises(UserError):
                card.with_user(user).vehicle_id = other
            with self.assertRaises(UserError):
                other.with_user(user).asset_card_ids = [Command.link(card.id)]
        equipment = self.env['maintenance.equipment'].with_user(self.officer).with_context(
            default_vehicle_id=other.id).create({'name': "Car", 'category_id': self.category.id})
        self.assertFalse(equipment.vehicle_id)

    def test_who_sees_what(self):
        card = self._register_car()
        # who keeps the vehicles, and not the ledger
        car = self.car.with_user(self.garage_hand)
        self.assertEqual((car.asset_code, car.is_asset_shown), (card.asset_code, False))
        for method in (car.action_open_asset, car.action_register_asset):
            with self.assertRaises(AccessError):
                method()
        car.web_read({'asset_code': {}, 'asset_notice': {}, 'is_asset_shown': {}})
        # who keeps the ledger, and not the vehicles
        keeper = self._create_user('sup_keeper', 'office_admin_assets.group_officer')
        self.assertEqual(card.with_user(keeper).display_name, card.display_name)
        card.with_user(keeper).web_read({
            'vehicle_id': {'fields': {'display_name': {}}}, 'vehicle_driver': {}, 'vehicle_notice': {}})
        for method in (card.with_user(keeper).action_open_vehicle, self.car.with_user(keeper).action_register_asset):
            with self.assertRaises(AccessError):
                method()
        # who has it
        with self.assertRaises(AccessError):
            card.with_user(self.user).read(['vehicle_id'])
        self._give(card, self.user_employee)
        card.with_user(self.user).web_read({'vehicle_id': {'fields': {'display_name': {}}}, 'vehicle_notice': {}})
        # both
        self.assertEqual(self.car.with_user(self.officer).action_open_asset()['res_id'], card.id)
        self.assertEqual(card.with_user(self.officer).action_open_vehicle()['res_id'], self.car.id)

    def test_maintenance_neither_lists_nor_counts_it(self):
        lists = ('hr_equipment_action', 'hr_equipment_action_from_category_form')
        printer = self._create_equipment("Printer", category_id=self.category.id)
        card = self._register_car()
        for name in lists:
            domain = self.env['ir.actions.act_window']._for_xml_id(f'maintenance.{name}')['domain']
            found = self.env['maintenance.equipment'].search(literal_eval(domain))
            self.assertIn(printer, found)
            self.assertNotIn(card, found)
        self.assertEqual(self.category.equipment_count, 1)
        self._give(card, self.user_employee)
        self.assertEqual(self.user_employee.equipment_count, 0)

    def test_a_car_goes_to_another_company_with_its_card(self):
        card = self._register_car()
        there = self.env['res.company'].create({'name': "Daughter"})
        self.category.copy({'name': "Cars", 'company_id': there.id})
        self._give(card, self.user_employee)
        transfer = self._create_request(
            self.user, card, way='transferred', transfer_partner_id=there.partner_id.id)
        self.assertIn("A 1", transfer.item_summary)
        transfer.action_submit()
        self._appraise(transfer)
        transfer.with_user(self.head).action_approve()
        transfer.with_user(self.officer).action_serve()
        keeper = self._create_user('sup_there', 'office_admin_assets.group_officer')
        keeper.write({'company_ids': [Command.set(there.ids)], 'company_id': there.id})
        acceptance = self.env['office.asset.acceptance'].with_user(keeper).search([])
        acceptance.action_accept()
        self.env.invalidate_all()
        new = acceptance.line_ids.card_ids.sudo()
        self.assertRecordValues(new | card, [
            {'vehicle_id': self.car.id, 'company_id': there.id, 'asset_state': 'in_stock'},
            {'vehicle_id': self.car.id, 'company_id': self.company.id, 'asset_state': 'ended'}])
        self.assertEqual((self.car.company_id, self.car.asset_code), (there, new.asset_code))

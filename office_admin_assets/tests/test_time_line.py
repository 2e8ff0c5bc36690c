from datetime import date, datetime

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import unlink_as

from .common import OfficeAssetCommon


@tagged('post_install', '-at_install')
class TestTimeLine(OfficeAssetCommon):

    def test_r81_all_that_happened_in_order(self):
        card = self._create_card(asset_quantity=1)
        nobody = self.env['hr.employee']
        self._change(card, 'move', place_id=self.room.id, note="New seat")
        self._give(card, self.user_employee)
        self._give(card, self.stranger_employee, 'transfer')
        self._give(card, nobody, 'give_back')
        officer = card.with_user(self.officer)
        officer._apply('repair', {'asset_state': 'repair'})
        officer._apply('repaired', {'asset_state': 'in_stock'})
        officer._apply('count', {})
        officer._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'scrapped', 'active': False})
        events = card.asset_event_ids.sorted('id')
        self.assertEqual(events.mapped('kind'), [
            'register', 'move', 'hand_out', 'transfer', 'give_back', 'repair', 'repaired', 'count', 'end'])
        self.assertEqual(card.asset_event_ids, events.sorted(reverse=True))
        self.assertEqual(events.user_id, self.officer)
        self.assertRecordValues(events[3], [{
            'state_from': 'in_use', 'state_to': 'in_use', 'employee_from_id': self.user_employee.id,
            'employee_to_id': self.stranger_employee.id, 'department_from_id': self.sales.id,
            'department_to_id': self.office.id, 'place_from_id': self.room.id, 'place_to_id': self.room.id}])
        self.assertEqual(events[1].note, "New seat")
        self.assertEqual(events[-1].with_user(self.auditor).kind, 'end', "also of what has ended")

    def test_r81_it_is_read_when_it_is_opened(self):
        card = self._create_card().with_user(self.officer)
        view = card.get_view(self.env.ref('office_admin_assets.office_asset_view_form').id)
        self.assertNotIn('office.asset.event', view['models'], "a card opens without it")
        action = card.action_open_events()
        self.assertEqual(
            self.env[action['res_model']].with_user(self.officer).search(action['domain']), card.asset_event_ids)

    def test_r81_each_view_opens_the_document_for_who_may_read_it(self):
        events = self.env['office.asset.event'].with_user(self.user)
        for view_type, condition in {'list': 'not document_name', 'kanban': 'document_name.raw_value'}.items():
            button = etree.fromstring(events.get_view(view_type=view_type)['arch']).find(
                './/*[@name="action_open_document"]')
            self.assertIsNotNone(button, view_type)
            self.assertIn(condition, button.get('invisible') or button.get('t-if'))

    def test_r81_nobody_edits_it(self):
        card = self._create_card()
        event = card.asset_event_ids
        boss = self._create_user('sup_all', 'base.group_system,office_admin_base.position_manager')
        for user in self.officer | boss | self.env.ref('base.user_root'):
            mine = event.with_user(user)
            for way in (
                    lambda mine=mine: mine.write({'note': "Forged"}),
                    lambda mine=mine: mine.sudo().write({'kind': 'move'}),
                    mine.unlink, mine.sudo().unlink, lambda user=user: unlink_as(user, event.sudo()),
                    lambda mine=mine: mine.sudo().create({'equipment_id': card.id, 'kind': 'move'}),
                    lambda mine=mine: mine.sudo().copy(),
                    lambda user=user: card.with_user(user).sudo().write({'asset_event_ids': [(5, 0, 0)]}),
                    lambda user=user: card.with_user(user).sudo().write(
                        {'asset_event_ids': [(1, event.id, {'note': "Forged"})]}),
                    lambda user=user: card.with_user(user).sudo().write(
                        {'asset_event_ids': [(0, 0, {'kind': 'move'})]})):
                with self.subTest(user=user.login), self.assertRaises(UserError), self.cr.savepoint():
                    way()
        self.env.invalidate_all()
        self.assertEqual(card.asset_event_ids, event)
        self.assertFalse(event.note == "Forged")

    def test_who_had_it_on_a_day(self):
        moments = (datetime(2026, 3, 1, 8), datetime(2026, 3, 10, 8), datetime(2026, 3, 20, 8))
        with freeze_time(moments[0]):
            card = self._create_card()
        for moment, employee in zip(moments[1:], (self.user_employee, self.stranger_employee), strict=True):
            with freeze_time(moment):
                self._give(card, employee)
        for day, employee in ((date(2026, 3, 9), self.env['hr.employee']), (date(2026, 3, 10), self.user_employee),
                              (date(2026, 3, 19), self.user_employee), (date(2026, 4, 1), self.stranger_employee)):
            self.assertEqual(card._get_holder_on(day).employee_to_id, employee, day)
        self.assertFalse(card._get_holder_on(date(2026, 2, 28)))

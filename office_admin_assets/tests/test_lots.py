from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OfficeAssetCommon


@tagged('post_install', '-at_install')
class TestLots(OfficeAssetCommon):

    def test_split_and_merged(self):
        lot = self._create_card("Chair", asset_quantity=100, cost=1000.01, place_id=self.store.id)
        self._change(lot, 'split', quantity=30, note="For the board room")
        new = self.env['maintenance.equipment'].search([('asset_code', '!=', False)], order='id desc', limit=1)
        self.assertEqual((lot.asset_quantity, new.asset_quantity), (70, 30))
        self.assertEqual((lot.cost, new.cost), (700.01, 300.0))
        self.assertEqual((new.place_id, new.asset_state, new.name), (self.store, 'in_stock', "Chair"))
        self.assertNotEqual(new.asset_code, lot.asset_code)
        self.assertEqual(new.asset_event_ids.mapped('document_name'), [lot.display_name])
        self._change(lot | new, 'merge')
        self.assertRecordValues(lot, [{'asset_quantity': 100, 'cost': 1000.01, 'active': True}])
        self.assertRecordValues(new, [{
            'active': False, 'asset_state': 'ended', 'asset_end_reason': 'merged', 'cost': 0}])
        self.assertEqual(lot.asset_event_ids.mapped('kind'), ['merge', 'split', 'register'])

    def test_what_cannot_be_split(self):
        lot = self._create_card("Chair", asset_quantity=3)
        for quantity in (0, -1, 3, 4):
            with self.assertRaisesRegex(UserError, "at least one"):
                self._change(lot, 'split', quantity=quantity)

    def test_only_like_things_are_merged(self):
        chair, other = self._create_card("Chair"), self._create_card("Chair", asset_brand="Acme")
        with self.assertRaisesRegex(UserError, "differ in Brand"):
            self._change(chair | other, 'merge')
        with self.assertRaisesRegex(UserError, "at least two"):
            self._change(chair, 'merge')
        numbered = self._create_card("Chair", serial_no="1")
        with self.assertRaisesRegex(UserError, "serial number"):
            self._change(chair | numbered, 'merge')

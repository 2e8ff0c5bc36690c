from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .buying_common import OfficeAssetRequestMixin
from .common import OfficeAssetMixin
from .disposal_common import OfficeDisposalMixin


class AssetTours(OfficeAssetMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _start(self, path, tour, user):
        self.start_tour(f'/odoo/{path}', tour, login=user.login)
        self.env.invalidate_all()


@tagged('post_install', '-at_install', 'browser')
class TestAssetTours(AssetTours):

    def test_r74_registered_and_moved(self):
        card = self._create_equipment()
        self._start('assets-to-register', 'asset_register', self.officer)
        self.assertRecordValues(card, [{'place_id': self.store.id, 'asset_state': 'in_stock'}])


@tagged('post_install', '-at_install', 'browser')
class TestBuyingTours(OfficeAssetRequestMixin, AssetTours):

    def test_r75_accepted_and_handed_out(self):
        self.category.asset_checklist = "Switches on"
        buyer = self._create_user('sup_buyer', 'office_admin_assets.group_officer')
        request = self._create_approved()
        self.env['office.asset.acceptance'].with_user(buyer).create({
            'note': "From the fair", 'line_ids': [Command.create({
                'request_line_id': request.line_ids.id, 'category_id': self.category.id, 'name': "Laptop"})],
        }).action_submit()
        self._start('asset-acceptances', 'asset_accept', self.officer)
        self._start('assets-to-hand-out', 'asset_hand_out', self.officer)
        card = request.sudo().line_ids.card_ids  # not theirs yet
        self.assertEqual((card.serial_no, card.asset_document_name), (
            'SN-1', request.sudo()._get_waiting_slips().name))


@tagged('post_install', '-at_install', 'browser')
class TestCareTours(OfficeDisposalMixin, AssetTours):

    def test_r79_r80_repaired_and_disposed_of(self):
        card = self._create_held(asset_bears_data=True)
        self._start_repair(card)
        disposal = self._create_approved(items=card)
        self._start('all-asset-disposals', 'asset_dispose', self.officer)
        self.assertEqual((disposal.state, card.asset_state), ('done', 'ended'))

    def _start_repair(self, card):
        card.with_user(self.user)._report_fault("The screen flickers")
        self._start('asset-repairs', 'asset_repair', self.officer)
        self.assertEqual(card.asset_event_ids[0].kind, 'repaired')


@tagged('post_install', '-at_install', 'browser')
class TestAssetPhoneTours(OfficeAssetRequestMixin, AssetTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_what_i_hold(self):
        self._give(self._create_card(), self.user_employee)
        self._start('my-assets', 'asset_my_phone', self.user)

    def test_r75_asked_for_and_approved(self):
        self._start('my-office', 'asset_ask_phone', self.user)
        request = self.env['office.asset.request'].search([('requester_id', '=', self.user.id)])
        self._start('my-office', 'asset_approve_phone', self.head)
        self.assertEqual(request.state, 'approved')

    def test_r77_received_with_a_signature(self):
        card = self._create_card()
        request = self._create_approved()
        self._open_hand_out(request).action_confirm()
        self._start('my-office', 'asset_receive_phone', self.user)
        self.assertEqual((card.employee_id, request.state), (self.user_employee, 'done'))

    def test_r79_r80_a_fault_and_a_disposal(self):
        card = self._create_card()
        self._give(card, self.user_employee)
        self._start('my-office', 'asset_care_phone', self.user)
        self.assertTrue(card._get_open_repairs())
        self.assertEqual(card._get_open_document()._name, 'office.asset.disposal')

from odoo.tests import HttpCase, tagged

from .common import OfficeAssetMixin


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
class TestAssetPhoneTours(AssetTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_what_i_hold(self):
        self._give(self._create_card(), self.user_employee)
        self._start('my-assets', 'asset_my_phone', self.user)

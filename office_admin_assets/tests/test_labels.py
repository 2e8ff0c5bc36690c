from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import OfficeAssetCommon, OfficeAssetMixin


@tagged('post_install', '-at_install')
class TestLabels(OfficeAssetCommon):

    def test_r74_a_label_of_the_size_of_its_class_counted_again(self):
        self.category.asset_label_size = '60x40'
        card = self._create_card()
        action = card.with_user(self.officer).action_print_labels()
        self.assertEqual(action['context']['default_size'], '60x40')
        for count in (1, 2):
            dialog = self.env['office.label.print'].with_user(self.officer).with_context(**action['context']).create({})
            dialog.action_print()
            self.assertEqual(card.label_count, count)
        [[label]] = dialog._get_pages()
        self.assertEqual((label.code, label.company, label.lines[0]), (card.asset_code, self.company.name, "Laptop"))

    def test_only_who_keeps_the_ledger_prints(self):
        card = self._create_card()
        self._give(card, self.user_employee)
        hr_user = self._create_user('sup_hr', 'hr.group_hr_user')
        for user in self.user | hr_user | self.auditor:
            with self.assertRaises(AccessError):
                card.with_user(user).action_print_labels()
        with self.assertRaisesRegex(UserError, "no code yet"):
            self._create_equipment().action_print_labels()

    def test_scanned(self):
        card = self._create_card(code="OLD-1")
        found = self.env['maintenance.equipment'].with_user(self.officer)._find_scanned(["OLD-1", "OLD-2"])
        self.assertEqual(found, {"OLD-1": card, "OLD-2": card.browse()})
        self.assertFalse(self.env['maintenance.equipment'].with_user(self.user)._find_scanned(["OLD-1"])["OLD-1"])


@tagged('post_install', '-at_install')
class TestLabelPage(OfficeAssetMixin, HttpCase):

    def test_a_phone_opens_the_card(self):
        self._set_up_office()
        card = self._create_card()
        self._give(card, self.user_employee)
        address = self.env['office.label']._provide(card)[card]._get_address()
        path = '/office/l/' + address.rpartition('/')[2]
        for user in self.user | self.officer:
            self.authenticate(user.login, user.login)
            answer = self.url_open(path, allow_redirects=False)
            self.assertIn(f'/odoo/maintenance.equipment/{card.id}', answer.headers['Location'])
            self.assertIn(f"view_id={self.env.ref('office_admin_assets.office_asset_view_form').id}",
                          answer.headers['Location'])
        self.authenticate(self.stranger.login, self.stranger.login)
        self.assertEqual(self.url_open(path).status_code, 404)
        card._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'scrapped', 'active': False})
        self.authenticate(self.officer.login, self.officer.login)
        self.assertIn("is not in the office any more", self.url_open(path).text)

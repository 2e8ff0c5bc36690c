"""Odoo's own clickbot goes through every menu, view and filter of our apps and finds no error."""
from odoo.tests import HttpCase, tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin

from tools import modules

CLICK = "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader').startClickEverywhere();"


@tagged('post_install', '-at_install', 'browser')
class TestClickEverywhere(OfficeSupplyMixin, HttpCase):
    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.administrator = cls._create_user('sup_administrator', 'base.group_system')
        # one page clicks through all apps that there are
        roots = cls.env['ir.ui.menu'].search([('parent_id', '=', False)])
        ours = {name for name, xmlid in roots.get_external_id().items() if xmlid.partition('.')[0] in modules.ours()}
        roots.filtered(lambda menu: menu.id not in ours).active = False

    def _make_documents(self):
        """A document of each kind, so that views have something to show."""
        self._create_request()
        self._create_request(self.colleague).action_submit()
        self._refuse(self._submit_one())
        self._create_approved()
        self._hand_out(self._create_approved(), {self.paper: 2})
        supply_round = self.env['office.supply.round'].with_user(self.officer).create({'title': "Next Month"})
        supply_round.action_open()

    def _submit_one(self):
        request = self._create_request()
        request.action_submit()
        return request

    def _click_everywhere(self, user):
        self._make_documents()
        menus = self.env['ir.ui.menu'].with_user(user).load_menus(False)
        apps = [menus[app]['xmlid'] for app in menus['root']['children']]
        self.assertIn('office_admin_supplies.office_supply_menu', apps)
        self.browser_js(
            '/odoo', CLICK, "odoo.isReady === true", login=user.login, timeout=600,
            success_signal=f"Successfully tested {len(apps)} apps")

    def test_employee(self):
        self._click_everywhere(self.user)

    def test_officer(self):
        self._click_everywhere(self.officer)

    def test_manager(self):
        self._click_everywhere(self.manager)

    def test_administrator(self):
        self._click_everywhere(self.administrator)

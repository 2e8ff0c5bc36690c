"""Odoo's own clickbot goes through every menu, view and filter of our apps and finds no error.

Each person goes through every menu, as screens differ by groups. Filters are the same for all people and in all views
of an action: they are clicked by one person, all in the first view, and one in each other, which then loads anew. The
views beside the first one are opened by the manager and the employee, between whom the others stand. What the server
answers to each person and filter is tried in ``test_menus``.
"""
import json

from odoo.tests import HttpCase, tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin

from tools import modules

CLICK = """
    const get = (name) => odoo.loader.modules.get(name);
    const done = %(done)s;
    const areFew = %(few)s;
    get('@web/core/utils/patch').patch(get('@web/search/search_bar_menu/search_bar_menu').SearchBarMenu.prototype, {
        get filterItems() {
            const { actionId, viewSwitcherEntries, viewType } = this.env.config;
            const count = done.includes(actionId) ? 0 : viewType === viewSwitcherEntries[0]?.type ? Infinity : 1;
            return super.filterItems.slice(0, count);
        },
    });
    get('@web/core/utils/patch').patch(get('@web/search/control_panel/control_panel').ControlPanel.prototype, {
        setup() {
            super.setup();
            const { actionId, viewSwitcherEntries: entries } = this.env.config;
            if (areFew && done.includes(actionId) && entries) {
                entries.splice(0, entries.length, ...entries.filter((entry) => entry.active));
            }
        },
    });
    get('@web/webclient/clickbot/clickbot_loader').startClickEverywhere();
"""


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

    def _click_everywhere(self, user, done=(), few=False):
        """Let the clickbot work as ``user``, without the filters of the actions ``done``.

        :param bool few: without their other views either
        """
        self._make_documents()
        menus = self._load_menus(user)
        apps = [menus[app]['xmlid'] for app in menus['root']['children']]
        self.assertIn('office_admin_supplies.office_supply_menu', apps)
        code = CLICK % {'done': json.dumps(list(done)), 'few': json.dumps(few)}
        self.browser_js(
            '/odoo', code, "odoo.isReady === true", login=user.login, timeout=600,
            success_signal=f"Successfully tested {len(apps)} apps")

    def _load_menus(self, user):
        return self.env['ir.ui.menu'].with_user(user).load_menus(False)

    def _get_done(self):
        return {menu['action_id'] for menu in self._load_menus(self.manager).values() if menu.get('action_id')}

    def test_employee(self):
        self._click_everywhere(self.user, self._get_done())

    def test_officer(self):
        self._click_everywhere(self.officer, self._get_done(), few=True)

    def test_manager(self):
        self._click_everywhere(self.manager)

    def test_administrator(self):
        self._click_everywhere(self.administrator, self._get_done(), few=True)

"""Every menu of ours opens for everybody who sees it, with each filter and group: a menu never ends in an error."""

from datetime import date

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon

SHOWN = ('list', 'kanban', 'pivot', 'graph', 'calendar', 'activity')


@tagged('post_install', '-at_install')
class TestMenus(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls.user, cls.head, cls.officer, cls.manager, cls.auditor,
            cls._create_user('sup_receptionist', 'office_admin_base.position_receptionist'),
            cls._create_user('sup_administrator', 'base.group_system'),
            cls._create_user('sup_all', 'base.group_system,office_admin_base.position_manager'),
        ]

    def setUp(self):
        super().setUp()
        self.tried = set()
        # something of every kind lies about, also what the manager decided and so must not hand out
        self._hand_out(self._create_approved())
        self._create_approved(items=[(self.pen, 3)])
        decided = self._create_request(self.stranger)
        decided.action_submit()
        decided.with_user(self.manager).action_approve()
        self._create_request(self.colleague).action_submit()
        self._create_request(self.officer)

    def _get_actions(self, user):
        """Return ``{menu name: action}`` of the menus of ours that ``user`` sees."""
        ours = self.env['ir.model.data'].search([('module', '=like', 'office_admin_%'), ('model', '=', 'ir.ui.menu')])
        menus = self.env['ir.ui.menu'].with_user(user)
        seen = menus._visible_menu_ids()
        return {
            menu.complete_name: menu.sudo().action.with_user(user)
            for menu in menus.sudo().browse(ours.mapped('res_id')) if menu.id in seen and menu.sudo().action}

    def _open(self, user, action):
        """Do what the web client does with an action, up to the records of its first page."""
        if action['type'] == 'ir.actions.server':
            answer = self.env['ir.actions.server'].with_user(user).browse(action['id']).run()
            return self._open(user, answer) if answer else None
        if action['type'] != 'ir.actions.act_window':
            return None
        context = self._evaluate(user, action.get('context') or {})
        domain = self._evaluate(user, action.get('domain') or [])
        model = self.env[action['res_model']].with_user(user).with_context(
            **context, allowed_company_ids=user.company_ids.ids)
        kinds = action.get('views') or [(False, kind) for kind in action['view_mode'].split(',')]
        search_view = action.get('search_view_id')
        views = model.get_views(
            [*kinds, (search_view and search_view[0], 'search')], {'toolbar': True, 'load_filters': True})['views']
        if kinds[0][1] == 'form':
            return Form(model)
        self._search(model, views['search']['arch'], Domain(domain))
        return [self._show(model, kind, views[kind]['arch'], domain) for _view, kind in kinds if kind in SHOWN]

    def _evaluate(self, user, text):
        """Read an expression of an action or a filter as the web client does."""
        return safe_eval(text, {
            'uid': user.id, 'active_id': False, 'active_ids': [], 'allowed_company_ids': user.company_ids.ids,
            'context_today': date.today, 'current_date': str(date.today()), 'datetime': datetime, 'time': time,
            'relativedelta': dateutil.relativedelta.relativedelta}) if isinstance(text, str) else text

    def _search(self, model, arch, domain):
        """Click on each filter and group of the search view by itself."""
        for node in etree.fromstring(arch).iter('filter'):
            key = model.env.user, model._name, etree.tostring(node, with_tail=False)
            if key not in self.tried:
                self.tried.add(key)
                with self.subTest(filter=node.get('name')):
                    self._click(model, node, domain)

    def _click(self, model, node, domain):
        group = self._evaluate(model.env.user, node.get('context') or {}).get('group_by')
        if group:
            field = model._fields[group.partition(':')[0]]
            if field.type != 'properties':  # each of them is one group, and there is none
                is_day = field.type in ('date', 'datetime') and ':' not in group
                model.web_read_group(domain, [f'{group}:month' if is_day else group], limit=5)
        elif node.get('date'):
            model.search(domain & Domain(node.get('date'), '>=', date.today()), limit=1)
        else:
            model.search(domain & Domain(self._evaluate(model.env.user, node.get('domain') or [])), limit=1)

    def _show(self, model, kind, arch, domain):
        names = {node.get('name') for node in etree.fromstring(arch).iter('field') if not any(
            parent.tag == 'field' for parent in node.iterancestors())} & model._fields.keys()
        if kind in ('pivot', 'graph'):
            measures = {name for name in names if model._fields[name].aggregator and model._fields[name].store}
            return model.formatted_read_group(domain, [], ['__count', *(
                f'{name}:{model._fields[name].aggregator}' for name in sorted(measures))])
        return model.web_search_read(domain, {
            name: {'fields': {'display_name': {}}} if model._fields[name].relational else {} for name in names},
            limit=80)

    def test_every_menu_opens_for_everybody_who_sees_it(self):
        opened = set()
        for user in self.people:
            for name, action in self._get_actions(user).items():
                with self.subTest(menu=name, user=user.login):
                    opened.add(name)
                    try:
                        self._open(user, action.sudo().with_user(user)._get_action_dict() | {'id': action.id})
                    except UserError as error:
                        self.fail(f"a menu ends in an error: {error}")
        self.assertGreater(len(opened), 20)
        self.assertGreater(len(self.tried), 1000)

    def test_pick_list_when_all_of_it_is_for_somebody_else(self):
        requests = self.env['office.supply.request'].search([('state', '=', 'approved')])
        requests.filtered(lambda request: request.employee_id.user_id == self.user)._write_transition('done', {}, {})
        action = self.env.ref('office_admin_supplies.office_supply_pick_list_action')._get_action_dict()
        form = self._open(self.manager, action)
        self.assertIn("must be done by somebody else", form.left_out)
        form.save()

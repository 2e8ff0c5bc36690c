from odoo.tests import tagged

from .common import OfficeTestCommon

# of the server's own kinds; the others come from modules of the client
VIEWS = {'list', 'kanban', 'form', 'search', 'calendar', 'pivot', 'graph', 'activity'}


@tagged('post_install', '-at_install')
class TestActions(OfficeTestCommon):
    """Every screen of ours opens for everybody who may see its records, from whichever menu or button."""

    def test_every_action_opens(self):
        ours = self.env['ir.model.data'].search([
            ('module', '=like', 'office_admin_%'), ('model', '=', 'ir.actions.act_window')])
        actions = self.env['ir.actions.act_window'].browse(ours.mapped('res_id'))
        self.assertGreater(len(actions), 10)
        administrator = self._create_user('sup_administrator', 'base.group_system')
        for user in self.user | self.officer | self.manager | self.auditor | administrator:
            for action in actions:
                model = self.env[action.res_model].with_user(user)
                if not model.has_access('read') or (action.group_ids and not action.group_ids & user.all_group_ids):
                    continue
                views = [(id_, kind) for id_, kind in action.views if kind in VIEWS]
                with self.subTest(action=action.name, model=action.res_model, user=user.login):
                    opened = model.get_views(
                        [*views, (action.search_view_id.id, 'search')], {'toolbar': True, 'action_id': action.id})
                    self.assertLessEqual({kind for _id, kind in views}, set(opened['views']))

    def test_a_document_has_the_screens_of_its_mixin_where_it_has_none_of_its_own(self):
        request = self.env['office.test.request'].with_user(self.user)
        opened = request.get_views([(False, kind) for kind in ('kanban', 'activity', 'form')])
        for kind in ('kanban', 'activity'):
            self.assertEqual(
                opened['views'][kind]['id'],
                self.env.ref(f'office_admin_approval.office_request_mixin_view_{kind}').id)
            self.assertIn('item_summary', opened['views'][kind]['arch'])
        self.assertIn('need_date', opened['views']['form']['arch'], "its own form")
        self.assertFalse(self.env['ir.ui.view'].default_view('res.bank.unknown', 'kanban'))

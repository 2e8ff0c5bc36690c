"""On a phone, and by “Search More”, employees are chosen from a list that only HR may open, but by two widgets."""

from lxml import etree

from odoo.tests import TransactionCase, tagged

WIDGETS = {'many2one': 'many2one_avatar_employee', 'many2many': 'many2many_avatar_employee'}


@tagged('post_install', '-at_install')
class TestEmployeeFields(TransactionCase):

    def test_an_employee_is_chosen_from_the_list_for_everybody(self):
        views = self.env['ir.ui.view'].search([('type', '=', 'form'), ('model', '=like', 'office.%')])
        names = views.get_external_id()
        self.plain = []
        for view in views:
            if view.model in self.env and view.mode == 'primary' and names[view.id].startswith('office_admin'):
                self._look_at(etree.fromstring(view.get_combined_arch()), view.model, names[view.id])
        self.assertEqual(self.plain, [], f"without {' or '.join(WIDGETS.values())}")

    def _look_at(self, node, model, name):
        for child in node:
            if child.tag != 'field':
                self._look_at(child, model, name)
            elif field := self.env[model]._fields.get(child.get('name')):
                is_shown = child.get('readonly') not in ('1', 'True') and child.get('invisible') not in ('1', 'True')
                if field.type in WIDGETS and field.comodel_name == 'hr.employee' and is_shown and (
                        not field.readonly or child.get('readonly')) and child.get('widget') != WIDGETS[field.type]:
                    self.plain.append(f'{name}: {field.name}')
                if field.comodel_name:
                    self._look_at(child, field.comodel_name, name)

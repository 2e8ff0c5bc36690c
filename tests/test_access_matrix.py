"""What no table of one module can say of all of them."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.access_matrix import read_matrix


@tagged('post_install', '-at_install')
class TestAccessMatrices(TransactionCase):

    def _get_matrices(self):
        """Return ``{module: rows}`` of all modules of ours that are installed."""
        modules = self.env['ir.module.module'].search(
            [('name', '=like', 'office_admin_%'), ('state', '=', 'installed')])
        return {module.name: read_matrix(module.name) for module in modules}

    def test_every_model_is_in_the_matrix_of_its_module(self):
        listed = {
            (module, model) for module, rows in self._get_matrices().items() for model, _record, _cells in rows}
        ours = {
            (model._original_module, name) for name, model in self.env.registry.items()
            if model._original_module.startswith('office_admin_') and not model._abstract
        }
        self.assertEqual(ours, listed)

    def test_no_rights_on_models_of_others(self):
        for model in ('ir.model.access', 'ir.rule'):
            xml_ids = self.env['ir.model.data'].search([('module', '=like', 'office_admin_%'), ('model', '=', model)])
            for record in self.env[model].browse(xml_ids.mapped('res_id')):
                with self.subTest(record=record.display_name):
                    # public holidays are Odoo's, and who keeps the working days keeps them
                    if record == self.env.ref('office_admin_worktime.resource_calendar_leaves_rule_manager'):
                        continue
                    # an equipment that is a card of the ledger is read by who holds it
                    if record == self.env.ref('office_admin_assets.maintenance_equipment_rule_card_user'):
                        continue
                    # and its repairs by who audits the ledger
                    if record == self.env.ref('office_admin_assets.maintenance_request_rule_auditor'):
                        continue
                    # what stands beside secret documents is hidden with them; a rule without groups only takes away
                    if model == 'ir.rule' and not record.groups:
                        continue
                    self.assertTrue(record.model_id.model.startswith('office.'))
                    if model == 'ir.model.access':
                        self.assertTrue(record.group_id, "an access line without a group is for the public")

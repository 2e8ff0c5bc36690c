from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestRecordRules(TransactionCase):
    """An app whose documents nothing hides is refused when it is installed, and told what is missing."""

    def _install(self, model):
        module = self.env[model]._original_module
        self.env['ir.module.module'].search([('name', '=', module)]).write({'state': 'installed'})

    def test_documents_of_all_apps_have_what_they_need(self):
        names = self.env.registry.descendants(['office.role.mixin'], '_inherit')
        for model in (self.env[name] for name in sorted(names) if not self.env[name]._abstract):
            with self.subTest(model=model._name):
                model._check_record_rules()

    def test_what_lacks_a_rule_is_not_installed(self):
        for model, name, field in (
                ('office.test.request', 'cleared', 'is_cleared'),
                ('office.test.request', 'company', 'company_id'),
                ('office.test.request.line', 'cleared', 'is_document_cleared'),
                ('office.test.slip', 'company', 'company_id')):
            self._install(model)
            rule = self.env.ref(f"office_admin_test.{model.replace('.', '_')}_rule_{name}")
            rule.active = False
            with self.subTest(model=model, rule=name), self.assertRaisesRegex(UserError, f"{model} has no .* {field},"):
                self._install(model)
            rule.active = True
        self._install('office.test.request')

    def test_rules_come_once_and_stay_as_an_administrator_wants_them(self):
        rules = self.env['ir.rule'].search([('model_id.model', '=', 'office.test.request')])
        self.assertEqual(len(rules), 6)
        rule = self.env.ref('office_admin_test.office_test_request_rule_auditor')
        rule.domain_force = "[('state', '=', 'done')]"
        self.env.ref('office_admin_test.office_test_request_rule_officer').unlink()
        self.env['office.test.request']._load_record_rules()
        self.assertEqual(rule.domain_force, "[('state', '=', 'done')]")
        self.assertEqual(
            self.env.ref('office_admin_test.office_test_request_rule_officer').groups,
            self.env.ref('office_admin_test.group_officer'))
        self.assertEqual(len(self.env['ir.rule'].search([('model_id.model', '=', 'office.test.request')])), 6)

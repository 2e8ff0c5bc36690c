from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestSecrecyRegistry(TransactionCase):
    """What must hold for every model with a secrecy level, of whichever app."""

    def _get_models(self, mixin):
        names = self.env.registry.descendants([mixin], '_inherit')
        return [self.env[name] for name in names if not self.env[name]._abstract]

    def test_every_model_has_its_rule(self):
        for mixin, field in (('office.secrecy.mixin', 'is_cleared'),
                             ('office.secrecy.part.mixin', 'is_document_cleared'),
                             ('office.secrecy.attached.mixin', 'is_document_cleared')):
            models = self._get_models(mixin)
            self.assertTrue(models)
            for model in models:
                if mixin == 'office.secrecy.part.mixin' and not model._get_document_field():
                    continue  # it says nothing of a document
                rules = self.env['ir.rule'].search([
                    ('model_id.model', '=', model._name), ('groups', '=', False),
                    ('domain_force', '=', f"[('{field}', '=', True)]")])
                self.assertTrue(rules, model._name)
                self.assertTrue(all(rules[name] for name in ('perm_read', 'perm_write', 'perm_create', 'perm_unlink')))

    def test_what_names_a_document_with_a_secrecy_level_is_hidden_with_it(self):
        secret = set(self.env['office.secrecy.mixin']._get_secrecy_models())
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or not model._original_module.startswith('office_admin_'):
                continue
            hiding = {getattr(model, '_document_field', None), getattr(model, '_workflow_parent_field', None)}
            links = {field.name for field in model._fields.values() if (
                field.type == 'many2one' and field.store and field.comodel_name in secret
                and field.groups != fields.NO_ACCESS)}
            with self.subTest(model=name):
                self.assertLessEqual(links, hiding, "name it in _document_field, and let a rule hide it")

    def test_no_model_shows_its_name_past_the_mask(self):
        for mixin in ('office.secrecy.mixin', 'office.secrecy.line.mixin'):
            for model in self._get_models(mixin):
                first = next(base for base in type(model).mro() if '_compute_display_name' in vars(base))
                self.assertIn('office_secrecy', first.__module__, model._name)

    def test_no_field_tracks_the_name(self):
        secret = set(self.env['office.secrecy.mixin']._get_secrecy_models())
        for name, model in self.env.registry.items():
            for field in model._fields.values():
                if field.type == 'many2one' and field.comodel_name in secret:
                    self.assertFalse(getattr(field, 'tracking', None), f"{name}.{field.name}")

    def test_no_other_model_stores_what_a_secret_says(self):
        secret = set(self.env['office.secrecy.mixin']._get_secrecy_models())
        lines = {model._name for model in self._get_models('office.secrecy.line.mixin')}
        for name, model in self.env.registry.items():
            for field in model._fields.values():
                if not field.related or not field.store or name in secret | lines:
                    continue
                comodel = self.env[name]
                for step in field.related.split('.')[:-1]:
                    comodel = self.env[comodel._fields[step].comodel_name]
                if comodel._name in secret | lines:
                    self.assertEqual(field.type, 'many2one', f"{name}.{field.name}")

from odoo.tests import TransactionCase, tagged

APP = 'office_admin_reception'
TEXTS = ('char', 'text', 'html', 'json', 'binary', 'image')


@tagged('post_install', '-at_install')
class TestPrivacyRegistry(TransactionCase):
    """Nothing of guests is kept that nobody has thought of."""

    def _get_models(self):
        """Return the models with tables of the app, and of the modules that are named after it."""
        models = (self.env[name] for name in self.env.registry)
        return [model for model in models if model._auto and not model._transient and not model._abstract
                and model._original_module.startswith(APP)]

    def test_each_text_is_in_a_list(self):
        registry = self.env['office.visit.privacy']._get_kept()
        models = self._get_models()
        self.assertIn('office.visit.guest', [model._name for model in models])
        for model in models:
            kept = registry.get(model._name)
            texts = {name for name, field in model._fields.items() if field.store and field.type in TEXTS}
            known = kept.personal | kept.plain if kept else set()
            with self.subTest(model=model._name):
                self.assertFalse(
                    texts - known, "Does it say something of a guest? Name it in _get_kept of office.visit.privacy.")
                self.assertFalse(kept and kept.personal & kept.plain)

    def test_each_personal_field_is_reached(self):
        for name, kept in self.env['office.visit.privacy']._get_personal().items():
            model = self.env[name]
            with self.subTest(model=name):
                self.assertTrue(kept.link or kept.since)
                self.assertTrue(not kept.link or kept.link in model._fields)
                if kept.since:
                    self.assertIn('company_id', model._fields)
                    self.assertTrue(model._fields['company_id'].store)

    def test_each_field_of_a_guest_says_why_it_is_kept(self):
        model = self.env['office.visit.guest']
        for name in self.env['office.visit.privacy']._get_personal()['office.visit.guest'].personal:
            self.assertRegex(model._fields[name].help or '', '^Kept ', name)

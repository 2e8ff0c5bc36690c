import io
from pathlib import Path

import polib

from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

LANGUAGES = ('zh_CN',)
FOR_TESTS = '_test'  # so ends the name of a module whose screens nobody reads; its terms stay English
TEST_MODELS = '_office_test_'  # what they inherit


@tagged('post_install', '-at_install')
class TestTranslations(TransactionCase):

    def _export_terms(self, module):
        """Return the terms of ``module`` as they stand in the code and the database now, each with where it stands.

        Odoo translates a term where its file of translations says that it stands, and nowhere else.
        """
        buffer = io.BytesIO()
        trans_export(None, [module], buffer, 'po', self.env)
        return {(term, place) for term, place in _get_places(polib.pofile(buffer.getvalue().decode()))
                if TEST_MODELS not in place}

    def test_every_term_is_translated(self):
        modules = self.env['ir.module.module'].search(
            [('name', '=like', 'office_admin_%'), ('state', '=', 'installed')])
        self.assertTrue(modules)
        for module in modules.mapped('name'):
            if module.endswith(FOR_TESTS):
                continue
            terms = self._export_terms(module)
            for language in LANGUAGES:
                path = Path(get_module_path(module), 'i18n', f'{language}.po')
                with self.subTest(module=module, language=language):
                    translated = _get_places(
                        entry for entry in polib.pofile(str(path)) if entry.msgstr and not entry.fuzzy
                    ) if path.exists() else set()
                    self.assertFalse(terms - translated, f"not translated in {path.name} of {module}")

    def test_labels_that_models_inherit_are_translated(self):
        """The export leaves out what a model has from a mixin of another module, so it is easily forgotten."""
        for selection in self.env['ir.model.fields.selection'].search([('field_id.model', '=like', 'office.%')]):
            if self.env[selection.field_id.model]._original_module.endswith(FOR_TESTS) or (
                    selection.get_external_id()[selection.id].partition('.')[0].endswith(FOR_TESTS)):
                continue
            for language in LANGUAGES:
                with self.subTest(field=f'{selection.field_id.model}.{selection.field_id.name}', value=selection.value):
                    self.assertNotEqual(selection.with_context(lang=language).name, selection.name)

    def test_placeholders_are_kept(self):
        for module in self.env['ir.module.module'].search([('name', '=like', 'office_admin_%')]).mapped('name'):
            for path in Path(get_module_path(module)).glob('i18n/*.po'):
                for entry in polib.pofile(str(path)):
                    with self.subTest(file=path.name, module=module, term=entry.msgid):
                        self.assertEqual(_get_placeholders(entry.msgid), _get_placeholders(entry.msgstr))


def _get_places(entries):
    return {(entry.msgid, place) for entry in entries for place, _line in entry.occurrences}


def _get_placeholders(text):
    return sorted(part.split(')')[0] for part in text.split('%(')[1:])

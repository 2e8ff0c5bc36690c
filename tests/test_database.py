"""What the databases of ``./office`` have to have, as those that Odoo itself makes have it."""

from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestDatabase(TransactionCase):

    def test_searches_by_a_part_of_a_word_have_their_index(self):
        self.assertTrue(self.env.registry.has_trigram)
        wanted = {
            f'{model._table}__{field.name}_index'
            for model in self.env.values() if model._auto and not model._abstract and model._name.startswith('office.')
            for field in model._fields.values() if field.store and field.index == 'trigram'}
        self.assertTrue(wanted)
        self.env.cr.execute("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'")
        self.assertLessEqual(wanted, {name for [name] in self.env.cr.fetchall()})

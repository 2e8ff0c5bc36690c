from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.office_admin_base import pinyin

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestPinyin(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if pinyin.lazy_pinyin is None:
            cls.skipTest(cls, "pypinyin is not installed")
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.print_paper = cls._create_product("Printing Paper")
        cls.print_paper.with_context(lang='zh_CN').name = "打印纸 A4"

    def _find(self, words, domain=(('supply_ok', '=', True),)):
        found = self.env['product.product'].with_user(self.user).name_search(words, list(domain))
        return self.env['product.product'].browse([product_id for product_id, _name in found])

    def test_r8_found_by_initials_and_pinyin(self):
        for words in ('dyz', 'DYZ', 'dayin', 'da yin zhi', 'yinzhi', 'dyza4'):
            with self.subTest(words=words):
                self.assertIn(self.print_paper, self._find(words))
        self.assertNotIn(self.print_paper, self._find('bjb'))
        self.assertIn(self.print_paper, self._find('打印'))

    def test_r8_the_catalogue_finds_it(self):
        view = self.env.ref('office_admin_supplies.product_product_view_search_catalog')
        self.assertIn('pinyin_key', view.arch)
        found = self.env['product.product'].with_user(self.user).search([('pinyin_key', 'ilike', 'dyz')])
        self.assertIn(self.print_paper, found)

    def test_new_name_new_key(self):
        self.print_paper.with_context(lang='zh_CN').name = "复印纸"
        self.assertIn(self.print_paper, self._find('fyz'))
        self.assertNotIn(self.print_paper, self._find('dyz'))
        self.print_paper.product_tmpl_id.update_field_translations('name', {'zh_CN': "笔记本"})
        self.assertIn(self.print_paper, self._find('bjb'))
        self.print_paper.supply_ok = False
        self.assertFalse(self.print_paper.pinyin_key)

    def test_other_searches_are_not_slower(self):
        products = self.env['product.product'].with_user(self.user)
        counts = []
        for key in ('nothing1', 'nothing2'):
            before = self.env.cr.sql_log_count
            products.name_search(key, [])
            counts.append(self.env.cr.sql_log_count - before)
            with patch.object(type(self.env['product.product']), '_is_about_supplies', lambda self, domain: False):
                before = self.env.cr.sql_log_count
                products.name_search(key, [])
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3])

    def test_without_the_package(self):
        with patch.object(pinyin, 'lazy_pinyin', None):
            self.assertFalse(self._create_product("铅笔").pinyin_key)

    def test_names_that_come_with_translations_are_found(self):
        module = self.env.ref('base.module_office_admin_supplies')
        product = self.print_paper.product_tmpl_id
        self.env['ir.model.data'].create({
            'module': module.name, 'name': 'test_print_paper', 'model': product._name, 'res_id': product.id})
        self.env.flush_all()
        self.env.cr.execute(  # as the import of translations does, past all computes
            "UPDATE product_template SET name = name || %s, pinyin_key = NULL WHERE id = %s",
            ['{"zh_CN": "便签本"}', product.id])
        self.env.invalidate_all()
        module._update_translations()
        self.assertIn(self.print_paper, self._find('bqb'))

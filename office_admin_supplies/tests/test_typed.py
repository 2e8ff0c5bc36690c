"""Codes and names of products mean the same from a Chinese keyboard."""
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_base import pinyin

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestTyped(OfficeSupplyCommon):

    def _pick_up(self, requests, said):
        wizard = self.env['office.supply.request.hand.out'].with_user(self.officer).create(
            {'request_ids': [Command.set(requests.ids)], 'signed_by': "Anna", 'pickup_code': said})
        return wizard.action_confirm()

    def test_pick_up_from_a_chinese_keyboard(self):
        self.company.supply_receipt_way = 'code'
        first, second = self._create_approved(), self._create_approved()
        codes = [request.sudo().pickup_code for request in (first, second)]
        wide = [code.translate({ord(str(digit)): chr(0xff10 + digit) for digit in range(10)}) for code in codes]
        self._pick_up(first | second, f'{wide[0][:3]}\u3000{wide[0][3:]}、{wide[1]}')
        self.assertEqual((first.state, second.state), ('done', 'done'))

    def test_only_wrong_tries_count(self):
        self.company.supply_receipt_way = 'code'
        first, second = self._create_approved(), self._create_approved()
        code = first.sudo().pickup_code
        wrong = next(f'{number:06}' for number in range(9) if f'{number:06}' not in (
            code, second.sudo().pickup_code))
        for said in ('12345', 'none', '1234567'):
            self._pick_up(first | second, said)
        self.assertEqual((first.sudo().pickup_tries, second.sudo().pickup_tries), (0, 0), "no code at all")
        self._pick_up(first | second, f'{code}，{wrong}')
        self.env.invalidate_all()
        self.assertEqual((first.sudo().pickup_tries, second.sudo().pickup_tries), (0, 1))
        self.assertEqual((first.state, second.state), ('approved', 'approved'))

    def test_products_are_found(self):
        self.pen.write({'default_code': 'WR-02', 'barcode': '6901234567892'})
        products = self.env['product.product'].with_user(self.user)
        for name in ('ＷＲ－０２', '６９０１２３４５６７８９２'):
            self.assertIn(self.pen.id, [found for found, _name in products.name_search(name)], name)
        self.assertIn(self.pen, products.search([('barcode', '=', '６９０１２３４５６７８９２')]))
        self.assertIn(self.pen, products.search([('default_code', 'ilike', 'ｗｒ－０')]))
        self.assertIn(
            self.pen.product_tmpl_id, self.env['product.template'].search([('default_code', '=', 'ＷＲ－０２')]))

    def test_full_width_names_are_found_as_they_stand(self):
        self.pen.name = "Ａ４纸"
        products = self.env['product.product']
        for name in ("Ａ４纸", "Ａ４"):
            self.assertIn(self.pen, products.search([('name', 'ilike', name)]))

    def test_all_readings_of_a_character(self):
        if pinyin.lazy_pinyin is None:
            return  # supplies are found by their names only
        for name, keys in (
                ("长尾夹", ('zwj', 'cwj', 'changweijia', 'zhangweijia')),
                ("重音调节器", ('zy', 'cy', 'zhongyin', 'chongyin')),
                ("银行卡套", ('yhkt', 'yxkt', 'yinhang', 'yinxing')), ("长重乐", ('czl', 'zcy', 'chongyue'))):
            self.pen.name = name
            for key in keys:
                self.assertIn(self.pen, self.env['product.product'].search(
                    [('pinyin_key', 'ilike', key)]), f'{name} {key}')

    def test_readings_of_a_long_name_are_bounded(self):
        name = "长重乐行了的" * 20
        readings = pinyin.get_readings(name)
        self.assertEqual(len(readings), pinyin.MAX_READINGS)
        self.assertEqual(readings[0][1], ''.join(pinyin.lazy_pinyin(name)), "the likely one first")
        index = self.env['product.template']._fields['pinyin_key'].index
        self.assertEqual(index, 'trigram')

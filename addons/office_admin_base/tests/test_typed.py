"""Codes and numbers mean the same from a Chinese keyboard."""
from odoo.tests import tagged

from odoo.addons.office_admin_base.typed import plain, split_codes
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestTyped(OfficeTestCommon):

    def test_plain_text(self):
        for said, expected in (
                ('ＳＵＰ／２０２６／０００１', 'SUP/2026/0001'), ('ＷＲ０２', 'WR02'), ('WR–02', 'WR-02'),
                ('\u3000WR\u3000 02 ', 'WR 02'), ('WR\u200b02', 'WR02'), ('٣٤', '34'), (False, ''), ('胶', '胶')):
            self.assertEqual(plain(said), expected)

    def test_codes_in_every_way(self):
        for said, expected in (
                ('０１２７６４', ['012764']), ('123 456', ['123456']), ('123—456', ['123456']),
                ('012764，345678', ['012764', '345678']), ('012764、345678', ['012764', '345678']),
                ('012764；345 678', ['012764', '345678']), ('012764 345678', ['012764', '345678']),
                ('012764\u3000345678', ['012764', '345678']), ('012764,34567', ['012764']),
                ('012764 34567', ['012764']), ('12345', []), ('abcdef', []), ('', []), (None, [])):
            self.assertEqual(split_codes(said, 6), expected, said)

    def test_numbers_are_found(self):
        request = self._create_request()
        request.action_submit()
        wide = ''.join(chr(ord(char) + 0xfee0) for char in request.name)
        requests = self.env[self.request_model].with_user(self.user)
        for domain in ([('name', '=', wide)], [('name', 'in', [wide])], [('name', 'ilike', wide)],
                       [('display_name', 'ilike', wide)]):
            self.assertEqual(requests.search(domain), request, domain)
        self.assertIn(request.id, [found for found, _name in requests.name_search(wide)])

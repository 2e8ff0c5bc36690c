from datetime import timedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_offline.rows import MAX_ROWS, clean_moment, clean_text, is_key, take_rows

KEY = '0e8b1f3a-5b7c-4d2e-9f10-{:012}'


@tagged('post_install', '-at_install')
class TestRows(TransactionCase):
    """What phones send is read, whatever it is."""

    def test_only_keys_of_phones_are_keys(self):
        self.assertTrue(is_key(KEY.format(1)))
        for value in (None, 1, '', 'x', KEY.format(1).upper(), f'{KEY.format(1)}\n', [KEY.format(1)]):
            self.assertFalse(is_key(value), value)

    def test_rows_are_taken_once_and_not_without_end(self):
        row = {'key': KEY.format(1)}
        self.assertEqual(take_rows([row, row, {}, 1, None, {'key': 'x'}]), {row['key']: row})
        self.assertEqual(len(take_rows([{'key': KEY.format(number)} for number in range(MAX_ROWS + 5)])), MAX_ROWS)
        for value in (None, 'x', 1, {'key': KEY.format(1)}):
            self.assertEqual(take_rows(value), {})

    def test_text_is_what_a_database_keeps(self):
        self.assertEqual(clean_text("  a\0b  ", 10), "ab")
        self.assertEqual(clean_text("abcdef", 3), "abc")
        for value in (None, 1, [], "  ", "\0"):
            self.assertIs(clean_text(value, 10), False)

    def test_moments_are_not_in_the_future(self):
        now = fields.Datetime.now()
        for value, moment in (('2026-01-02T03:04:05.678+08:00', '2026-01-01 19:04:05'),
                              ('2026-01-02T03:04:05Z', '2026-01-02 03:04:05')):
            self.assertEqual(clean_moment(value), fields.Datetime.to_datetime(moment))
        for value in ('9999-12-31T23:59:59Z', None, 'x', 1, '0001-01-01T00:00:00+14:00'):
            self.assertLess(abs(clean_moment(value) - now), timedelta(minutes=1), value)

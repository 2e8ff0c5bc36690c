from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestNumberCounter(TransactionCase):

    def _draw(self, code='TST', year=2026, count=1, company=None):
        return list(self.env['office.number.counter']._draw(code, company or self.env.company, year, count))

    def test_numbers_follow_each_other(self):
        self.assertEqual(self._draw(), [1])
        self.assertEqual(self._draw(count=3), [2, 3, 4])
        self.assertEqual(self._draw(), [5])

    def test_code_year_and_company_count_apart(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        self.assertEqual(self._draw(), [1])
        self.assertEqual(self._draw(code='OTH'), [1])
        self.assertEqual(self._draw(year=2027), [1])
        self.assertEqual(self._draw(company=other), [1])
        self.assertEqual(self._draw(), [2])

    def test_rolled_back_number_is_given_again(self):
        self.assertEqual(self._draw(), [1])
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.assertEqual(self._draw(), [2])
            raise ZeroDivisionError
        self.assertEqual(self._draw(), [2])

    def test_nobody_has_access(self):
        self._draw()
        for groups in ('base.group_user', 'base.group_user,base.group_system'):
            user = new_test_user(self.env, f'base_{len(groups)}', groups)
            counters = self.env['office.number.counter'].with_user(user)
            for operation in ('read', 'write', 'create', 'unlink'):
                self.assertFalse(counters.has_access(operation))
            with self.assertRaises(AccessError):
                counters.search([])

    def test_what_was_given_stays(self):
        self._draw()
        number = self.env['office.number.counter'].search([('code', '=', 'TST')])
        for attempt in (lambda: number.write({'number': 7}), lambda: number.copy({'number': 7}), number.unlink):
            with self.assertRaises(UserError):
                attempt()

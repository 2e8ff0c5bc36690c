from odoo.tests import tagged
from odoo.tools import SQL

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestNameSearch(OfficeVisitCommon):
    """Guests are found by as little of their name as people type."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._announce(guests=["王小明", "Li Na 李娜", "Zdenka Vrbníková"])

    def _find(self, text):
        guests = self.env['office.visit.guest'].with_user(self.desk)
        return guests.search([('visit_id', '=', self.visit.id), ('name', 'ilike', text)]).mapped('name')

    def test_by_one_character_or_two(self):
        wang, li, zdenka = self.visit.guest_ids.mapped('name')
        for text, found in (
                ("王", [wang]), ("小明", [wang]), ("明小", []), ("王%明", [wang]), ("李娜", [li]), ("na 李", [li]),
                ("李王", []), ("vrb", [zdenka]), ("", [wang, li, zdenka])):
            with self.subTest(text=text):
                self.assertEqual(self._find(text), found)

    def test_visits_are_found_by_their_guests(self):
        visits = self.env['office.visit'].with_user(self.desk)
        self.assertIn(self.visit, visits.search([('guest_ids.name', 'ilike', "小明")]))
        self.assertNotIn(self.visit, visits.search([('guest_ids.organisation', 'ilike', "小明")]))

    def test_the_index_is_used(self):
        self.env.flush_all()
        self.env.cr.execute('SET LOCAL enable_seqscan = off')
        guests = self.env['office.visit.guest']
        for field in ('name', 'organisation'):
            self.env.cr.execute(SQL("EXPLAIN %s", guests._search([(field, 'ilike', "小明")]).select()))
            plan = '\n'.join(row[0] for row in self.env.cr.fetchall())
            self.assertIn(f'office_visit_guest_{field}_idx', plan)

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_base import pinyin
from odoo.addons.office_admin_test.tests.office import OfficeMixin


@tagged('post_install', '-at_install')
class TestPlace(OfficeMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.places = cls.env['office.place'].with_user(cls.officer)
        cls.building = cls.places.create({'name': "Building A", 'kind': 'building', 'code': 'A'})
        cls.floor = cls.places.create({'name': "3F", 'kind': 'floor', 'parent_id': cls.building.id})
        cls.room = cls.places.create(
            {'name': "Meeting Room", 'kind': 'room', 'code': ' A-301 ', 'parent_id': cls.floor.id})

    def _find(self, words, user=None):
        return [found for found, _name in self.env['office.place'].with_user(user or self.user).name_search(words)]

    def test_the_widest_place_is_that_in_which_all_stands(self):
        site, room = (self.env['office.place'].create({'name': name, 'kind': kind}) for name, kind in (
            ("Campus", 'site'), ("Room 1", 'room')))
        room.parent_id = site
        self.assertEqual((room | site)._get_sites(), {room: site, site: site})

    def _sort(self, places):
        self.env.flush_all()
        return self.places.search([('id', 'in', places.ids)]).mapped('name')

    def test_parts_follow_the_place_that_they_are_a_part_of(self):
        def make(name, kind, parent=None, **values):
            return self.places.create({'name': name, 'kind': kind, 'parent_id': parent and parent.id, **values})

        tower, annex = make("Tower", 'building', sequence=1), make("Annex", 'building', sequence=2)
        upper, lower = make("10F", 'floor', tower), make("2F", 'floor', tower)
        cellar = make("B1", 'floor', tower, sequence=5)
        store = make("Archive", 'room', annex)
        rooms = make("Room 12", 'room', lower), make("Room 2", 'room', lower), make("Zoo", 'room', cellar)
        every = self.places.union(tower, annex, upper, lower, cellar, store, *rooms)
        self.assertEqual(self._sort(every), [
            "Tower", "B1", "Zoo", "2F", "Room 2", "Room 12", "10F", "Annex", "Archive"])
        tower.sequence = 3
        lower.parent_id = annex
        cellar.code = 'T-0'
        self.assertEqual(self._sort(every), [
            "Annex", "2F", "Room 2", "Room 12", "Archive", "Tower", "B1", "Zoo", "10F"])

    def test_the_order_is_the_same_in_every_language(self):
        self.env['res.lang']._activate_lang('zh_CN')
        first, second = self.places.create([{'name': "Alpha", 'kind': 'site'}, {'name': "Beta", 'kind': 'site'}])
        first.with_context(lang='zh_CN').name = "乙"
        second.with_context(lang='zh_CN').name = "甲"
        for lang in ('en_US', 'zh_CN'):
            self.assertEqual(
                self.places.with_context(lang=lang).search([('id', 'in', (first | second).ids)]), first | second)

    def test_names_and_codes(self):
        self.assertEqual(self.room.complete_name, "Building A / 3F / Meeting Room")
        self.assertEqual(self.room.code, 'A-301')
        self.assertEqual((self.room | self.floor).mapped('display_name'), ["A-301 Meeting Room", "Building A / 3F"])
        self.building.name = "Tower"
        self.assertEqual(self.room.complete_name, "Tower / 3F / Meeting Room")
        for words in ('a-301', 'Meeting', 'Ａ-301'):
            self.assertEqual(self._find(words), self.room.ids, words)
        self.assertEqual(self.places.search([('id', 'child_of', self.building.id)]),
                         self.building | self.floor | self.room)

    def test_found_by_pinyin_in_another_language(self):
        if pinyin.lazy_pinyin is None:
            self.skipTest("pypinyin is not installed")
        self.env['res.lang']._activate_lang('zh_CN')
        self.room.with_context(lang='zh_CN').name = "会议室"
        for words in ('hys', 'huiyi', '会议'):
            places = self.env['office.place'].with_context(lang='zh_CN' if words == '会议' else 'en_US')
            self.assertIn(self.room.id, [place for place, _name in places.name_search(words)], words)

    def test_a_place_stands_in_a_wider_one(self):
        with self.assertRaisesRegex(ValidationError, "stands in a wider"):
            self.places.create({'name': "Corner", 'kind': 'building', 'parent_id': self.floor.id})
        with self.assertRaisesRegex(ValidationError, "stands in a wider"):
            self.floor.kind = 'room'
        with self.assertRaises(UserError):
            self.building.parent_id = self.room

    def test_codes_are_unique_in_a_company(self):
        other = self.env['res.company'].create({'name': "Other"})
        self.env['office.place'].create({'name': "X", 'code': 'A-301', 'company_id': other.id})
        shared = self.env['office.place'].create({'name': "X", 'code': 'A-301', 'company_id': False})
        for company in (self.company.id, False):
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
                self.env['office.place'].create({'name': "Y", 'code': 'A-301', 'company_id': company})
        self.assertFalse(shared.copy().code)

    def test_companies_do_not_mix(self):
        other = self.env['res.company'].create({'name': "Other"})
        foreign = self.env['office.place'].create({'name': "Foreign", 'kind': 'site', 'company_id': other.id})
        with self.assertRaises(UserError):
            self.env['office.place'].create(
                {'name': "Y", 'parent_id': foreign.id, 'company_id': self.company.id})
        with self.assertRaises(AccessError):
            self.places.create({'name': "Y", 'parent_id': foreign.id})
        shared = self.env['office.place'].create({'name': "Campus", 'kind': 'site', 'company_id': False})
        self.building.sudo().parent_id = shared
        self.assertEqual(self.room.complete_name, "Campus / Building A / 3F / Meeting Room")
        with self.assertRaisesRegex(ValidationError, "parts of other companies"):
            shared.company_id = other
        shared.company_id = self.company

    def test_archived_with_its_parts(self):
        with self.assertRaisesRegex(UserError, "cannot be archived"):
            self.building.active = False
        self.building.action_archive()
        self.assertFalse((self.building | self.floor | self.room).filtered('active'))

    def test_work_location(self):
        location = self.env['hr.work.location'].create({
            'name': "Head Office", 'company_id': self.company.id, 'address_id': self.company.partner_id.id,
            'place_id': self.building.id})
        self.assertEqual(self.building.work_location_ids, location)
        other = self.env['res.company'].create({'name': "Other"})
        with self.assertRaises(UserError):
            location.place_id = self.env['office.place'].create({'name': "Foreign", 'company_id': other.id})

    def test_employees_only_read(self):
        place = self.room.with_user(self.user)
        self.assertEqual(place.complete_name, "Building A / 3F / Meeting Room")
        for change in (lambda: place.write({'name': "Mine"}), place.unlink, place.action_archive,
                       lambda: place.create({'name': "Mine"})):
            with self.assertRaises(AccessError):
                change()

    def test_imported_by_code(self):
        result = self.places.load(
            ['name', 'code', 'kind', 'parent_id'], [["4F", 'A-4', 'floor', 'A'], ["Archive", 'A-401', 'room', 'A-4']])
        self.assertFalse(result['messages'])
        archive = self.places.browse(result['ids'][1])
        self.assertEqual(archive.complete_name, "Building A / 4F / Archive")

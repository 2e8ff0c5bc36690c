from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from ..compare import ENDED, MATCHED, MISSING, UNEXPECTED, UNKNOWN, WRONG_PLACE
from .common import CountMixin


@tagged('post_install', '-at_install')
class TestCount(CountMixin, TransactionCase):
    """A blind count from its start to what it changes, as the people who do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _get_kinds(self, count):
        return {finding.thing or finding.code: set(finding.kinds) for finding in count.sudo()._get_findings()}

    def _get_page(self, user):
        counts = self.env['office.count.row'].with_user(user)._prepare_page()['counts']
        return {count['key']: count for count in counts}

    def test_r83_from_the_start_to_the_books(self):
        count = self._start_count(sample_share=0)
        self._see(count, 'FA-0001')
        self._see(count, 'FA-0002', place="Room 2")
        self._see(count, 'FA-9999')
        count.with_user(self.user).action_finish()
        self.assertEqual(self._get_kinds(count), {
            self.chair.id: {MATCHED}, self.desk.id: {WRONG_PLACE}, self.lamp.id: {MISSING}, 'FA-9999': {UNKNOWN}})
        count.action_recount()
        self.assertEqual(count.count_round, 2)
        self._see(count, 'FA-0002', self.colleague, place="Room 2", round=2)
        self._see(count, 'FA-0003', self.colleague, place="Room 2", round=2)
        count.action_finish()
        self.assertEqual(self._get_kinds(count)[self.lamp.id], {MATCHED})
        self.assertEqual((self.desk.place, self.lamp.active), ("Room 1", True))
        count.with_user(self.manager).action_approve()
        self.assertEqual((self.desk.place, self.chair.place, self.lamp.active), ("Room 2", "Room 1", True))
        measures = count.sudo()._get_measures()
        self.assertAlmostEqual(measures['match_rate'], 200 / 3)
        self.assertEqual(measures['coverage'], 100)

    def test_r82_second_count_is_by_somebody_else_and_tells_no_reasons(self):
        count = self._start_count(sample_share=100)
        self._see(count, 'FA-0001')
        self._see(count, 'FA-0002', place="Room 2")
        count.action_finish()
        self.assertEqual(self._get_page(self.colleague), {})
        count.action_recount()
        key = f'office.test.count,{count.id}'
        self.assertEqual(sorted(self._get_page(self.colleague)[key]['tasks']), ['FA-0001', 'FA-0002', 'FA-0003'])
        # what nobody has seen, who has counted the rest may look for as well
        self.assertEqual(self._get_page(self.user)[key]['tasks'], ['FA-0003'])
        self.assertNotIn('recount_codes', count.with_user(self.user).read()[0])
        # of what one has counted oneself one's second word is none
        self._see(count, 'FA-0002', place="Room 1", round=2)
        self.assertEqual(self._get_kinds(count)[self.desk.id], {WRONG_PLACE})

    def test_where_all_matches_nothing_is_counted_again(self):
        count = self._start_count()
        for thing in (self.chair, self.desk, self.lamp):
            self._see(count, thing.code, place=thing.place)
        count.action_finish()
        with self.assertRaisesRegex(UserError, "nothing differs"):
            count.action_recount()

    def test_sample_is_the_same_for_everybody(self):
        things = self.env['office.test.thing'].create([
            {'name': "Stool", 'code': f'ST-{n}', 'place': "Room 3", 'company_id': self.company.id} for n in range(40)])
        count = self._start_count(sample_share=10)
        self._send(*(self._make_row(count, thing.code, place="Room 3") for thing in things))
        count.action_finish()
        chosen = count.sudo()._get_recount()
        self.assertEqual(chosen, count.sudo()._get_recount())
        self.assertEqual(set(chosen[:3]), {self.chair.id, self.desk.id, self.lamp.id})
        self.assertEqual(len(chosen), 3 + 4)

    def test_what_a_counter_takes_back_was_not_seen(self):
        count = self._start_count()
        row = self._see(count, 'FA-0001')
        self._see(count, '', self.colleague, voids=row.client_key)
        self.assertEqual(self._get_kinds(count)[self.chair.id], {MATCHED}, "by somebody else, which is none")
        self._see(count, 'FA-0001', voids=row.client_key)
        self.assertEqual(self._get_kinds(count)[self.chair.id], {MISSING})
        self._see(count, 'FA-0001', minutes=-5)
        self.assertEqual(self._get_kinds(count)[self.chair.id], {MATCHED})

    def test_what_has_ended_or_is_of_others(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        gone, theirs, new = self.env['office.test.thing'].create([
            {'name': "Gone", 'code': 'FA-0004', 'active': False, 'company_id': self.company.id},
            {'name': "Theirs", 'code': 'FA-0005', 'company_id': elsewhere.id},
            {'name': "New", 'code': 'FA-0006', 'company_id': self.company.id, 'active': False}])
        count = self._start_count()
        new.active = True
        for code in ('FA-0004', 'FA-0005', 'FA-0006'):
            self._see(count, code)
        kinds = self._get_kinds(count)
        self.assertEqual((kinds[gone.id], kinds['FA-0005'], kinds[new.id]), ({ENDED}, {UNKNOWN}, {UNEXPECTED}))
        self.assertNotIn(theirs.id, kinds)

    def test_label_is_a_code(self):
        address = self.env['office.label']._provide(self.chair)[self.chair]._get_address('FA-0001')
        count = self._start_count()
        self._see(count, address)
        self.assertEqual(self._get_kinds(count)[self.chair.id], {MATCHED})

    def test_who_may_count(self):
        with self.assertRaisesRegex(UserError, "at least 2 people"):
            self._start_count(counters=self.user)
        with self.assertRaisesRegex(UserError, "all who count keep these things"):
            self._start_count(counters=self.officer | self.manager)
        self._start_count(counters=self.officer | self.user)
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        foreigner = self._create_user('sup_foreigner')
        foreigner.write({'company_ids': [(6, 0, elsewhere.ids)], 'company_id': elsewhere.id})
        with self.assertRaisesRegex(ValidationError, "Foreigner cannot count"):
            self._create_count(counters=self.user | foreigner)
        for share in (-1, 101, float('inf')):
            with self.assertRaises(ValidationError):
                self._create_count(sample_share=share)

    def test_who_counted_does_not_approve(self):
        count = self._start_count(counters=self.officer | self.user)
        self._see(count, 'FA-0001', self.officer)
        count.action_finish()
        with self.assertRaisesRegex(AccessError, "You have counted"):
            count.action_approve()
        count.with_user(self.manager).action_approve()
        self.assertEqual(count.state, 'done')

    def test_counters_are_asked_and_see_it_on_their_page(self):
        count = self._start_count()
        self.assertEqual(count.activity_ids.user_id, self.user | self.colleague)
        rows = count.with_user(self.user)
        self.assertIn(count, rows.search(rows._get_desk_domains()['queue']))
        count.action_finish()
        self.assertFalse(count.activity_ids)
        self.assertNotIn(count.id, rows.search(rows._get_queue_domain()).ids)

    def test_counters_are_asked_in_their_language(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.env['ir.module.module']._load_module_terms(['office_admin_count'], ['zh_CN'])
        self.user.lang = 'zh_CN'
        count = self._start_count()
        self.assertEqual(
            {activity.user_id: activity.summary for activity in count.activity_ids},
            {self.user: "盘点", self.colleague: "Count"})

    def test_what_was_expected_is_hidden_and_changed_by_nobody(self):
        count = self._start_count()
        for user in (self.user, self.officer):
            self.assertNotIn('book', count.with_user(user).fields_get())
        with self.assertRaises(UserError):
            count.sudo().write({'book': {}})
        with self.assertRaises(UserError):
            count.sudo().write({'count_round': 2})
        count.action_finish()
        count.with_user(self.manager).action_approve()
        with self.assertRaises(UserError):
            count.write({'counter_ids': [(6, 0, self.head.ids)]})

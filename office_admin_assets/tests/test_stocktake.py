from importlib.util import module_from_spec, spec_from_file_location

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.tests import Form, tagged

from .stocktake_common import OfficeStocktakeCommon


@tagged('post_install', '-at_install')
class TestStocktake(OfficeStocktakeCommon):
    """A stocktake from its start to what it changes, as the people who do it."""

    def _get_kinds(self, card):
        return card.sudo().asset_event_ids.sorted('id').mapped('kind')

    def _get_results(self, stocktake):
        lines = self.env['office.asset.stocktake.line'].search([('stocktake_id', '=', stocktake.id)])
        return {line.code: line.kinds for line in lines}

    def test_a_code_typed_in_small_letters_is_that_of_the_thing(self):
        stocktake = self._start_stocktake()
        self._count_twice(stocktake, lambda user: self._see(stocktake, 'fa-1', self.room, user))
        self.assertEqual(self._get_results(stocktake), {'FA-1': 'matched', 'FA-2': 'missing', 'FA-3': 'missing'})

    def test_r83_only_what_was_approved_changes_the_ledger(self):
        stocktake = self._start_stocktake()
        self.assertRegex(stocktake.name, r'STK/\d{4}/0001')

        def see(user):
            self._see(stocktake, 'FA-1', self.room, user)
            self._see(stocktake, 'FA-2', self.store, user)
            self._see(stocktake, 'LAMP-9', self.store, user)

        self._count_twice(stocktake, see)
        self.assertEqual(self._get_results(stocktake), {
            'FA-1': 'matched', 'FA-2': 'wrong_place', 'FA-3': 'missing', 'LAMP-9': 'unknown'})
        self.assertEqual(self.screen.place_id, self.room)
        moved, lost, new = (self._get_line(stocktake, code) for code in ('FA-2', 'FA-3', 'LAMP-9'))
        self._decide(moved, remedy='move')
        self._decide(lost, remedy='loss', duty_employee_id=self.user_employee.id)
        self._decide(new, remedy='gain', new_name="Lamp", new_category_id=self.category.id)
        self.assertEqual(self.screen.place_id, self.room)
        with self.assertRaisesRegex(UserError, "3 open differences, such as"):
            stocktake.action_close()
        stocktake.with_user(self.manager).action_approve()
        self.env.invalidate_all()
        self.assertEqual(self.screen.place_id, self.store)
        self.assertEqual(self._get_kinds(self.screen), ['register', 'move'])
        self.assertEqual((moved + lost + new).mapped('resolution'), ['done'] * 3)
        disposal = self.env['office.asset.disposal'].search([('line_ids.equipment_id', '=', self.desk.id)])
        self.assertEqual((disposal.way, disposal.state), ('lost', 'submitted'))
        self.assertIn("Who answers for it: User", disposal.note)
        acceptance = self.env['office.asset.acceptance'].browse(new.res_id)
        self.assertRecordValues(acceptance, [{'source': 'found', 'state': 'submitted', 'place_id': self.store.id}])
        acceptance.line_ids.serials = 'LAMP-9'
        acceptance.with_user(self.officer).action_accept()
        self.assertEqual(acceptance.line_ids.card_ids.place_id, self.store)
        stocktake.action_close()
        self.env.invalidate_all()
        self.assertEqual(stocktake.state, 'done')
        self.assertEqual(self._get_kinds(self.laptop), ['register', 'count'])
        self.assertEqual(self.laptop.sudo().asset_event_ids.filtered(
            lambda event: event.kind == 'count').user_id, self.colleague)
        self.assertEqual(self.laptop.asset_count_date, self.company._get_office_today())
        self.assertFalse(self.desk.asset_count_date)
        self.assertAlmostEqual(stocktake.match_rate, 100 / 3)
        self.assertAlmostEqual(stocktake.coverage, 200 / 3)

    def test_r83_match_rate_of_200_things(self):
        cards = self.env['maintenance.equipment'].create([
            {'name': "Chair", 'category_id': self.category.id, 'company_id': self.company.id, 'place_id': self.store.id,
             'equipment_assign_to': 'other'} for _number in range(197)])
        cards.with_user(self.officer)._register_cards({'asset_acquisition': 'opening'}, "Old list")
        stocktake = self._start_stocktake()
        self._count_all(stocktake, **{'2': None, '3': self.room})
        for card in cards:
            self._see(stocktake, card.asset_code, self.store)
        stocktake.action_finish()
        self.assertRecordValues(stocktake, [{
            'expected_count': 200, 'seen_count': 199, 'match_rate': 99.0, 'coverage': 99.5, 'missing_count': 1,
            'misplaced_count': 1, 'open_count': 2}])

    def test_r83_who_counted_or_explained_does_not_approve(self):
        stocktake = self._start_stocktake(teams=[(self.user | self.manager, self.env['office.place'])])
        self._see(stocktake, 'FA-1', self.store, self.manager)
        stocktake.action_finish()
        stocktake.action_recount()
        self._see(stocktake, 'FA-1', self.store)
        stocktake.action_finish()
        line = self._get_line(stocktake, 'FA-1')
        self._decide(line, remedy='move')
        with self.assertRaisesRegex(AccessError, "You have counted in .* yourself"):
            line.with_user(self.manager).action_approve()
        second = self._create_user('sup_second_manager', 'office_admin_assets.group_manager')
        with self.assertRaisesRegex(AccessError, "needs the right"):
            line.with_user(self.officer).action_approve()
        self._decide(line, user=second, remedy='move')
        with self.assertRaisesRegex(AccessError, "already done “Explain”"):
            line.with_user(second).action_approve()
        self.assertEqual(self.laptop.place_id, self.room)

    def test_differences_are_counted_again_before_they_are_approved(self):
        stocktake = self._start_stocktake()
        self._count_all(stocktake, **{'2': self.store})
        stocktake.action_finish()
        line = self._get_line(stocktake, 'FA-2')
        self._decide(line, remedy='move')
        with self.assertRaisesRegex(UserError, "counted a second time"):
            line.with_user(self.manager).action_approve()
        stocktake.action_recount()
        self._see(stocktake, 'FA-2', self.room, self.colleague)
        stocktake.action_finish()
        self.env.invalidate_all()
        self.assertRecordValues(line, [{'result': 'matched', 'resolution': 'none'}])
        stocktake.action_close()
        self.assertEqual(stocktake.state, 'done')

    def test_two_who_say_different_things_are_decided_by_the_second_count(self):
        stocktake = self._start_stocktake(teams=[
            (self.user | self.colleague, self.env['office.place']),
            (self.head | self.auditor, self.env['office.place'])])
        self._count_all(stocktake)
        self._see(stocktake, 'FA-1', self.store, self.colleague, condition='damaged')
        stocktake.action_finish()
        line = self._get_line(stocktake, 'FA-1')
        self.assertEqual(line.result, 'conflict')
        self.assertIn("Colleague", line.seen_words)
        with self.assertRaisesRegex(UserError, "two people who counted it say different things"):
            line.action_propose()
        stocktake.action_recount()
        self._see(stocktake, 'FA-1', self.store, self.head)
        stocktake.action_finish()
        self.env.invalidate_all()
        self.assertEqual(line.result, 'wrong_place')

    def test_blind_for_who_counts_whatever_their_rights(self):
        stocktake = self._start_stocktake(
            teams=[(self.user | self.officer, self.room)], user=self.manager)
        lines = self.env['office.asset.stocktake.line']
        with self.assertRaises(AccessError):
            lines.with_user(self.user).search([])
        self.assertFalse(lines.with_user(self.officer).search([('stocktake_id', '=', stocktake.id)]))
        self.assertEqual(len(lines.with_user(self.manager).search([('stocktake_id', '=', stocktake.id)])), 3)
        mine = stocktake.with_user(self.user)
        for name in ('line_ids', 'expected_count', 'missing_count', 'match_rate'):
            with self.assertRaises(AccessError):
                mine.read([name])
        page, = self.env['office.count.row'].with_user(self.user)._prepare_page()['counts']
        self.assertEqual([place for place, _name in page['places']], [str(self.room.id)])
        for secret in ('FA-1', 'Laptop', 'S-1'):
            self.assertNotIn(secret, str(page))
            self.assertNotIn(secret, str(mine.read()))
        stocktake.action_finish()
        self.assertEqual(len(lines.with_user(self.officer).search([('stocktake_id', '=', stocktake.id)])), 3)

    def test_blind_in_searches_groups_exports_and_relations(self):
        stocktake = self._start_stocktake().with_user(self.user)
        line = stocktake.sudo().line_ids[0]
        for attempt in (
                lambda: stocktake.search([('line_ids.code', '=', 'FA-1')]),
                lambda: stocktake.search([('line_ids', 'ilike', 'FA-1')]),
                lambda: stocktake.search([('line_ids', 'in', ['FA-1'])]),
                lambda: stocktake.search([('line_ids', 'any', [('seen_place_id', '!=', False)])]),
                lambda: stocktake.search([('expected_count', '>', 2)]),
                lambda: stocktake.search([('recount_codes', '!=', False)]),
                lambda: stocktake.search([], order='seen_count'),
                lambda: stocktake.formatted_read_group([], ['match_rate'], ['__count']),
                lambda: stocktake.formatted_read_group([], [], ['expected_count:sum']),
                lambda: stocktake.export_data(['line_ids/code']),
                lambda: stocktake.web_read({'line_ids': {'fields': {'code': {}}}}),
                lambda: stocktake.web_read({'unseen_count': {}}),
                lambda: stocktake.onchange({}, [], {'line_ids': {}}),
                lambda: self.laptop.with_user(self.user).action_open_stocktake(),
                lambda: self.laptop.with_user(self.user).read(['is_asset_counted']),
                lambda: self._get_line(stocktake, 'FA-1', self.user)):
            with self.subTest(attempt.__code__.co_firstlineno), self.assertRaises(UserError):
                attempt()
        self.assertTrue(stocktake.search([('id', '=', stocktake.id)]))
        for domain in ([('line_ids', 'in', line.ids)], [('line_ids', '!=', False)]):  # so that no id can be tried
            self.assertFalse(stocktake.search(domain), domain)
        cards = self.env['maintenance.equipment'].with_user(self.user)
        self.assertFalse(cards.search([('asset_code', '=like', 'FA-%')]))
        for word in ("Laptop", 'FA-1', 'S-1'):
            self.assertNotIn(word, str(stocktake.message_ids.mapped('body')))

    def test_team_is_two_of_whom_one_does_not_know_the_ledger(self):
        nowhere = self.env['office.place']
        with self.assertRaisesRegex(UserError, "name at least 2 people"):
            self._start_stocktake(teams=[(self.user, nowhere)])
        with self.assertRaisesRegex(UserError, "at least two people, not only User"):
            self._start_stocktake(teams=[(self.user, nowhere), (self.colleague, nowhere)])
        with self.assertRaisesRegex(UserError, "see in the books what should be there"):
            self._start_stocktake(teams=[(self.officer | self.manager, nowhere)])
        self._give(self.laptop, self.user_employee)
        self._give(self.screen, self.colleague_employee)
        with self.assertRaisesRegex(UserError, "all who count keep these things"):
            self._start_stocktake(teams=[(self.user | self.colleague, nowhere)])
        with self.assertRaisesRegex(UserError, "keep the things that they would count"):
            self._start_stocktake(teams=[
                (self.user | self.officer, self.room), (self.colleague | self.stranger, self.store)])
        stocktake = self._start_stocktake(teams=[(self.user | self.colleague, self.store)])
        with self.assertRaisesRegex(UserError, "keep the things that they would count"):
            stocktake.team_ids.place_ids = [Command.set(self.room.ids)]

    def test_what_is_counted_is_not_handed_over_unless_an_officer_lets_it_go(self):
        stocktake = self._start_stocktake()
        slip = self.env['office.asset.slip'].with_user(self.officer).create({
            'kind': 'hand_out', 'employee_id': self.user_employee.id,
            'line_ids': [Command.create({'equipment_id': self.laptop.id})]})
        with self.assertRaisesRegex(UserError, "FA-1 Laptop is being counted in STK.*“Let Go”"):
            slip.action_submit()
        with self.assertRaisesRegex(UserError, "is being counted"):
            self._change(self.laptop, 'move', place_id=self.store.id)
        with self.assertRaises(AccessError):
            self._get_line(stocktake, 'FA-1').with_user(self.auditor).action_let_go()
        self._get_line(stocktake, 'FA-1').action_let_go()
        slip.action_submit()
        self._change(self.laptop, 'move', place_id=self.store.id)
        self.company.asset_count_holds = False
        self._change(self.screen, 'move', place_id=self.store.id)
        self.company.asset_count_holds = True
        stocktake.action_cancel()
        self._change(self.screen, 'move', place_id=self.room.id)

    def test_card_says_that_it_is_being_counted(self):
        self._give(self.laptop, self.head_employee)
        stocktake = self._start_stocktake()
        card, mine = self.laptop.with_user(self.officer), self.laptop.with_user(self.head)
        self.assertRecordValues(card, [{'is_asset_counted': True, 'asset_count_name': stocktake.display_name}])
        self.assertEqual(card.action_open_stocktake()['res_id'], stocktake.id)
        self.assertRecordValues(mine, [{'is_asset_counted': True, 'asset_count_name': False}])
        with self.assertRaises(AccessError):
            mine.action_open_stocktake()
        self.assertRecordValues(card + mine, [{'is_asset_held': True, 'asset_slip_kinds': False}] * 2)
        self._get_line(stocktake, 'FA-1').action_let_go()
        self.env.invalidate_all()
        self.assertRecordValues(mine, [{'is_asset_counted': True, 'is_asset_held': False}])
        self.assertIn('transfer', mine.asset_slip_kinds)
        stocktake.action_finish()
        self.env.invalidate_all()
        self.assertRecordValues(card, [{'is_asset_counted': False, 'asset_count_name': False}])
        with self.assertRaisesRegex(UserError, "is not being counted any more"):
            card.action_open_stocktake()

    def test_a_new_one_opens_without_a_word_in_the_log(self):
        with self.assertNoLogs('odoo.domains', 'WARNING'), Form(self.env['office.asset.stocktake'].with_user(
                self.officer)) as form:
            form.title = "Yearly"
        self.assertRecordValues(form.record, [{'open_count': 0, 'unseen_count': 0}])

    def test_codes_of_others_of_what_is_gone_and_of_nothing(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        theirs = self.env['maintenance.equipment'].create({
            'name': "Theirs", 'company_id': elsewhere.id, 'equipment_assign_to': 'other',
            'category_id': self.category.copy({'company_id': elsewhere.id}).id})
        theirs._apply('register', theirs._prepare_registered({'asset_code': 'FA-7'}))
        gone = self._create_card("Gone", 'FA-8')
        gone._end('lost')
        stocktake = self._start_stocktake(place_ids=[Command.set(self.room.ids)])
        for code in ('S-1', 'FA-1', 'FA-3', 'FA-7', 'FA-8', 'nothing', 'FA-8'):
            self._see(stocktake, code, self.room)
        self._see(stocktake, '', self.room, note="A lamp", unlabelled=True)
        stocktake.action_finish()
        self.assertEqual(self._get_results(stocktake), {
            'FA-1': 'matched', 'FA-2': 'missing', 'FA-3': 'unexpected', 'FA-7': 'unknown', 'FA-8': 'ended',
            'nothing': 'unknown', False: 'unknown unlabelled'})
        with self.assertRaisesRegex(UserError, "the ledger does not know it"):
            self._decide(self._get_line(stocktake, 'FA-7'), remedy='move')
        stranger = self.env['hr.employee'].create({'name': "Theirs", 'company_id': elsewhere.id})
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            self._get_line(stocktake, 'FA-2')._propose('loss', "Gone", {'duty_employee_id': stranger.id})

    def test_what_has_no_label_is_called_so_and_shows_what_phones_sent(self):
        stocktake = self._start_stocktake()
        keys = [self._see(stocktake, '', self.room, note=note, unlabelled=True) for note in ("A lamp", "A chair")]
        for _time in range(2):
            stocktake.action_compare()
            lamp, chair = self._get_line(stocktake, False).sorted('id')
        self.assertEqual((lamp + chair).mapped('display_name'), ["Without Label"] * 2)
        self.assertIn("A lamp", lamp.seen_words)
        rows = self.env['office.count.row'].with_user(self.officer).search(lamp.action_open_rows()['domain'])
        self.assertEqual(rows.mapped('client_key'), keys[:1])
        self.assertEqual(rows.display_name, "Without Label")

    def test_migration_takes_the_key_of_a_phone_for_no_code(self):
        stocktake = self._start_stocktake()
        key = self._see(stocktake, '', self.room, unlabelled=True)
        stocktake.action_compare()
        line = self._get_line(stocktake, False)
        line._write_as_system({'code': key, 'seen_key': False})
        self.env.flush_all()
        path = get_module_path('office_admin_assets') + '/migrations/19.0.1.2.0/post-seen_key.py'
        spec = spec_from_file_location('post_seen_key', path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, '19.0.1.1.0')
        self.env.invalidate_all()
        self.assertRecordValues(line, [{'code': False, 'seen_key': key, 'display_name': "Without Label"}])
        stocktake.action_compare()
        self.assertEqual(self._get_line(stocktake, False), line)

    def test_what_both_saw_without_a_label_may_be_the_same(self):
        stocktake = self._start_stocktake()
        notes = {self.user: "A lamp", self.colleague: "Lamp"}
        self._count_twice(stocktake, lambda user: (
            self._see(stocktake, '', self.room, user, note=notes[user], unlabelled=True),
            self._see(stocktake, '', self.store, user, note="A chair", unlabelled=True)))
        lines = self._get_line(stocktake, False).filtered(lambda line: line.seen_place_id == self.room)
        words = {line.seen_user_id: line.twin_words for line in lines}
        self.assertEqual(words.keys(), notes.keys())
        self.assertIn("Lamp", words[self.user])
        self.assertIn("A lamp", words[self.colleague])
        self.assertNotIn("A chair", words[self.user] + words[self.colleague])
        self._settle(lines[0], 'none')
        self.assertEqual([bool(line.twin_words) for line in lines], [False, True])
        self.assertFalse(self._get_line(stocktake, 'FA-1').twin_words)

    def test_what_counters_say_stands_in_the_language_of_the_company(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.room.with_context(lang='zh_CN').name = "三楼"
        self.company.partner_id.lang = 'zh_CN'
        stocktake = self._start_stocktake()
        self._see(stocktake, 'FA-3', self.room)
        stocktake.with_context(lang='en_US').action_compare()
        self.assertIn("三楼", self._get_line(stocktake, 'FA-3').seen_words)

    def test_places_out_of_the_scope_are_not_known(self):
        stocktake = self._start_stocktake(place_ids=[Command.set(self.room.ids)])
        keys = {str(self.room.id), str(self.store.id), '0', '9' * 20, 'x', ''}
        self.assertEqual(
            stocktake.sudo()._get_count_place_names(keys), {str(self.room.id): self.room.display_name})

    def test_who_has_it_by_what_counters_hear(self):
        self._give(self.laptop, self.user_employee)
        stocktake = self._start_stocktake(teams=[(self.colleague | self.stranger, self.env['office.place'])])
        seen = ('FA-1', self.room, "Stranger"), ('FA-2', self.room, ''), ('FA-3', self.store, "me")
        for code, room, person in seen:
            self._see(stocktake, code, room, self.stranger, person=person)
        stocktake.action_finish()
        self.assertEqual(self._get_results(stocktake), {
            'FA-1': 'wrong_person', 'FA-2': 'matched', 'FA-3': 'wrong_person'})
        line = self._get_line(stocktake, 'FA-1')
        self.assertIn("Stranger: 3F / Room 301, Stranger", line.seen_words)
        self.assertEqual(line._get_default_remedy(), 'hand_over')

    def test_lists_follow_while_people_count(self):
        stocktake = self._start_stocktake()
        key = self._see(stocktake, 'FA-9', self.room)
        self._see(stocktake, 'FA-1', self.room, minutes=-5)
        action = stocktake.action_open_lines()
        self.assertEqual(action['domain'], [('stocktake_id', '=', stocktake.id)])
        self.assertEqual(self._get_results(stocktake), {
            'FA-1': 'matched', 'FA-2': 'unseen', 'FA-3': 'unseen', 'FA-9': 'unknown'})
        self._see(stocktake, 'FA-2', self.store)
        self._see(stocktake, 'FA-9', self.room, voids=key)
        stocktake._cron_compare()
        self.env.invalidate_all()
        self.assertEqual(self._get_results(stocktake), {'FA-1': 'matched', 'FA-2': 'wrong_place', 'FA-3': 'unseen'})
        self.assertFalse(stocktake._has_news())

    def test_what_changed_after_it_was_counted_is_explained_again(self):
        stocktake = self._start_stocktake()
        self._count_twice(stocktake, lambda user: [
            self._see(stocktake, 'FA-1', self.store, user), self._see(stocktake, 'FA-2', self.room, user),
            self._see(stocktake, 'FA-3', self.store, user)])
        line = self._get_line(stocktake, 'FA-1')
        self._decide(line, remedy='move')
        self._change(self.laptop, 'move', place_id=self.floor.id)
        line.with_user(self.manager).action_approve()
        self.env.invalidate_all()
        self.assertRecordValues(line, [{'resolution': 'open', 'approve_user_id': False}])
        self.assertIn("was moved or handed over after it was counted", line.trouble)
        self.assertEqual(self.laptop.place_id, self.floor)
        self._settle(line, 'none')
        stocktake.action_close()

    def test_sent_back_with_a_reason(self):
        stocktake = self._start_stocktake()
        self._count_twice(stocktake, lambda user: self._see(stocktake, 'FA-1', self.room, user))
        line = self._get_line(stocktake, 'FA-3')
        self._decide(line, remedy='none', explanation="At home")
        self._decide(line, 'send_back', self.manager, reason="With whom?")
        self.assertRecordValues(line, [{'resolution': 'open', 'trouble': "With whom?"}])
        with self.assertRaisesRegex(UserError, "is not explained yet"):
            line.with_user(self.manager).action_approve()

    def test_each_remedy_makes_its_document(self):
        gone = self._create_card("Gone", 'FA-8')
        gone._end('lost')
        lot = self._create_card("Chair", 'FA-5', place_id=self.room.id, asset_quantity=10)
        stocktake = self._start_stocktake()
        self._count_twice(stocktake, lambda user: [
            self._see(stocktake, 'FA-1', self.room, user, condition='damaged'),
            self._see(stocktake, 'FA-2', self.room, user, condition='idle'),
            self._see(stocktake, 'FA-3', self.store, user, unlabelled=True),
            self._see(stocktake, 'FA-5', self.room, user, quantity=7),
            self._see(stocktake, 'FA-8', self.store, user)])
        lines = {code: self._get_line(stocktake, code) for code in ('FA-1', 'FA-2', 'FA-3', 'FA-5', 'FA-8')}
        self.assertEqual(lines['FA-5'].result, 'quantity')
        self._settle(lines['FA-1'], 'repair')
        self._settle(lines['FA-2'], 'hand_over', new_employee_id=self.user_employee.id)
        self._settle(lines['FA-3'], 'label')
        self._settle(lines['FA-5'], 'loss')
        self._settle(lines['FA-8'], 'found')
        self.assertEqual([(line.resolution, line.trouble) for line in lines.values()], [('done', False)] * 5)
        self.assertEqual([line.res_model for line in lines.values()], [
            'maintenance.request', 'office.asset.slip', False, 'office.asset.disposal', False])
        slip = self.env['office.asset.slip'].browse(lines['FA-2'].res_id)
        self.assertEqual((slip.state, slip.employee_id), ('submitted', self.user_employee))
        self.assertEqual(lot.asset_quantity, 7)
        self.assertRecordValues(gone, [{
            'asset_state': 'in_stock', 'active': True, 'asset_end_reason': False, 'place_id': self.store.id}])
        stocktake.action_close()
        self.env.invalidate_all()
        self.assertEqual(self.laptop.asset_condition, 'damaged')

    def test_nobody_writes_lines_or_results_by_hand(self):
        stocktake = self._start_stocktake()
        line = self._get_line(stocktake, 'FA-1')
        lines = self.env['office.asset.stocktake.line'].with_user(self.manager)
        for attempt in (
                lambda: line.with_user(self.manager).write({'resolution': 'approved'}),
                lambda: line.sudo().write({'result': 'matched'}),
                lambda: lines.create({'stocktake_id': stocktake.id, 'company_id': self.company.id}),
                lambda: stocktake.write({'line_ids': [Command.update(line.id, {'resolution': 'none'})]}),
                lambda: stocktake.write({'match_rate': 100}),
                lambda: stocktake.write({'place_ids': [Command.set(self.room.ids)]}),
                lambda: stocktake.write({'counter_ids': [Command.set(self.head.ids)]}),
                lambda: line.sudo().unlink(),
                lambda: self.laptop.with_user(self.officer).write({'asset_count_date': '2026-01-01'}),
                lambda: self.env['office.asset.stocktake'].with_user(self.user).create({'title': "Mine"})):
            with self.assertRaises(UserError):
                attempt()
        made = self._create_stocktake(state='draft', user=self.officer)
        self.assertEqual((made.state, made.match_rate), ('draft', 0))

    def test_a_thing_is_in_one_stocktake_at_a_time(self):
        self._start_stocktake(place_ids=[Command.set(self.room.ids)])
        with self.assertRaisesRegex(UserError, "is counted in STK.* already"):
            self._start_stocktake()
        self._start_stocktake(place_ids=[Command.set(self.store.ids)])
        with self.assertRaisesRegex(UserError, "no asset in this scope"):
            self._start_stocktake(department_ids=[Command.set(self.office.ids)])

    def test_r82_what_was_not_counted_for_a_year(self):
        cards = self.env['maintenance.equipment'].with_user(self.officer)
        due = [('is_asset_count_due', '=', True), ('company_id', '=', self.company.id)]
        today = self.company._get_office_today()
        self.assertFalse(cards.search(due))
        for card, days in ((self.laptop, 367), (self.screen, 364)):
            card._apply('count', {'asset_count_date': fields.Date.subtract(today, days=days)})
        self.desk._apply('correct', {'asset_acquire_date': fields.Date.subtract(today, days=800)})
        self.assertEqual(cards.search(due), self.laptop | self.desk)
        self.assertTrue(self.laptop.is_asset_count_due)
        self.company.asset_responsible_id = self.officer
        kind = self.env.ref('office_admin_assets.mail_activity_type_asset_count')
        for _night in range(2):
            self.env['maintenance.equipment']._cron_remind_of_counts()
        task = self.env['mail.activity'].search([
            ('activity_type_id', '=', kind.id), ('res_id', 'in', (self.laptop | self.screen | self.desk).ids)])
        self.assertEqual(task.user_id, self.officer)
        self.assertIn("2 things were not counted for 12 months", task.summary)
        self.company.asset_count_months = 24
        self.assertEqual(cards.search(due), self.desk)

    def test_report_says_rates_teams_and_differences(self):
        stocktake = self._start_stocktake()
        self._count_twice(stocktake, lambda user: self._see(stocktake, 'FA-1', self.store, user))
        self._settle(self._get_line(stocktake, 'FA-1'), 'move')
        html = self.env['ir.actions.report'].with_user(self.officer)._render_qweb_html(
            'office_admin_assets.office_asset_stocktake_document', stocktake.ids)[0].decode()
        for words in ("Stocktake Report", "Colleague and User", "FA-1 Laptop", "Wrong Place", "Store Room",
                      "Seen by both", "Approved: ____", "0.0 %"):
            self.assertIn(words, html)

    def test_counters_find_it_on_my_office(self):
        stocktake = self._start_stocktake()
        row, = self._get_desk_rows(stocktake.with_user(self.user), 'queue')
        self.assertIn('action_open_count_page', [button['name'] for button in row['buttons']])
        self.assertEqual(row['what'], "The whole company")
        self.assertFalse(self._get_desk_rows(stocktake.with_user(self.head), 'queue'))
        stocktake.action_finish()
        self.assertTrue(self._get_desk_rows(stocktake.with_user(self.officer), 'queue'))
        self.assertFalse(self._get_desk_rows(stocktake.with_user(self.user), 'queue'))

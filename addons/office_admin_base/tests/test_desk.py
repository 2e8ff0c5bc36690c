"""My Office: one page on which everybody asks, decides, and sees where things stand."""
import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin

CARD = 'office.desk.card'


class DeskMixin(OfficeTestMixin):

    def _get_desk(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[CARD].with_user(user).with_context(allowed_company_ids=user.company_ids.ids).get_desk()

    def _get_section(self, user, name):
        return next((one for one in self._get_desk(user)['sections'] if one['name'] == name), None)

    def _get_count(self, user, name):
        section = self._get_section(user, name)
        return sum(counter['count'] for counter in section['counters']) if section else 0

    def _get_card(self, user):
        return next(card for card in self._get_desk(user)['cards'] if card['name'] == "Test Requests")

    def _make_late(self, request):
        """Let the promise of ``request`` have been due an hour ago."""
        due = fields.Datetime.now() - timedelta(hours=1)
        request.sudo().deadline_id._write_as_system({'due': due, 'start': due - timedelta(days=3)})

    def _get_names(self, user, name):
        section = self._get_section(user, name)
        return [row['name'] for row in section['rows']] if section else []


@tagged('post_install', '-at_install')
class TestDesk(DeskMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_r1_my_request_with_state_and_who_comes_next(self):
        request = self._submit()
        [row] = self._get_section(self.user, 'mine')['rows']
        self.assertEqual(
            (row['name'], row['state'], row['who'], row['is_late']), (request.name, "Submitted", "Head", False))
        self.assertIn("Answer", row['promise'])
        self.assertIn("Chair", row['what'])

    def test_r1_what_waits_for_my_decision_is_decided_on_the_page(self):
        request = self._submit()
        [row] = self._get_section(self.head, 'decide')['rows']
        self.assertEqual((row['name'], row['who']), (request.name, "User"))
        self.assertEqual(
            [button['name'] for button in row['buttons']], ['action_approve', 'action_refuse', 'action_ask_back'])
        self.env[row['model']].with_user(self.head).browse(row['id']).action_approve()
        self.assertEqual(request.state, 'approved')
        self.assertIsNone(self._get_section(self.head, 'decide'))

    def test_r1_officers_see_what_is_to_be_served(self):
        request = self._create_approved()
        self.assertEqual(self._get_names(self.officer, 'queue'), [request.name])
        for user in (self.auditor, self.user, self.head):
            self.assertIsNone(self._get_section(user, 'queue'))

    def test_r1_late_promises_come_first_with_those_who_keep_them(self):
        early, late = self._create_approved(), self._create_approved()
        self._make_late(late)
        self.assertEqual(self._get_names(self.officer, 'deadlines'), [late.name])
        [row] = self._get_section(self.officer, 'deadlines')['rows']
        self.assertTrue(row['is_late'])
        self.assertEqual(self._get_names(self.officer, 'queue'), [early.name])  # none twice
        self.assertEqual(self._get_count(self.officer, 'queue'), 2)

    def test_r1_my_own_late_request_is_among_mine_as_well(self):
        request = self._submit(self.officer)
        self._approve(request, self.manager)
        self._make_late(request)
        self.assertEqual(self._get_names(self.officer, 'deadlines'), [request.name])
        self.assertEqual(self._get_names(self.officer, 'mine'), [request.name])
        self.assertEqual(self._get_names(self.officer, 'queue'), [])

    def test_r1_sections_are_in_order_and_empty_ones_are_gone(self):
        self.assertEqual([one['name'] for one in self._get_desk(self.stranger)['sections']], ['mine'])
        self._make_late(self._create_approved())
        self._create_approved()
        self._submit(self.officer)
        self._submit(self.stranger)
        names = [one['name'] for one in self._get_desk(self.officer)['sections']]
        self.assertEqual(names, ['deadlines', 'mine', 'queue'])
        self.assertEqual(
            [one['name'] for one in self._get_desk(self.manager)['sections']],
            ['decide', 'deadlines', 'mine', 'queue'])

    def test_r1_a_refused_request_stays_until_it_is_no_news(self):
        request = self._submit()
        self._refuse(request)
        [row] = self._get_section(self.user, 'mine')['rows']
        self.assertEqual((row['state'], row['colour']), ("Refused", 'danger'))
        self.env.cr.execute(
            "UPDATE office_test_request SET write_date = write_date - interval '15 days' WHERE id = %s", [request.id])
        self.assertEqual(self._get_count(self.user, 'mine'), 0)

    def test_r1_counters_open_what_they_count(self):
        requests = self._create_approved() | self._create_approved()
        self._submit()
        for user, name in ((self.user, 'mine'), (self.officer, 'queue'), (self.head, 'decide')):
            [counter] = self._get_section(user, name)['counters']
            action = json.loads(json.dumps(counter['action'], default=str))
            found = self.env[action['res_model']].with_user(user).search(action['domain'])
            self.assertEqual(len(found), counter['count'])
        self.assertEqual(
            self.env['office.test.request'].with_user(self.officer).search(
                self._get_section(self.officer, 'queue')['counters'][0]['action']['domain']), requests)

    def test_counts_end_at_100(self):
        values = {'line_ids': [Command.create({'name': "Chair", 'quantity': 1})]}
        requests = self.env['office.test.request'].with_user(self.user).create([values] * 130)
        self.assertEqual(self._get_count(self.user, 'mine'), 100)
        section = self._get_section(self.user, 'mine')
        self.assertEqual([row['id'] for row in section['rows']], requests.sorted('id').ids[:-6:-1])

    def test_queries_do_not_grow_with_documents(self):
        values = {'line_ids': [Command.create({'name': "Chair", 'quantity': 1})]}
        counts = []
        for more in (10, 190):
            requests = self.env['office.test.request'].with_user(self.user).create([values] * more)
            requests.action_submit()
            requests[:more // 2].with_user(self.head).action_approve()
            for user in (self.user, self.head, self.officer):
                self._get_desk(user)
                before = self.env.cr.sql_log_count
                self._get_desk(user)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[:3], counts[3:])

    def test_two_queries_find_all_sections_of_all_models(self):
        self._create_approved()
        cards = self.env[CARD].with_user(self.officer)
        models = [self.env[name].with_user(self.officer) for name in ('office.test.request', 'office.approval')]
        self.assertEqual(
            set(models[0]._select_desk()), {'mine', 'deadlines', 'queue', 'handed', 'confirm', 'again'})
        self.env.flush_all()
        with patch.object(type(cards), '_get_desk_models', return_value=models), self.assertQueryCount(3):
            cards._search_desks()  # the third one is a setting of PostgreSQL

    def test_what_stands_behind_what_one_may_not_see_is_found(self):
        open_one = self._create_approved()
        secret = self._create_approved() | self._create_approved() | self._create_approved()
        self.env.flush_all()
        self.env.cr.execute(  # they stand further up
            "UPDATE office_test_request SET secrecy_level = 'secret', deadline_datetime = '2020-01-01' "
            "WHERE id = ANY(%s)", [secret.ids])
        with patch('odoo.addons.office_admin_base.models.office_desk_mixin.MAX_COUNT', 2):
            self.assertEqual(self._get_names(self.officer, 'queue'), [open_one.name])
            self.assertEqual(self._get_count(self.officer, 'queue'), 1)

    def test_of_many_models_the_most_urgent_and_the_latest_are_shown(self):
        old, new = self._submit(), self._submit()
        old.sudo().create_date = fields.Datetime.now() - timedelta(days=1)
        self.env.flush_all()
        self.assertEqual(self._get_names(self.user, 'mine'), [new.name, old.name])

    def test_what_one_has_no_access_to_costs_nothing(self):
        self.env['ir.model.access'].search([('model_id.model', '=', 'office.test.request')]).active = False
        self._get_desk(self.user)
        with patch.object(type(self.env['office.test.request']), '_select_desk', side_effect=AssertionError):
            cards = self._get_desk(self.user)['cards']
        self.assertNotIn("Test Requests", [card['name'] for card in cards])

    def test_r4_everybody_asks_in_few_fields_and_without_a_right(self):
        [card] = [card for card in self._get_desk(self.user)['cards'] if card['name'] == "Test Requests"]
        action = self.env['ir.actions.act_window'].browse(card['ask'])
        self.assertEqual(action.res_model, 'office.test.request')
        form = Form(self.env[action.res_model].with_user(self.user))
        with form.line_ids.new() as line:
            line.name = "Chair"
            line.quantity = 2
        request = form.save()
        request.action_submit()
        self.assertEqual(request.state, 'submitted')
        self.assertFalse(self.user.has_group('base.group_system'))

    def test_r4_portal_users_have_no_page(self):
        portal = self.env['res.users'].create({
            'name': "Portal", 'login': 'desk_portal',
            'group_ids': [Command.set(self.env.ref('base.group_portal').ids)]})
        with self.assertRaisesRegex(AccessError, "for employees"):
            self.env[CARD].with_user(portal).get_desk()

    def test_r6_ask_again_and_submit(self):
        old = self._create_request(items=[("Chair", 3, 10), ("Lamp", 2, 5)], note="For the fair")
        self.assertFalse(self._get_card(self.user)['again'])  # a draft is no request yet
        old.action_submit()
        again = self._get_card(self.user)['again']
        self.assertEqual((again['model'], again['id']), (old._name, old.id))
        action = self.env[again['model']].with_user(self.user).browse(again['id']).action_ask_again()
        new = self.env[action['res_model']].with_user(self.user).browse(action['res_id'])
        self.assertRecordValues(new, [{
            'state': 'draft', 'requester_id': self.user.id, 'note': "For the fair", 'name': False}])
        self.assertEqual([(line.name, line.quantity) for line in new.line_ids], [("Chair", 3), ("Lamp", 2)])
        new.action_submit()
        self.assertEqual(new.state, 'submitted')

    def test_r6_finished_requests_offer_to_ask_again(self):
        self._refuse(self._submit())
        self._submit()
        rows = self._get_section(self.user, 'mine')['rows']
        self.assertEqual([[one['name'] for one in row['buttons']] for row in rows], [[], ['action_ask_again']])

    def test_ask_again_for_what_somebody_else_asked(self):
        request = self._submit()
        action = request.with_user(self.head).action_ask_again()
        self.assertRecordValues(self.env[request._name].browse(action['res_id']), [{
            'requester_id': self.head.id, 'employee_id': self.head_employee.id, 'state': 'draft'}])
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).action_ask_again()

    def test_ask_again_for_a_colleague_stays_for_him(self):
        request = self._submit(employee_id=self.colleague_employee.id)
        action = request.with_user(self.user).action_ask_again()
        self.assertEqual(self.env[request._name].browse(action['res_id']).employee_id, self.colleague_employee)


@tagged('post_install', '-at_install')
class TestDeskCards(DeskMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _create_card(self, **values):
        return self.env[CARD].create({'name': "Other", 'res_model': 'office.test.request', **values})

    def test_r1_an_app_that_is_gone_leaves_no_trace(self):
        before = self._get_desk(self.user)
        self._create_card(res_model='office.gone')
        self.assertEqual(self._get_desk(self.user), before)

    def test_a_card_without_access_shows_nothing(self):
        self._create_card(res_model='ir.rule')
        names = [card['name'] for card in self._get_desk(self.user)['cards']]
        self.assertNotIn("Other", names)

    def test_a_card_for_a_group_is_for_the_group(self):
        self._create_card(group_ids=[Command.set(self.env.ref('office_admin_test.group_officer').ids)])
        self.assertNotIn("Other", [card['name'] for card in self._get_desk(self.user)['cards']])
        self.assertIn("Other", [card['name'] for card in self._get_desk(self.officer)['cards']])

    def test_a_card_of_what_one_may_only_read_does_not_ask(self):
        action = self.env.ref('office_admin_test.office_test_request_action_my')
        self._create_card(
            res_model='office.secrecy.undertaking', ask_action_id=action.id, list_action_id=action.id)
        [card] = [card for card in self._get_desk(self.user)['cards'] if card['name'] == "Other"]
        self.assertEqual((card['ask'], card['list'], card['again']), (False, action.id, False))

    def test_administrators_order_and_hide_cards(self):
        card = self._create_card(sequence=1)
        self.assertEqual(self._get_desk(self.user)['cards'][0]['name'], "Other")
        administrator = self._create_user('desk_admin', 'base.group_system')
        card.with_user(administrator).active = False
        self.assertNotIn("Other", [card['name'] for card in self._get_desk(self.user)['cards']])
        with self.assertRaises(AccessError):
            card.with_user(self.manager).active = True

    def test_icons_are_symbols_or_pictures_of_apps(self):
        for icon in ('https://example.com/spy.png', '"><script>', '//example.com/static/a.png', '/web/../static/x y'):
            with self.assertRaises(ValidationError):
                self._create_card(icon=icon)

    def test_menu_opens_the_page_first(self):
        menus = self.env['ir.ui.menu'].with_user(self.env.ref('base.user_admin')).load_web_menus(False)
        menu = menus[self.env.ref('office_admin_base.office_desk_menu').id]
        self.assertTrue(menu['children'])
        self.assertEqual((menu['actionPath'], menus['root']['children'][0]), ('my-office', menu['id']))


@tagged('post_install', '-at_install')
class TestDeskRights(DeskMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_other_companies_are_not_counted(self):
        request = self._create_approved()
        other = self.env['res.company'].create({'name': "Elsewhere"})
        self.officer.company_ids |= other
        cards = self.env[CARD].with_user(self.officer)
        self.env.flush_all()
        for companies, count in ((other, 0), (self.company, 1), (self.company | other, 1)):
            self.env.invalidate_all()
            desk = cards.with_context(allowed_company_ids=companies.ids).get_desk()
            queues = [one for one in desk['sections'] if one['name'] == 'queue']
            self.assertEqual(sum(queue['counters'][0]['count'] for queue in queues), count)
            self.assertEqual(request.name in json.dumps(desk, default=str), bool(count))

    def test_secrets_of_others_are_in_no_count_and_no_row(self):
        for user in (self.user, self.head, self.manager):
            self._clear(user)
        self.officer_two = self._create_user('sup_officer_two', 'office_admin_base.position_officer')
        self._clear(self.officer_two)
        request = self._create_request(
            secrecy_level='secret', allowed_user_ids=[Command.set(self.officer_two.ids)])
        request.action_submit()
        self.assertEqual(self._get_count(self.head, 'decide'), 1)
        request.with_user(self.head).action_approve()
        self._create_approved()
        self.assertEqual(self._get_count(self.officer_two, 'queue'), 2)
        self.assertEqual(self._get_count(self.officer, 'queue'), 1)
        for user in (self.officer, self.auditor, self.manager, self.stranger):
            self.assertNotIn(request.name, json.dumps(self._get_desk(user), default=str))

    def test_a_page_that_is_old_decides_nothing_twice(self):
        request = self._submit()
        [row] = self._get_section(self.head, 'decide')['rows']
        self._approve(request, self.head)
        with self.assertRaises(UserError):
            self.env[row['model']].with_user(self.head).browse(row['id']).action_approve()
        with self.assertRaises(AccessError):
            self.env[row['model']].with_user(self.stranger).browse(row['id']).action_approve()

"""What a plain employee tries over the network with cards and documents of others, and what they learn of their own."""
import json

from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_test.tests.attacks import AttackMixin

from .disposal_common import OfficeDisposalMixin
from .stocktake_common import OfficeStocktakeMixin

CARD, REPAIR = 'maintenance.equipment', 'maintenance.request'
SECRETS = ("Prototype", "S-SECRET", "98765", "Because of it")
MONEY = ('cost', 'asset_tax', 'asset_repair_cost', 'asset_fault_count', 'asset_repair_advice')


@tagged('post_install', '-at_install')
class TestHttpAttacks(OfficeStocktakeMixin, OfficeDisposalMixin, AttackMixin):
    attacked = {
        CARD: ['name', 'asset_state', 'employee_id', 'place_id', 'cost', 'active', 'asset_document_id'],
        REPAIR: ['name', 'stage_id', 'archive', 'equipment_id', 'asset_cost', 'message_partner_ids'],
        **dict.fromkeys((
            'office.asset.slip', 'office.asset.disposal', 'office.asset.request', 'office.asset.acceptance',
            'office.asset.stocktake'), ['state', 'line_ids', 'message_partner_ids', 'message_ids']),
        **dict.fromkeys(('office.asset.custody', 'office.asset.event', 'office.count.row'), ['id']),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._make_keys(cls.user)
        cls.cards = cls.env[CARD].union(*(cls._create_card("Prototype", serial_no=f'S-SECRET{n}', cost=98765)
                                          for n in range(4)))
        for card in cls.cards:
            cls._give(card, cls.stranger_employee)
        cls.kinds = cls._make_documents_of_others()
        cls.ids = {}
        for records in (*cls.kinds.values(), cls.cards):
            cls.ids[records._name] = records.ids
        cls.own = cls._create_card("Phone", cost=98765)
        cls._give(cls.own, cls.user_employee)

    @classmethod
    def _make_documents_of_others(cls):
        """Return ``{model: record}``, of each kind one that the user has not made and that is not for them."""
        env, card = cls.env(user=cls.stranger), cls.cards
        slip, disposal = (env[model].create({
            'note': "Because of it", 'line_ids': [Command.create({'equipment_id': card[number].id})], **values})
            for number, (model, values) in enumerate((
                ('office.asset.slip', {'kind': 'transfer', 'employee_id': cls.officer_employee.id}),
                ('office.asset.disposal', {}))))
        item = {'category_id': cls.category.id, 'name': "Prototype", 'price': 98765}
        request = env['office.asset.request'].create({'note': "Because of it", 'line_ids': [Command.create(item)]})
        acceptance = cls.env['office.asset.acceptance'].with_user(cls.officer).create(
            {'note': "Because of it", 'line_ids': [Command.create({**item, 'serials': 'S-SECRET9'})]})
        documents = (slip, disposal, request, acceptance)
        for document in documents:
            document.action_submit()
        stocktake = cls._start_stocktake(
            teams=[(cls.stranger | cls.colleague, cls.env['office.place'])], note="Because of it")
        cls._see(stocktake, 'FA-1', cls.room, user=cls.stranger)
        repair = card[2].with_user(cls.stranger)._report_fault("Because of it")
        repair.sudo().asset_cost = 98765
        standard = cls.env['office.asset.standard'].create(
            {'category_id': cls.category.id, 'price_cap': 98765, 'company_id': cls.company.id})
        dialog = env['office.asset.fault'].create(
            {'description': "Because of it", 'res_model': CARD, 'res_ids': card[3].ids})
        for record in (card[0], *documents, stocktake, repair):
            record.sudo().message_post(body="Because of it", attachments=[('Because of it.txt', b'Because of it')])
        lines = [document.sudo().line_ids for document in (*documents, stocktake)]
        records = [card, card.asset_event_ids, *documents, *lines, stocktake, stocktake.team_ids,
                   stocktake.sudo().row_ids, repair, standard, dialog,
                   cls.env['office.asset.custody'].search([('equipment_id', 'in', card.ids)])]
        return {record._name: record[:1].with_env(cls.env) for record in records}

    def _ask(self, model, method, ids=(), **arguments):
        """Call a method as the user; it may be refused, but neither break nor name anything of others.

        :return: whether it was answered, and the answer
        """
        response = self.url_open(
            f'/json/2/{model}/{method}', json={**arguments, **({'ids': list(ids)} if ids else {})},
            headers={'Authorization': f'bearer {self.keys[self.user]}'})
        for secret in SECRETS:
            self.assertNotIn(secret, response.text)
        return response.status_code == 200, response.json()

    def _ask_page(self, path, **arguments):
        """Call a route of the web client as the user, who is logged in; see :meth:`_ask`.

        :return: the answer, or None if it was refused
        """
        try:
            answer = self.make_jsonrpc_request(path, arguments)
        except JsonRpcException:
            return None
        for secret in SECRETS:
            self.assertNotIn(secret, json.dumps(answer))
        return answer

    def _ask_both(self, model, method, ids=(), **arguments):
        """Ask over JSON-2 and as a screen does; return whether one of them was answered with more than nothing."""
        shown = self._ask_page(
            f'/web/dataset/call_kw/{model}/{method}', model=model, method=method, args=[list(ids)] if ids else [],
            kwargs=arguments)
        return all(self._ask(model, method, ids, **arguments)) or bool(shown)

    def test_the_door_is_open(self):
        is_answered, answer = self._ask(CARD, 'search_read', domain=[], fields=['name'])
        self.assertTrue(is_answered)
        self.assertEqual(answer, [{'id': self.own.id, 'name': "Phone"}])

    @mute_logger('odoo.http')
    def test_no_method_tells_or_changes_anything_of_others(self):
        """Whatever may be called from outside is called, without arguments."""
        before = self._take_snapshot()
        for records in self.kinds.values():
            model = self.env[records._name]
            for name in dir(type(model)):
                if not name.startswith('_') and any(
                        name in vars(parent) and 'office_admin' in parent.__module__ for parent in type(model).__mro__):
                    try:
                        get_public_method(model, name)
                    except Exception:  # what nobody reaches
                        continue
                    with self.subTest(model=model._name, method=name):
                        self._ask(model._name, name, records.ids)
            with self.subTest(model=model._name):
                self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_what_reads_or_writes_is_refused(self):
        self.authenticate(self.user.login, self.user.login)
        before = self._take_snapshot()
        partners = self.user.partner_id.ids
        for records in self.kinds.values():
            spec = {'specification': {'display_name': {}}}
            for method, arguments in (
                    ('read', {'fields': ['display_name']}), ('web_read', spec), ('copy', {}), ('unlink', {}),
                    ('export_data', {'fields_to_export': ['display_name']}), ('web_save', {'vals': {}, **spec}),
                    ('write', {'vals': {'create_date': '2020-01-01'}}),
                    ('message_subscribe', {'partner_ids': partners}),
                    ('message_post', {'body': "Hello", 'partner_ids': partners}),
                    ('message_notify', {'body': "Hello", 'partner_ids': partners}),
                    ('message_change_thread', {'new_thread': self.own.id}),
                    ('activity_schedule', {'act_type_xmlid': 'mail.mail_activity_data_todo', 'user_id': self.user.id})):
                with self.subTest(model=records._name, method=method):
                    self.assertFalse(self._ask_both(records._name, method, records.ids, **arguments))
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_what_searches_finds_nothing(self):
        self.authenticate(self.user.login, self.user.login)
        for records in self.kinds.values():
            domain = [['id', 'in', records.ids]]
            for method, arguments in (
                    ('search', {}), ('search_count', {}), ('search_read', {'fields': ['display_name']}),
                    ('name_search', {'name': ""}),
                    ('formatted_read_group', {'groupby': ['create_uid'], 'aggregates': ['__count']})):
                with self.subTest(model=records._name, method=method):
                    self.assertFalse(self._ask_both(records._name, method, domain=domain, **arguments))

    @mute_logger('odoo.http')
    def test_no_record_is_found_by_its_link_to_what_is_hidden(self):
        """From each model that the user may read, also those of Odoo."""
        env = self.env(user=self.user)
        for name in sorted(env.registry):
            model = env[name]
            if model._abstract or not model.has_access('read'):
                continue
            for field in model._fields.values():
                if not field.store and field.type != 'one2many' or field.comodel_name not in self.ids:
                    continue
                ids = self.ids[field.comodel_name]
                for operator, value in (('in', ids), ('any', [['id', 'in', ids]]), ('ilike', "Prototype")):
                    with self.subTest(field=str(field), operator=operator):
                        is_answered, count = self._ask(name, 'search_count', domain=[[field.name, operator, value]])
                        self.assertFalse(is_answered and count)
                with self.subTest(field=str(field)):
                    self._ask(name, 'web_search_read', domain=[], specification={
                        field.name: {'fields': {'display_name': {}}}})

    @mute_logger('odoo.http')
    def test_money_of_what_one_holds_oneself(self):
        for name in MONEY:
            for method, ids, arguments in (
                    ('read', self.own.ids, {'fields': [name]}),
                    ('web_read', self.own.ids, {'specification': {name: {}}}),
                    ('export_data', self.own.ids, {'fields_to_export': [name]}),
                    ('onchange', self.own.ids, {'values': {}, 'field_names': [], 'fields_spec': {name: {}}}),
                    ('search_count', (), {'domain': [[name, '>', 0]]}),
                    ('search', (), {'domain': [], 'order': name}),
                    ('formatted_read_group', (), {'domain': [], 'groupby': [name]}),
                    ('formatted_read_group', (), {'domain': [], 'groupby': [], 'aggregates': [f'{name}:sum']}),
                    ('formatted_read_group', (), {
                        'domain': [], 'groupby': ['company_id'], 'having': [[f'{name}:sum', '>', 1]]})):
                with self.subTest(field=name, method=method, arguments=arguments):
                    self.assertFalse(self._ask(CARD, method, ids, **arguments)[0])
        thing = self.env['office.asset.custody'].search([('equipment_id', '=', self.own.id)])
        for records in (thing, self.own.asset_event_ids[:1]):
            for method, ids, arguments in (
                    ('export_data', records.ids, {'fields_to_export': ['equipment_id/cost']}),
                    ('web_read', records.ids, {'specification': {'equipment_id': {'fields': {'cost': {}}}}}),
                    ('search_count', (), {'domain': [['equipment_id.cost', '>', 0]]})):
                with self.subTest(model=records._name, method=method):
                    self.assertFalse(self._ask(records._name, method, ids, **arguments)[0])

    @mute_logger('odoo.http')
    def test_messages_files_and_tasks_of_others(self):
        self.authenticate(self.user.login, self.user.login)
        before = self._take_snapshot()
        for records in self.kinds.values():
            about = [['model', '=', records._name], ['res_id', 'in', records.ids]]
            of_model = [['res_model', '=', records._name], ['res_id', 'in', records.ids]]
            link = {'res_model': records._name, 'res_id': records.id}
            task = {'res_model_id': self.env['ir.model']._get_id(records._name), 'res_id': records.id, 'summary': "X"}
            invitation = {'res_model': records._name, 'res_ids': str(records.ids), 'partner_ids': [
                [6, 0, self.user.partner_id.ids]]}
            for model, method, arguments in (
                    ('mail.message', 'search', {'domain': about}), ('mail.activity', 'search', {'domain': of_model}),
                    ('ir.attachment', 'search', {'domain': of_model}),
                    ('ir.attachment', 'create', {'vals_list': [{'name': "X", 'raw': "eA==", **link}]}),
                    ('mail.activity', 'create', {'vals_list': [task]}),
                    ('mail.message', 'create', {'vals_list': [{'model': records._name, 'res_id': records.id}]}),
                    ('mail.followers.edit', 'create', {'vals_list': [invitation]})):
                with self.subTest(kind=records._name, model=model, method=method):
                    self.assertFalse(all(self._ask(model, method, **arguments)))
            thread = {'thread_model': records._name, 'thread_id': records.id}
            self._ask_page('/mail/thread/messages', **thread)
            self._ask_page('/mail/message/post', post_data={'body': "Hello"}, **thread)
            self._ask_page('/mail/data', fetch_params=[['mail.thread', {
                **thread, 'request_list': ['attachments', 'activities', 'suggestedRecipients']}]])
            for attachment in self.env['ir.attachment'].search(of_model):
                self.assertNotIn("Because of it", self.url_open(f'/web/content/{attachment.id}').text)
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_own_documents_take_nothing_of_others_and_begin_as_drafts(self):
        before = self._take_snapshot()
        line_id = self.kinds['office.asset.slip.line'].id
        for model in ('office.asset.slip', 'office.asset.disposal', 'office.asset.request'):
            for values in ({'state': 'done'}, {'name': "X"}, *({'line_ids': [command]} for command in (
                    [0, 0, {'equipment_id': self.cards[0].id}], [4, line_id], [1, line_id, {}], [2, line_id]))):
                with self.subTest(model=model, values=values):
                    self.assertFalse(self._ask(model, 'create', vals_list=[{'note': "Mine", **values}])[0])
                    self.assertFalse(self._ask(model, 'web_save', vals={'note': "Mine", **values}, specification={})[0])
        for values in ({'cost': 1}, {'employee_id': False}, {'place_id': self.room.id}, {'asset_state': 'ended'},
                       {'active': False}, {'name': "Mine"}, {'asset_event_ids': [[5]]}):
            with self.subTest(values=values):
                self.assertFalse(self._ask(CARD, 'write', self.own.ids, vals=values)[0])
                self.assertFalse(self._ask(CARD, 'web_save', self.own.ids, vals=values, specification={})[0])
        self.assertEqual(self._take_snapshot(), before)

"""What a plain employee tries over the network with cards and documents of others, and what they learn of their own."""
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_test.tests.attacks import AttackMixin
from odoo.addons.office_admin_test.tests.foreign_tests import ForeignTests

from .disposal_common import OfficeDisposalMixin
from .stocktake_common import OfficeStocktakeMixin

CARD, REPAIR = 'maintenance.equipment', 'maintenance.request'
MONEY = ('cost', 'asset_tax', 'asset_repair_cost', 'asset_fault_count', 'asset_repair_advice')


@tagged('post_install', '-at_install')
class TestHttpAttacks(OfficeStocktakeMixin, OfficeDisposalMixin, ForeignTests, AttackMixin):
    secrets = ("Prototype", "S-SECRET", "98765", "Because of it")
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
        cls.cards = cls.env[CARD].union(*(cls._create_card("Prototype", serial_no=f'S-SECRET{n}', cost=98765)
                                          for n in range(4)))
        for card in cls.cards:
            cls._give(card, cls.stranger_employee)
        cls._set_foreign(cls.user, cls._make_records_of_others(), {CARD: cls.cards.ids})
        cls.own = cls._create_card("Phone", cost=98765)
        cls._give(cls.own, cls.user_employee)

    @classmethod
    def _make_records_of_others(cls):
        """Return records of each kind that the user has not made and that are not for them."""
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
        return [card, card.asset_event_ids, *documents, *lines, stocktake, stocktake.team_ids,
                stocktake.sudo().row_ids, repair, standard, dialog,
                cls.env['office.asset.custody'].search([('equipment_id', 'in', card.ids)])]

    def test_the_door_is_open(self):
        is_answered, answer = self._ask(CARD, 'search_read', domain=[], fields=['name'])
        self.assertTrue(is_answered)
        self.assertEqual(answer, [{'id': self.own.id, 'name': "Phone"}])

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

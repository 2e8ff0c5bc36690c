from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .slip_common import OfficeAssetSlipCommon

WITH_CARDS = ('office.asset.slip', 'office.asset.disposal')
OF_EMPLOYEES = (*WITH_CARDS, 'office.asset.request')
VALUES = {
    'char': "X", 'text': "X", 'html': "X", 'datetime': '2026-01-01 00:00:00', 'date': '2026-01-01', 'boolean': True,
    'integer': 7, 'float': 7, 'monetary': 7}


@tagged('post_install', '-at_install')
class TestDocumentAttacks(OfficeAssetSlipCommon):
    """A plain employee tries what no button offers, with a card and with documents of somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._create_card("Secret Prototype", serial_no="S-SECRET")
        cls._give(cls.card, cls.stranger_employee)
        cls.own = cls._create_card("Phone")
        cls._give(cls.own, cls.user_employee)

    def _get_lines(self, model, card=None):
        """Return commands that make a line of the document ``model``."""
        if model in WITH_CARDS:
            return [Command.create({'equipment_id': (card or self.own).id})]
        return [Command.create({'category_id': self.category.id, 'name': "Laptop"})]

    def _create(self, model, user=None, card=None, **context):
        return self.env[model].with_user(user or self.user).with_context(**context).create(
            {'note': "Mine", 'line_ids': self._get_lines(model, card)})

    def _assert_refused(self, method, *arguments):
        with self.assertRaises(UserError), self.cr.savepoint():
            method(*arguments)

    def _assert_tells_nothing(self, method, *arguments):
        """What the method answers, or why it refuses, says nothing of the card of somebody else."""
        try:
            shown = method(*arguments)
        except UserError as error:
            shown = error
        for secret in ("Secret", "S-SECRET", self.card.asset_code):
            self.assertNotIn(secret, str(shown))

    def test_nobody_begins_in_a_later_state(self):
        for model in OF_EMPLOYEES:
            documents = self.env[model].with_user(self.user)
            for state in documents._get_states().keys() - {'draft'}:
                with self.subTest(model=model, state=state):
                    self._assert_refused(
                        documents.create, {'note': "Mine", 'line_ids': self._get_lines(model), 'state': state})
                    self.assertEqual(self._create(model, default_state=state).state, 'draft')
        self._assert_refused(self.env['office.asset.acceptance'].with_user(self.user).create, {'note': "Mine"})

    def test_nobody_writes_what_the_system_writes(self):
        for model in OF_EMPLOYEES:
            mine = self._create(model)
            for record in (mine, mine.line_ids):
                for name in sorted(record._get_system_fields() & record._fields.keys() - {'state'}):
                    field = record._fields[name]
                    if field.store and field.type in VALUES:
                        with self.subTest(field=str(field)):
                            self._assert_refused(record.write, {name: VALUES[field.type]})

    def test_no_card_of_others_by_links(self):
        for model in WITH_CARDS:
            mine, foreign = self._create(model), self._get_lines(model, self.card)
            line = mine.line_ids
            with self.subTest(model=model):
                self._assert_refused(mine.create, {'note': "X", 'line_ids': foreign})
                self._assert_refused(mine.with_context(default_line_ids=foreign).create, {'note': "X"})
                self._assert_refused(mine.write, {'line_ids': foreign})
                self._assert_refused(mine.write, {'line_ids': [
                    Command.update(line.id, {'equipment_id': self.card.id})]})
                self._assert_refused(line.write, {'equipment_id': self.card.id})
                self._assert_refused(line.with_context(default_equipment_id=self.card.id).create, {
                    line._workflow_parent_field: mine.id})

    def test_nothing_with_documents_of_others(self):
        for model in OF_EMPLOYEES:
            mine, theirs = self._create(model), self._create(model, self.stranger, self.card)
            seen = theirs.with_user(self.user)
            line = seen.line_ids.browse(theirs.line_ids.ids)
            parent = line._workflow_parent_field
            for name, method, *arguments in (
                    ('link', mine.write, {'line_ids': [Command.link(line.id)]}),
                    ('set', mine.write, {'line_ids': [Command.set(line.ids)]}),
                    ('update', mine.write, {'line_ids': [Command.update(line.id, {parent: mine.id})]}),
                    ('delete', mine.write, {'line_ids': [Command.delete(line.id)]}),
                    ('move', mine.line_ids.write, {parent: theirs.id}),
                    ('add', mine.line_ids.copy, {parent: theirs.id}),
                    ('read a line', line.read), ('read', seen.read), ('submit', seen.action_submit),
                    ('unlink', seen.unlink), ('copy', seen.copy), ('export', seen.export_data, ['note'])):
                with self.subTest(model=model, way=name):
                    self._assert_refused(method, *arguments)
            self.env.invalidate_all()
            self.assertEqual(theirs.sudo().line_ids.ids, line.ids)
            self.assertFalse(seen.search([('id', '=', seen.id)]) or line.search([('id', 'in', line.ids)]))

    def test_a_screen_tells_nothing_of_a_card_of_others(self):
        spec = {'note': {}, 'item_summary': {}, 'line_ids': {'fields': {
            'equipment_id': {'fields': {'display_name': {}}}, 'serial_no': {}, 'asset_code': {}}}}
        for model in WITH_CARDS:
            documents, foreign = self.env[model].with_user(self.user), self._get_lines(model, self.card)
            with self.subTest(model=model):
                self._assert_tells_nothing(documents.onchange, {'line_ids': foreign}, ['line_ids'], spec)
                self._assert_tells_nothing(
                    documents.with_context(default_line_ids=foreign).onchange, {}, [], spec)

    def test_dialogs_tell_and_do_nothing_about_others(self):
        slip = self._submit_slip(cards=self._create_card("Secret Prototype"), employee_id=self.stranger_employee.id)
        for model, record, values in (
                ('office.asset.fault', self.card, {'description': "Broken"}),
                ('office.asset.slip.answer', slip, {'verb': 'done', 'signed_by': "X"}),
                ('office.asset.slip.answer', slip, {'verb': 'refuse', 'reason': "X"})):
            dialogs = self.env[model].with_user(self.user)
            values = values | {'res_model': record._name, 'res_ids': record.ids}
            by_context = dialogs.with_context(**{f'default_{name}': value for name, value in values.items()})
            with self.subTest(model=model, values=values):
                self._assert_refused(self._confirm, dialogs, values)
                self._assert_refused(self._confirm, by_context, {})
                self._assert_tells_nothing(by_context.default_get, list(dialogs._fields))
        mine = self._submit_slip()
        self._assert_refused(self.env['office.asset.slip.answer'].with_user(self.user).create, {
            'verb': 'done', 'res_model': mine._name, 'res_ids': mine.ids, 'signed_by': "X",
            'line_ids': [Command.create({'line_id': slip.line_ids.id})]})

    def _confirm(self, dialogs, values):
        dialogs.create(values).action_confirm()

    def test_repairs_of_others(self):
        repairs = self.env['maintenance.request'].with_user(self.user)
        team = repairs.sudo()._get_company_team(self.company)
        values = {'name': "X", 'maintenance_team_id': team.id, 'company_id': self.company.id}
        self._assert_refused(repairs.create, values | {'equipment_id': self.card.id})
        self._assert_refused(repairs.with_context(default_equipment_id=self.card.id).create, values)
        theirs = self.card.with_user(self.stranger)._report_fault("Broken").with_user(self.user)
        self._assert_refused(theirs.read)
        self._assert_refused(theirs.write, {'name': "X"})
        self._assert_refused(theirs.unlink)
        mine = self.own.with_user(self.user)._report_fault("Broken").with_user(self.user)
        closed = self.env['maintenance.stage'].search([('done', '=', True)], limit=1)
        for change in ({'equipment_id': self.card.id}, {'asset_cost': 5}, {'archive': True}, {'stage_id': closed.id}):
            with self.subTest(change=change):
                self._assert_refused(mine.write, change)

    def test_nobody_makes_or_changes_what_they_hold(self):
        thing = self._get_thing(self._hold())
        self._assert_refused(thing.with_user(self.stranger).read)
        seen = thing.with_user(self.user)
        self._assert_refused(seen.write, {'due_date': '2030-01-01'})
        self._assert_refused(seen.unlink)
        self._assert_refused(seen.create, {'equipment_id': self.own.id, 'employee_id': self.user_employee.id})

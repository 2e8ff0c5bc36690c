"""What somebody tries over the network with records that are not for them: the same in every app."""
import json

from odoo.service.model import get_public_method
from odoo.tests import JsonRpcException
from odoo.tools import mute_logger

FACTS = ('office.transition', 'office.deadline', 'mail.message', 'mail.activity', 'ir.attachment')
"""Models that say something of a record which they name by its model and id. Who follows what, Odoo tells all users."""


class ForeignTests:
    """Stands before ``AttackMixin``; a class says by :meth:`_set_foreign` which records are of others.

    Nothing of them is told, and nothing changes, whatever the attacker calls. ``secrets`` are words that stand in them
    and that no answer may contain.
    """
    # else Odoo's own runner, in contrast to pytest, runs only what stands in the body of a class
    allow_inherited_tests_method = True
    secrets = ()

    @classmethod
    def _set_foreign(cls, attacker, records, more=None):
        """Say who attacks what.

        :param attacker: the user
        :param list records: a record of each model that the attacker must not see
        :param more: ``{model: ids}`` of other records of these models that are as foreign
        """
        cls.attacker = attacker
        cls._make_keys(attacker)
        cls.kinds = {record._name: record[:1].with_env(cls.env) for record in records if record}
        cls.ids = {name: record.ids for name, record in cls.kinds.items()} | (more or {})

    def _ask(self, model, method, ids=(), **arguments):
        """Call a method as the attacker; it may be refused, but neither break nor name anything of others.

        :return: whether it was answered, and the answer
        """
        response = self.url_open(
            f'/json/2/{model}/{method}', json={**arguments, **({'ids': list(ids)} if ids else {})},
            headers={'Authorization': f'bearer {self.keys[self.attacker]}'})
        self._assert_silent(response.text)
        return response.status_code == 200, response.json()

    def _ask_page(self, path, **arguments):
        """Call a route of the web client as the attacker, who is logged in; see :meth:`_ask`.

        :return: the answer, or None if it was refused
        """
        try:
            answer = self.make_jsonrpc_request(path, arguments)
        except JsonRpcException:
            return None
        self._assert_silent(json.dumps(answer))
        return answer

    def _ask_both(self, model, method, ids=(), **arguments):
        """Ask over JSON-2 and as a screen does; return whether one of them was answered with more than nothing.

        The way of a screen is the same for all models, so one of them is asked for that way.
        """
        shown = model == next(iter(self.kinds)) and self._ask_page(
            f'/web/dataset/call_kw/{model}/{method}', model=model, method=method, args=[list(ids)] if ids else [],
            kwargs=arguments)
        return all(self._ask(model, method, ids, **arguments)) or bool(shown)

    def _assert_silent(self, text):
        for secret in self.secrets:
            self.assertNotIn(secret, text)

    def _log_in(self):
        self.authenticate(self.attacker.login, self.attacker.login)

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
        self._log_in()
        before = self._take_snapshot()
        partners = self.attacker.partner_id.ids
        todo = {'act_type_xmlid': 'mail.mail_activity_data_todo', 'user_id': self.attacker.id}
        for records in self.kinds.values():
            spec = {'specification': {'display_name': {}}}
            for method, arguments in (
                    ('read', {'fields': ['display_name']}), ('web_read', spec), ('copy', {}), ('unlink', {}),
                    ('export_data', {'fields_to_export': ['display_name']}), ('web_save', {'vals': {}, **spec}),
                    ('write', {'vals': {'create_date': '2020-01-01'}}),
                    ('message_subscribe', {'partner_ids': partners}),
                    ('message_post', {'body': "Hello", 'partner_ids': partners}),
                    ('message_notify', {'body': "Hello", 'partner_ids': partners}),
                    ('message_change_thread', {'new_thread': self.attacker.partner_id.id}),
                    ('activity_schedule', todo)):
                with self.subTest(model=records._name, method=method):
                    self.assertFalse(self._ask_both(records._name, method, records.ids, **arguments))
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_what_searches_finds_nothing(self):
        self._log_in()
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
        """From each model that the attacker may read, also those of Odoo."""
        env = self.env(user=self.attacker)
        for name in sorted(env.registry):
            model = env[name]
            if model._abstract or not model.has_access('read'):
                continue
            for field in model._fields.values():
                if not field.store and field.type != 'one2many' or field.comodel_name not in self.ids:
                    continue
                ids = self.ids[field.comodel_name]
                for operator, value in (('in', ids), ('any', [['id', 'in', ids]]), ('ilike', self.secrets[0])):
                    with self.subTest(field=str(field), operator=operator):
                        is_answered, count = self._ask(name, 'search_count', domain=[[field.name, operator, value]])
                        self.assertFalse(is_answered and count)
                with self.subTest(field=str(field)):
                    self._ask(name, 'web_search_read', domain=[], specification={
                        field.name: {'fields': {'display_name': {}}}})

    @mute_logger('odoo.http')
    def test_no_new_record_tells_what_it_is_linked_to(self):
        """A form that is filled in with what is hidden, or opened from it; a dialog that is saved so."""
        env, before = self.env(user=self.attacker), self._take_snapshot()
        for name in sorted(env.registry):
            model = env[name]
            links = {} if model._abstract else {
                field.name: self.ids[field.comodel_name][0] for field in model._fields.values()
                if field.relational and field.comodel_name in self.ids}
            if not links or not model.has_access('create'):
                continue
            specification = {
                field: {'fields': {'display_name': {}}} if 'relation' in described else {}
                for field, described in model.fields_get(attributes=['type', 'relation']).items()
                if described['type'] not in ('binary', 'image')}
            for field, number in links.items():
                value = number if model._fields[field].type == 'many2one' else [[4, number]]
                with self.subTest(model=name, field=field):
                    self._ask(name, 'onchange', values={field: value}, field_names=[field], fields_spec=specification)
                    self._ask(name, 'onchange', values={}, field_names=[], fields_spec=specification,
                              context={f'default_{field}': value})
                    if model._transient:
                        self._ask(name, 'web_save', vals={field: value}, specification=specification)
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_messages_files_and_tasks_of_others(self):
        self._log_in()
        before = self._take_snapshot()
        for records in self.kinds.values():
            of_model = [['res_model', '=', records._name], ['res_id', 'in', records.ids]]
            link = {'res_model': records._name, 'res_id': records.id}
            task = {'res_model_id': self.env['ir.model']._get_id(records._name), 'res_id': records.id, 'summary': "X"}
            invitation = {'res_model': records._name, 'res_ids': str(records.ids), 'partner_ids': [
                [6, 0, self.attacker.partner_id.ids]]}
            for model, method, arguments in (
                    *((model, 'search', {'domain': of_model if model != 'mail.message' else [
                        ['model', '=', records._name], ['res_id', 'in', records.ids]]}) for model in FACTS),
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
                self._assert_silent(self.url_open(f'/web/content/{attachment.id}').text)
            for field in records._fields.values():
                if field.type in ('binary', 'image') and field.store:
                    for route in ('content', 'image'):
                        with self.subTest(field=str(field), route=route):
                            answer = self.url_open(
                                f'/web/{route}/{records._name}/{records.id}/{field.name}', allow_redirects=False)
                            self.assertNotEqual(answer.content, bytes(records.with_context(
                                bin_size=False)[field.name] or b'nothing'))
                            self._assert_silent(answer.text)
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http', 'odoo.addons.base.models.ir_actions_report', 'odoo.addons.web.controllers.report')
    def test_no_report_prints_what_is_hidden(self):
        self._log_in()
        for report in self.env['ir.actions.report'].search([('model', 'in', list(self.kinds))]):
            with self.subTest(report=report.report_name):
                self._assert_silent(self.url_open(
                    f'/report/html/{report.report_name}/{self.kinds[report.model].id}').text)

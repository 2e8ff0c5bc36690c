"""Every model and every link to something secret, as everybody who is not cleared: nothing tells what is behind it."""
import json
from collections import defaultdict
from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin
from odoo.addons.office_admin_supplies.tests.test_return import ReturnMixin
from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

MARK = "Xyzzy"
GOODS = "Plugh"
REFUSED = "not for you, or that is gone"
REQUEST = 'office.supply.request'


@tagged('post_install', '-at_install')
class TestSecretLinks(SecrecyMixin, ReturnMixin, OfficeSupplyMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.receptionist = cls._create_user('sup_receptionist', 'office_admin_base.position_receptionist')
        cls.former = cls._create_user('sup_former')
        cls._clear(cls.former)
        cls.stapler = cls._create_product(f"{GOODS} Stapler", supply_is_durable=True)
        cls.ink = cls._create_product(f"{GOODS} Ink")
        cls._set_stock(cls.stapler, 20)
        cls._set_stock(cls.ink, 20)
        cls.secret = cls._create_life()
        cls.records = cls._find_records(cls.secret)

    @classmethod
    def _create_life(cls):
        """Bring a secret request through all that leaves a trace, each with a word that nothing else has."""
        request = cls._create_request(
            items=[(cls.stapler, 3), (cls.ink, 3)], secrecy_level='secret', note=f"{MARK} note", is_urgent=True,
            urgent_reason=f"{MARK} reason", allowed_user_ids=[Command.set((cls.officer | cls.former).ids)])
        request.action_submit()
        message = request.with_user(cls.head).message_post(
            body=f"{MARK} body", subject=f"{MARK} subject", subtype_xmlid='mail.mt_comment',
            partner_ids=(cls.officer | cls.former).partner_id.ids)
        cls.env['mail.message.reaction'].create(
            {'message_id': message.id, 'content': "👍", 'partner_id': cls.head.partner_id.id})
        cls.env['ir.attachment'].create(
            {'name': f"{MARK} file", 'raw': b'x', 'res_model': REQUEST, 'res_id': request.id})
        request.sudo().activity_schedule(
            'mail.mail_activity_data_todo', user_id=cls.officer.id, summary=f"{MARK} summary", note=f"{MARK} to do")
        request.with_user(cls.head).action_approve()
        cls._hand_out(request, signed_by=f"{MARK} signer")
        cls._give_back(request, {cls.ink: 1}, reason=f"{MARK} too many").action_accept()
        back = cls._give_back(request, {cls.ink: 1}, reason=f"{MARK} too many")
        back.with_user(cls.user).message_post(
            body=f"{MARK} about a part", subtype_xmlid='mail.mt_comment',
            partner_ids=(cls.officer | cls.former).partner_id.ids)
        confirm = request.with_user(cls.user).action_confirm()
        cls.env['office.closing.confirm'].with_user(cls.user).with_context(**confirm['context']).create(
            {'rating': '3', 'comment': f"{MARK} feedback"}).action_confirm()
        request.with_user(cls.head).read(['note'])
        request.with_user(cls.user)._classify('secret', cls.officer, f"{MARK} narrowed")
        cls.env.flush_all()
        cls.env.invalidate_all()
        return request.sudo()

    @classmethod
    def _find_records(cls, request):
        """Return ``{model: records}``, as superuser, of what points to ``request``, however far."""
        found = {REQUEST: request}
        waiting = [request]
        while waiting:
            records = waiting.pop()
            for name, model in cls.env.items():
                if model._abstract or model._transient:
                    continue
                for domain in cls._get_pointing_domains(model, records):
                    pointing = model.sudo().with_context(active_test=False).search(domain, limit=20)
                    if new := pointing - found.get(name, pointing.browse()):
                        found[name] = found.get(name, new.browse()) | new
                        waiting.append(new)
        return found

    @staticmethod
    def _get_pointing_domains(model, records):
        for name, field in model._fields.items():
            if not field.store and not (field.inherited and field.type == 'many2one_reference'):
                continue
            if field.type == 'many2one' and field.comodel_name == records._name:
                yield [(name, 'in', records.ids)]
            elif field.type == 'many2one_reference' and model._fields[field.model_field].store:
                yield [(field.model_field, '=', records._name), (name, 'in', records.ids)]

    def _get_outsiders(self):
        return (self.stranger | self.receptionist | self.auditor | self.administrator | self.foreigner | self.former)

    def _get_specification(self, model):
        """All that a screen could ask for."""
        return {
            name: {'fields': {'display_name': {}}} if model._fields[name].type in (
                'many2one', 'one2many', 'many2many', 'reference') else {}
            for name in model.fields_get(attributes=['type']) if model._fields[name].type not in ('binary', 'image')}

    def _get_tries(self, model):
        """Yield the values that link a new record of ``model`` to something secret, or to what is around it."""
        around = {'hr.employee': self.user_employee, 'hr.department': self.sales, 'res.users': self.user,
                  'res.company': self.company}
        for name, field in model._fields.items():
            secrets = self.records.get(field.comodel_name)
            if field.type == 'many2one' and secrets:
                yield {name: secrets[:1].id}
            elif field.type == 'many2one' and field.comodel_name in around and model._name.startswith('office.'):
                yield {name: around[field.comodel_name].id}
            elif field.type in ('one2many', 'many2many') and secrets:
                yield {name: [Command.link(secrets[:1].id)]}
                yield {name: [[Command.UPDATE, secrets[:1].id, {}]]}
            elif field.type == 'many2one_reference':
                kinds = {field.model_field: REQUEST, 'res_model_id': self.env['ir.model']._get_id(REQUEST)}
                yield from ({kind: value, name: self.secret.id} for kind, value in kinds.items()
                            if kind in model._fields)
            elif field.type == 'reference':
                yield {name: f'{REQUEST},{self.secret.id}'}
            elif name == 'res_ids' or (name == 'res_id' and field.type == 'integer'):
                ids = str(self.secret.ids) if name == 'res_ids' else self.secret.id
                kinds = {'model': REQUEST, 'res_model': REQUEST, 'res_model_id': self.env['ir.model']._get_id(REQUEST)}
                yield from ({kind: value, name: ids} for kind, value in kinds.items() if kind in model._fields)

    def _get_linking_fields(self, model):
        """Yield ``(field, ids)``: what a search of ``model`` may name, and the secrets behind it that its user may not
        read.
        """
        for field in model._fields.values():
            secrets = self.records.get(field.comodel_name) if field.relational else None
            if secrets and field._description_searchable:
                theirs = model.env[secrets._name].with_context(active_test=False)
                hidden = secrets - secrets.browse(self._search(theirs, [('id', 'in', secrets.ids)]))
                if hidden._name == 'mail.message':
                    # administrators read what is tracked: of a transfer that it is done, which is no secret
                    hidden = hidden.filtered(lambda message: message.model != 'stock.picking')
                if hidden:
                    yield field, hidden.ids

    def _search(self, model, domain):
        """Return the ids that the user of ``model`` finds; none if Odoo refuses to look."""
        try:
            with self.env.cr.savepoint():
                return model.search(domain).ids
        except Exception:  # noqa: BLE001 whatever Odoo says of such a domain, it finds nothing
            return []

    def _get_told(self, act):
        """Return all that ``act`` tells its user, and whether it failed."""
        try:
            with self.env.cr.savepoint():
                told, failed = json.dumps(act(), default=str, ensure_ascii=False), False
        except Exception as error:  # noqa: BLE001 whatever Odoo says of half a record, it must not tell the secret
            told, failed = str(error), True
        self.env.invalidate_all(flush=False)
        return told, failed

    def _get_leak(self, act, specification=None):
        """Return the word of the secret that ``act`` tells, or False.

        :param dict specification: what ``act`` takes; where one field of it stops all, each is asked for by itself
        """
        told, failed = self._get_told(partial(act, specification) if specification else act)
        if failed and specification and REFUSED not in told:
            told += ''.join(self._get_told(partial(act, {name: sub}))[0] for name, sub in specification.items())
        return next((word for word in (MARK, GOODS, self.secret.name) if word in told), False)

    def test_the_life_leaves_its_traces(self):
        for name in ('office.supply.request.line', 'stock.move', 'stock.picking', 'office.supply.custody',
                     'office.supply.return', 'mail.message', 'mail.notification', 'mail.activity', 'ir.attachment',
                     'rating.rating', 'office.approval', 'office.approval.decision', 'mail.tracking.value',
                     'office.deadline', 'office.supply.consumption', 'mail.message.reaction'):
            self.assertTrue(self.records.get(name), name)
        told = str({name: records.read() for name, records in self.records.items()})
        for word in ('note', 'reason', 'body', 'subject', 'file', 'summary', 'to do', 'signer', 'too many', 'feedback',
                     'about a part'):
            self.assertIn(f"{MARK} {word}", told)
        self.assertIn(GOODS, told)

    def test_every_link_from_a_new_record(self):
        leaks, tries = defaultdict(set), 0
        for user in self._get_outsiders():
            for name in self.env.registry:
                model = self.env[name].with_user(user).with_company(user.company_id)
                if model._abstract or not model.has_access('create'):
                    continue
                specification = None
                for values in self._get_tries(model):
                    specification = specification or self._get_specification(model)
                    acts = [partial(model.onchange, values, list(values))]
                    if user in self.stranger | self.auditor:  # whose defaults they are makes no difference
                        by_context = model.with_context(**{f'default_{key}': value for key, value in values.items()})
                        acts.append(partial(by_context.onchange, {}, []))
                    for act in acts:
                        tries += 1
                        if word := self._get_leak(act, specification):
                            leaks[f'{name}.{list(values)[-1]}'].add((user.name, word))
        self.assertGreater(tries, 500)
        self.assertFalse(dict(leaks))

    def test_every_record_that_points_to_it(self):
        leaks = defaultdict(set)
        linked = {field.comodel_name for model in self.env.values() for field in model._fields.values()
                  if field.type == 'many2one'}
        for user in self._get_outsiders():
            for name, records in self.records.items():
                model = self.env[name].with_user(user).with_company(user.company_id)
                theirs = model.browse(records.ids)
                acts = {'label': lambda theirs=theirs: theirs.sudo().mapped('display_name')} if name in linked else {}
                if model.has_access('read'):
                    found = model.with_context(active_test=False).search([('id', 'in', records.ids)])
                    acts |= {
                        'search': found.read,
                        'read': theirs.read,
                        'web_read': partial(found.web_read, self._get_specification(model)),
                        'name_search': partial(model.name_search, MARK),
                        'number': partial(model.name_search, self.secret.name),
                    }
                    acts |= {
                        f'group by {group}': partial(
                            model.formatted_read_group, [('id', 'in', records.ids)], [group], ['__count'])
                        for group, field in model._fields.items()
                        if field.store and field.type in ('char', 'many2one')
                        and model._has_field_access(field, 'read')}
                for what, act in acts.items():
                    if word := self._get_leak(act):
                        leaks[name].add((user.name, what, word))
        self.assertFalse(dict(leaks))

    def test_files_of_all_that_belongs_to_it(self):
        """Whatever token a link carries: it may have been copied by who could see the file once."""
        public, owners = self.env.ref('base.public_user'), set()
        for name, records in self.records.items():
            if name == 'ir.attachment':
                continue
            file = self.env['ir.attachment'].create(
                {'name': f"{MARK} file", 'raw': b'x', 'res_model': name, 'res_id': records[:1].id})
            tokens = [*file.generate_access_token(), file._get_raw_access_token()]
            with (self.subTest(model=name), self.assertRaisesRegex(UserError, "cannot be made public"),
                  self.env.cr.savepoint()):
                file.public = True
            self.env.flush_all()
            for user in self._get_outsiders() | public | self.officer:
                may_read = records[:1].with_user(user).has_access('read')
                owners |= {(name, user, may_read)}
                for token in tokens:
                    with self.subTest(model=name, user=user.login):
                        binary = self.env['ir.binary'].with_user(user)
                        if may_read:
                            self.assertEqual(
                                binary._find_record(res_id=file.id, access_token=token, field='raw'), file)
                        else:
                            with self.assertRaises(AccessError):
                                binary._find_record(res_id=file.id, access_token=token, field='raw')
        self.assertLessEqual({
            (name, user, user == self.officer) for user in (self.officer, self.former, public)
            for name in (REQUEST, 'office.supply.return', 'mail.message', 'stock.picking')}, owners)

    def test_every_id_in_a_search(self):
        leaks, tries, linked = defaultdict(set), 0, set()
        for user in self.stranger | self.auditor | self.administrator | self.foreigner | self.former:
            for name in self.env.registry:
                model = self.env[name].with_user(user).with_company(user.company_id).with_context(active_test=False)
                if model._abstract or not model.has_access('read'):
                    continue
                for field, ids in self._get_linking_fields(model):
                    tries += 1
                    for found in self._get_found(model, field, ids):
                        leaks[f'{name}.{field.name}'].add((user.name, str(found)))
                    if field.store and self._search(model, [('id', 'in', self._get_linked(model, field, ids))]):
                        linked.add(f'{name}.{field.name}')
        self.assertGreater(tries, 1000)
        self.assertGreaterEqual(linked, {
            'product.product.stock_move_ids', 'stock.location.incoming_move_line_ids',
            'stock.location.outgoing_move_line_ids'}, "the test looks where there is something to find")
        self.assertFalse(dict(leaks))

    def _get_linked(self, model, field, ids):
        return model.sudo().search([(field.name, 'in', ids)]).ids

    def _get_found(self, model, field, ids):
        """Yield what tells which records of ``model`` are linked by ``field`` to the hidden ``ids``."""
        own = [('id', 'in', self._get_linked(model, field, ids))] if field.store else []
        visible = self._search(model, own)
        domains = [[(field.name, 'in', ids)]]
        if field.type != 'many2one':
            domains += [
                [(field.name, '=', ids[0])], [(field.name, 'child_of', ids)], ['!', (field.name, 'not in', ids)],
                [(field.name, 'any', [('id', 'in', ids)])], [(f'{field.name}.id', 'in', ids)]]
        for domain in domains:
            if found := self._search(model, [*own, *domain]):
                yield domain, found
        if own and visible and field.type != 'many2one':
            for domain in [(field.name, 'not in', ids)], [(field.name, '!=', ids[0])], ['!', (field.name, 'in', ids)]:
                if (rest := self._search(model, [*own, *domain])) and rest != visible:
                    yield domain, rest

import ast
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list, ormcache

DOCUMENT_MIXINS = (
    'office.workflow.mixin', 'office.workflow.line.mixin', 'office.secrecy.mixin', 'office.secrecy.attached.mixin',
    'office.secrecy.message.mixin')

TO_MANY = ('one2many', 'many2many')

IDS_IN_CONTEXT = ('active_ids', 'active_id', 'composer_force_res_ids')
"""By what a dialog finds the ids of its records where it keeps none, whatever model its values name."""


class Base(models.AbstractModel):
    """What a screen sends in may link only to records that its sender may read.

    Odoo takes any id, builds a new record of it and computes fields as superuser, so that an ``onchange``, a default
    or a dialog tells what the record behind the id hides. Ids of our records, and of those of Odoo that carry our
    documents, are therefore looked up with the rights of the sender before anything is built.
    """
    _inherit = 'base'

    def onchange(self, values, field_names, fields_spec):
        self._check_sent_context(values)
        self._check_sent(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        self._check_sent_context()
        defaults = super().default_get(fields)
        self._check_sent(defaults)  # some come from what a user has stored
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        self._check_stored_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        for records in self if self._transient else [self]:
            records._check_stored_links([vals])
        return super().write(vals)

    def _check_company(self, fnames=None):
        try:
            super()._check_company(fnames)
        except UserError:
            if self._name.startswith('office.') and (labels := self._get_hidden_links()):
                # Odoo names what is of another company
                raise UserError(self.env._(
                    "%(documents)s: what is chosen as “%(fields)s” belongs to another company, or is gone. Choose "
                    "something else.", documents=self._get_checked_names(),
                    fields=format_list(self.env, labels))) from None
            raise

    def _get_hidden_links(self):
        """Return the labels of those links that have to be of the same company and that the user may not read."""
        links = {name: self.sudo()[name].sudo(False)  # sudo: this record stays here
                 for name, field in self._fields.items() if field.relational and field.check_company}
        return [self._fields[name]._description_string(self.env) for name, linked in links.items()
                if not linked.has_access('read')]

    def _get_checked_names(self):
        """Hook: how to call these records in what is said about their links."""
        return self._description

    @api.model
    @ormcache()
    def _get_guarded_models(self):
        """Return the names of our models, and of those of Odoo that carry our documents or are a part of what does.

        Not of all models: Odoo's own forms propose and send back what their user may not read, such as an employee in
        a request for time off, or the kind of salary of a new employee, and would be refused.
        """
        registry = self.env.registry
        stored = [name for name, model in registry.items() if not model._abstract]
        documents = registry.descendants(DOCUMENT_MIXINS, '_inherit')
        ours = {name for name in stored if name.startswith('office.')}
        carried = {name for name in stored if name in documents}
        parts = {
            (field.comodel_name, field.inverse_name) for name in stored for field in registry[name]._fields.values()
            if field.type == 'one2many'}
        while found := {
            name for name in stored if name not in carried and any(
                field.type == 'many2one' and field.store and field.comodel_name in carried
                and (field.comodel_name in ours or field.required or (name, field.name) in parts)
                for field in registry[name]._fields.values())
        }:
            carried |= found
        return frozenset(ours | carried)

    @api.model
    @ormcache()
    def _get_link_names(self):
        """Return the names of the fields whose links are checked when they are stored.

        Of our models, what links to our records; of dialogs all, since Odoo computes as superuser what they keep. What
        links another record of Odoo to ours is written by code, also where its user sees nothing of what it is for:
        the rest of a hand-out or of an order stays linked when the stock moves a part of it.
        """
        if self._transient:
            return frozenset(self._fields)
        return frozenset(
            name for name, field in self._fields.items()
            if self._name.startswith('office.') and (field.comodel_name or '').startswith('office.'))

    def _check_sent_context(self, values=None):
        """Check what the context says: defaults, and the records from which a dialog was opened."""
        if self.env.su:
            return
        context = self.env.context
        self._check_ids_in_context(values or {})
        self._check_sent({
            key.removeprefix('default_'): value for key, value in context.items() if key.startswith('default_')})
        model = context.get('active_model')
        if self._transient and model in self.env['base']._get_guarded_models():
            ids = context.get('active_ids') or [context.get('active_id')]
            # what is gone tells nothing, and a screen may be older than that
            self._check_readable(self.env[model].sudo().browse(_get_ids(ids)).exists().sudo(False))

    def _check_sent(self, *sent):
        """Check all the values in ``sent`` at once.

        :raise AccessError: one of them links to a guarded record that the user may not read
        """
        if self.env.su:
            return
        guarded = self.env['base']._get_guarded_models()
        ids_by_model = defaultdict(set)
        for values in sent:
            for model, sent_id in self._get_sent_links(values):
                if model in guarded:
                    ids_by_model[model].add(sent_id)
        for model, ids in ids_by_model.items():
            self._check_readable(self.env[model].browse(sorted(ids)))

    def _check_ids_in_context(self, values):
        if self._transient and 'res_ids' in self._fields:
            for ids in filter(None, map(self.env.context.get, IDS_IN_CONTEXT)):
                self._check_sent({**values, 'res_ids': ids})

    def _check_stored_links(self, vals_list):
        """Check the links of our records and of dialogs in what is about to be stored."""
        if self.env.su or not (names := self._get_link_names()):
            return
        for vals in vals_list:
            self._check_ids_in_context(vals)
        self._check_sent(*({name: vals[name] for name in vals.keys() & names} for vals in vals_list))

    @api.model
    def _check_readable(self, records):
        """:raise AccessError: one is hidden or gone, in words that do not tell which"""
        # what is gone cannot be asked who may read it; what was read or made just now is there
        unknown = records.filtered(lambda record: record.id not in record._fields['create_uid']._get_cache(self.env)
                                   ) if 'create_uid' in records._fields else records
        existing = records - (unknown - unknown.exists())
        if existing != records or existing - existing._filtered_access('read'):
            raise AccessError(records._get_refused_link_message())

    @api.model
    def _get_refused_link_message(self):
        """Hook: what to tell who links to a record of this model that they may not read."""
        return self.env._(
            "This refers to a record of “%(kind)s” that is not for you, or that is gone. Reload the page and try again "
            "without it.", kind=self._description)

    def _get_sent_links(self, values):
        """Yield ``(model name, id)`` of what ``values`` link to, in whichever form Odoo takes it.

        What this record, if there is one, links to already is left out, but not where its ids come to mean another
        model.
        """
        for name, value in {**self._get_own_ids(values), **values}.items():
            field = self._fields.get(name)
            if field is None or not value:
                continue
            if field.type in TO_MANY:
                yield from self._get_sent_lines(field, value)
            elif field.type == 'many2one':
                yield from self._get_sent_link(field, value)
            elif field.type == 'reference':
                model, _comma, sent_id = str(value).partition(',')
                yield from ((model, number) for number in _get_ids([sent_id]))
            elif model_name := self._get_model_field(field):
                model = self._get_sent_model(model_name, values)
                is_same = len(self) == 1 and self.sudo()[model_name] == model
                own = _parse_ids(self.sudo()[name]) if is_same else ()
                yield from ((model, number) for number in _parse_ids(value) if number not in own)

    def _get_own_ids(self, values):
        """Return the ids by which this record, if there is one, names records of any model."""
        if not values or len(self) != 1 or not self.id:
            return {}
        # sudo: this record stays here
        return {name: self.sudo()[name] for name, field in self._fields.items() if self._get_model_field(field)}

    def _get_model_field(self, field):
        """Return the name of the field that says of which model the ids in ``field`` are, or None if it has none."""
        if field.type == 'many2one_reference':
            return field.model_field
        if field.name == 'res_ids' or (field.name == 'res_id' and field.type == 'integer'):
            return next((name for name in ('model', 'res_model') if name in self._fields), None)
        return None

    def _get_sent_link(self, field, value):
        if isinstance(value, dict):  # a new record, with an origin or without one
            yield from self.env[field.comodel_name]._get_sent_links(value)
            value = value.get('id')
        elif isinstance(value, (list, tuple)):
            value = value[0] if value else False
        own = self.sudo()[field.name].id if len(self) == 1 and self.id else False
        yield from ((field.comodel_name, number) for number in _get_ids([value]) if number != own)

    def _get_sent_lines(self, field, commands):
        own = self._get_own_lines(field)
        lines = self.env[field.comodel_name]
        if isinstance(commands, models.BaseModel):
            commands = commands.ids
        for command in commands if isinstance(commands, (list, tuple)) else ():
            ids, values = [command], {}
            if isinstance(command, dict):
                ids, values = [command.get('id')], command
            elif isinstance(command, (list, tuple)) and command:
                ids = command[2:] and command[2] if command[0] == Command.SET else command[1:2]
                values = command[2] if command[2:] and isinstance(command[2], dict) else {}
                if command[0] == Command.CREATE:
                    ids = []
            sent = [number for number in _get_ids(ids) if number not in own]
            yield from ((lines._name, number) for number in sent)
            if values:
                line = lines.browse(_get_ids(ids)) if not sent else lines
                yield from line._get_sent_links(values)

    def _get_own_lines(self, field):
        """Return the ids of what this record, if there is one, links to by ``field``, whoever may see it."""
        if len(self) != 1 or not self.id:
            return set()
        is_cached = self.id in field._get_cache(self.env)
        own = set(self.sudo()[field.name].ids)
        if not is_cached:  # what is read as superuser would be taken for what the user may see
            field._invalidate_cache(self.env, self.ids)
        return own

    def _get_sent_model(self, name, values):
        """Return the model that ``res_id`` means, as a new record of ``values`` would find it."""
        simple = {key: value for key, value in values.items()
                  if key in self._fields and self._fields[key].type not in TO_MANY}
        # sudo: this record stays here, and the name of a model tells nothing
        record_sudo = self.sudo().new(simple, origin=self if len(self) == 1 else None)
        model = record_sudo[name]
        record_sudo.invalidate_recordset(flush=False)  # the next one of the same origin would be the same
        return model


def _get_ids(values):
    """Return those of ``values`` that Odoo or PostgreSQL would take for the id of a record."""
    found = []
    for value in values if isinstance(values, (list, tuple)) else ():
        if isinstance(value, models.BaseModel):
            found += value.ids
            continue
        try:
            number = int(getattr(value, 'origin', value))  # of a new record, what it stands for
        except (TypeError, ValueError, OverflowError):
            continue
        if number > 0 and not isinstance(value, bool):
            found.append(number)
    return found


def _parse_ids(value):
    """Return the ids in ``value``: a number, also in text, or the text of a list, as dialogs keep it."""
    found = _get_ids(value if isinstance(value, (list, tuple)) else [value])
    if found or not isinstance(value, str):
        return found
    try:
        return _get_ids(ast.literal_eval(value))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []

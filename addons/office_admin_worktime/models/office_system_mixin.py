from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list, ormcache

from ..held import held

# What our own code writes right now: the name of the model and, where records are changed, their ids and the values.
_writing = ContextVar('office_system_writing', default=(None, None, None))


class OfficeSystemMixin(models.AbstractModel):
    """A record with fields that only our own code writes, by :meth:`_create_as_system` and :meth:`_write_as_system`.

    Neither rights nor superuser mode stand in for that, and no context key, stored default, import, or command of
    another record: what is being written is known to the code that writes it, and to nobody else. Nested calls on other
    records do not inherit it.
    """
    _name = 'office.system.mixin'
    _description = 'Record with Fields of the System'

    _is_of_system = False
    """Whether nobody but our own code makes and changes such records at all."""

    @api.model
    def default_get(self, fields):
        system_fields = self._get_system_fields()
        defaults = self._get_system_defaults(system_fields.intersection(fields))
        return super().default_get([name for name in fields if name not in system_fields]) | {
            name: defaults[name] for name in fields if name in defaults}

    @api.model_create_multi
    def create(self, vals_list):
        if _writing.get() != (self._name, None, None):
            vals_list = self._prepare_by_hand(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if names := self._get_names_by_hand(vals):
            self._check_by_hand(names)
        return super().write(vals)

    @api.model
    def _create_as_system(self, vals_list):
        """Make records, also with what nobody sets by hand, as superuser. The caller has checked who asked for it."""
        with held(_writing, (self._name, None, None)):
            return self.sudo().create(vals_list)

    def _write_as_system(self, values):
        """Write ``values``, also what nobody sets by hand, as superuser; locks do not hold for them.

        The caller has checked who asked for it. The author stays the user.
        """
        if self:
            with held(_writing, (self._name, frozenset(self._ids), dict(values))):
                self.sudo().write(values)

    def _unlink_as_system(self):
        """Delete these records, as superuser, where the model asks :meth:`_is_as_system`."""
        with held(_writing, (self._name, frozenset(self._ids), {})):
            self.sudo().unlink()

    def _is_as_system(self):
        """Return whether our own code is making records of this model right now, or changing or deleting these."""
        model, ids, _values = _writing.get()
        return model == self._name and (ids is None or ids.issuperset(self._ids))

    def _get_names_by_hand(self, vals):
        """Return the names of those of ``vals`` that are not what our own code writes right now."""
        if not self._is_as_system():
            return vals.keys()
        _model, _ids, values = _writing.get()
        return {name for name in vals if values is None or name not in values or values[name] != vals[name]}

    @api.model
    def _prepare_by_hand(self, vals_list):
        """Return the values of new records without those of the system, which screens send along as they are.

        :raise UserError: one of them is another value, or people do not make such records
        """
        if self._is_of_system:
            raise UserError(self._get_by_hand_message())
        system_fields = self._get_system_fields() - self._get_opened_fields()
        defaults = self._get_system_defaults(system_fields)
        for vals in vals_list:
            self._check_not_of_system({
                name for name in vals.keys() & system_fields if (vals[name] or False) != defaults.get(name, False)})
        return [{name: value for name, value in vals.items() if name not in system_fields} for vals in vals_list]

    def _check_by_hand(self, names):
        """Hook: raise that fields of ``names`` cannot be changed now by anybody, but by our own code."""
        self._check_not_of_system(names & (self._get_system_fields() - self._get_opened_fields()))

    def _check_not_of_system(self, names):
        """:raise UserError: if ``names`` of fields that only our own code writes is not empty"""
        if names:
            self.check_access('read')  # so that no refusal names a record that the user may not see
            raise UserError(self._get_by_hand_message(names))

    def _get_by_hand_message(self, names=()):
        """Hook: what is said to who sets fields of the system by hand, or makes a record that only our code makes."""
        documents = self._get_names() or self._description
        if not names:
            return self.env._(
                "%(documents)s is not made by hand. Use the buttons of the document.", documents=documents)
        return self.env._(
            "%(fields)s of %(documents)s cannot be set by hand. Use the buttons of the document.",
            fields=self._get_labels(names), documents=documents)

    def _get_names(self):
        """Name the records for a message, the first ten of them."""
        names = self.sudo().mapped('display_name')  # sudo: who is told of a document may not read its links
        return format_list(self.env, names[:10] + ["…"] * (len(names) > 10))

    @api.model
    def _get_labels(self, names):
        """Name fields for a message, in the order of the alphabet."""
        return format_list(self.env, sorted(self._fields[name]._description_string(self.env) for name in names))

    @api.model
    def _get_system_fields(self):
        """Hook: names of fields that nobody sets by hand, neither on creation nor later."""
        return set(self._fields) if self._is_of_system else set()

    @api.model
    def _get_opened_fields(self):
        """Hook: names of system fields that may be given right now, since Odoo's code does what ours has begun."""
        return set()

    @api.model
    @ormcache('self._name')
    def _get_computed_fields(self):
        """Return the names of stored fields that only their compute method may set.

        The ORM itself lets anybody write them who may write the record.
        """
        return frozenset(
            name for name, field in self._fields.items() if field.compute and field.store and field.readonly)

    @api.model
    def _get_system_defaults(self, names):
        """Hook: values of the system fields ``names`` in a new record, whatever the caller or its context says."""
        system = [self._fields[name] for name in names]
        return self._convert_to_write({field.name: field.default(self) for field in system if field.default})

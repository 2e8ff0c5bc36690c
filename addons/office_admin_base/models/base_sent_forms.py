from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.orm.identifiers import NewId
from odoo.tools import ormcache

DAYS = {'date': fields.Date.to_date, 'datetime': fields.Datetime.to_datetime}


class Base(models.AbstractModel):
    """Links and days that come in a form that nobody can read are refused with a sentence.

    Odoo would stop somewhere inside, with an error that names neither the field nor the document.
    """
    _inherit = 'base'

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and self._get_formed_fields():
            for vals in vals_list:
                self._check_forms(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and self._get_formed_fields():
            self._check_forms(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._check_forms(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        if self._get_formed_fields():
            self._check_forms({
                key.removeprefix('default_'): value for key, value in self.env.context.items()
                if key.startswith('default_')})
        return super().default_get(fields)

    @api.model
    @ormcache()
    def _get_formed_fields(self):
        """Return the names of the links and days of an office document."""
        return frozenset(
            name for name, field in self._fields.items()
            if self._name.startswith('office.') and (field.relational or field.type in DAYS))

    def _check_forms(self, vals):
        """:raise ValidationError: one of ``vals``, or of what is in the lines there, is in a form that Odoo takes for
        nothing
        """
        for name in self._get_formed_fields() & vals.keys():
            field, value = self._fields[name], vals[name]
            if not value:
                continue
            if field.type in DAYS:
                if not _is_day(value, DAYS[field.type]):
                    raise ValidationError(self.env._(
                        "“%(field)s” of %(document)s needs a day of the calendar, such as 2026-12-31.",
                        **self._get_form_words(field)))
            elif not _are_commands(value) if field.type != 'many2one' else not _is_link(value):
                raise ValidationError(self.env._(
                    "“%(field)s” of %(document)s was sent in a form that cannot be read. Reload the page and try "
                    "again.", **self._get_form_words(field)))
            else:
                for values in _get_new_values(value):
                    self.env[field.comodel_name]._check_forms(values)

    @api.model
    def _get_form_words(self, field):
        return {'field': field._description_string(self.env), 'document': self.env['ir.model']._get(self._name).name}


def _is_day(value, read):
    try:
        return isinstance(value, (str, date)) and bool(read(value))
    except ValueError:
        return False


def _is_id(value):
    """Whether Odoo can look for it: a number, also in text, or what stands for a record that is not stored yet."""
    if isinstance(value, (NewId, models.BaseModel)):
        return True
    try:
        return isinstance(value, (int, float, str)) and 0 <= int(value) < 2**31
    except (ValueError, OverflowError):
        return False


def _is_link(value):
    if isinstance(value, dict):
        return not value.get('id') or _is_id(value['id'])
    if isinstance(value, (list, tuple)):  # with its name
        return not value[0] or _is_id(value[0])
    return _is_id(value) or isinstance(value, str)


def _are_commands(value):
    return isinstance(value, models.BaseModel) or (
        isinstance(value, (list, tuple)) and all(_is_command(command) for command in value))


def _is_command(command):
    if isinstance(command, dict):
        return _is_link(command)
    if not isinstance(command, (list, tuple)):
        return _is_id(command)
    match [*command]:
        case [Command.CREATE, _, dict()] | [Command.CLEAR, *_]:
            return True
        case [Command.UPDATE, number, dict()] | [Command.DELETE | Command.UNLINK | Command.LINK, number, *_]:
            return _is_id(number)
        case [Command.SET, _, list() | tuple() as numbers]:
            return all(_is_id(number) for number in numbers)
    return False


def _get_new_values(value):
    """Return the values of records that are made or changed through a link."""
    if isinstance(value, dict):
        return [value]
    return [part for command in value if isinstance(command, (list, tuple, dict))
            for part in ([command] if isinstance(command, dict) else command[2:]) if isinstance(part, dict)
            ] if isinstance(value, (list, tuple)) else []

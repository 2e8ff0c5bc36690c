from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

LIMITS = {
    'integer': 2**31 - 1,  # what a column of PostgreSQL holds
    'float': 1e15, 'monetary': 1e15,  # from here on the computer leaves out cents
}


class Base(models.AbstractModel):
    """Numbers that are none, and those with which nobody can count, are refused before anything is computed of them.

    JSON as Odoo reads it has Infinity and NaN, so that they come in by every call.
    """
    _inherit = 'base'

    @api.model_create_multi
    def create(self, vals_list):
        if self._get_office_numbers() or self._get_office_lines():
            for vals in vals_list:
                self._check_office_numbers(vals)
        return super().create(vals_list)

    def write(self, vals):
        if self._get_office_numbers() or self._get_office_lines():
            self._check_office_numbers(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._check_office_numbers(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    @ormcache('self._name')
    def _get_office_numbers(self):
        """Return the names of the numbers of an office document, and of those that ours add to a model of Odoo."""
        return frozenset(
            name for name, field in self._fields.items()
            if field.type in LIMITS and name != 'id'
            and (self._name.startswith('office.') or (field._module or '').startswith('office_admin_')))

    @api.model
    @ormcache('self._name')
    def _get_office_lines(self):
        """Return the names of links through which such numbers come in."""
        return frozenset(
            name for name, field in self._fields.items()
            if field.type in ('one2many', 'many2many') and self.env[field.comodel_name]._get_office_numbers())

    def _check_office_numbers(self, vals):
        """Check also what is in the lines of ``vals``, since their document computes of it before they are made.

        :raise ValidationError: one of them is no number with which one can count
        """
        for name in self._get_office_numbers() & vals.keys():
            field = self._fields[name]
            if not self._is_number(vals[name], LIMITS[field.type]):
                raise ValidationError(self.env._(
                    "“%(field)s” of %(document)s needs a number between %(least)s and %(most)s.",
                    field=field._description_string(self.env), document=self.env['ir.model']._get(self._name).name,
                    least=f"{-LIMITS[field.type]:,.0f}", most=f"{LIMITS[field.type]:,.0f}"))
        for name in self._get_office_lines() & vals.keys():
            for command in vals[name] if isinstance(vals[name], (list, tuple)) else ():
                if isinstance(command, (list, tuple)) and len(command) == 3 and isinstance(command[2], dict):
                    self.env[self._fields[name].comodel_name]._check_office_numbers(command[2])

    @api.model
    def _is_number(self, value, most):
        try:
            # written so that “not a number” fails, too
            return abs(float(value or 0)) <= most
        except (TypeError, ValueError, OverflowError):
            return False

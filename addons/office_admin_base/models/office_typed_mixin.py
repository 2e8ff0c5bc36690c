from odoo import api, models
from odoo.fields import Domain

from ..typed import plain

OPERATORS = ('=', 'in', 'like', 'ilike', '=like', '=ilike')


class OfficeTypedMixin(models.AbstractModel):
    """Who looks for a number or a code finds it, whichever keyboard he has typed it on."""
    _name = 'office.typed.mixin'
    _description = 'Found as Typed'

    @api.model
    def _search(self, domain, *args, **kwargs):
        names = self._get_typed_fields()
        return super()._search(
            Domain(domain).map_conditions(
                lambda condition: self._widen(condition) if condition.field_expr in names else condition),
            *args, **kwargs)

    @api.model
    def _widen(self, condition):
        """Let a condition also find the plain form of what was typed, if it is another one."""
        if condition.operator not in OPERATORS:
            return condition
        if isinstance(condition.value, str):
            typed = plain(condition.value)
            if typed in ('', condition.value):
                return condition
            return condition | Domain(condition.field_expr, condition.operator, typed)
        if condition.operator != 'in' or not isinstance(condition.value, (list, tuple, set, frozenset)):
            return condition
        texts = {value for value in condition.value if isinstance(value, str)}
        typed = {plain(value) for value in texts} - texts - {''}
        return condition | Domain(condition.field_expr, 'in', list(typed)) if typed else condition

    @api.model
    def _get_typed_fields(self):
        """Hook: names of the fields that hold numbers or codes by which people look for a record."""
        return {'display_name'}

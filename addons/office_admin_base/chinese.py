"""Names that are sought by their Chinese characters among very many.

One or two characters name a person, and PostgreSQL's trigrams begin with three: without an index of its own, each such
search reads the whole table.
"""
from odoo import fields, models
from odoo.tools import SQL

from .pinyin import CHINESE

_CHARACTERS = "string_to_array(regexp_replace(%s, '[^\u3400-\u9fff]+', '', 'g'), NULL)"


class CharacterIndex(models.Index):
    """The index that finds rows by the Chinese characters of a :class:`NameField`."""

    def __init__(self, name):
        """:param str name: of the field"""
        super().__init__(f'USING gin (({_CHARACTERS % name}))')


class NameField(fields.Char):
    """A text with an index of its Chinese characters, a :class:`CharacterIndex` of its model, beside other indexes."""

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        condition = super().condition_to_sql(field_expr, operator, value, model, alias, query)
        characters = CHINESE.findall(value) if operator in ('like', 'ilike') and isinstance(value, str) else []
        if not characters:
            return condition
        # true wherever the condition is, and found in the index
        return SQL("(%s @> %s AND %s)", SQL(_CHARACTERS, SQL.identifier(alias, self.name)), characters, condition)

from odoo import models
from odoo.tools import format_date, format_datetime, format_list

from .office_approval_rule import read_domain

MAX_NAMES = 5


class OfficeApprovalRule(models.Model):
    """A condition in words, for those who read the authority table and not domains."""
    _inherit = 'office.approval.rule'

    def _get_domain_words(self, text):
        """Say a condition on the documents of this rule in the reader's language: “Is Over Quota: yes”.

        :param str text: a domain as administrators type it
        :return: False if it is empty; the text as it is where it cannot be read any more
        """
        try:
            domain = read_domain(text)
            if domain.is_true():
                return False
            words, rest = self._say_terms(list(domain))
            return text if rest else words
        except Exception:  # whatever somebody has typed: the table is printed all the same
            return text

    def _say_terms(self, terms, around=None):
        """Say the first condition of ``terms``, in prefix notation; return it and the terms after it."""
        first, rest = terms[0], terms[1:]
        if first == '!':
            words, rest = self._say_terms(rest, '!')
            return self.env._("not (%(condition)s)", condition=words), rest
        if first in ('&', '|'):
            parts, pending = [], 2
            while pending:  # what is joined in the same way is one list
                if rest[0] == first:
                    rest, pending = rest[1:], pending + 1
                    continue
                words, rest = self._say_terms(rest, first)
                parts.append(words)
                pending -= 1
            words = format_list(self.env, parts, 'standard' if first == '&' else 'or')
            return f'({words})' if around in ('&', '|') else words, rest
        path, operator, value = first
        if path in (0, 1):  # always or never
            return (self.env._("always") if path == value else self.env._("never")), rest
        return self._say_condition(path, operator, value), rest

    def _say_condition(self, path, operator, value):
        model, labels, field = self.env[self.res_model], [], None
        for name in path.split('.'):
            if field is not None and not field.relational:
                break  # a part of a date
            model = self.env[field.comodel_name] if field is not None else model
            field = model._fields[name]
            labels.append(field._description_string(self.env))
        label = ' › '.join(labels)
        if operator in ('any', 'not any', 'any!', 'not any!') or field.name not in path.split('.')[-1]:
            raise ValueError(path)
        if value is False and field.type != 'boolean' and operator in ('=', '!='):
            return self.env._("%(field)s is empty", field=label) if operator == '=' \
                else self.env._("%(field)s is filled in", field=label)
        values = value if isinstance(value, (list, tuple, set)) else [value]
        if field.type == 'boolean' and len(values) == 1:
            [is_so] = values
            said = self.env._("yes") if bool(is_so) == (operator in ('=', 'in')) else self.env._("no")
            return self.env._("%(field)s: %(value)s", field=label, value=said)
        words = format_list(self.env, self._say_values(field, list(values)), 'or')
        return self._get_operator_words()[operator] % {'field': label, 'value': words}

    def _get_operator_words(self):
        equal, unequal = self.env._("%(field)s is %(value)s"), self.env._("%(field)s is not %(value)s")
        like, unlike = self.env._("%(field)s contains “%(value)s”"), self.env._(
            "%(field)s does not contain “%(value)s”")
        return {
            '=': equal, '=?': equal, 'in': equal, '!=': unequal, '<>': unequal, 'not in': unequal,
            'like': like, 'ilike': like, '=like': like, '=ilike': like, 'not like': unlike, 'not ilike': unlike,
            '<': self.env._("%(field)s is below %(value)s"), '>': self.env._("%(field)s is above %(value)s"),
            '<=': self.env._("%(field)s is at most %(value)s"), '>=': self.env._("%(field)s is at least %(value)s"),
            'child_of': self.env._("%(field)s is %(value)s or below it"),
            'parent_of': self.env._("%(field)s is %(value)s or above it"),
        }

    def _say_values(self, field, values):
        if field.relational and all(isinstance(value, int) for value in values):
            # only what the reader may see is named
            records = self.env[field.comodel_name].browse(values).exists()._filtered_access('read')
            names = records[:MAX_NAMES].mapped('display_name')
            return names + ['…'] * (len(names) < len(values))
        if field.type == 'boolean':
            return [self.env._("yes") if value else self.env._("no") for value in values]
        if field.type == 'selection':
            labels = dict(field._description_selection(self.env))
            return [str(labels.get(value, value)) for value in values]
        if field.type in ('date', 'datetime') and not any(isinstance(value, str) and value[:1].isalpha()
                                                          for value in values):
            say = format_date if field.type == 'date' else format_datetime
            return [say(self.env, value) for value in values]
        return [f'{value:g}' if isinstance(value, float) else str(value) for value in values]

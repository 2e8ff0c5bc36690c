import re
import secrets
import string
from collections import defaultdict
from urllib.parse import quote, unquote

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

PATH = '/office/l/'
"""Where a label leads; behind it stands its token."""

MAX_CODE = 24
"""So long a code stands in the address as well: a longer one makes the QR code too fine."""

_TOKEN = re.compile(r'/office/l/(\w+)')
_SIGNS = string.ascii_letters + string.digits


class OfficeLabel(models.Model):
    """What the QR code of a thing leads to, and how often it was printed. Nobody reads it but our own code."""
    _name = 'office.label'
    _description = 'Label'
    _inherit = ['office.system.mixin']
    _is_of_system = True
    _rec_name = 'token'

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Thing", model_field='res_model', required=True, readonly=True)
    token = fields.Char(required=True, readonly=True, copy=False)
    print_count = fields.Integer("Printed", readonly=True)
    print_datetime = fields.Datetime("Last Printed On", readonly=True)

    _thing_uniq = models.UniqueIndex('(res_model, res_id)', "This thing has a label already.")
    _token_uniq = models.UniqueIndex('(token)', "Another label has this token.")

    @api.model
    def _provide(self, things):
        """Return ``{thing: label as superuser}``, and make those that are missing. The caller has checked the rights.

        :raise ConcurrencyError: another transaction is making one of them; Odoo tries again
        """
        labels = self._get_labels_of(things)
        if new := things.filtered(lambda thing: thing.id not in labels):
            try:
                with self.env.cr.savepoint():
                    made = self._create_as_system([
                        {'res_model': thing._name, 'res_id': thing.id, 'token': self._make_token()} for thing in new])
            except psycopg2.errors.UniqueViolation as error:
                raise ConcurrencyError("a label is made twice") from error
            labels |= {label.res_id: label for label in made}
        return {thing: labels[thing.id] for thing in things}

    def _count_printed(self, copies):
        for count, labels in self.grouped('print_count').items():
            labels._write_as_system({'print_count': count + copies, 'print_datetime': fields.Datetime.now()})

    @api.model
    def _get_labels_of(self, things):
        """Return ``{id of a thing: its label as superuser}``, of those that have one."""
        return {label.res_id: label for label in self.sudo().search(
            [('res_model', '=', things._name), ('res_id', 'in', things.ids)])}

    @api.model
    def _make_token(self):
        """Return 10 signs: short enough for a small QR code. They open nothing by themselves."""
        return ''.join(secrets.choice(_SIGNS) for _sign in range(10))

    def _get_address(self, code=''):
        """Return the absolute address that the QR code says.

        :param str code: the code of the thing; the address carries it along for whoever reads it without network
        """
        name = f'#{quote(code)}' if code and len(quote(code)) <= MAX_CODE else ''
        return f'{self.get_base_url()}{PATH}{self.token}{name}'

    @api.model
    def _get_readable(self, text):
        """Return what people read of what was scanned: of the address on a label the code of the thing, if it has one.

        :param str text: the address on a label, or a code
        """
        address, _sign, name = text.partition('#')
        return unquote(name) if name and _TOKEN.search(address) else text

    @api.model
    def _find_thing(self, token):
        """Return the thing of a label, if the user may read it in one of their companies, else nothing."""
        label_sudo = self.sudo().search([('token', '=', token)])
        mixin = self.env.registry.descendants(['office.label.mixin'], '_inherit')
        if not label_sudo or label_sudo.res_model not in mixin:
            return None
        thing = self.env[label_sudo.res_model].with_context(
            allowed_company_ids=self.env.user._get_company_ids()).browse(label_sudo.res_id)
        return thing._filtered_access('read') if thing.exists() else None

    @api.model
    def _read_tokens(self, texts):
        """Return ``{token: texts}`` of those of ``texts`` that are the address of a label, of whatever server."""
        found = defaultdict(list)
        for text in texts:
            if match := _TOKEN.search(text):
                found[match[1]].append(text)
        return found

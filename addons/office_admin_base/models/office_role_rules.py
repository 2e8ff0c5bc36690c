import re
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

READ, CHANGE = 'read', 'change'
"""What a rule of a role is about: reading, or writing, creating and deleting."""


class RecordRule(NamedTuple):
    """A record rule that comes with a mixin."""

    words: str
    """What it says, behind the name of the model."""

    domain: str
    """As Odoo keeps it; ``{of}`` stands where a part names its document."""

    role: str | None = None
    """Whom it lets do something; None: it holds for everybody."""

    mode: str | None = None
    """:data:`READ` or :data:`CHANGE`; None: whatever is done."""


class OfficeRoleMixin(models.AbstractModel):
    """The record rules that a document brings along, and the refusal of one that lacks them."""
    _inherit = 'office.role.mixin'

    @api.model
    def _get_record_rules(self):
        """Hook: ``{name: RecordRule}``, by which people of each role see and change documents of this model."""
        return {}

    @api.model
    def _get_guard_fields(self):
        """Hook: the names of the fields of which a rule for everybody has to speak, whoever wrote it."""
        return set()

    @api.model
    def _load_record_rules(self):
        """Make those record rules of this model that are not there yet.

        The data of its module call it behind its groups: ``<function model="…" name="_load_record_rules"/>``. What an
        administrator has changed stays, as with any rule that is marked ``noupdate``.
        """
        module = self._get_role_group('user').partition('.')[0]
        self.env['ir.rule']._load_records([
            {
                'xml_id': f'{module}.{self._table}_rule_{name}',
                'noupdate': True,
                'values': {
                    'name': f'{self._description}: {rule.words}',
                    'model_id': self.env['ir.model']._get_id(self._name),
                    'domain_force': rule.domain.format(of=''),
                    'groups': [Command.set(self.env.ref(self._get_role_group(rule.role)).ids if rule.role else [])],
                    'perm_read': rule.mode != CHANGE,
                    **dict.fromkeys(('perm_write', 'perm_create', 'perm_unlink'), rule.mode != READ),
                },
            }
            for name, rule in self._get_record_rules().items()], update=True)

    @api.model
    def _check_record_rules(self):
        """:raise UserError: what has to be hidden is not, since no rule for everybody speaks of it"""
        rules = self.env['ir.rule'].sudo().search([('model_id.model', '=', self._name), ('global', '=', True)])
        said = {name for rule in rules for name in re.findall(r'\w+', rule.domain_force or '')}
        if missing := self._get_guard_fields() - said:
            raise UserError(self.env._(
                "%(model)s has no record rule for everybody on %(fields)s, so that what has to be hidden is not. Let "
                "the data of its module call _load_record_rules.", model=self._name,
                fields=format_list(self.env, sorted(missing))))


class IrModuleModule(models.Model):
    """An app is not installed with documents that nothing hides."""
    _inherit = 'ir.module.module'

    def write(self, vals):
        if vals.get('state') == 'installed':
            modules = set(self.mapped('name'))
            for name in self.env.registry.descendants(['office.role.mixin'], '_inherit'):
                model = self.env[name]
                if not model._abstract and model._original_module in modules:
                    model._check_record_rules()
        return super().write(vals)

"""The record rules that documents bring along, and the refusal of an app that lacks them."""
from typing import NamedTuple

from odoo import models

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

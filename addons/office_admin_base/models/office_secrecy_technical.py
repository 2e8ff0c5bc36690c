from odoo import api, models
from odoo.exceptions import UserError, ValidationError

CLEARED = "cleared', '=', True)]"
"""How the domain of a rule ends that asks whether the user is cleared, by whatever field."""

NOBODY = "[(0, '=', 1)]"
"""The domain of a rule that closes records to all users."""


class IrRule(models.Model):
    """The rules that hide secrets are no setting: who administers Odoo is not cleared by changing them."""
    _inherit = 'ir.rule'

    def write(self, vals):
        self._check_not_of_secrecy()
        return super().write(vals)

    def unlink(self):
        self._check_not_of_secrecy()
        return super().unlink()

    def _check_not_of_secrecy(self):
        """:raise UserError: one of these hides secrets, and somebody changes it by hand"""
        if self.env.su:  # Odoo itself, when it loads a module
            return
        if rules_sudo := self.sudo().filtered(
                lambda rule: not rule.groups and (rule.domain_force or '').endswith((CLEARED, NOBODY))):
            raise UserError(self.env._(
                "“%(rule)s” keeps secrets from those who are not cleared, administrators included, and cannot be "
                "changed.", rule=rules_sudo[0].name))


class IrModelFields(models.Model):
    """A field that somebody adds in the settings reads through its links as superuser, so not through a secret."""
    _inherit = 'ir.model.fields'

    @api.constrains('tracking', 'relation', 'ttype')
    def _check_secret_not_tracked(self):
        for field in self.filtered(lambda field: field.state == 'manual' and field.tracking):
            if field.ttype == 'many2one' and field.relation in self.env['office.secrecy.mixin']._get_secrecy_models():
                raise ValidationError(self.env._(
                    "“%(field)s” cannot be tracked: the names of secret documents would stay in messages that others "
                    "read.", field=field.field_description))

    @api.constrains('related', 'model_id')
    def _check_related_not_secret(self):
        secret = set(self._get_models_with_secrecy())
        for field in self.filtered(lambda field: field.state == 'manual' and field.related):
            model = self.env.get(field.model_id.model)
            for name in field.related.split('.')[:-1]:
                step = model._fields.get(name) if model is not None else None
                model = self.env.get(step.comodel_name) if step is not None and step.relational else None
                if model is not None and model._name in secret:
                    raise ValidationError(self.env._(
                        "“%(field)s” would show what is in “%(document)s” to people who are not cleared for it. Add "
                        "the document itself as a field: each person then sees as much of it as he may.",
                        field=field.field_description, document=model._description))

    @api.model
    def _get_models_with_secrecy(self):
        mixins = ('office.secrecy.mixin', 'office.secrecy.line.mixin', 'office.secrecy.attached.mixin')
        return self.env.registry.descendants(mixins, '_inherit')
